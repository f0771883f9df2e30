// The conversation: its turns in order, each once, whether asked here, in another tab, or before. A question stays in the
// outbox until it is answered and always goes under the same id, so that it is never asked twice.

import { card, outcomeOf, spoken } from "./card.js";
import { button, el, hidden, languageOf, said } from "./dom.js";
import { backOff, Failure, repliesIn } from "./service.js";
import { WORDS } from "./words.js";

/** A random UUID; crypto.randomUUID is missing on plain-http pages. */
function newId() {
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-4$3-8$4-");
}

/** A question with what came of it: waited for, answered, or failed. What the press office sends has no text. */
class Turn {
  constructor(id, text) {
    Object.assign(this, { id, text });
    this.element = el("section", { class: "turn", tabindex: "-1" });
    this.wait();
  }

  wait() {
    Object.assign(this, { replies: [], failure: null, pending: true });
  }

  answer(replies) {
    Object.assign(this, { replies, failure: null, pending: false });
  }

  fail(failure) {
    Object.assign(this, { failure, pending: false });
  }

  get language() {
    return languageOf(this.text ?? this.replies[0]?.text);
  }

  get words() {
    return WORDS[this.language];
  }

  /** `context`: as for a card, and again(turn, event). */
  render(context) {
    const { words, language, text } = this;
    const asked = text ? [hidden(`${words.asked}: `), el("span", { class: "said" }, text)] : words.pressOffice;
    this.element.lang = language;
    this.element.setAttribute("aria-busy", String(this.pending));
    this.element.replaceChildren(el("h3", null, asked), el("div", { class: "answers" }, this.#outcome(context)));
  }

  #outcome(context) {
    const again = () => button(this.words.again, { class: "again", click: (event) => context.again(this, event) });
    if (this.pending) return el("p", { class: "pending" }, this.words.busy);
    if (this.failure) return el("div", { class: `reply ${this.failure.kind}` }, el("p", null, this.#excuse), again());
    const cards = this.replies.map((reply) => card(reply, context));
    const failed = this.replies.findLastIndex((reply) => outcomeOf(reply) === "error");
    cards[failed]?.append(again());
    return cards;
  }

  get #excuse() {
    const { kind, wait } = this.failure;
    const { refused, crowded, failed, waiting } = this.words;
    return { refused, busy: crowded(wait), server: failed }[kind] ?? waiting;
  }

  spoken() {
    return this.failure ? [said(this.#excuse)] : this.replies.flatMap(spoken);
  }
}

/** Questions on their way. */
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

  drop(id) {
    if (this.has(id)) this.store.set("outbox", this.items.filter((item) => item.id !== id));
  }
}

export class Conversation {
  turns = [];
  #flushing = Promise.resolve();
  #failures = 0;
  #timer = 0;

  /** `view`: placed(turn, next), changed, ended, removed; `catchUp()` asks what was said meanwhile. */
  constructor(service, view, catchUp) {
    Object.assign(this, { service, view, catchUp, outbox: new Outbox(service.store) });
  }

  ask(text) {
    const turn = new Turn(newId(), text);
    this.outbox.add(turn);
    this.#place(turn);
    this.flush();
  }

  again(turn) {
    turn.wait();
    this.view.changed(turn);
    this.outbox.add(turn);
    this.flush();
  }

  /** A Message of the service. `live`: said just now, rather than before. */
  heard({ number, id, message, replies }, live) {
    const known = this.turns.find((turn) => (id && turn.id === id) || turn.number === number);
    const turn = known ?? new Turn(id, message);
    const before = JSON.stringify(turn.replies);
    const answered = turn.replies.length > 0;
    turn.number = number;
    turn.answer(repliesIn(replies));
    this.#place(turn);
    if (known && JSON.stringify(replies) !== before) this.view.changed(turn);
    this.outbox.drop(id);
    if (live && !answered) this.view.ended(turn);
  }

  /** Show what waits, also of other tabs. */
  show() {
    for (const { id, text } of this.outbox.items) {
      if (!this.turns.some((turn) => turn.id === id)) this.#place(new Turn(id, text));
    }
  }

  /** Send what waits, in order. */
  flush() {
    this.show();
    clearTimeout(this.#timer);
    this.#flushing = this.#flushing.then(() => this.#send());
  }

  /** Another tab has sent something; what the service keeps nothing of, such as "delete my data", goes. */
  elsewhere() {
    const settled = (turn) => turn.pending && !this.outbox.has(turn.id);
    this.show();
    if (this.turns.some(settled)) this.catchUp().then(() => this.forget(settled), console.debug);
  }

  /** `which(turn)`: whether this one goes. */
  forget(which) {
    const gone = this.turns.filter(which);
    this.turns = this.turns.filter((turn) => !gone.includes(turn));
    gone.forEach(this.view.removed);
  }

  async #send() {
    for (const { id } of this.outbox.items) {
      const turn = this.turns.find((each) => each.id === id);
      if (turn && !(await this.#deliver(turn))) return;
    }
  }

  /** Whether the next one may go. After a failure, what was said meanwhile decides whether this one was answered. */
  async #deliver(turn) {
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
    this.outbox.drop(turn.id);
    if (turn.replies.length) return; // the stream was quicker
    turn.answer(replies);
    this.view.changed(turn);
    this.view.ended(turn);
  }

  #fail(turn, failure) {
    const news = turn.failure?.kind !== failure.kind;
    const refused = failure.kind === "refused";
    for (const each of this.turns.filter((each) => each === turn || (each.pending && !refused))) {
      each.fail(failure);
      this.view.changed(each);
    }
    if (news) this.view.ended(turn);
    if (refused) this.outbox.drop(turn.id);
    else this.#timer = setTimeout(() => this.flush(), Math.max(failure.wait * 1000, backOff((this.#failures += 1))));
    return refused;
  }

  /** By its number, and what has none yet behind. */
  #place(turn) {
    const order = ({ number = Infinity }) => number;
    const others = this.turns.filter((each) => each !== turn);
    const at = others.findIndex((each) => order(each) > order(turn));
    const index = at < 0 ? others.length : at;
    const stays = this.turns[index] === turn;
    this.turns = others.toSpliced(index, 0, turn);
    if (!stays) this.view.placed(turn, others[index]);
  }
}
