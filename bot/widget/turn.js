// One question with what came of it: still waited for, answered, or failed and to be tried again under the same id.

import { card, outcomeOf, spoken } from "./card.js";
import { el, hidden, languageOf } from "./dom.js";

export class Turn {
  constructor(id, text) {
    this.id = id;
    this.text = text;
    this.wait();
    this.element = el("section", { class: "turn", tabindex: "-1" });
  }

  wait() {
    this.replies = [];
    this.failure = null;
    this.pending = true;
  }

  answer(replies) {
    this.replies = replies;
    this.pending = false;
  }

  fail(failure) {
    this.failure = failure;
    this.readyAt = Date.now() + failure.wait * 1000;
    this.pending = false;
  }

  /** Seconds until the failed turn may be tried again. */
  get rest() {
    return Math.max(0, Math.ceil((this.readyAt - Date.now()) / 1000));
  }

  /** Draw the turn as it is now. `context` as for a card, and again(turn, event). */
  render(context) {
    const { words } = context;
    const question = el("h3", { class: "question" }, hidden(`${words.asked}: `), el("span", { lang: languageOf(this.text) }, this.text));
    const content = this.pending ? busy(words) : this.failure ? this.#failed(context) : this.#answered(context);
    this.element.setAttribute("aria-busy", String(this.pending));
    this.element.replaceChildren(
      el("span", { class: "margin", "aria-hidden": "true" }, words.asked),
      question,
      el("span", { class: "margin", "aria-hidden": "true" }, words.answer),
      el("div", { class: "answers" }, content),
    );
  }

  #answered(context) {
    const failed = this.replies.some((reply) => outcomeOf(reply) === "error");
    return [this.replies.map((reply) => card(reply, context)), failed ? this.#again(context) : null];
  }

  #failed(context) {
    const note = el("p", { class: "said" }, failureWords(this.failure, this.rest, context.words));
    const kicker = el("p", { class: "kicker" }, context.words.kickers.error);
    return el("div", { class: "card error" }, kicker, note, this.#again(context));
  }

  #again({ words, again }) {
    const button = el("button", { type: "button", class: "again", click: (event) => again(this, event) }, words.again);
    if (this.failure && this.rest) {
      button.disabled = true;
      setTimeout(() => (button.disabled = false), this.rest * 1000);
    }
    return button;
  }

  /** What a screen reader is told when the turn has ended. */
  spoken(words) {
    if (this.failure) return [el("p", null, failureWords(this.failure, this.rest, words))];
    return this.replies.flatMap((reply) => spoken(reply, words));
  }
}

function failureWords(failure, rest, words) {
  const said = words.failures[failure.kind];
  return typeof said === "function" ? said(Math.max(1, rest)) : said;
}

function busy(words) {
  return el("p", { class: "busy" }, words.busy);
}
