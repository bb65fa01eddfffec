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
    const press = (part, block, value) => {
      const values = view.type === "modal" ? this.values() : undefined;
      return this.send("click", { view_id: view.id, action_id: part.action_id, block_id: block.block_id, value, values });
    };
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
    fillIn(form, view.state?.values ?? {});
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(form);
    });
    return form;
  }

  // What stands in the open modal's inputs, by block_id.
  values() {
    const entries = [...this.dialog.querySelectorAll("[data-block]")];
    return Object.fromEntries(entries.map((entry) => [entry.dataset.block, valueOf(entry)]));
  }

  async submit(form) {
    const values = Object.fromEntries(Object.entries(this.values()).filter(([, value]) => value !== null));
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

// What was typed before comes back with a modal that was covered by another one.
function fillIn(form, values) {
  for (const entry of form.querySelectorAll("[data-block]")) {
    const [held] = Object.values(values[entry.dataset.block] ?? {});
    if (held) setValue(entry, held);
  }
}

function setValue(entry, held) {
  if (entry.tagName === "FIELDSET") {
    const chosen = new Set((held.selected_options ?? []).map((option) => option.value));
    for (const box of entry.querySelectorAll("input")) box.checked = chosen.has(box.value);
    return;
  }
  const { type, value, selected_option: option, ...selected } = held;
  entry.value = value ?? option?.value ?? Object.values(selected)[0] ?? "";
}
