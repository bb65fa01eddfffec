// The playground's page: looks through the control API and presses its buttons. No build, nothing from elsewhere.

import { askHow, askWhere } from "./dialogs.js";
import { MessageList } from "./messages.js";
import { element, unescape } from "./text.js";
import { Views } from "./views.js";

const find = (id) => document.getElementById(id);
const REASONS = {
  dispatch_failed: "No bot is connected, so nobody took that.",
  operation_timeout: "The bot did not answer within three seconds.",
  thread_not_found: "That thread is gone.",
  is_archived: "This channel is archived.",
  already_reacted: "You have reacted with that already.",
  unknown_command: "No app has that command.",
  not_supported_in_threads: "As in Slack, commands do not work in threads.",
};
const LONG_TEXT = 4000; // above, Slack's client offers a snippet or several messages

let state = null;
let channel = location.hash.slice(1) || "C0NEWS0001";
let you = "";
let thread = null;
let editing = null;
let isHome = false;

const list = new MessageList(find("messages"), {
  press: (pressed) => send("click", { channel, ...pressed }),
  reply: (ts) => startReply(ts),
  react: (ts, name) => send("react", { channel, ts, name }),
  shortcut: (ts, callbackId) => send("shortcut", { channel, ts, callback_id: callbackId }),
  edit: (message) => startEdit(message),
  remove: (ts) => send("delete", { channel, ts }),
  forward: (ts) => forward(ts),
});
const views = new Views(find("modal"), find("home"), (button, body) => send(button, body));

// -- talking to the playground

async function look(what) {
  const response = await fetch(`/playground/${what}`);
  return response.json();
}

async function send(button, body) {
  say("");
  try {
    const response = await fetch(`/playground/${button}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user: you, ...body }),
    });
    const answer = await response.json();
    if (!answer.ok && !answer.errors) say(REASONS[answer.error] ?? answer.message ?? answer.error);
    return answer;
  } catch {
    say("The playground does not answer. Is it still running?");
    return { ok: false };
  }
}

function say(text) {
  find("notice").textContent = text;
}

// -- showing

const names = {
  user: (id) => state.names[id] ?? id,
  channel: (id) => state.channels.find((each) => each.id === id)?.name ?? id,
  isExternal: (id) => state.externals.has(id),
  channels: () =>
    state.channels
      .filter((each) => each.kind !== "im" && each.kind !== "mpim" && !each.is_archived)
      .map((each) => ({ value: each.id, text: { text: `#${each.name}` } })),
};

async function refresh() {
  state = await look("state");
  state.names = Object.fromEntries(state.users.map((user) => [user.id, user.real_name]));
  state.names[state.bot_user_id] = "nutgraf";
  state.externals = new Set(state.users.filter((user) => user.team_id).map((user) => user.id));
  showPeople();
  if (!state.channels.some((each) => each.id === channel)) channel = state.channels[0].id;
  showChannels();
  showHead();
  const context = { channel, you, names, shortcuts: state.shortcuts };
  const [{ messages }, seen] = await Promise.all([look(`messages?channel=${channel}`), look("views")]);
  list.show(messages, context);
  views.show(seen, context);
}

function showPeople() {
  const people = state.users.filter((user) => user.name !== "slackbot");
  if (find("person").children.length === people.length) return;
  const isFirst = !you;
  you ||= state.you;
  find("person").replaceChildren(
    ...people.map((user) => element("option", { value: user.id, selected: user.id === you }, user.real_name)),
  );
  if (isFirst) showSuggestions();
}

function showChannels() {
  const mine = state.channels.filter((each) => each.kind !== "im" || each.user === you);
  const entries = mine.map((each) => channelButton(each.id, nameOf(each), each));
  const home = element("button", { type: "button", "aria-current": isHome ? "page" : false, onclick: openHome }, "⌂ nutgraf’s home");
  find("channels").replaceChildren(...entries, element("li", {}, home));
}

function nameOf(each) {
  if (each.kind === "im") return "nutgraf";
  return each.kind === "mpim" ? each.name.replace(/^mpdm-|-1$/g, "").replaceAll("--", ", ") : each.name;
}

function channelButton(id, name, each) {
  const sign = { im: "@", mpim: "👥", group: "🔒", channel: "#" }[each.kind];
  const note = each.is_archived ? " (archived)" : each.has_bot ? "" : " (no bot)";
  const current = id === channel && !isHome ? "page" : false;
  const button = element("button", { type: "button", "aria-current": current, onclick: () => go(id) }, `${sign} ${name}${note}`);
  return element("li", {}, button);
}

function showHead() {
  const each = state.channels.find((one) => one.id === channel);
  const name = each.kind === "im" || each.kind === "mpim" ? nameOf(each) : `#${each.name}`;
  find("title").textContent = isHome ? "nutgraf’s home" : name;
  find("purpose").textContent = isHome ? "What the app shows to you alone" : each.kind === "im" ? "Just you and the bot" : each.purpose;
  find("message-label").textContent = editing ? "Change your message" : thread ? "Reply" : `Message ${name}`;
  find("connection").textContent = state.bot_connected ? "● Bot connected" : "○ No bot connected";
  find("connection").className = state.bot_connected ? "on" : "off";
  find("absent").hidden = state.bot_connected;
  find("start").textContent =
    `NUTGRAF_SLACK_API_URL=${location.origin}/api/ SLACK_BOT_TOKEN=xoxb-playground \\\n  SLACK_APP_TOKEN=xapp-playground nutgraf run`;
  find("messages").hidden = isHome;
  find("composer").hidden = isHome;
  find("home").hidden = !isHome;
}

function showSuggestions() {
  const links = state.gazette;
  const title = (url) => state.headlines[url] ?? url;
  const ideas = [
    ...links.slice(0, 4).map((url) => [`@nutgraf ${url}`, title(url)]),
    [`@nutgraf ${links.slice(0, 3).join(" ")}`, "Three stories at once"],
    [`/summarize ${links[4]}`, "Only for you: /summarize"],
    [`/digest add ${location.origin}/gazette/`, "A daily digest of the Gazette: /digest add"],
    ["/digest", "The same as a form: /digest"],
    [`@nutgraf ${links[0].replace(/[^/]*$/, "report.pdf")}`, "A PDF"],
    [`@nutgraf ${links[0].replace(/[^/]*$/, "subscribers")}`, "A page for subscribers only"],
  ];
  const items = ideas.map(([text, label]) =>
    element("li", {}, element("button", { type: "button", title: text, onclick: () => suggest(text) }, label)),
  );
  const paper = element("a", { href: "/gazette/", target: "_blank", rel: "noopener" }, "Read The Harbour Gazette");
  find("suggestions").replaceChildren(...items, element("li", {}, paper));
}

// -- acting

function suggest(text) {
  leaveThread();
  find("message").value = text;
  find("message").focus();
}

function go(id) {
  channel = id;
  isHome = false;
  location.hash = id;
  leaveThread();
  list.clear();
  refresh();
  find("message").focus();
}

async function openHome() {
  isHome = true;
  showChannels();
  showHead();
  await send("home", {});
}

function startReply(ts) {
  thread = ts;
  editing = null;
  find("replying").hidden = false;
  showHead();
  find("message").focus();
}

function startEdit(message) {
  leaveThread();
  editing = message.ts;
  find("replying").hidden = false;
  find("replying").firstChild.textContent = "Changing a message ";
  find("message").value = unescape(message.text).replace(/<@([A-Z0-9]+)>/g, (_, id) => (id === state.bot_user_id ? "@nutgraf" : `<@${id}>`));
  showHead();
  find("message").focus();
}

function leaveThread() {
  if (editing) find("message").value = "";
  thread = null;
  editing = null;
  find("replying").hidden = true;
  find("replying").firstChild.textContent = "Replying in a thread ";
  if (state) showHead();
}

async function submit() {
  const box = find("message");
  const text = box.value.trim();
  const files = await chosenFiles();
  if (!text && !files.length) return;
  const answer = await post(text, files);
  if (answer.ok) {
    box.value = "";
    find("file").value = "";
    if (editing) leaveThread();
    find("messages").scrollTop = find("messages").scrollHeight;
  }
  box.focus();
}

async function chosenFiles() {
  const read = async (file) => ({ name: file.name, content_base64: await base64(file) });
  return Promise.all([...find("file").files].map(read));
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.split(",")[1] ?? ""));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}

async function post(text, files) {
  if (editing) return send("edit", { channel, ts: editing, text });
  if (files.length || !text.startsWith("/")) return sayIt(text, files);
  const [command, ...rest] = text.split(/(?<=^\S+)\s/);
  return send("command", { channel, command, text: rest.join(""), thread_ts: thread ?? undefined });
}

async function sayIt(text, files) {
  const isLong = text.length > LONG_TEXT;
  const how = isLong ? await askHow(find("ask"), text.length) : "";
  if (how === null) return { ok: false };
  return send("say", { channel, text, files, too_long: how, thread_ts: thread ?? undefined });
}

async function forward(ts) {
  const mine = state.channels.filter((each) => !each.is_archived && (each.kind !== "im" || each.user === you));
  const chosen = await askWhere(find("ask"), mine.map((each) => [each.id, nameOf(each)]));
  if (chosen) await send("forward", { channel, ts, ...chosen });
}

find("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
find("message").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  }
  if (event.key === "Escape") leaveThread();
});
find("stop-replying").addEventListener("click", leaveThread);
find("person").addEventListener("change", () => {
  you = find("person").value;
  list.clear();
  refresh();
});
window.addEventListener("hashchange", () => {
  const wanted = location.hash.slice(1);
  if (wanted && wanted !== channel) go(wanted);
});

// -- keeping up: a line for every change; the browser reconnects on its own

let isBusy = false;
let isStale = false;

async function keepUp() {
  if (isBusy) {
    isStale = true;
    return;
  }
  isBusy = true;
  try {
    do {
      isStale = false;
      await refresh();
    } while (isStale);
  } catch {
    say("The playground does not answer. Is it still running?");
  } finally {
    isBusy = false;
  }
}

const stream = new EventSource("/playground/stream");
stream.addEventListener("message", keepUp);
stream.addEventListener("error", () => {
  find("connection").textContent = "○ The playground does not answer";
  find("connection").className = "off";
});
