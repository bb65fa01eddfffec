// An app on bolt-js as its documentation writes one; only `slackApiUrl` says where Slack is.
// `node bolt_app.js socket` or `node bolt_app.js http`. It prints a line of JSON when it has started, and one for each
// payload that it was given.

"use strict";

const { App, LogLevel } = require("@slack/bolt");

const isHttp = process.argv[2] === "http";

const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
  logLevel: LogLevel.WARN,
  ...(isHttp
    ? { signingSecret: process.env.SLACK_SIGNING_SECRET }
    : { socketMode: true, appToken: process.env.SLACK_APP_TOKEN }),
});

const report = (seen) => process.stdout.write(`${JSON.stringify(seen)}\n`);
const plain = (text) => ({ type: "plain_text", text });
const button = (text, action_id, value) => ({ type: "button", text: plain(text), action_id, value });

const form = {
  type: "modal",
  callback_id: "save",
  private_metadata: "kept",
  title: plain("Daily digest"),
  submit: plain("Save"),
  blocks: [
    {
      type: "input",
      block_id: "feeds",
      label: plain("Sources"),
      element: { type: "plain_text_input", action_id: "value" },
    },
  ],
};

app.event("app_mention", async ({ event, context, say }) => {
  report({ kind: "mention", text: event.text, botUserId: context.botUserId, teamId: context.teamId });
  await say({
    thread_ts: event.ts,
    text: `You said ${event.text}`,
    blocks: [
      { type: "section", text: { type: "mrkdwn", text: "*Read*" } },
      { type: "actions", elements: [button("Longer", "longer", "d1")] },
    ],
  });
});

app.message("hello", async ({ message, say }) => {
  report({ kind: "message", channel_type: message.channel_type, text: message.text });
  await say("Hello to you");
});

app.command("/summarize", async ({ command, ack, respond }) => {
  await ack();
  report({ kind: "command", text: command.text, user: command.user_id });
  await respond({ response_type: "ephemeral", text: `Only you see ${command.text}` });
});

app.action("longer", async ({ action, body, ack, client, respond }) => {
  await ack();
  report({ kind: "button", value: action.value, container: body.container.type });
  await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: "Longer now", blocks: [] });
  await respond({ response_type: "ephemeral", replace_original: false, text: "It is longer." });
});

app.shortcut("digest_this", async ({ shortcut, ack, client }) => {
  await ack();
  report({ kind: "shortcut", type: shortcut.type, text: shortcut.message.text });
  await client.views.open({ trigger_id: shortcut.trigger_id, view: form });
});

app.view("save", async ({ view, body, ack, client }) => {
  const entered = view.state.values.feeds.value.value;
  report({ kind: "submission", entered, private_metadata: view.private_metadata });
  if (!entered.includes(".")) {
    await ack({ response_action: "errors", errors: { feeds: "That is no address." } });
    return;
  }
  await ack();
  const { channel } = await client.conversations.open({ users: body.user.id });
  await client.chat.postMessage({ channel: channel.id, text: `Saved ${entered}` });
});

app.event("app_home_opened", async ({ event, client }) => {
  report({ kind: "home", tab: event.tab });
  const blocks = [{ type: "header", text: plain("What I do") }];
  await client.views.publish({ user_id: event.user, view: { type: "home", blocks } });
});

app.error(async (error) => {
  report({ kind: "error", message: String(error), code: error.code });
});

app.start(isHttp ? { port: Number(process.env.PORT), host: "127.0.0.1" } : undefined).then(() => report({ kind: "started" }));
