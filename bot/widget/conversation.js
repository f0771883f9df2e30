// The turns, from this tab, other tabs and earlier visits. A question is in the outbox until it is answered, and is always
// sent with the same id, so that it is answered once.

import { announcement, card, outcomeOf } from "./card.js";
import { button, el, hidden, languageOf, span } from "./dom.js";
import { backOff, Failure, repliesIn } from "./service.js";
import { MESSAGES } from "./messages.js";

/** A random UUID. Pages without https have no crypto.randomUUID. */
function newId() {
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-4$3-8$4-");
}

/** A question with its replies or failure. An answer from the press office has no `text`. */
class TurnView {
  constructor(id, text) {
    Object.assign(this, { id, text });
    this.element = el("section", { class: "turn", tabindex: "-1" });
    this.setPending();
  }

  setPending() {
    Object.assign(this, { replies: [], failure: null, pending: true });
  }

  setReplies(replies) {
    Object.assign(this, { replies, failure: null, pending: false });
  }

  setFailure(failure) {
    Object.assign(this, { failure, pending: false });
  }

  get language() {
    return languageOf(this.text ?? this.replies[0]?.text);
  }

  get messages() {
    return MESSAGES[this.language];
  }

  /** `app`: as for a card, and retry(turn, event). */
  render(app) {
    const { messages, language, text } = this;
    const heading = text ? [hidden(`${messages.question}: `), el("span", { class: "asked" }, text)] : messages.pressOffice;
    this.element.lang = language;
    this.element.setAttribute("aria-busy", String(this.pending));
    this.element.replaceChildren(el("h3", null, heading), el("div", { class: "answers" }, this.#content(app)));
  }

  #content(app) {
    const retry = () => button(this.messages.retry, { class: "retry", click: (event) => app.retry(this, event) });
    if (this.pending) return el("p", { class: "pending" }, this.messages.searching);
    if (this.failure) return el("div", { class: `reply ${this.failure.kind}` }, el("p", null, this.#failureText), retry());
    const cards = this.replies.map((reply) => card(reply, app));
    const failed = this.replies.findLastIndex((reply) => outcomeOf(reply) === "error");
    cards[failed]?.append(retry());
    return cards;
  }

  get #failureText() {
    const { kind, wait } = this.failure;
    const { refused, rateLimited, failed, notSent } = this.messages;
    return { refused, busy: rateLimited(wait), server: failed }[kind] ?? notSent;
  }

  announcement() {
    return this.failure ? [span(this.#failureText)] : this.replies.flatMap(announcement);
  }
}

/** Questions without an answer, shared by all tabs. */
class Outbox {
  constructor(store) {
    this.store = store;
  }

  get items() {
    return this.store.get("outbox") ?? [];
  }

  has(id) {
    return this.items.some((item) => item.id === id);
  }

  add({ id, text }) {
    if (!this.has(id)) this.store.set("outbox", [...this.items, { id, text }]);
  }

  remove(id) {
    if (this.has(id)) this.store.set("outbox", this.items.filter((item) => item.id !== id));
  }
}

export class Conversation {
  turns = [];
  #flushing = Promise.resolve();
  #failures = 0;
  #timer = 0;

  /** `view`: insert(turn, next), update, finish, remove; `catchUp()` fetches new turns. */
  constructor(service, view, catchUp) {
    Object.assign(this, { service, view, catchUp, outbox: new Outbox(service.store) });
  }

  ask(text) {
    const turn = new TurnView(newId(), text);
    this.outbox.add(turn);
    this.#insert(turn);
    this.flush();
  }

  retry(turn) {
    turn.setPending();
    this.view.update(turn);
    this.outbox.add(turn);
    this.flush();
  }

  /** A message of the API. `live`: not from the history. */
  receive({ number, id, message, replies }, live) {
    const known = this.turns.find((turn) => (id && turn.id === id) || turn.number === number);
    const turn = known ?? new TurnView(id, message);
    const shown = JSON.stringify(turn.replies);
    const answered = turn.replies.length > 0;
    turn.number = number;
    turn.setReplies(repliesIn(replies));
    this.#insert(turn);
    if (known && JSON.stringify(replies) !== shown) this.view.update(turn);
    this.outbox.remove(id);
    if (live && !answered) this.view.finish(turn);
  }

  #showOutbox() {
    for (const { id, text } of this.outbox.items) {
      if (!this.turns.some((turn) => turn.id === id)) this.#insert(new TurnView(id, text));
    }
  }

  /** Send the questions in the outbox, in order. */
  flush() {
    this.#showOutbox();
    clearTimeout(this.#timer);
    this.#flushing = this.#flushing.then(() => this.#sendAll());
  }

  /** Another tab has changed the outbox. Questions that left it without a stored turn ("delete my data") are removed. */
  outboxChanged() {
    const settled = (turn) => turn.pending && !this.outbox.has(turn.id);
    this.#showOutbox();
    if (this.turns.some(settled)) this.catchUp().then(() => this.remove(settled), console.debug);
  }

  /** Remove the turns for which `test(turn)` is true. */
  remove(test) {
    const removed = this.turns.filter(test);
    this.turns = this.turns.filter((turn) => !removed.includes(turn));
    removed.forEach(this.view.remove);
  }

  async #sendAll() {
    for (const { id } of this.outbox.items) {
      const turn = this.turns.find((each) => each.id === id);
      if (turn && !(await this.#send(turn))) return;
    }
  }

  /** Whether the next one may be sent. After a failure, new turns show whether this one was answered. */
  async #send(turn) {
    try {
      if (this.#failures && this.service.session) await this.catchUp();
      if (this.outbox.has(turn.id)) this.#settle(turn, await this.service.send(turn));
      this.#failures = 0;
      return true;
    } catch (error) {
      if (!(error instanceof Failure)) console.error(error);
      return this.#fail(turn, error instanceof Failure ? error : new Failure("server"));
    }
  }

  #settle(turn, replies) {
    this.outbox.remove(turn.id);
    if (turn.replies.length) return; // the stream was faster
    turn.setReplies(replies);
    this.view.update(turn);
    this.view.finish(turn);
  }

  #fail(turn, failure) {
    const isNew = turn.failure?.kind !== failure.kind;
    const refused = failure.kind === "refused";
    for (const each of this.turns.filter((each) => each === turn || (each.pending && !refused))) {
      each.setFailure(failure);
      this.view.update(each);
    }
    if (isNew) this.view.finish(turn);
    if (refused) this.outbox.remove(turn.id);
    else this.#timer = setTimeout(() => this.flush(), Math.max(failure.wait * 1000, backOff((this.#failures += 1))));
    return refused;
  }

  /** Turns without a number, not stored yet, come last. */
  #insert(turn) {
    const order = ({ number = Infinity }) => number;
    const others = this.turns.filter((each) => each !== turn);
    const at = others.findIndex((each) => order(each) > order(turn));
    const index = at < 0 ? others.length : at;
    const inPlace = this.turns[index] === turn;
    this.turns = others.toSpliced(index, 0, turn);
    if (!inPlace) this.view.insert(turn, others[index]);
  }
}
