"""Where digests, and what is said about requests, show what others wrote: a name and a function for each surface.

Each function takes words and an address, both somebody else's, and returns what the bot would send.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.errors import BotError, InvalidLinkError, UnsupportedContentError
from bot.newsroom.command_names import CommandNames
from bot.newsroom.corrections.model import (
    ArticleCheck,
    Change,
    ChangeKind,
    Fate,
    LineCheck,
    ShownArticle,
    ShownQuote,
    Verdict,
)
from bot.newsroom.requests.answer_request import Answer
from bot.newsroom.requests.errors import MissingScopeError, UnsupportedFileError
from bot.newsroom.requests.request import Remarks
from bot.slack.rendering.block_kit.plain_text import in_plain_text
from bot.slack.rendering.block_kit.renamed_commands import rename_in_message
from bot.slack.rendering.check_messages import check_messages, edition_check_messages
from bot.slack.rendering.digest_details import all_quotes, as_text, why_these
from bot.slack.rendering.digest_messages import private_digest, private_messages, reply_messages, shared_digest
from bot.slack.rendering.error_messages import (
    answered_directly_message,
    error_line,
    error_message,
    remarks_message,
    text_message,
)
from bot.slack.rendering.flat_messages import pieces_of, together
from bot.slack.rendering.help_message import help_message
from summarizer import Article, Digest, Mention, Quote, QuoteKind, Sentence, Span
from summarizer.errors import NoArticleError, SummarizerError, UnknownMethodError, UnsupportedLanguageError
from summarizer.model import ArticleKind
from tests.payload_recorder import find_payloads

Surface = Callable[[str, str], Any]

NAMES = CommandNames("/news", "/paper")


def digest_of(words: str, address: str, **more: Any) -> Digest:
    """A digest in which everything is somebody else's: headline, outlet, sentence, reason, quote, speaker and role."""
    body = words or "x"
    fields: dict[str, Any] = {"headline": words, "outlet": words, "url": address, "kind": ArticleKind.PAGE}
    article = Article(body, **fields | {"published_at": datetime(2026, 11, 20, tzinfo=UTC)} | more)
    whole = Span(0, len(body))
    quotes = tuple(
        Quote(body, whole, kind, Mention(body, whole), "said", speaker_full=body, role=body)
        for kind in (QuoteKind.PARTIAL, QuoteKind.DIRECT)
    )
    return Digest(article, (Sentence(body, whole, 0, reasons=(body,)),), quotes, 17, "nutgraf")


def answers_of(words: str, address: str) -> list[Answer]:
    """Digests of a page, a pasted text and a file, and between them a link and a file that could not be read."""
    pasted = digest_of(words, "", url=None, headline=None, outlet=None, kind=ArticleKind.TEXT)
    return [
        Answer(address, digest_of(words, address)),
        Answer(address, error=InvalidLinkError()),
        Answer(None, pasted),
        Answer(None, error=UnsupportedFileError(words), file_name=words),
        Answer(None, pasted, file_name=words),
    ]


def _flat(words: str, address: str) -> Any:
    pieces = [piece for number in range(3) for piece in pieces_of(number, digest_of(words, address), user_id="U1")]
    return [message for _, message in together(pieces)]


def _without_blocks(words: str, address: str) -> Any:
    """What is sent where Slack refuses blocks."""
    messages = [*reply_messages(answers_of(words, address), digest_id="d1"), as_text(digest_of(words, address))]
    return [in_plain_text(payload) for payload in find_payloads(messages)]


def _errors(words: str, _: str) -> Any:
    errors: tuple[BotError | SummarizerError, ...] = (
        UnsupportedContentError(words),
        UnsupportedFileError(words),
        UnknownMethodError(words, (words,)),
        UnsupportedLanguageError(words),
        NoArticleError(words),
        MissingScopeError(words, words),
    )
    lines = [error_line(error, None, file_name=words) for error in errors]
    return [*(error_message(error, reference="r1", retry_id="d1") for error in errors), *lines]


def _links_that_failed(words: str, address: str) -> Any:
    links = (address, words, f"https://gazette.example/{words}", f"https://{words}.example/", f"https://{words}")
    return [error_line(InvalidLinkError(), link) for link in links]


def checks_of(words: str, address: str) -> list[ArticleCheck]:
    """Checks in which everything is somebody else's: headlines, notices, sentences before and now, speakers."""
    shown = ShownArticle(address, words, words, (words,), (ShownQuote(words, words),), corrections=(words,))
    changes = (Change(words, words, ChangeKind.NUMBER), Change(words, words, ChangeKind.NAME))
    lines = (
        LineCheck(words, Fate.SAME),
        LineCheck(words, Fate.MISSING, is_quote=True, speaker=words),
        LineCheck(words, Fate.REWORDED, now=words, changes=changes),
        LineCheck(words, Fate.OTHER_SPEAKER, is_quote=True, now=words, speaker=words),
    )
    return [
        ArticleCheck(
            shown, verdict, lines, (words, words), withdrawal=words, headline=words, reason=words, is_live=True
        )
        for verdict in Verdict
    ]


def _edition_checks(words: str, address: str) -> Any:
    checks = checks_of(words, address)
    return edition_check_messages([(words, checks), (words, checks[:1]), (words, ()), (words, None)])


def _remarks(words: str, _: str) -> Any:
    return remarks_message(Remarks(unknown_options=(words, f"--{words}"), language=words, is_question=True))


DIGEST_SURFACES: Mapping[str, Surface] = {
    "a digest in a thread": lambda words, address: reply_messages(answers_of(words, address)[:1], digest_id="d1"),
    "a pasted text in a thread": lambda words, address: reply_messages(answers_of(words, address)[2:3], digest_id="d1"),
    "a failed file in a thread": lambda words, address: reply_messages(answers_of(words, address)[3:4], digest_id="d1"),
    "several links and files": lambda words, address: reply_messages(
        answers_of(words, address), digest_id="d1", left_out=2
    ),
    "files only": lambda words, address: reply_messages(answers_of(words, address)[3:], digest_id="d1"),
    "a private digest": lambda words, address: private_digest(digest_of(words, address), digest_id="d1"),
    "several links, privately": lambda words, address: private_messages(answers_of(words, address), digest_id="d1"),
    "a shared digest": lambda words, address: shared_digest(digest_of(words, address), user_id="U1"),
    "shared digests without threads": _flat,
    "all quotes": lambda words, address: all_quotes(digest_of(words, address)),
    "why these sentences": lambda words, address: why_these(digest_of(words, address)),
    "digests checked again": lambda words, address: check_messages(checks_of(words, address)),
    "an edition checked again": _edition_checks,
    "a digest as text": lambda words, address: as_text(digest_of(words, address)),
    "a digest without blocks": _without_blocks,
    "errors": _errors,
    "links that could not be read": _links_that_failed,
    "remarks": _remarks,
    "a sentence": lambda words, _: [text_message(words), answered_directly_message()],
    "help": lambda words, _: [help_message(NAMES, words, bot_name=words[:80]), help_message(NAMES)],
    "commands with other names": lambda words, _: rename_in_message(text_message(f"/digest {words}"), NAMES),
}
