// Where a question is written. Enter sends it, except while an input method is composing; what is too long is not sent.

import { el } from "./dom.js";

const LIMIT = 5000; // characters, as the service counts them: by code point
const NEAR = 4500;

export class Composer {
  /** `send(text)` is called with a text that may be sent; `announce(text)` says something to screen readers. */
  constructor(send, announce) {
    this.send = send;
    this.announce = announce;
    this.composing = false;
    this.over = false;
    this.label = el("label", { class: "hidden", for: "question" });
    this.keys = el("p", { class: "hidden", id: "keys" });
    this.input = el("textarea", {
      id: "question",
      rows: "1",
      enterkeyhint: "send",
      autocomplete: "off",
      "aria-describedby": "keys counter",
      input: () => this.#changed(),
      keydown: (event) => this.#pressed(event),
      compositionstart: () => (this.composing = true),
      compositionend: () => (this.composing = false),
    });
    this.button = el("button", { type: "submit", class: "send" });
    this.counter = el("p", { class: "counter", id: "counter" });
    const field = el("div", { class: "field" }, this.input, this.button);
    this.element = el("form", { class: "composer", novalidate: true }, this.label, field, this.counter, this.keys);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  relabel(words) {
    this.words = words;
    this.label.textContent = words.label;
    this.keys.textContent = words.keys;
    this.input.placeholder = words.placeholder;
    this.button.textContent = words.send;
    this.#changed();
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  #pressed(event) {
    // 229 is what Safari reports for the Enter that ends a composition.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = sendable(this.input.value);
    if (this.composing || !text) return;
    if (count(text) > LIMIT) {
      this.announce(this.counter.textContent);
      return;
    }
    this.input.value = "";
    this.#changed();
    this.send(text);
  }

  #changed() {
    this.#grow();
    const length = count(sendable(this.input.value));
    const over = length > LIMIT;
    const { left, over: tooLong } = this.words;
    this.counter.textContent = over ? tooLong(length - LIMIT, LIMIT) : length >= NEAR ? left(LIMIT - length) : "";
    this.counter.classList.toggle("over", over);
    this.input.setAttribute("aria-invalid", String(over));
    if (over && !this.over) this.announce(this.counter.textContent);
    this.over = over;
  }

  #grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
  }
}

/** The text as it would be sent: without blank ends, and without what the service refuses. */
function sendable(text) {
  const clean = text.replaceAll("\0", "").trim();
  return clean.toWellFormed ? clean.toWellFormed() : clean;
}

const count = (text) => Array.from(text).length;
