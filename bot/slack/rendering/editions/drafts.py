"""Editions -> drafts: a parent with the headlines, and one reply per story."""

from datetime import tzinfo
from typing import Any

from bot.newsroom.editions.model import Edition
from bot.newsroom.ports import Json
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.editions.parent import edition_buttons, parent_message
from bot.slack.rendering.editions.quiet_days import empty_message
from bot.slack.rendering.editions.story_replies import stories_messages

MOST_REPLIES = 8
"""Slack takes one message a second: with more stories, two share a reply."""


def edition_messages(edition: Edition, zone: tzinfo, *, edition_id: str) -> tuple[Message, tuple[Message, ...]]:
    """The parent and the messages of its thread, one per story where Slack's limits allow.

    Args:
        edition: what is to be posted.
        zone: the channel's, for times.
        edition_id: what the parent's buttons carry.
    """
    parent = parent_message(edition, zone, foot=edition_buttons(edition_id, edition))
    a_reply = 2 if len(edition.stories) > MOST_REPLIES else 1
    numbered = list(enumerate(edition.stories, 1))
    parts = [numbered[start : start + a_reply] for start in range(0, len(numbered), a_reply)]
    return parent, tuple(
        message for part in parts for message in stories_messages(part, is_one_outlet=edition.sole_outlet is not None)
    )


class BlockKitEditions:
    """Makes drafts: a parent, and the replies in its thread."""

    def draft(self, edition: Edition, zone: tzinfo, *, edition_id: str) -> Json:
        """The messages of an edition with stories; its button carries `edition_id`."""
        parent, replies = edition_messages(edition, zone, edition_id=edition_id)
        return {"parent": _plain(parent), "replies": [_plain(reply) for reply in replies]}

    def draft_empty(self, edition: Edition, zone: tzinfo, *, edition_id: str) -> Json:
        """The message that says that there is no new story, and what went on; its button carries `edition_id`."""
        return {"parent": _plain(empty_message(edition, zone, edition_id=edition_id)), "replies": []}


def read_message(plain: dict[str, Any]) -> Message:
    """A message of a draft."""
    return Message(plain["text"], tuple(plain["blocks"]))


def _plain(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks)}
