// Elements made from text: strings become text nodes, never markup, and only safe addresses become links.

const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

/** An element. An attribute whose name begins with "on" is a listener; null children are left out. */
export function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A link in a new tab; the same words as plain text where the address may not be followed. */
export function link(address, attributes, ...children) {
  const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : null;
  if (!url || !SCHEMES.has(url.protocol)) return make("span", attributes, ...children);
  return make("a", { ...attributes, href: url.href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}
