// Small questions in a window of their own: where to forward a message, and what to do with a long text.

import { element } from "./text.js";

// Resolves with what was chosen, or null when the window is closed.
function ask(dialog, build) {
  return new Promise((resolve) => {
    const answer = (value) => {
      resolve(value);
      dialog.close();
    };
    dialog.replaceChildren(...build(answer));
    dialog.addEventListener("close", () => resolve(null), { once: true });
    dialog.showModal();
  });
}

export function askWhere(dialog, places) {
  return ask(dialog, (answer) => {
    const to = element("select", { id: "forward-to" }, ...places.map(([id, name]) => element("option", { value: id }, name)));
    const comment = element("textarea", { id: "forward-comment", rows: 2 });
    const form = element(
      "form",
      { method: "dialog" },
      element("h2", { id: "ask-title" }, "Forward this message"),
      element("label", { for: "forward-to" }, "To"),
      to,
      element("label", { for: "forward-comment" }, "Add a message (optional)"),
      comment,
      element(
        "div",
        { class: "row end" },
        element("button", { type: "button", onclick: () => answer(null) }, "Cancel"),
        element("button", { type: "submit", class: "primary" }, "Forward"),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer({ to: to.value, text: comment.value.trim() });
    });
    return [form];
  });
}

export function askHow(dialog, length) {
  const choices = [["snippet", "Send as a snippet"], ["split", "Send as several messages"], ["", "Send it whole"]];
  return ask(dialog, (answer) => [
    element("h2", { id: "ask-title" }, "A long message"),
    element("p", {}, `It has ${length} characters. Slack offers a snippet or several messages above 4,000.`),
    element(
      "div",
      { class: "row end" },
      ...choices.map(([value, label]) => element("button", { type: "button", onclick: () => answer(value) }, label)),
    ),
  ]);
}
