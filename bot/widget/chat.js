// The chat in <press-desk>: connects its parts. An answer never moves the focus.

import { choiceButtons } from "./card.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { button, el, languageOf } from "./dom.js";
import { Menu } from "./menu.js";
import { MessageFeed, Service, Store } from "./service.js";
import { LANGUAGES, MESSAGES } from "./messages.js";
export { STYLE } from "./style.js";

const SCROLL_MARGIN = 16; // px

export class ChatApp {
  #live = false; // false while the feed delivers the history

  /** `host`: the <press-desk>; `base`: address of the service; `close()`: closes the panel, if there is one. */
  constructor(host, base, close) {
    const prefix = `press-desk ${base} `;
    this.host = host;
    this.page = host.getAttribute("mode") === "page";
    this.store = new Store("localStorage", prefix);
    this.service = new Service(base, this.store, this);
    this.feed = new MessageFeed(this.service, this);
    this.conversation = new Conversation(this.service, this.#view(), () => this.feed.catchUp());
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

  get messages() {
    return MESSAGES[this.language];
  }

  start() {
    this.stop();
    this.listeners = new AbortController();
    const on = (target, name, listener) => target?.addEventListener(name, listener, { signal: this.listeners.signal });
    on(window, "storage", ({ key }) => this.#onStorage(key));
    on(window, "online", () => this.#resume());
    on(window, "offline", () => this.onReachable(false));
    on(document, "visibilitychange", () => (document.hidden ? this.feed.stop() : this.#resume()));
    on(window.visualViewport, "resize", () => this.host.style.setProperty("--keyboard", `${this.#keyboard}px`));
    this.#live ||= !this.service.session;
    this.#resume();
  }

  stop() {
    this.listeners?.abort();
    this.feed.stop();
  }

  focus() {
    this.composer.focus();
  }

  /** To screen readers. Removed after a while, so that it is not read again with the page. */
  announce(...elements) {
    clearTimeout(this.announced);
    this.announcer.replaceChildren(...elements);
    this.announced = setTimeout(() => this.announcer.replaceChildren(), 10_000);
  }

  /** `kept`: how many enquiries remain. */
  afterErase(kept) {
    this.store.set("outbox", []);
    this.store.set("rated", {});
    this.composer.clear();
    this.conversation.remove(() => true);
    this.onErased();
    this.#note(kept ? `${this.messages.erased} ${this.messages.enquiriesKept(kept)}` : this.messages.erased);
  }

  #compose() {
    this.heading = el("h2");
    this.automated = el("p", { class: "automated" });
    const languages = LANGUAGES.map((one) => button(MESSAGES[one].name, { lang: one, click: () => this.host.choose(one) }));
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
    const { messages, language } = this;
    this.element.lang = language;
    this.heading.textContent = messages.title;
    this.automated.textContent = messages.automated;
    this.log.setAttribute("aria-label", messages.log);
    this.switch.setAttribute("aria-label", messages.switch);
    for (const one of this.switch.children) one.setAttribute("aria-pressed", String(one.lang === language));
    this.closer?.setAttribute("aria-label", messages.close);
    if (this.status.textContent) this.status.textContent = messages.offline;
    this.menu.relabel(messages);
    this.composer.relabel(messages);
    this.#drawWelcome(messages);
  }

  #drawWelcome(messages) {
    const items = Array.from(this.host.querySelectorAll("li"), (item) => ({ language: item.lang, message: item.textContent.trim() }));
    const own = items.filter(({ language, message }) => (language || languageOf(message)) === this.language);
    const buttons = choiceButtons([{ message: this.host.getAttribute("question") }, ...own], this.#context.ask);
    const openings = buttons ? [el("p", { class: "label" }, messages.openings), buttons] : [];
    this.welcome.replaceChildren(el("p", { class: "greeting" }, messages.greeting), el("p", { class: "promise" }, messages.promise), ...openings);
  }

  get #context() {
    return {
      service: this.service,
      announce: (element) => this.announce(element),
      ask: (message, event) => this.#onClick(event, () => this.conversation.ask(message)),
      retry: (turn, event) => this.#onClick(event, () => this.conversation.retry(turn)),
    };
  }

  #view() {
    const draw = (turn) => turn.render(this.#context);
    return {
      insert: (turn, next) => {
        if (!turn.element.hasChildNodes()) draw(turn);
        this.log.insertBefore(turn.element, next?.element ?? null);
        if (turn.pending) this.#scrollTo(turn.element);
      },
      update: draw,
      finish: (turn) => {
        this.announce(...turn.announcement());
        this.#scrollTo(turn.element);
      },
      remove: (turn) => turn.element.remove(),
    };
  }

  #resume() {
    if (document.hidden) return;
    this.feed.restart(false);
    this.conversation.flush();
  }

  /** The history is complete: show its end. It is not announced. */
  onCaughtUp() {
    const last = this.conversation.turns.at(-1);
    if (!this.#live && last) this.#scrollTo(last.element);
    this.#live = true;
  }

  onSession(expired) {
    this.#live = true;
    if (expired) this.#note(this.messages.sessionExpired);
    this.feed.restart(true);
  }

  /** Another tab has changed the web storage. */
  #onStorage(key) {
    if (key === `${this.store.prefix}outbox`) this.conversation.outboxChanged();
    if (key !== `${this.store.prefix}session` || !this.service.session) return;
    this.onErased();
    this.feed.restart(true);
  }

  onReachable(reachable) {
    const online = reachable && navigator.onLine;
    if (online === !this.status.textContent) return;
    this.status.textContent = online ? "" : this.messages.offline;
    if (online) this.#resume();
  }

  onMessage(message) {
    this.conversation.receive(message, this.#live);
  }

  /** The session was erased. Questions that were never sent stay. */
  onErased() {
    this.conversation.remove((turn) => turn.number);
    this.log.querySelectorAll(".aside").forEach((note) => note.remove());
  }

  #note(text) {
    const note = el("p", { class: "aside" }, text);
    this.log.append(note);
    this.announce(el("p", null, text));
    this.#scrollTo(note);
  }

  /** Moves the focus, as the clicked button may disappear, without opening a touch keyboard. */
  #onClick(event, action) {
    const turn = event.currentTarget.closest(".turn");
    const hasKeyboard = event.detail === 0 || matchMedia("(pointer: fine)").matches;
    action();
    if (hasKeyboard) this.focus();
    else turn?.focus({ preventScroll: true });
  }

  /** Scroll down, never up: to the end of a turn, or to its start if it is taller than the log. */
  #scrollTo(turn) {
    const view = this.log.getBoundingClientRect();
    const top = this.page ? this.header.offsetHeight : view.top;
    const bottom = this.page ? window.innerHeight - this.#keyboard - this.composer.element.offsetHeight : view.bottom;
    const box = turn.getBoundingClientRect();
    const delta = box.height + SCROLL_MARGIN > bottom - top ? box.top - top : box.bottom + SCROLL_MARGIN - bottom;
    const scroller = this.page ? document.scrollingElement : this.log;
    if (delta > 0) scroller.scrollBy(0, delta);
  }

  /** Height of an open touch keyboard; 0 while zoomed in. */
  get #keyboard() {
    const view = window.visualViewport;
    return view?.scale < 1.01 ? Math.max(0, window.innerHeight - view.height - view.offsetTop) : 0;
  }
}
