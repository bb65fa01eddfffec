"""Errors -> messages: what happened, what to do, and a short reference that is also in the log."""

from urllib.parse import urlsplit

from bot.errors import BotError
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Element, Message
from bot.slack.rendering.block_kit.escaping import fallback, one_line
from summarizer.errors import SummarizerError

_EMOJI = {
    "too_short": "straight_ruler",
    "too_long": "straight_ruler",
    "not_an_article": "page_facing_up",
    "front_page": "newspaper",
    "section_page": "newspaper",
    "cookie_notice": "cookie",
    "login_page": "lock",
    "gibberish": "speech_balloon",
    "numbers": "abacus",
    "placeholder_text": "speech_balloon",
    "empty_text": "speech_balloon",
    "unsupported_language": "globe_with_meridians",
}


def error_message(error: BotError | SummarizerError, *, reference: str, retry_id: str | None = None) -> Message:
    """A message for one error. `retry_id` adds a "Try again" button where trying again can help."""
    sentence = f"{error.message} {error.advice}"
    blocks: list[Block] = [kit.paragraph(kit.emoji(emoji_of(error)), kit.text(f" {sentence}"))]
    if retry_id and getattr(error, "can_retry", False):
        blocks.append(kit.actions(f"{retry_id}:r", kit.button("Try again", "digest_retry", retry_id)))
    blocks.append(kit.context(f"nutgraf · ref {reference}"))
    return Message(fallback(sentence), tuple(blocks))


def text_message(sentence: str) -> Message:
    """A message of one plain sentence of ours."""
    return Message(fallback(sentence), (kit.paragraph(kit.text(sentence)),))


def answered_directly_message() -> Message:
    """What comes before an answer in a direct message, where Slack refused it in the place where it was asked for."""
    return text_message("Slack did not let me answer where you asked me, so I answer here.")


def error_line(error: BotError | SummarizerError, link: str | None) -> Block:
    """One line for a link that could not be read, between the digests of others."""
    named = [kit.text(" "), _name(link), kit.text(": ")] if link else [kit.text(" ")]
    return kit.paragraph(kit.emoji(emoji_of(error)), *named, kit.text(f"{error.message} {error.advice}"))


def emoji_of(error: BotError | SummarizerError) -> str:
    """The emoji for an error."""
    if isinstance(error, BotError):
        return error.emoji
    return _EMOJI.get(error.code, "warning")


def _name(link: str) -> Element:
    """A link in short form: its host and the beginning of its path."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return kit.text("this link")
    host = (parts.hostname or "this link").removeprefix("www.")
    return kit.link(link, one_line(f"{host}{parts.path.rstrip('/')}", 60))
