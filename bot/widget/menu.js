// The menu: download, print or erase the conversation.

import { button, el } from "./dom.js";

export class Menu {
  constructor(app) {
    this.app = app;
    this.button = button("⋯", { class: "icon", "aria-controls": "menu", click: () => this.#show(this.panel.hidden) });
    this.panel = el("div", { class: "menu", id: "menu" });
    this.element = el("div", { class: "more", keydown: (event) => this.#onKeydown(event) }, this.button, this.panel);
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !this.element.contains(relatedTarget)) this.#show(false);
    });
  }

  relabel(messages) {
    this.button.setAttribute("aria-label", messages.menu);
    this.#show(false);
  }

  #show(open) {
    const { messages } = this.app;
    const item = (text, click) => button(text, { click });
    this.panel.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    this.panel.replaceChildren(
      item(messages.download, () => this.#run(() => this.#download())),
      item(messages.print, () => this.#run(() => this.#print())),
      item(messages.eraseAll, () => this.#confirm()),
      el("p", { class: "note" }, messages.privacy),
    );
  }

  #close() {
    this.#show(false);
    this.button.focus();
  }

  #onKeydown(event) {
    if (event.key !== "Escape" || this.panel.hidden) return;
    event.preventDefault();
    this.#close();
  }

  #confirm() {
    const { messages } = this.app;
    const erase = button(messages.erase, { class: "small alert", "aria-describedby": "confirm", click: () => this.#run(() => this.#erase()) });
    const keep = button(messages.keep, { class: "small", click: () => this.#close() });
    this.panel.replaceChildren(el("p", { id: "confirm" }, messages.confirmErase), el("div", { class: "buttons" }, erase, keep));
    keep.focus();
  }

  async #run(action) {
    try {
      await action();
      this.#close();
    } catch {
      const { failed } = this.app.messages;
      this.panel.querySelector(".alert.note")?.remove();
      this.panel.append(el("p", { class: "note alert" }, failed));
      this.app.announce(el("p", null, failed));
    }
  }

  async #erase() {
    this.app.afterErase(await this.app.service.erase());
  }

  #transcript() {
    return this.app.service.transcript(this.app.language);
  }

  async #download() {
    const href = URL.createObjectURL(new Blob([await this.#transcript()]));
    el("a", { href, download: "press-desk.txt" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }

  /** In a frame, so that a page around the widget is not printed. */
  async #print() {
    const text = el("pre", { lang: this.app.language }, await this.#transcript());
    const frame = el("iframe", { class: "hidden", "aria-hidden": "true", tabindex: "-1" });
    text.style.setProperty("white-space", "pre-wrap");
    this.element.append(frame);
    const page = frame.contentWindow;
    page.document.title = this.app.messages.title;
    page.document.body.append(text);
    page.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
    page.print();
  }
}
