// Builds elements. Strings become text nodes, never markup; only addresses that `safeUrl` accepts become links.

const SCHEMES = ["http:", "https:", "mailto:", "tel:"];
const LINKABLE = /https?:\/\/[^\s<>"'\u0E00-\u0E7F]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+\d[\d ()-]{6,}\d/g;

/** `attributes`: a function is an event listener; null and false are left out. Names must be trusted. */
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

/** The absolute address; null if its scheme is not allowed. */
export function safeUrl(address, base) {
  const url = address && URL.canParse(address, base) ? new URL(address, base) : null;
  return SCHEMES.includes(url?.protocol) ? url.href : null;
}

/** A link, or a span if the address is not safe. `hint`: for screen readers. */
export function link(address, base, hint, attributes, ...children) {
  const href = safeUrl(address, base);
  if (!href) return el("span", attributes, children);
  const newTab = href.startsWith("http") ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return el("a", { href, ...newTab, ...attributes }, children, newTab.target && hint && hidden(hint));
}

export const hidden = (text) => el("span", { class: "hidden" }, ` ${text}`);

/** A span in the language of its text. */
export const span = (text, attributes) => el("span", { lang: languageOf(text), ...attributes }, String(text));

/** Text nodes and links. */
export function withLinks(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(LINKABLE)) {
    const found = match[0].replace(/[.,;:!?)\]}]+$/, "");
    const address = found.startsWith("+") ? `tel:${found.replace(/[^+\d]/g, "")}` : found.startsWith("http") ? found : `mailto:${found}`;
    nodes.push(text.slice(at, match.index), link(address, undefined, "", null, found));
    at = match.index + found.length;
  }
  return [...nodes, text.slice(at)];
}

/** For fonts, line breaking and screen readers. */
export const languageOf = (text) => (/[\u0E00-\u0E7F]/.test(text) ? "th" : "en");
