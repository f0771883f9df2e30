// <press-desk>: the button that opens the press desk on any site. The rest is loaded when it is opened, or at once where
// the desk is part of the page. Attributes: README.md; mode="page" is for our own page, where the document scrolls.

const SMALL = "(max-width: 40em), (max-height: 30em)"; // where the open desk fills the screen
const WORDS = {
  th: { ask: "ถามฝ่ายข่าว", desk: "ฝ่ายข่าว", failed: "โหลดไม่สำเร็จ ลองอีกครั้ง" },
  en: { ask: "Ask the press desk", desk: "Press desk", failed: "Not loaded. Try again" },
};
const LIGHT = { ink: "#161b22", quiet: "#57606c", paper: "#fff", rule: "#d8dce2", edge: "#7d8794", accent: "#1c4182", alert: "#96311f" };
const DARK = { ink: "#e8ebef", quiet: "#a5aeba", paper: "#11151a", rule: "#2d343d", edge: "#76818e", accent: "#a3c0f7", alert: "#f2a898" };
const palette = (colours) => Object.entries(colours).map(([name, colour]) => `--${name}: var(--press-desk-${name}, ${colour});`).join("");

const SHEET = new CSSStyleSheet();
SHEET.replaceSync(`
:host {
  all: initial;
  ${palette(LIGHT)}
  --sans: var(--press-desk-sans, system-ui, "Noto Sans", sans-serif);
  --thai: var(--press-desk-thai, "Noto Sans Thai", "Sarabun", "Thonburi", system-ui, sans-serif);
  display: block;
  color-scheme: light dark;
  color: var(--ink);
  font-size: var(--press-desk-size, medium);
}
@media (prefers-color-scheme: dark) { :host { ${palette(DARK)} } }
:host(:not([mode="page"], [position="inline"])) { position: fixed; z-index: 2147483000; right: max(1em, env(safe-area-inset-right)); bottom: max(1em, env(safe-area-inset-bottom)); }
:host([position="bottom-left"]) { right: auto !important; left: max(1em, env(safe-area-inset-left)); }
:host([hidden]), [hidden] { display: none !important; }
[lang]:lang(en) { font-family: var(--sans); line-height: 1.55; }
[lang]:lang(th) { font-family: var(--thai); line-height: 1.7; }
button { font: inherit; cursor: pointer; }
.launcher { min-height: 3.25em; padding: 0 1.4em; border: 1px solid transparent; border-radius: 2em; background: var(--accent); color: var(--paper); font-weight: 600; box-shadow: 0 2px 12px rgb(0 0 0 / .25); }
.launcher:hover { filter: brightness(1.15); }
.launcher:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
.panel { position: fixed; inset: auto 1em 1em auto; box-sizing: border-box; width: min(27em, 100vw - 2em); height: min(46em, 100dvh - 2em); max-width: none; max-height: none; padding: 0; overflow: hidden; border: 1px solid var(--edge); border-radius: 8px; background: var(--paper); color: var(--ink); box-shadow: 0 6px 32px rgb(0 0 0 / .28); }
.panel::backdrop { background: none; }
:host([position="bottom-left"]) .panel { inset: auto auto 1em 1em; }
@media ${SMALL} {
  .panel.panel { inset: 0; width: 100%; height: calc(100dvh - var(--keyboard, 0px)); border: 0; border-radius: 0; }
}
@media (forced-colors: active) { .launcher { border-color: ButtonText; } }
@media print { .launcher, .panel { display: none; } }
`);

class PressDesk extends HTMLElement {
  static observedAttributes = ["lang", "language", "question"];

  #root = this.attachShadow({ mode: "open" });
  #desk = null; // a promise, once it is wanted

  connectedCallback() {
    this.#root.adoptedStyleSheets = [SHEET];
    const inPage = this.getAttribute("mode") === "page" || this.getAttribute("position") === "inline";
    if (inPage) (this.#desk ?? this.#load(this.#root)).then((desk) => desk.start());
    else if (!this.launcher) this.#drawLauncher();
  }

  disconnectedCallback() {
    this.#desk?.then((desk) => desk.stop());
  }

  attributeChangedCallback() {
    if (this.launcher) this.#label();
    this.#desk?.then((desk) => desk.draw());
  }

  get language() {
    const set = this.getAttribute("language") ?? this.closest("[lang]")?.lang ?? "";
    return Object.keys(WORDS).find((known) => set.toLowerCase().startsWith(known)) ?? "en";
  }

  choose(language) {
    this.setAttribute("language", language);
    this.dispatchEvent(new CustomEvent("press-desk-language", { bubbles: true, composed: true, detail: { language } }));
  }

  #load(parent, close) {
    this.#desk = import("./static/chat.js").then(({ Desk, STYLE }) => {
      const desk = new Desk(this, new URL(this.getAttribute("src") ?? "./", import.meta.url).href.replace(/\/?$/, "/"), close);
      this.#root.adoptedStyleSheets = [SHEET, STYLE];
      parent.append(desk.element);
      return desk;
    });
    return this.#desk;
  }

  #drawLauncher() {
    const make = (name, properties) => Object.assign(document.createElement(name), properties);
    this.launcher = make("button", { type: "button", className: "launcher", ariaHasPopup: "dialog", onclick: () => this.#open() });
    this.region = make("section");
    this.panel = make("dialog", { className: "panel", onclose: () => this.#closed(), onkeydown: (event) => this.#pressed(event) });
    this.region.append(this.launcher);
    this.#root.append(this.region, this.panel);
    this.#label();
  }

  #label() {
    const { ask, desk } = WORDS[this.language];
    this.region.lang = this.panel.lang = this.language;
    this.region.ariaLabel = this.panel.ariaLabel = desk;
    this.launcher.textContent = ask;
  }

  async #open() {
    this.launcher.ariaBusy = "true";
    try {
      const desk = await (this.#desk ?? this.#load(this.panel, () => this.panel.close()));
      if (matchMedia(SMALL).matches) this.panel.showModal();
      else this.panel.show();
      this.region.hidden = true;
      desk.start();
      desk.focus();
    } catch {
      this.#desk = null;
      this.launcher.textContent = WORDS[this.language].failed;
    }
    this.launcher.ariaBusy = "false";
  }

  #closed() {
    this.#desk.then((desk) => desk.stop());
    this.region.hidden = false;
    this.launcher.focus();
  }

  #pressed(event) {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    this.panel.close();
  }
}

customElements.get("press-desk") ?? customElements.define("press-desk", PressDesk);
