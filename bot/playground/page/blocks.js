// Block Kit -> DOM nodes. `press(element, value)` is called when somebody uses something.

import { element, emoji, link, markup, mention } from "./text.js";

export function renderBlocks(blocks, context) {
  const fragment = document.createDocumentFragment();
  for (const block of blocks) {
    const render = BLOCKS[block.type];
    fragment.append(render ? render(block, context) : element("p", { class: "unknown" }, `(${block.type})`));
  }
  return fragment;
}

const BLOCKS = {
  rich_text: (block, context) => wrap("div", "rich", block.elements.map((part) => richPart(part, context))),
  section: (block, context) =>
    element(
      "div",
      { class: "section" },
      block.text ? element("p", {}, textObject(block.text, context)) : null,
      block.fields ? wrap("div", "fields", block.fields.map((field) => element("p", {}, textObject(field, context)))) : null,
      block.accessory ? control(block.accessory, block, context) : null,
    ),
  context: (block, context) =>
    wrap(
      "div",
      "context",
      block.elements.map((part) => (part.type === "image" ? picture(part) : element("span", {}, textObject(part, context)))),
    ),
  header: (block) => element("h3", {}, block.text.text),
  divider: () => element("hr"),
  image: (block) => picture(block),
  markdown: (block) => element("p", { class: "markdown" }, block.text),
  actions: (block, context) => wrap("div", "actions", block.elements.map((part) => control(part, block, context))),
  context_actions: (block, context) =>
    wrap("div", "actions small", block.elements.map((part) => control(part, block, context))),
  table: (block, context) =>
    wrap("table", "", block.rows.map((row) => wrap("tr", "", row.map((cell) => element("td", {}, ...cellParts(cell, context)))))),
  alert: (block, context) => element("p", { class: "alert" }, textObject(block.text, context)),
  input: (block, context) => inputBlock(block, context),
};

function cellParts(cell, context) {
  return cell.type === "rich_text" ? cell.elements.map((part) => richPart(part, context)) : [cell.text ?? ""];
}

function wrap(tag, name, children) {
  return element(tag, { class: name }, ...children);
}

function textObject(text, context) {
  return text.type === "mrkdwn" ? markup(text.text, context.names) : document.createTextNode(text.text);
}

// Pictures are named, not fetched: this page loads nothing from elsewhere.
function picture(block) {
  return element("span", { class: "picture" }, `🖼 ${block.alt_text}`);
}

function richPart(part, context) {
  if (part.type === "rich_text_list") {
    const tag = part.style === "ordered" ? "ol" : "ul";
    const list = wrap(tag, `indent-${Math.min(part.indent ?? 0, 2)}`, part.elements.map((item) => wrap("li", "", inline(item, context))));
    if (part.offset) list.setAttribute("start", part.offset + 1);
    return list;
  }
  if (part.type === "rich_text_quote") return wrap("blockquote", "", inline(part, context));
  if (part.type === "rich_text_preformatted") return wrap("pre", "", inline(part, context));
  return wrap("p", "", inline(part, context));
}

function inline(part, context) {
  return part.elements.map((piece) => styled(INLINE[piece.type]?.(piece, context.names) ?? document.createTextNode(""), piece.style));
}

const INLINE = {
  text: (piece) => document.createTextNode(piece.text),
  link: (piece) => link(piece.url, piece.text),
  emoji: (piece) => emoji(piece.name),
  user: (piece, names) => mention(`@${names.user(piece.user_id)}`),
  channel: (piece, names) => mention(`#${names.channel(piece.channel_id)}`),
  broadcast: (piece) => mention(`@${piece.range}`),
  usergroup: (piece) => mention(`@${piece.usergroup_id}`),
  team: (piece) => mention(piece.team_id),
  color: (piece) => document.createTextNode(piece.value),
  date: (piece) => document.createTextNode(piece.fallback ?? new Date(piece.timestamp * 1000).toLocaleString()),
};
const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code" };

function styled(node, style = {}) {
  return Object.entries(STYLES).reduce((inner, [name, tag]) => (style[name] ? element(tag, {}, inner) : inner), node);
}

// -- things to press

function control(part, block, context) {
  const press = (value) => context.press(part, block, value);
  const render = CONTROLS[part.type] ?? (OPTION_INPUTS.has(part.type) ? selectControl : null);
  return render ? render(part, press) : element("span", { class: "unknown" }, `(${part.type})`);
}

const CONTROLS = {
  button: (part, press) => {
    const made = element("button", { type: "button", class: part.style ?? "", "aria-label": part.accessibility_label });
    made.textContent = part.text.text;
    made.addEventListener("click", () => {
      if (part.url) window.open(part.url, "_blank", "noopener");
      if (!part.confirm || window.confirm(`${part.confirm.title.text}\n\n${part.confirm.text.text}`)) press(part.value);
    });
    return made;
  },
  overflow: (part, press) => {
    const choices = part.options.map((option) =>
      element("button", { type: "button", onclick: () => press(option.value) }, option.text.text),
    );
    const menu = wrap("div", "choices", choices);
    return element("details", { class: "menu" }, element("summary", { "aria-label": "More" }, "⋯"), menu);
  },
  feedback_buttons: (part, press) =>
    wrap(
      "span",
      "feedback",
      [["positive_button", "👍"], ["negative_button", "👎"]].map(([side, sign]) =>
        element(
          "button",
          { type: "button", "aria-label": part[side].accessibility_label ?? part[side].text.text, onclick: () => press(part[side].value) },
          `${sign} ${part[side].text.text}`,
        ),
      ),
    ),
  icon_button: (part, press) => element("button", { type: "button", onclick: () => press(part.value) }, part.text.text),
};

const OPTION_INPUTS = new Set(["static_select", "radio_buttons"]);

function selectControl(part, press) {
  const select = field(part, "");
  select.setAttribute("aria-label", part.placeholder?.text ?? "Choose");
  select.addEventListener("change", () => press(select.value));
  return select;
}

// -- inputs of modals and of the app home

function inputBlock(block, context) {
  const id = `input-${block.block_id}`;
  const entry = field(block.element, id, context);
  entry.dataset.block = block.block_id;
  if (block.dispatch_action) entry.addEventListener("change", () => context.press(block.element, block, valueOf(entry)));
  if (entry.tagName === "FIELDSET") entry.setAttribute("aria-label", block.label.text);
  const optional = block.optional ? " (optional)" : "";
  return element(
    "div",
    { class: "input" },
    element("label", { for: id }, block.label.text + optional),
    entry,
    block.hint ? element("p", { class: "hint" }, block.hint.text) : null,
    element("p", { class: "wrong", id: `wrong-${block.block_id}`, role: "alert" }),
  );
}

const TYPED = { number_input: "number", timepicker: "time", datepicker: "date", email_text_input: "email", url_text_input: "url" };

function field(part, id, context) {
  if (part.multiline) return element("textarea", { id, rows: 4, placeholder: part.placeholder?.text }, part.initial_value ?? "");
  if (part.type === "checkboxes") return checkboxes(part, id);
  const choices = part.options ?? (part.type.endsWith("conversations_select") || part.type.endsWith("channels_select") ? context?.names.channels() : null);
  if (choices) {
    const chosen = part.initial_option?.value ?? part.initial_conversation ?? part.initial_channel ?? (part.default_to_current_conversation ? context?.channel : undefined);
    const options = choices.map((option) => element("option", { value: option.value, selected: option.value === chosen }, option.text.text));
    return element("select", { id }, ...options);
  }
  const value = part.initial_value ?? part.initial_time ?? part.initial_date;
  return element("input", { id, type: TYPED[part.type] ?? "text", value, placeholder: part.placeholder?.text });
}

function checkboxes(part, id) {
  const chosen = new Set((part.initial_options ?? []).map((option) => option.value));
  const boxes = part.options.map((option) =>
    element("label", {}, element("input", { type: "checkbox", value: option.value, checked: chosen.has(option.value) }), ` ${option.text.text}`),
  );
  return element("fieldset", { id }, ...boxes);
}

export function valueOf(entry) {
  if (entry.tagName !== "FIELDSET") return entry.value === "" ? null : entry.value;
  return [...entry.querySelectorAll("input:checked")].map((box) => box.value);
}
