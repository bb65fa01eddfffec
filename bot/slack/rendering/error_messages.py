"""Errors -> messages: what happened, what to do, and a short reference that is also in the log.

And remarks: what of a request is not done as asked.
"""

from urllib.parse import urlsplit

from bot.errors import BotError
from bot.newsroom.requests.request import Remarks
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Element, Message
from bot.slack.rendering.block_kit.escaping import fallback, one_line
from summarizer.digest import LENGTHS
from summarizer.errors import SummarizerError
from summarizer.ranking import METHODS

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
    "withdrawn": "wastebasket",
    "empty_text": "speech_balloon",
    "unsupported_language": "globe_with_meridians",
}


_MAX_OPTION = 40

NO_THREAD = (
    "Slack does not tell me which thread a command is typed in. Give me the link with the command, "
    "or mention me in the thread."
)


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


def error_line(error: BotError | SummarizerError, link: str | None, *, file_name: str = "") -> Block:
    """One line for a link or file that could not be read, between the digests of others."""
    name = _name(link) if link else kit.text(one_line(file_name, 60)) if file_name else None
    named = [kit.text(" "), name, kit.text(": ")] if name else [kit.text(" ")]
    return kit.paragraph(kit.emoji(emoji_of(error)), *named, kit.text(f"{error.message} {error.advice}"))


def emoji_of(error: BotError | SummarizerError) -> str:
    """The emoji for an error."""
    if isinstance(error, BotError):
        return error.emoji
    return _EMOJI.get(error.code, "warning")


def remarks_message(remarks: Remarks) -> Message:
    """The message about the remarks of a request that has some."""
    return text_message(" ".join(format_remarks(remarks)))


def format_remarks(remarks: Remarks) -> tuple[str, ...]:
    """A sentence about each remark."""
    sentences = []
    if remarks.unknown_options:
        named = ", ".join(one_line(option, _MAX_OPTION) for option in remarks.unknown_options[:3])
        lengths = ", ".join(f"--{length}" for length in LENGTHS)
        sentences.append(
            f"I do not know the option {named}, so I left it out. I know {lengths}, and --method with one of: "
            f"{', '.join(METHODS)}."
        )
    if remarks.language:
        sentences.append(f"I show the article's own words, so I cannot write a digest in {remarks.language}.")
    if remarks.is_question:
        sentences.append("I only show the article's own sentences, so I cannot answer a question about it.")
    return tuple(sentences)


def _name(link: str) -> Element:
    """A link in short form: its host and the beginning of its path."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return kit.text("this link")
    host = (parts.hostname or "this link").removeprefix("www.")
    return kit.link(link, one_line(f"{host}{parts.path.rstrip('/')}", 60))
