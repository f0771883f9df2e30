// The input field with its suggestions. Enter sends, except while an input method is composing.
// Not a textarea: a combobox of more than one line must be a contenteditable element.

import { el, languageOf, list } from "./dom.js";

const SUGGESTION_DELAY = 80; // ms
const MIN_QUERY = 2; // characters
const MAX_QUERY = 200;

export class Composer {
  constructor({ send, find, drafts }) {
    Object.assign(this, { send, drafts });
    this.help = el("p", { class: "hidden", id: "keys" });
    this.input = this.#field();
    this.suggestions = new Suggestions(this.input, find, (message) => this.#finish(message));
    this.button = el("button", { class: "send" });
    const field = el("div", { class: "field" }, this.input, this.button);
    this.element = el("form", { class: "composer" }, this.suggestions.list, field, this.help);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.input.textContent = drafts.get("draft") ?? "";
  }

  /** The text to send, without characters that the API refuses. */
  get text() {
    return this.input.textContent.replaceAll("\0", "").toWellFormed().trim();
  }

  relabel(messages) {
    this.help.textContent = messages.keyHelp;
    this.input.setAttribute("aria-label", messages.inputLabel);
    this.suggestions.list.setAttribute("aria-label", messages.suggestions);
    this.button.textContent = messages.send;
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
      input: () => this.#onInput(),
      keydown: (event) => this.#onKeydown(event),
    });
    try {
      input.contentEditable = "plaintext-only";
    } catch {
      // Pasted text then keeps its formatting in the field; only the text is sent.
    }
    return input;
  }

  #onKeydown(event) {
    // Safari reports key code 229 for the Enter that ends a composition.
    if (event.isComposing || event.keyCode === 229) return;
    const enter = event.key === "Enter" && !event.shiftKey;
    const handled = this.suggestions.handleKey(event.key);
    if (handled || enter) event.preventDefault();
    if (enter && !handled) this.#submit();
  }

  #submit() {
    if (this.text) this.#finish(this.text);
  }

  #finish(text) {
    this.clear();
    this.send(text);
  }

  #onInput() {
    if (!this.text) this.input.textContent = ""; // without the line break that browsers leave
    this.drafts.set("draft", this.input.textContent);
    this.suggestions.update(this.text);
  }
}

/** A list box below the combobox. Nothing is selected at first, so that Enter sends the typed text. */
class Suggestions {
  #timer = 0;
  #request = null;
  #active = -1;

  /** `find(typed, signal)`: a promise of choices; `choose(message)`. */
  constructor(input, find, choose) {
    Object.assign(this, { input, find, choose });
    this.list = el("ul", { class: "suggestions", role: "listbox", id: "suggestions" });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the field
    input.role = "combobox";
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", "suggestions");
    input.addEventListener("blur", () => this.close());
    this.close();
  }

  update(text) {
    this.#cancel();
    if (text.length < MIN_QUERY || text.length > MAX_QUERY || !navigator.onLine) this.#show([]);
    else this.#timer = setTimeout(() => this.#fetch(text), SUGGESTION_DELAY);
  }

  close() {
    this.#cancel();
    this.#show([]);
  }

  /** Whether the key was for the list. */
  handleKey(key) {
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

  #cancel() {
    clearTimeout(this.#timer);
    this.#request?.abort();
  }

  async #fetch(text) {
    this.#request = new AbortController();
    const { signal } = this.#request;
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
