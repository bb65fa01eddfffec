// What a message carries besides its text: files, forwarded messages, other apps' attachments -> DOM nodes.

import { renderBlocks } from "./blocks.js";
import { element, link, markup } from "./text.js";

const HIDDEN = {
  tombstone: "This file was deleted.",
  hidden_by_limit: "A file that is hidden on this plan.",
  file_access: "A file of a shared channel: apps ask for it by its id.",
};

export function carried(message, context) {
  return [...(message.attachments ?? []).map((each) => attachment(each, context)), ...(message.files ?? []).map(file)];
}

function file(each) {
  if (!each.name) return element("p", { class: "file" }, `📎 ${HIDDEN[each.mode] ?? each.id}`);
  const head = element("p", {}, `📎 ${each.name} `, element("span", { class: "kind" }, `${each.pretty_type}, ${size(each.size)}`));
  const preview = each.preview ? element("pre", {}, each.preview + (each.preview_is_truncated ? "\n…" : "")) : null;
  return element("div", { class: "file" }, head, preview);
}

function size(bytes) {
  return bytes < 1000 ? `${bytes} bytes` : bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function attachment(each, context) {
  const parts = each.is_share ? shared(each, context) : card(each, context);
  return element("div", { class: each.is_share ? "attachment shared" : "attachment" }, ...parts);
}

function shared(each, context) {
  const blocks = (each.message_blocks ?? []).flatMap((inner) => inner.message?.blocks ?? []);
  const body = blocks.length ? renderBlocks(blocks, { ...context, press: () => {} }) : element("p", {}, markup(each.text ?? "", context.names));
  return [
    element("p", {}, element("strong", {}, each.author_name ?? "")),
    body,
    ...(each.files ?? []).map(file),
    each.footer ? element("p", { class: "kind" }, each.footer) : null,
  ];
}

function card(each, context) {
  const text = (name) => (each[name] ? element("p", {}, markup(each[name], context.names)) : null);
  const title = each.title ? element("p", {}, element("strong", {}, each.title_link ? link(each.title_link, each.title) : each.title)) : null;
  const fields = (each.fields ?? []).map((field) => element("p", {}, element("strong", {}, `${field.title}: `), markup(field.value ?? "", context.names)));
  const blocks = each.blocks?.length ? renderBlocks(each.blocks, { ...context, press: () => {} }) : null;
  const parts = [text("pretext"), title, text("text"), ...fields, blocks].filter((part) => part != null);
  return parts.length ? parts : [element("p", {}, each.fallback ?? "")];
}
