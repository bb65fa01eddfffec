"""Message text -> Request: what does this person want read, and how?"""

import re
from dataclasses import dataclass

from bot.newsroom.ports import DigestOptions
from bot.newsroom.requests.answer_request import Request
from bot.slack.parsing.markup import find_links, plain_text, words_beside_links
from summarizer.digest import LENGTHS
from summarizer.ranking import METHODS

PASTED_WORDS = 60
"""A message with links and at least this many other words is a pasted article that contains its links."""

_HELP = frozenset({"help", "hilfe", "aide", "ayuda", "aiuto", "?", "hi", "hello", "commands", "usage"})
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_BETWEEN_OPTIONS = re.compile(r"[\s,;:–—]+")
_MAX_OPTION_LINE = 100
"""Characters: no line that only names options is longer."""

_METHOD = re.compile(r"(?:--|—|–)method[ =]([\w-]+)")


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """What a message asks for: help, or a request (empty where the message has neither link nor text)."""

    request: Request
    wants_help: bool = False


def read_message(text: str, *, default: DigestOptions | None = None) -> ParsedMessage:
    """What a message asks for.

    Args:
        text: as Slack sends it, in its markup.
        default: options where the message names none.
    """
    options = default or DigestOptions()
    method = _METHOD.search(text)
    if method:
        options = DigestOptions(options.length, method.group(1))
        text = text[: method.start()] + text[method.end() :]
    spoken = words_beside_links(text)
    links = find_links(text)
    if links and len(spoken.split()) < PASTED_WORDS:
        return ParsedMessage(Request(links=links, options=_options_in(spoken, options)))
    if spoken.strip(" .!").casefold() in _HELP:
        return ParsedMessage(Request(options=options), wants_help=True)
    body, options = _cut_option_line(plain_text(text), options)
    has_words = _LETTER_OR_DIGIT.search(words_beside_links(body)) is not None
    return ParsedMessage(Request(text=body if has_words else None, options=options))


def _options_in(spoken: str, options: DigestOptions) -> DigestOptions:
    """Options from the few words beside a link: "short please", "give me the long version"."""
    for word in re.findall(r"[\w-]+", spoken.casefold()):
        if word in LENGTHS:
            options = DigestOptions(word, options.method)
        elif word in METHODS and "-" in word:
            options = DigestOptions(options.length, word)
    return options


def _cut_option_line(body: str, options: DigestOptions) -> tuple[str, DigestOptions]:
    """Pasted text without a first line that only names options ("short:"), and these options.

    Words inside the text never count as options.
    """
    first, newline, rest = body.partition("\n")
    if len(first) > _MAX_OPTION_LINE:
        return body, options
    words = [word for piece in _BETWEEN_OPTIONS.split(first) if (word := piece.strip("-").casefold())]
    if not 1 <= len(words) <= 2 or not all(word in LENGTHS or word in METHODS for word in words):
        return body, options
    for word in words:
        options = DigestOptions(word, options.method) if word in LENGTHS else DigestOptions(options.length, word)
    return (rest.strip() if newline else ""), options
