// The Slack of vercel-labs' `emulate`, on loopback: `node emulate_slack.mjs PORT`. It prints its address when it listens.
// Its own command line needs a newer node than this.

const { createEmulator } = await import(`${process.env.NODE_PATH}/emulate/dist/api.js`);

const scopes = [
  "chat:write",
  "channels:history",
  "channels:read",
  "im:history",
  "im:read",
  "im:write",
  "reactions:read",
  "reactions:write",
  "team:read",
  "users:read",
];
const app = { app_id: "A0NUTGRAF1", bot_id: "B0NUTGRAF1", bot_user_id: "U0NUTGRAF1", scopes };

const emulator = await createEmulator({
  service: "slack",
  port: Number(process.argv[2]),
  seed: {
    slack: {
      team: { name: "Harbour Gazette", domain: "harbour-gazette" },
      users: [{ name: "ines", real_name: "Ines Marlowe" }],
      channels: [{ name: "news" }],
      oauth_apps: [
        { ...app, client_id: "1.2", client_secret: "made up", name: "nutgraf", bot_name: "nutgraf", redirect_uris: [] },
      ],
      tokens: [
        { ...app, token: "xoxb-nutgraf", user_id: app.bot_user_id },
        { token: "xoxp-ines", user: "ines", scopes },
      ],
      strict_scopes: true,
    },
  },
});

console.log(emulator.url);
