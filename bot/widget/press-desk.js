// <press-desk>: the web chat as one custom element. Composes the parts and holds the conversation; text is only ever set
// as text, focus is never taken, and nothing is fetched from anywhere but the service.
//
//   <press-desk lang="th" src="https://press.example.org/" mode="page"><ul><li lang="th">…</li></ul></press-desk>
//
// lang: th or en, otherwise as the page around it; src: the service, otherwise where this module came from; mode="page":
// it fills the main column and the document scrolls, otherwise it scrolls within itself. Its <li> are opening questions.
// Fires press-desk-language with detail.language when the reader switches.

import { Failure, newId, Service } from "./api.js";
import { choiceButtons } from "./card.js";
import { Composer } from "./composer.js";
import { el, languageOf } from "./dom.js";
import { LANGUAGES, WORDS } from "./words.js";
import { STYLE } from "./style.js";
import { Turn } from "./turn.js";

const GAP = 16; // px between what is revealed and the edge it is revealed at

class PressDesk extends HTMLElement {
  static observedAttributes = ["lang"];

  #sending = Promise.resolve(); // one message at a time, in the order in which they were written

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [STYLE];
    this.composer = new Composer((text) => this.ask(text), (text) => this.#announce([el("p", null, text)]));
    this.heading = el("h2");
    this.automated = el("p", { class: "automated" });
    this.switch = el("div", { class: "switch", role: "group" });
    this.header = el("header", { class: "bar" }, this.heading, this.automated, this.switch);
    this.welcome = el("section", { class: "opening" });
    this.log = el("div", { class: "log", role: "log", "aria-live": "off" }, this.welcome);
    this.announcer = el("div", { class: "hidden live", "aria-live": "polite" });
    this.desk = el("div", { class: "desk" }, this.header, this.log, this.composer.element, this.announcer);
    root.append(this.desk);
  }

  connectedCallback() {
    this.service ??= new Service(new URL(this.getAttribute("src") || "/", this.#origin).href.replace(/[^/]$/, "$&/"));
    this.#draw();
    window.visualViewport?.addEventListener("resize", this.#fitKeyboard);
  }

  disconnectedCallback() {
    window.visualViewport?.removeEventListener("resize", this.#fitKeyboard);
  }

  attributeChangedCallback() {
    if (this.service) this.#draw();
  }

  get #origin() {
    return this.hasAttribute("src") ? document.baseURI : import.meta.url;
  }

  /** The interface's language: the attribute's, else that of the page around the element. */
  get language() {
    const set = this.closest("[lang]")?.lang.toLowerCase().slice(0, 2);
    return LANGUAGES.includes(set) ? set : "en";
  }

  get #context() {
    return {
      base: this.service.base,
      ask: (message, event) => this.#pressed(event, () => this.ask(message)),
      again: (turn, event) => this.#pressed(event, () => this.#deliver(turn)),
    };
  }

  /** Send a message as a new turn, shown at once. */
  ask(text) {
    const turn = new Turn(newId(), text);
    this.log.append(turn.element);
    this.#deliver(turn);
  }

  #deliver(turn) {
    turn.wait();
    turn.render(this.#context);
    this.#reveal(turn.element);
    this.#sending = this.#sending.then(() => this.#exchange(turn));
  }

  async #exchange(turn) {
    try {
      turn.answer(await this.service.send(turn.id, turn.text));
      turn.render(this.#context);
    } catch (error) {
      if (!(error instanceof Failure)) console.error(error);
      turn.fail(error instanceof Failure ? error : new Failure("server"));
      turn.render(this.#context);
    }
    this.#announce(turn.spoken());
    this.#reveal(turn.element);
  }

  /** A button of the log was pressed. The button may go away, so that focus moves on, but opens no touch keyboard. */
  #pressed(event, act) {
    const turn = event.currentTarget.closest(".turn");
    const typing = event.detail === 0 || matchMedia("(pointer: fine)").matches;
    act();
    if (typing) this.composer.focus();
    else turn?.focus({ preventScroll: true });
  }

  /** Each answer is put into the live region once, and taken out again so that it is not met twice when reading on. */
  #announce(lines) {
    clearTimeout(this.hushed);
    this.announcer.replaceChildren(...lines);
    this.hushed = setTimeout(() => this.announcer.replaceChildren(), 10_000);
  }

  #draw() {
    const words = WORDS[this.language];
    this.desk.lang = this.language;
    this.heading.textContent = words.title;
    this.automated.textContent = words.automated;
    this.log.setAttribute("aria-label", words.log);
    if (this.getAttribute("mode") !== "page") this.log.tabIndex = 0;
    this.#drawSwitch(words);
    this.#drawWelcome(words);
    this.composer.relabel(words);
  }

  #drawSwitch(words) {
    this.switch.setAttribute("aria-label", words.switch);
    if (!this.switch.childElementCount) {
      const button = (language) => el("button", { type: "button", lang: language, click: () => this.#choose(language) }, WORDS[language].name);
      this.switch.append(...LANGUAGES.map(button));
    }
    for (const button of this.switch.children) button.setAttribute("aria-pressed", String(button.lang === this.language));
  }

  #choose(language) {
    this.lang = language;
    this.dispatchEvent(new CustomEvent("press-desk-language", { bubbles: true, composed: true, detail: { language } }));
  }

  #drawWelcome(words) {
    const items = Array.from(this.querySelectorAll("li"), (item) => ({ language: item.lang, message: item.textContent.trim() }));
    const own = items.filter(({ language, message }) => message && (language || languageOf(message)) === this.language);
    const buttons = choiceButtons(own, this.#context.ask);
    const openings = buttons ? [el("p", { class: "label" }, words.openings), buttons] : [];
    this.welcome.replaceChildren(el("p", { class: "greeting" }, words.greeting), el("p", { class: "promise" }, words.promise), ...openings);
  }

  /** Scroll on, never back: to the end of a turn, or to its start where it is taller than the room between the edges. */
  #reveal(turn) {
    const page = this.getAttribute("mode") === "page";
    const scroller = page ? document.scrollingElement : this.log;
    const room = this.log.getBoundingClientRect();
    const top = page ? this.header.offsetHeight : room.top;
    const bottom = page ? window.innerHeight - this.#keyboard - this.composer.element.offsetHeight : room.bottom;
    const box = turn.getBoundingClientRect();
    const delta = box.height + GAP > bottom - top ? box.top - top : box.bottom + GAP - bottom;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (delta > 0) scroller.scrollBy({ top: delta, behavior: calm ? "auto" : "smooth" });
  }

  /** Height of what covers the page's lower end, such as a touch keyboard; 0 while zoomed in. */
  get #keyboard() {
    const view = window.visualViewport;
    return view && view.scale < 1.01 ? Math.max(0, window.innerHeight - view.height - view.offsetTop) : 0;
  }

  #fitKeyboard = () => this.style.setProperty("--keyboard", `${this.#keyboard}px`);
}

customElements.get("press-desk") ?? customElements.define("press-desk", PressDesk);
