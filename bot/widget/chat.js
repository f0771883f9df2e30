// The desk within <press-desk>: composes the parts of the chat. Focus is never taken.

import { choiceButtons } from "./card.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { button, el, languageOf } from "./dom.js";
import { Menu } from "./menu.js";
import { Listener, Service, Store } from "./service.js";
import { LANGUAGES, WORDS } from "./words.js";
export { STYLE } from "./style.js";

const GAP = 16; // px

export class Desk {
  #live = false; // whether what is heard is said just now, rather than before

  /** `host`: the <press-desk>; `base`: the service; `close()`: of the panel, if it is in one. */
  constructor(host, base, close) {
    const prefix = `press-desk ${base} `;
    this.host = host;
    this.page = host.getAttribute("mode") === "page";
    this.store = new Store("localStorage", prefix);
    this.service = new Service(base, this.store, { begun: (expired) => this.#begun(expired), reached: (yes) => this.#reached(yes) });
    this.listener = new Listener(this.service, {
      heard: (message) => this.conversation.heard(message, this.#live),
      erased: () => this.#forget(),
      caughtUp: () => this.#caughtUp(),
    });
    this.conversation = new Conversation(this.service, this.#view(), () => this.listener.catchUp());
    this.composer = new Composer({
      send: (text) => this.conversation.ask(text),
      find: (typed, signal) => this.service.suggestions(typed, this.language, signal),
      drafts: new Store("sessionStorage", prefix),
    });
    this.menu = new Menu(this);
    this.closer = close && button("✕", { class: "icon", click: close });
    this.element = this.#compose();
    this.draw();
  }

  get language() {
    return this.host.language;
  }

  get words() {
    return WORDS[this.language];
  }

  start() {
    this.stop();
    this.watching = new AbortController();
    const on = (target, name, heard) => target?.addEventListener(name, heard, { signal: this.watching.signal });
    on(window, "storage", ({ key }) => this.#elsewhere(key));
    on(window, "online", () => this.#resume());
    on(window, "offline", () => this.#reached(false));
    on(document, "visibilitychange", () => (document.hidden ? this.listener.stop() : this.#resume()));
    on(window.visualViewport, "resize", () => this.host.style.setProperty("--keyboard", `${this.#keyboard}px`));
    this.#live ||= !this.service.session;
    this.#resume();
  }

  stop() {
    this.watching?.abort();
    this.listener.stop();
  }

  focus() {
    this.composer.focus();
  }

  /** Said once, and taken out again so that it is not met twice when reading on. */
  announce(...elements) {
    clearTimeout(this.hushed);
    this.announcer.replaceChildren(...elements);
    this.hushed = setTimeout(() => this.announcer.replaceChildren(), 10_000);
  }

  /** The reader has erased everything but so many enquiries. */
  erased(kept) {
    this.store.set("outbox", []);
    this.store.set("rated", {});
    this.composer.clear();
    this.conversation.forget(() => true);
    this.#forget();
    this.#note(kept ? `${this.words.erased} ${this.words.kept(kept)}` : this.words.erased);
  }

  #compose() {
    this.heading = el("h2");
    this.automated = el("p", { class: "automated" });
    const languages = LANGUAGES.map((one) => button(WORDS[one].name, { lang: one, click: () => this.host.choose(one) }));
    this.switch = el("div", { class: "switch", role: "group" }, languages);
    this.header = el("div", { class: "bar" }, this.heading, this.automated, this.switch, this.menu.element, this.closer);
    this.welcome = el("section", { class: "opening" });
    this.log = el("div", { class: "log", role: "log", "aria-live": "off", tabindex: this.page ? null : "0" }, this.welcome);
    this.status = el("p", { class: "status", role: "status" });
    this.announcer = el("div", { class: "hidden live", "aria-live": "polite" });
    this.composer.element.prepend(this.status);
    return el("div", { class: "desk" }, this.header, this.log, this.composer.element, this.announcer);
  }

  draw() {
    const { words, language } = this;
    this.element.lang = language;
    this.heading.textContent = words.title;
    this.automated.textContent = words.automated;
    this.log.setAttribute("aria-label", words.log);
    this.switch.setAttribute("aria-label", words.switch);
    for (const one of this.switch.children) one.setAttribute("aria-pressed", String(one.lang === language));
    this.closer?.setAttribute("aria-label", words.close);
    if (this.status.textContent) this.status.textContent = words.offline;
    this.menu.relabel(words);
    this.composer.relabel(words);
    this.#drawWelcome(words);
  }

  #drawWelcome(words) {
    const items = Array.from(this.host.querySelectorAll("li"), (item) => ({ language: item.lang, message: item.textContent.trim() }));
    const own = items.filter(({ language, message }) => (language || languageOf(message)) === this.language);
    const buttons = choiceButtons([{ message: this.host.getAttribute("question") }, ...own], this.#context.ask);
    const openings = buttons ? [el("p", { class: "label" }, words.openings), buttons] : [];
    this.welcome.replaceChildren(el("p", { class: "greeting" }, words.greeting), el("p", { class: "promise" }, words.promise), ...openings);
  }

  get #context() {
    return {
      service: this.service,
      announce: (element) => this.announce(element),
      ask: (message, event) => this.#pressed(event, () => this.conversation.ask(message)),
      again: (turn, event) => this.#pressed(event, () => this.conversation.again(turn)),
    };
  }

  #view() {
    const draw = (turn) => turn.render(this.#context);
    return {
      placed: (turn, next) => {
        if (!turn.element.hasChildNodes()) draw(turn);
        this.log.insertBefore(turn.element, next?.element ?? null);
        if (turn.pending) this.#reveal(turn.element);
      },
      changed: draw,
      ended: (turn) => {
        this.announce(...turn.spoken());
        this.#reveal(turn.element);
      },
      removed: (turn) => turn.element.remove(),
    };
  }

  #resume() {
    if (document.hidden) return;
    this.listener.restart(false);
    this.conversation.flush();
  }

  /** The first reading is history: it is shown from its end, and not announced. */
  #caughtUp() {
    const last = this.conversation.turns.at(-1);
    if (!this.#live && last) this.#reveal(last.element);
    this.#live = true;
  }

  #begun(expired) {
    this.#live = true;
    if (expired) this.#note(this.words.renewed);
    this.listener.restart(true);
  }

  /** Another tab has changed what is kept. */
  #elsewhere(key) {
    if (key === `${this.store.prefix}outbox`) this.conversation.elsewhere();
    if (key !== `${this.store.prefix}session` || !this.service.session) return;
    this.#forget();
    this.listener.restart(true);
  }

  #reached(yes) {
    const online = yes && navigator.onLine;
    if (online === !this.status.textContent) return;
    this.status.textContent = online ? "" : this.words.offline;
    if (online) this.#resume();
  }

  /** What the service had is gone; what it never had is still to be sent. */
  #forget() {
    this.conversation.forget((turn) => turn.number);
    this.log.querySelectorAll(".aside").forEach((note) => note.remove());
  }

  #note(text) {
    const note = el("p", { class: "aside" }, text);
    this.log.append(note);
    this.announce(el("p", null, text));
    this.#reveal(note);
  }

  /** The button may go away, so that focus moves on, but opens no touch keyboard. */
  #pressed(event, act) {
    const turn = event.currentTarget.closest(".turn");
    const typing = event.detail === 0 || matchMedia("(pointer: fine)").matches;
    act();
    if (typing) this.focus();
    else turn?.focus({ preventScroll: true });
  }

  /** Scroll on, never back: to the end of a turn, or to its start where it is taller than the room for it. */
  #reveal(turn) {
    const room = this.log.getBoundingClientRect();
    const top = this.page ? this.header.offsetHeight : room.top;
    const bottom = this.page ? window.innerHeight - this.#keyboard - this.composer.element.offsetHeight : room.bottom;
    const box = turn.getBoundingClientRect();
    const delta = box.height + GAP > bottom - top ? box.top - top : box.bottom + GAP - bottom;
    const scroller = this.page ? document.scrollingElement : this.log;
    if (delta > 0) scroller.scrollBy(0, delta);
  }

  /** Height of a touch keyboard over the page; 0 while zoomed in. */
  get #keyboard() {
    const view = window.visualViewport;
    return view?.scale < 1.01 ? Math.max(0, window.innerHeight - view.height - view.offsetTop) : 0;
  }
}
