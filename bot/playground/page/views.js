// The open modal and the app's home.

import { renderBlocks, valueOf } from "./blocks.js";
import { element } from "./text.js";

export class Views {
  constructor(dialog, home, send) {
    this.dialog = dialog;
    this.home = home;
    this.send = send;
    this.shown = "";
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
  }

  show({ views, homes }, context) {
    this.showModal(views.filter((view) => view.user === context.you).at(-1), context);
    const view = homes[context.you];
    const content = view ? renderBlocks(view.blocks, this.context(view, context)) : "The app has not published a home yet.";
    if (this.homeHash !== view?.hash) this.home.replaceChildren(content);
    this.homeHash = view?.hash;
  }

  context(view, context) {
    const press = (part, block, value) =>
      this.send("click", { view_id: view.id, action_id: part.action_id, block_id: block.block_id, value });
    return { ...context, press };
  }

  showModal(view, context) {
    const key = view ? view.id + view.hash : "";
    if (key === this.shown) return;
    this.shown = key;
    this.view = view;
    if (!view) {
      this.dialog.close();
      return;
    }
    this.dialog.replaceChildren(this.form(view, context));
    if (!this.dialog.open) this.dialog.showModal();
  }

  form(view, context) {
    const closing = element("button", { type: "button", onclick: () => this.close() }, view.close?.text ?? "Close");
    const sending = view.submit ? element("button", { class: "primary" }, view.submit.text) : null;
    const form = element(
      "form",
      { method: "dialog" },
      element("h2", { id: "modal-title" }, view.title.text),
      renderBlocks(view.blocks, this.context(view, context)),
      element("p", { class: "row end" }, closing, sending),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(form);
    });
    return form;
  }

  async submit(form) {
    const values = {};
    for (const entry of form.querySelectorAll("[data-block]")) {
      const value = valueOf(entry);
      if (value !== null) values[entry.dataset.block] = value;
    }
    for (const line of form.querySelectorAll(".wrong")) line.textContent = "";
    const answer = await this.send("submit", { view_id: this.view.id, values });
    for (const [block, message] of Object.entries(answer.errors ?? {})) {
      const line = document.getElementById(`wrong-${block}`);
      if (line) line.textContent = message;
    }
  }

  close() {
    if (this.view) this.send("close", { view_id: this.view.id });
  }
}
