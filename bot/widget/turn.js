// One question with what came of it: still waited for, answered, or failed and to be tried again under the same id.
// Its labels are in the language it was asked in.

import { card, outcomeOf, spoken } from "./card.js";
import { el, hidden, languageOf } from "./dom.js";
import { WORDS } from "./words.js";

export class Turn {
  constructor(id, text) {
    this.id = id;
    this.text = text;
    this.words = WORDS[languageOf(text)];
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

  /** Draw the turn as it is now. `context`: as for a card, and again(turn, event). */
  render(context) {
    const { words } = this;
    const margin = (text) => el("span", { class: "margin", "aria-hidden": "true" }, text);
    const asked = el("span", { class: "said", lang: languageOf(this.text) }, this.text);
    this.element.lang = languageOf(this.text);
    this.element.setAttribute("aria-busy", String(this.pending));
    this.element.replaceChildren(
      margin(words.asked),
      el("h3", null, hidden(`${words.asked}: `), asked),
      margin(words.answer),
      el("div", { class: "answers" }, this.#outcome(context)),
    );
  }

  #outcome(context) {
    if (this.pending) return el("p", { class: "busy" }, this.words.busy);
    if (this.failure) return this.#failed(context);
    const cards = this.replies.map((reply) => card(reply, context));
    const failed = this.replies.findLastIndex((reply) => outcomeOf(reply) === "error");
    cards[failed]?.append(this.#again(context));
    return cards;
  }

  #failed(context) {
    const kicker = el("p", { class: "kicker" }, this.words.failed[this.failure.kind]);
    const text = el("div", { class: "text" }, el("p", null, this.#failureWords()));
    return el("div", { class: `reply ${this.failure.kind === "busy" ? "wait" : "error"}` }, kicker, text, this.#again(context));
  }

  #failureWords() {
    const said = this.words.failures[this.failure.kind];
    return typeof said === "function" ? said(Math.max(1, this.rest)) : said;
  }

  #again({ again }) {
    const button = el("button", { type: "button", class: "again", click: (event) => again(this, event) }, this.words.again);
    if (this.failure && this.rest) {
      button.disabled = true;
      setTimeout(() => (button.disabled = false), this.rest * 1000);
    }
    return button;
  }

  /** What a screen reader is told when the turn has ended. */
  spoken() {
    if (this.failure) return [el("p", { lang: languageOf(this.text) }, this.#failureWords())];
    return this.replies.flatMap(spoken);
  }
}
