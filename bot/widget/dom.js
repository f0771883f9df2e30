// Elements made from text. Strings become text nodes and nothing is ever parsed as markup; only addresses that
// `safeUrl` lets through become links.

const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);
export const WEB = new Set(["http:", "https:"]);
const LINKED = /https?:\/\/[^\s<>"'\u0E00-\u0E7F]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+\d[\d ()-]{6,}\d/g;
const TRAILING = /[.,;:!?)\]}]+$/;

/** An element. `attributes` holds names of our own only; a function is a listener, null and false leave it out. */
export function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** The address as a URL if it is of a kind that may be followed, else null. `base` resolves a path. */
export function safeUrl(address, base, schemes = SCHEMES) {
  try {
    const url = new URL(String(address), base);
    return schemes.has(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** A link where the address may be followed, the same words as plain text where not. `hint`: said, not shown. */
export function link(address, base, hint, attributes, ...children) {
  const url = address ? safeUrl(address, base) : null;
  if (!url) return el("span", attributes, ...children);
  const away = WEB.has(url.protocol) ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return el("a", { href: url.href, ...away, ...attributes }, ...children, away.target && hint ? hidden(hint) : null);
}

/** Words for screen readers alone. */
export function hidden(text) {
  return el("span", { class: "hidden" }, " ", text);
}

/** A text as nodes: web addresses, e-mail addresses and international phone numbers are links, the rest is text. */
export function linked(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(LINKED)) {
    const found = match[0].replace(TRAILING, "");
    const scheme = found.startsWith("http") ? "" : found.startsWith("+") ? "tel:" : "mailto:";
    const address = scheme === "tel:" ? found.replace(/[^+\d]/g, "") : found;
    nodes.push(text.slice(at, match.index), link(scheme + address, undefined, "", null, found));
    at = match.index + found.length;
  }
  return [...nodes, text.slice(at)];
}

/** The language a short text is in, for fonts, line breaking and voices: Thai letters decide. */
export function languageOf(text) {
  return /[\u0E00-\u0E7F]/.test(text) ? "th" : "en";
}
