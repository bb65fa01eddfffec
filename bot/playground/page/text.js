// Slack's markup and emoji -> DOM nodes. Text only ever becomes text nodes.

const EMOJI = {
  eyes: "👀", white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", newspaper: "📰", link: "🔗",
  lock: "🔒", no_entry: "⛔", hourglass: "⌛", hourglass_flowing_sand: "⏳", cookie: "🍪", page_facing_up: "📄",
  paperclip: "📎", speech_balloon: "💬", traffic_light: "🚦", tada: "🎉", thumbsup: "👍", "+1": "👍", thumbsdown: "👎",
  "-1": "👎", bulb: "💡", wave: "👋", information_source: "ℹ️", question: "❓", mag: "🔍", calendar: "📅", heart: "❤️",
  alarm_clock: "⏰", pencil2: "✏️", sleeping: "😴", rotating_light: "🚨", globe_with_meridians: "🌐", wastebasket: "🗑️",
};

const MARKUP = /<([^<>\s][^<>]*)>|:([a-z0-9_+-]+):|`([^`\n]+)`|\*([^*\n]+)\*|(?<!\w)_([^_\n]+)_(?!\w)|~([^~\n]+)~|\n/g;
const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

export function element(tag, options = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

export function emoji(name) {
  const bare = name.split("::")[0];
  const shown = element("span", { role: "img", "aria-label": bare.replaceAll("_", " "), class: "emoji" });
  shown.textContent = EMOJI[bare] ?? `:${bare}:`;
  return shown;
}

export function link(url, label) {
  if (!/^(https?:|mailto:)/i.test(url)) return document.createTextNode(label ?? url);
  const made = element("a", { href: url, rel: "noopener noreferrer", target: "_blank" });
  made.textContent = label ?? url;
  return made;
}

export function unescape(text) {
  return text.replace(/&(lt|gt|amp);/g, (entity) => ENTITIES[entity]);
}

export function mention(name) {
  return element("span", { class: "mention" }, name);
}

// mrkdwn: *bold*, _italic_, ~strike~, `code`, :emoji:, <links>, <@people>, <#channels>.
export function markup(text, names) {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const found of text.matchAll(MARKUP)) {
    fragment.append(unescape(text.slice(end, found.index)));
    fragment.append(piece(found, names));
    end = found.index + found[0].length;
  }
  fragment.append(unescape(text.slice(end)));
  return fragment;
}

function piece([whole, angled, emojiName, code, bold, italic, strike], names) {
  if (angled) return reference(angled, names);
  if (emojiName) return emoji(emojiName);
  if (code) return element("code", {}, unescape(code));
  if (bold) return element("strong", {}, markup(bold, names));
  if (italic) return element("em", {}, markup(italic, names));
  if (strike) return element("s", {}, markup(strike, names));
  return element("br");
}

function reference(angled, names) {
  const [target, label] = angled.split("|");
  if (target.startsWith("@")) return mention(`@${names.user(target.slice(1))}`);
  if (target.startsWith("#")) return mention(`#${names.channel(target.slice(1))}`);
  if (target.startsWith("!")) return mention(`@${target.slice(1).split("^")[0]}`);
  return link(unescape(target), label == null ? undefined : unescape(label));
}
