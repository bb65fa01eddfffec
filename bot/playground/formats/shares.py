"""A forwarded message: the attachment that Slack's client puts into the new message.

The comment of the person is the new message's text, which is empty without one; what is forwarded is here alone.
Source: Slack's samples (slackapi/java-slack-sdk, json-logs), and messages quoted in slackapi/java-slack-sdk#1179 and
slackapi/slack-skills-plugin#149. Slack documents neither the fields nor the words of the footer.
"""

from bot.playground.formats.api_objects import Json, permalink
from bot.playground.workspace import TEAM_ID, Channel, Message, Workspace


def share_attachment(message: Message, channel: Channel, workspace: Workspace, base_url: str) -> Json:
    """Return the attachment of a forwarded message."""
    author = workspace.author_name(message)
    link = permalink(message, base_url)
    shared: Json = {
        "id": 1,
        "ts": message.ts,
        "author_id": message.user_id,
        "author_name": author,
        "author_subname": author,
        "author_link": f"{base_url}team/{message.user_id}",
        "author_icon": f"{base_url}page/icon.svg",
        "channel_id": channel.id,
        "channel_team": TEAM_ID,
        "is_msg_unfurl": True,
        "is_share": True,
        "from_url": link,
        "text": message.text,
        "fallback": f"[{workspace.time_of(message):%B %d, %Y %I:%M %p}] {author}: {message.text}",
        "footer": _footer(message, channel),
        "color": "D0D0D0",
        "mrkdwn_in": ["text"],
        "message_blocks": [
            {"team": TEAM_ID, "channel": channel.id, "ts": message.ts, "message": {"blocks": list(message.blocks)}}
        ],
    }
    if message.is_reply:
        shared["is_reply_unfurl"] = True
    return shared | ({"files": list(message.files)} if message.files else {})


def _footer(message: Message, channel: Channel) -> str:
    if channel.kind == "im":
        return "Direct Message"
    if channel.is_private:
        return "Slack Conversation"
    return f"{'From a thread' if message.is_reply else 'Posted'} in #{channel.name}"
