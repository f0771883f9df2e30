// The menu: keep the conversation as a text, print it, erase it. Erasing asks once more.

import { button, el } from "./dom.js";

export class Menu {
  constructor(desk) {
    this.desk = desk;
    this.button = button("⋯", { class: "icon", "aria-controls": "menu", click: () => this.#show(this.panel.hidden) });
    this.panel = el("div", { class: "menu", id: "menu" });
    this.element = el("div", { class: "more", keydown: (event) => this.#pressed(event) }, this.button, this.panel);
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !this.element.contains(relatedTarget)) this.#show(false);
    });
  }

  relabel(words) {
    this.button.setAttribute("aria-label", words.menu);
    this.#show(false);
  }

  #show(open) {
    const { words } = this.desk;
    const item = (text, work) => button(text, { click: work });
    this.panel.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    this.panel.replaceChildren(
      item(words.download, () => this.#do(() => this.#download())),
      item(words.print, () => this.#do(() => this.#print())),
      item(words.empty, () => this.#confirm()),
      el("p", { class: "note" }, words.privacy),
    );
  }

  #leave() {
    this.#show(false);
    this.button.focus();
  }

  #pressed(event) {
    if (event.key !== "Escape" || this.panel.hidden) return;
    event.preventDefault();
    this.#leave();
  }

  #confirm() {
    const { words } = this.desk;
    const erase = button(words.erase, { class: "small alert", "aria-describedby": "surely", click: () => this.#do(() => this.#erase()) });
    const keep = button(words.keep, { class: "small", click: () => this.#leave() });
    this.panel.replaceChildren(el("p", { id: "surely" }, words.surely), el("div", { class: "take" }, erase, keep));
    keep.focus();
  }

  async #do(work) {
    try {
      await work();
      this.#leave();
    } catch {
      const { failed } = this.desk.words;
      this.panel.querySelector(".alert.note")?.remove();
      this.panel.append(el("p", { class: "note alert" }, failed));
      this.desk.announce(el("p", null, failed));
    }
  }

  async #erase() {
    this.desk.erased(await this.desk.service.erase());
  }

  #transcript() {
    return this.desk.service.transcript(this.desk.language);
  }

  async #download() {
    const href = URL.createObjectURL(new Blob([await this.#transcript()]));
    el("a", { href, download: "press-desk.txt" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }

  /** Printed from a frame of its own, so that a page around the desk stays off the paper. */
  async #print() {
    const text = el("pre", { lang: this.desk.language }, await this.#transcript());
    const frame = el("iframe", { class: "hidden", "aria-hidden": "true", tabindex: "-1" });
    text.style.setProperty("white-space", "pre-wrap");
    this.element.append(frame);
    const page = frame.contentWindow;
    page.document.title = this.desk.words.title;
    page.document.body.append(text);
    page.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
    page.print();
  }
}
