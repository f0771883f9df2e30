// <press-desk>: a conversation with the press desk. Its children with a `lang` are opening questions in that language.
import { Failure, send, session, uuid } from "./api.js";
import { card } from "./card.js";
import { make } from "./dom.js";
import { STYLE } from "./style.js";
import { WORDS } from "./words.js";

const LONGEST = 5000; // characters of a message
const SHOW_COUNT = 300; // characters before that from which the rest is counted

class PressDesk extends HTMLElement {
  #base = new URL("/", import.meta.url);
  #session = session();
  #root = this.attachShadow({ mode: "open" });
  #log; #live; #input; #count; #bar; #opening; #form;

  connectedCallback() {
    if (this.#log) return;
    if (this.getAttribute("src")) this.#base = new URL(this.getAttribute("src"), location.href);
    this.#root.adoptedStyleSheets = [STYLE];
    this.#bar = make("div", { class: "bar" });
    this.#opening = make("div", { class: "opening" });
    // The log is silent: what is new is announced once, by the live region, and focus is never taken.
    this.#log = make("div", { class: "log", role: "log", "aria-live": "off", tabindex: "0" }, this.#opening);
    this.#live = make("div", { class: "live", "aria-live": "polite" });
    this.#count = make("p", { class: "count", "aria-live": "polite" });
    this.#input = make("textarea", { id: "message", rows: "1", oninput: () => this.#grow(), onkeydown: (e) => this.#key(e) });
    this.#form = make("form", { onsubmit: (event) => this.#submit(event) });
    this.#root.append(this.#bar, this.#log, this.#count, this.#form, this.#live);
    this.#label();
  }

  get #language() {
    return this.getAttribute("lang") === "en" ? "en" : "th";
  }

  get #words() {
    return WORDS[this.#language];
  }

  #label() {
    const words = this.#words;
    this.#log.setAttribute("aria-label", words.log);
    this.#input.setAttribute("placeholder", words.placeholder);
    this.#form.replaceChildren(
      make("label", { for: "message" }, words.placeholder), this.#input, make("button", { class: "send" }, words.send),
    );
    const other = this.#language === "th" ? "en" : "th";
    this.#bar.replaceChildren(make("button", { type: "button", lang: other, onclick: () => this.#switch(other) }, words.other));
    const questions = [...this.children].filter((child) => child.lang === this.#language).map((child) => child.textContent);
    const buttons = questions.map((text) => make("button", { type: "button", class: "choice", onclick: () => this.#ask(text) }, text));
    this.#opening.replaceChildren(make("p", {}, words.try), make("div", { class: "choices" }, ...buttons));
    this.#opening.hidden = !buttons.length;
  }

  #switch(language) {
    this.setAttribute("lang", language);
    this.#label();
    this.#input.focus();
    this.dispatchEvent(new CustomEvent("languagechange", { detail: language, bubbles: true }));
  }

  #grow() {
    this.#input.style.height = "auto";
    this.#input.style.height = `${this.#input.scrollHeight + 2}px`;
    const left = LONGEST - [...this.#input.value].length;
    this.#count.textContent = left < 0 ? this.#words.long : left < SHOW_COUNT ? this.#words.left.replace("{n}", left) : "";
  }

  #key(event) {
    // Enter while a word is still being composed chooses that word; it does not send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#input.value.trim();
    if (!text || [...text].length > LONGEST) return;
    this.#input.value = "";
    this.#grow();
    this.#ask(text);
  }

  #ask(text) {
    this.#log.append(make("p", { class: "said", "data-who": this.#words.you }, text));
    const place = make("div", { class: "turn" });
    this.#log.append(place);
    this.#deliver(place, { session: this.#session, message: text, id: uuid(), language: null });
    this.#input.focus();
  }

  async #deliver(place, body) {
    place.replaceChildren(make("p", { class: "waiting" }, this.#words.waiting));
    this.#down();
    try {
      const replies = await send(this.#base, body);
      place.replaceChildren(...replies.map((reply) => card(reply, (message) => this.#ask(message))));
      this.#live.replaceChildren(...replies.map((reply) => make("p", { lang: reply.language }, reply.text)));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const text = this.#words[error.kind];
      const retry = make("button", { type: "button", class: "choice", onclick: () => this.#deliver(place, body) }, this.#words.again);
      place.replaceChildren(make("div", { class: "reply problem" }, make("p", {}, text), retry));
      this.#live.textContent = text;
    }
    this.#down(place);
  }

  // The question of the newest turn stays in sight, however long its answer is.
  #down(place) {
    const target = place?.previousElementSibling;
    if (target && place.offsetHeight > this.#log.clientHeight - 80) target.scrollIntoView({ block: "start" });
    else this.#log.scrollTop = this.#log.scrollHeight;
  }
}

customElements.define("press-desk", PressDesk);
