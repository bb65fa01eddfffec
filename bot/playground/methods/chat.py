"""chat.*: posting, changing and deleting messages.

A text of over 40,000 characters is cut, with a warning (docs.slack.dev/changelog, 2018-04, "Truncating really long
messages"); chat.update refuses over 4,000 (its page, `msg_too_long`). That Slack may also break a posted text of over
4,000 into several messages is said there and specified nowhere; the playground does not.
"""

import json
from typing import Any

from bot.playground.block_kit.blocks import check_blocks
from bot.playground.errors import ApiError
from bot.playground.formats.api_objects import Json, message_json, permalink
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.arguments import Arguments
from bot.playground.methods.lookups import channel_of, message_of, writable_channel

MAX_TEXT = 40_000  # what is longer is cut, with a warning
MAX_UPDATED_TEXT = 4_000
MAX_BLOCKS_CHARACTERS = 13_200  # undocumented; slackapi/bolt-js#2509
MAX_METADATA_BYTES = 8_000


def post_message(slack: LocalSlack, arguments: Arguments) -> Json:
    """chat.postMessage."""
    channel = writable_channel(slack, arguments)
    content = read_content(arguments)
    message = slack.bot_posts(
        channel,
        content["text"],
        blocks=content["blocks"],
        attachments=content["attachments"],
        thread_ts=arguments.text("thread_ts"),
        metadata=read_metadata(arguments),
    )
    shape = message_json(message, slack.workspace, slack.base_url, metadata=True)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "message": shape, **_warnings(arguments)}


def post_ephemeral(slack: LocalSlack, arguments: Arguments) -> Json:
    """chat.postEphemeral."""
    channel = writable_channel(slack, arguments)
    if arguments.text("user") not in channel.members:
        raise ApiError("user_not_in_channel")
    content = read_content(arguments)
    message = slack.bot_posts(
        channel,
        content["text"],
        blocks=content["blocks"],
        attachments=content["attachments"],
        thread_ts=arguments.text("thread_ts"),
        ephemeral_to=arguments.text("user"),
    )
    return {"ok": True, "message_ts": message.ts, **_warnings(arguments)}


def _warnings(arguments: Arguments) -> Json:
    """Return what Slack says of a text that it cut; nothing if it did not."""
    if len(arguments.text("text")) <= MAX_TEXT:
        return {}
    said = "[WARN] Your message was truncated but still posted. The `text` field accepts up to 40,000 characters."
    return {
        "warning": "message_truncated",
        "response_metadata": {"messages": [said], "warnings": ["message_truncated"]},
    }


def update(slack: LocalSlack, arguments: Arguments) -> Json:
    """chat.update: text without blocks removes the blocks, as Slack does."""
    channel = channel_of(slack, arguments)
    message = message_of(slack, channel, arguments.text("ts"))
    if not message.by_bot:
        raise ApiError("cant_update_message")
    if len(arguments.text("text")) > MAX_UPDATED_TEXT:
        raise ApiError("msg_too_long")
    changes: dict[str, Any] = read_content(arguments)
    if arguments.has("metadata"):
        changes["metadata"] = read_metadata(arguments)
    changed = slack.bot_updates(message, channel, changes)
    shape = message_json(changed, slack.workspace, slack.base_url, metadata=True)
    return {"ok": True, "channel": channel.id, "ts": changed.ts, "text": changed.text, "message": shape}


def delete(slack: LocalSlack, arguments: Arguments) -> Json:
    """chat.delete."""
    channel = channel_of(slack, arguments)
    message = message_of(slack, channel, arguments.text("ts"))
    if not message.by_bot:
        raise ApiError("cant_delete_message")
    slack.delete(message, channel)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def get_permalink(slack: LocalSlack, arguments: Arguments) -> Json:
    """chat.getPermalink."""
    channel = channel_of(slack, arguments)
    message = message_of(slack, channel, arguments.text("message_ts"))
    return {"ok": True, "channel": channel.id, "permalink": permalink(message, slack.base_url)}


def read_content(arguments: Arguments) -> dict[str, Any]:
    """Return text, blocks and attachments of a message, checked.

    Raises:
        ApiError: no_text, msg_blocks_too_long, invalid_blocks, invalid_blocks_format.
    """
    text = arguments.text("text")
    blocks = _read_list(arguments, "blocks", "invalid_blocks_format")
    attachments = _read_list(arguments, "attachments", "invalid_attachments")
    if not text.strip() and not blocks and not attachments:
        raise ApiError("no_text")
    if blocks:
        _check(blocks)
    return {"text": text[:MAX_TEXT], "blocks": blocks, "attachments": attachments}


def _read_list(arguments: Arguments, name: str, error: str) -> tuple[Json, ...]:
    value = arguments.values.get(name)
    if value in (None, ""):
        return ()
    if not isinstance(value, list):
        raise ApiError(error)
    return tuple(value)


def _check(blocks: tuple[Json, ...]) -> None:
    problems = check_blocks(list(blocks), "message")
    if problems:
        messages = [str(problem) for problem in problems]
        raise ApiError("invalid_blocks", errors=messages, response_metadata={"messages": messages})
    if len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > MAX_BLOCKS_CHARACTERS:
        raise ApiError("msg_blocks_too_long")


def read_metadata(arguments: Arguments) -> Json | None:
    """Return a message's metadata: an event_type, and a flat payload.

    Raises:
        ApiError: invalid_metadata_format, invalid_metadata_schema, metadata_too_large.
    """
    metadata = arguments.values.get("metadata")
    if metadata in (None, "", {}):
        return None
    if not isinstance(metadata, dict):
        raise ApiError("invalid_metadata_format")
    payload = metadata.get("event_payload")
    if not metadata.get("event_type") or not isinstance(payload, dict):
        raise ApiError("invalid_metadata_schema")
    if not all(_is_flat(value) for value in payload.values()):
        raise ApiError("invalid_metadata_schema")
    if len(json.dumps(metadata).encode()) > MAX_METADATA_BYTES:
        raise ApiError("metadata_too_large")
    return {"event_type": str(metadata["event_type"]), "event_payload": payload}


def _is_flat(value: Any) -> bool:
    """Return whether it is a scalar, an object of scalars, or a list of those."""
    if isinstance(value, list):
        return all(_is_flat(item) and not isinstance(item, list) for item in value)
    if isinstance(value, dict):
        return all(isinstance(item, str | int | float | bool) for item in value.values())
    return isinstance(value, str | int | float | bool)


METHODS = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": get_permalink,
}
