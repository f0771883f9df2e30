// Elements made from text. Strings become text nodes and nothing is ever parsed as markup; only addresses that
// `safeUrl` lets through become links.

const SCHEMES = ["http:", "https:", "mailto:", "tel:"];
const LINKED = /https?:\/\/[^\s<>"'\u0E00-\u0E7F]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+\d[\d ()-]{6,}\d/g;

/** An element. `attributes` holds names of our own only; a function is a listener, null and false leave it out. */
export function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter(Boolean));
  return element;
}

export const button = (text, attributes) => el("button", { type: "button", ...attributes }, text);

export const list = (value) => (Array.isArray(value) ? value.filter(Boolean) : []);

/** The address if it may be followed, else null. */
export function safeUrl(address, base) {
  const url = address && URL.canParse(address, base) ? new URL(address, base) : null;
  return SCHEMES.includes(url?.protocol) ? url.href : null;
}

/** A link, or plain text where the address may not be followed. `hint`: said, not shown. */
export function link(address, base, hint, attributes, ...children) {
  const href = safeUrl(address, base);
  if (!href) return el("span", attributes, children);
  const away = href.startsWith("http") ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return el("a", { href, ...away, ...attributes }, children, away.target && hint && hidden(hint));
}

export const hidden = (text) => el("span", { class: "hidden" }, ` ${text}`);

export const said = (text, attributes) => el("span", { lang: languageOf(text), ...attributes }, String(text));

/** A text as nodes: addresses and international phone numbers are links. */
export function linked(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(LINKED)) {
    const found = match[0].replace(/[.,;:!?)\]}]+$/, "");
    const address = found.startsWith("+") ? `tel:${found.replace(/[^+\d]/g, "")}` : found.startsWith("http") ? found : `mailto:${found}`;
    nodes.push(text.slice(at, match.index), link(address, undefined, "", null, found));
    at = match.index + found.length;
  }
  return [...nodes, text.slice(at)];
}

/** For fonts, line breaking and voices: Thai letters decide. */
export const languageOf = (text) => (/[\u0E00-\u0E7F]/.test(text) ? "th" : "en");
