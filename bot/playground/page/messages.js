// Messages -> list items, a thread under its parent.

import { renderBlocks } from "./blocks.js";
import { carried } from "./carriers.js";
import { element, emoji, markup } from "./text.js";

// Replaces only the list items that changed, so that focus and scrolling stay where they are.
export class MessageList {
  constructor(list, actions) {
    this.list = list;
    this.actions = actions;
    this.items = new Map();
  }

  clear() {
    this.items.clear();
    this.list.replaceChildren();
  }

  show(messages, context) {
    const wasAtEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80;
    const threads = gather(messages.filter((message) => !message.ephemeral || message.ephemeral_to === context.you));
    const shown = threads.map((thread) => this.item(thread, context));
    if (shown.length) this.list.replaceChildren(...keepOrder(this.list, shown));
    else this.list.replaceChildren(element("li", { class: "empty" }, "Nothing here yet."));
    if (wasAtEnd) this.list.scrollTop = this.list.scrollHeight;
  }

  item(thread, context) {
    const key = `${context.channel}/${thread.parent.ts}`;
    const fingerprint = JSON.stringify([thread, context.you]);
    const known = this.items.get(key);
    if (known?.fingerprint === fingerprint) return known.item;
    const item = this.render(thread, context);
    this.items.set(key, { fingerprint, item });
    return item;
  }

  render({ parent, replies }, context) {
    const item = element("li", { class: "thread" }, this.message(parent, context));
    if (replies.length) {
      const count = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
      const inner = replies.map((reply) => element("li", {}, this.message(reply, context)));
      item.append(element("ol", { class: "replies", "aria-label": count }, ...inner));
    }
    return item;
  }

  message(message, context) {
    const isOwn = message.user === context.you;
    return element(
      "article",
      { class: message.ephemeral ? "message whisper" : "message" },
      message.ephemeral ? element("p", { class: "only-you" }, "Only visible to you") : null,
      byline(message, context),
      element("div", { class: "content" }, content(message, { ...context, press: this.presser(message) })),
      element("div", { class: "carried" }, ...carried(message, context)),
      reactions(message, context),
      message.ephemeral ? null : this.menu(message, isOwn, context),
    );
  }

  presser(message) {
    return (part, block, value) =>
      this.actions.press({ ts: message.ts, action_id: part.action_id, block_id: block.block_id, value });
  }

  menu(message, isOwn, context) {
    const root = message.thread_ts ?? message.ts;
    const entries = [
      ["Reply in thread", () => this.actions.reply(root)],
      ["React 📰", () => this.actions.react(message.ts, "newspaper")],
      ["Forward", () => this.actions.forward(message.ts)],
      ...context.shortcuts.map((shortcut) => [shortcut.name, () => this.actions.shortcut(message.ts, shortcut.callback_id)]),
      ...(isOwn ? [["Edit", () => this.actions.edit(message)], ["Delete", () => this.actions.remove(message.ts)]] : []),
    ];
    const buttons = entries.map(([label, act]) => element("button", { type: "button", onclick: act }, label));
    return element("div", { class: "tools", role: "group", "aria-label": "Message actions" }, ...buttons);
  }
}

// Items that are already in place are left alone by replaceChildren only if their order is the same; a focused
// element would lose its focus otherwise.
function keepOrder(list, shown) {
  const same = list.children.length === shown.length && shown.every((item, index) => list.children[index] === item);
  return same ? [...list.children] : shown;
}

function gather(messages) {
  const threads = new Map();
  for (const message of messages) {
    if (!message.thread_ts || !threads.has(message.thread_ts)) threads.set(message.ts, { parent: message, replies: [] });
    else threads.get(message.thread_ts).replies.push(message);
  }
  return [...threads.values()];
}

function byline(message, context) {
  const name = message.app?.name ?? context.names.user(message.user);
  const isApp = message.bot || message.app;
  const time = new Date(Number(message.ts) * 1000);
  return element(
    "p",
    { class: "byline" },
    element("span", { class: `avatar ${isApp ? "bot" : ""}`, "aria-hidden": "true" }, name.slice(0, 1).toUpperCase()),
    element("strong", {}, name),
    isApp ? element("span", { class: "tag" }, "APP") : null,
    context.names.isExternal(message.user) ? element("span", { class: "tag" }, "EXTERNAL") : null,
    element("time", { datetime: time.toISOString() }, time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })),
    message.edited ? element("span", { class: "edited" }, "(edited)") : null,
  );
}

function content(message, context) {
  if (message.blocks.length) return renderBlocks(message.blocks, context);
  return element("p", {}, markup(message.text, context.names));
}

function reactions(message, context) {
  if (!message.reactions.length) return null;
  const pills = message.reactions.map((reaction) => {
    const who = reaction.users.map((user) => context.names.user(user)).join(", ");
    return element("li", { title: who }, emoji(reaction.name), ` ${reaction.count}`);
  });
  return element("ul", { class: "reactions", "aria-label": "Reactions" }, ...pills);
}
