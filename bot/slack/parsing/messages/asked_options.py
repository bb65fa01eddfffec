"""Options among the few words beside a link: the length, the method, and what is no option but looks like one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.newsroom.ports import DigestOptions
from bot.slack.parsing.messages.phrases import named_length
from summarizer.digest import LENGTHS
from summarizer.ranking import METHODS

_METHOD = re.compile(r"(?:--|—|–)(?:method|methode)[ =:]([\w-]+)", re.IGNORECASE)
_LENGTH = re.compile(r"(?:--|—|–)length[ =:]([\w-]+)", re.IGNORECASE)
_FLAG = re.compile(r"(?<!\S)(?:--|—|–)([a-zA-Z][\w-]*(?:[=:]\S+)?)")
_BETWEEN_OPTIONS = re.compile(r"[\s,;:–—]+")
_MAX_OPTION_LINE = 100
"""Characters: no line that only names options is longer."""


@dataclass(frozen=True, slots=True)
class AskedOptions:
    """Options, and the words without them.

    Attributes:
        options: what is named, else the default.
        unknown: options that do not exist, as they are written.
        rest: the words beside them.
    """

    options: DigestOptions
    unknown: tuple[str, ...] = ()
    rest: str = ""


def read_options(words: str, default: DigestOptions) -> AskedOptions:
    """The options in words. "--short" is one anywhere; "short" only where nothing else is said but politely."""
    asked = _read_flags(words, default)
    length = named_length(asked.rest)
    if length is not None:
        return replace(asked, options=DigestOptions(length, asked.options.method), rest="")
    return asked


def read_options_beside(between: Sequence[str], default: DigestOptions) -> tuple[AskedOptions, ...]:
    """For each link its options, from the words before, between and behind the links; one entry for each link.

    One option before or behind all links counts for all of them. Where there are more, each counts for the link beside
    it: the one before it, unless the first option comes before the first link.

    Args:
        between: words before the first link, between each two, and behind the last.
        default: options where none are named.
    """
    read = [read_options(words, default) for words in between]
    count = len(between) - 1
    unknown = tuple(option for asked in read for option in asked.unknown)
    rest = " ".join(asked.rest for asked in read if asked.rest)
    named = [number for number, asked in enumerate(read) if asked.options != default]
    if all(number in {0, count} for number in named):
        options = read[named[0]].options if named else default
        return tuple(AskedOptions(options, unknown, rest) for _ in range(count))
    of_link = {(number if named[0] == 0 else number - 1): read[number].options for number in named}
    return tuple(AskedOptions(of_link.get(number, default), unknown, rest) for number in range(count))


def cut_option_line(text: str, options: DigestOptions) -> tuple[str, DigestOptions]:
    """Pasted text without a first line that only names options ("short:"), and these options.

    Words inside the text never count as options.
    """
    first, newline, rest = text.partition("\n")
    if len(first) > _MAX_OPTION_LINE:
        return text, options
    words = [word for piece in _BETWEEN_OPTIONS.split(first) if (word := piece.strip("-").casefold())]
    if not 1 <= len(words) <= 2 or not all(word in LENGTHS or word in METHODS for word in words):
        return text, options
    for word in words:
        options = DigestOptions(word, options.method) if word in LENGTHS else DigestOptions(options.length, word)
    return (rest.strip() if newline else ""), options


def _read_flags(words: str, default: DigestOptions) -> AskedOptions:
    """What is written with dashes: "--method lsa", "--short"."""
    options, unknown = default, []
    method, length = _METHOD.search(words), _LENGTH.search(words)
    if method:
        options = DigestOptions(options.length, method.group(1).casefold())
        words = words.replace(method.group(), " ", 1)
    if length and length.group(1).casefold() in LENGTHS:
        options = DigestOptions(length.group(1).casefold(), options.method)
        words = words.replace(length.group(), " ", 1)
    for flag in _FLAG.findall(words):
        name = flag.casefold()
        if name in LENGTHS:
            options = DigestOptions(name, options.method)
        elif name in METHODS:
            options = DigestOptions(options.length, name)
        else:
            unknown.append(f"--{flag}")
    rest = " ".join(_FLAG.sub(" ", words).split())
    method_alone = rest.casefold().strip(" .!,:;")
    if method_alone in METHODS and "-" in method_alone:
        options, rest = DigestOptions(options.length, method_alone), ""
    if options.method is not None and options.method not in METHODS:
        unknown.append(f"--method {options.method}")
        options = DigestOptions(options.length, default.method)
    return AskedOptions(options, tuple(unknown), rest)
