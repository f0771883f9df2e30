// Where a question is written. Enter sends it, except while an input method is composing.
// An element of plain text rather than a textarea: only so may it be a combobox of more than one line.

import { el, languageOf, list } from "./dom.js";

const DELAY = 80; // ms
const SHORTEST = 2;
const LONGEST = 200;

export class Composer {
  constructor({ send, find, drafts }) {
    Object.assign(this, { send, drafts });
    this.keys = el("p", { class: "hidden", id: "keys" });
    this.input = this.#field();
    this.suggestions = new Suggestions(this.input, find, (message) => this.#leave(message));
    this.button = el("button", { class: "send" });
    const field = el("div", { class: "field" }, this.input, this.button);
    this.element = el("form", { class: "composer" }, this.suggestions.list, field, this.keys);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.input.textContent = drafts.get("draft") ?? "";
  }

  /** The text as it would be sent: without blank ends, and without what the service refuses. */
  get text() {
    return this.input.textContent.replaceAll("\0", "").toWellFormed().trim();
  }

  relabel(words) {
    this.keys.textContent = words.keys;
    this.input.setAttribute("aria-label", words.write);
    this.suggestions.list.setAttribute("aria-label", words.suggested);
    this.button.textContent = words.send;
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  clear() {
    this.input.textContent = "";
    this.drafts.set("draft", "");
    this.suggestions.close();
  }

  #field() {
    const input = el("div", {
      class: "question",
      contenteditable: "true",
      enterkeyhint: "send",
      "aria-describedby": "keys",
      input: () => this.#typed(),
      keydown: (event) => this.#pressed(event),
    });
    try {
      input.contentEditable = "plaintext-only";
    } catch {
      // Pasting then brings its looks along, but only its text is sent.
    }
    return input;
  }

  #pressed(event) {
    // 229 is what Safari reports for the Enter that ends a composition.
    if (event.isComposing || event.keyCode === 229) return;
    const enter = event.key === "Enter" && !event.shiftKey;
    const listed = this.suggestions.pressed(event.key);
    if (listed || enter) event.preventDefault();
    if (enter && !listed) this.#submit();
  }

  #submit() {
    if (this.text) this.#leave(this.text);
  }

  #leave(text) {
    this.clear();
    this.send(text);
  }

  #typed() {
    if (!this.text) this.input.textContent = ""; // browsers leave a line break behind
    this.drafts.set("draft", this.input.textContent);
    this.suggestions.typed(this.text);
  }
}

/** Never waited for, and nothing is chosen by itself. */
class Suggestions {
  #timer = 0;
  #asking = null;
  #active = -1;

  /** `find(typed, signal)`: a promise of choices; `choose(message)`. */
  constructor(input, find, choose) {
    Object.assign(this, { input, find, choose });
    this.list = el("ul", { class: "suggestions", role: "listbox", id: "suggestions" });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays where it is
    input.role = "combobox";
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", "suggestions");
    input.addEventListener("blur", () => this.close());
    this.close();
  }

  typed(text) {
    this.#forget();
    if (text.length < SHORTEST || text.length > LONGEST || !navigator.onLine) this.#show([]);
    else this.#timer = setTimeout(() => this.#ask(text), DELAY);
  }

  close() {
    this.#forget();
    this.#show([]);
  }

  /** Whether the key was meant for the list. */
  pressed(key) {
    const count = this.list.childElementCount;
    const at = this.#active;
    if (!count) return false;
    if (key === "ArrowDown") this.#activate(at + 1 < count ? at + 1 : -1);
    else if (key === "ArrowUp") this.#activate(at < 0 ? count - 1 : at - 1);
    else if (key === "Escape") this.close();
    else if (key === "Enter" && at >= 0) this.list.children[at].click();
    else return false;
    return true;
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  async #ask(text) {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const found = await this.find(text, signal).catch(() => []);
    if (!signal.aborted) this.#show(list(found).filter((one) => one.title && one.message));
  }

  #show(found) {
    const option = ({ title, message }, i) =>
      el("li", { role: "option", id: `option-${i}`, lang: languageOf(title), click: () => this.choose(message) }, title);
    this.list.replaceChildren(...found.map(option));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.#activate(-1);
  }

  #activate(index) {
    const options = Array.from(this.list.children);
    this.#active = index;
    options.forEach((one, i) => one.setAttribute("aria-selected", String(i === index)));
    options[index]?.scrollIntoView({ block: "nearest" });
    if (index < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `option-${index}`);
  }
}
