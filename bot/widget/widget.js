// The loader: <press-desk> and its button. The chat is loaded when it is opened, or at once if it is part of the page.
// Attributes: README.md; mode="page" is for the service's own page, where the document scrolls.

const SMALL_SCREEN = "(max-width: 40em), (max-height: 30em)"; // the open chat covers it
// Needed before the chat is loaded, so not in messages.js.
const MESSAGES = {
  th: { ask: "ถามฝ่ายข่าว", title: "ฝ่ายข่าว", failed: "โหลดไม่สำเร็จ ลองอีกครั้ง" },
  en: { ask: "Ask the press desk", title: "Press desk", failed: "Not loaded. Try again" },
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
@media ${SMALL_SCREEN} {
  .panel.panel { inset: 0; width: 100%; height: calc(100dvh - var(--keyboard, 0px)); border: 0; border-radius: 0; }
}
@media (forced-colors: active) { .launcher { border-color: ButtonText; } }
@media print { .launcher, .panel { display: none; } }
`);

class PressDesk extends HTMLElement {
  static observedAttributes = ["lang", "language", "question"];

  #root = this.attachShadow({ mode: "open" });
  #app = null; // promise of the ChatApp, once it is loaded

  connectedCallback() {
    this.#root.adoptedStyleSheets = [SHEET];
    const inPage = this.getAttribute("mode") === "page" || this.getAttribute("position") === "inline";
    if (inPage) (this.#app ?? this.#load(this.#root)).then((app) => app.start());
    else if (!this.launcher) this.#drawLauncher();
  }

  disconnectedCallback() {
    this.#app?.then((app) => app.stop());
  }

  attributeChangedCallback() {
    if (this.launcher) this.#label();
    this.#app?.then((app) => app.draw());
  }

  get language() {
    const given = this.getAttribute("language") ?? this.closest("[lang]")?.lang ?? "";
    return Object.keys(MESSAGES).find((known) => given.toLowerCase().startsWith(known)) ?? "en";
  }

  choose(language) {
    this.setAttribute("language", language);
    this.dispatchEvent(new CustomEvent("press-desk-language", { bubbles: true, composed: true, detail: { language } }));
  }

  #load(parent, close) {
    this.#app = import("./static/chat.js").then(({ ChatApp, STYLE }) => {
      const app = new ChatApp(this, new URL(this.getAttribute("src") ?? "./", import.meta.url).href.replace(/\/?$/, "/"), close);
      this.#root.adoptedStyleSheets = [SHEET, STYLE];
      parent.append(app.element);
      return app;
    });
    return this.#app;
  }

  #drawLauncher() {
    const make = (name, properties) => Object.assign(document.createElement(name), properties);
    this.launcher = make("button", { type: "button", className: "launcher", ariaHasPopup: "dialog", onclick: () => this.#open() });
    this.region = make("section");
    this.panel = make("dialog", { className: "panel", onclose: () => this.#onClose(), onkeydown: (event) => this.#onKeydown(event) });
    this.region.append(this.launcher);
    this.#root.append(this.region, this.panel);
    this.#label();
  }

  #label() {
    const { ask, title } = MESSAGES[this.language];
    this.region.lang = this.panel.lang = this.language;
    this.region.ariaLabel = this.panel.ariaLabel = title;
    this.launcher.textContent = ask;
  }

  async #open() {
    this.launcher.ariaBusy = "true";
    try {
      const app = await (this.#app ?? this.#load(this.panel, () => this.panel.close()));
      if (matchMedia(SMALL_SCREEN).matches) this.panel.showModal();
      else this.panel.show();
      this.region.hidden = true;
      app.start();
      app.focus();
    } catch {
      this.#app = null;
      this.launcher.textContent = MESSAGES[this.language].failed;
    }
    this.launcher.ariaBusy = "false";
  }

  #onClose() {
    this.#app.then((app) => app.stop());
    this.region.hidden = false;
    this.launcher.focus();
  }

  #onKeydown(event) {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    this.panel.close();
  }
}

customElements.get("press-desk") ?? customElements.define("press-desk", PressDesk);
