"""Digests on a terminal."""

import json
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

from bot.cli.json_records import digest_record
from bot.slack.rendering.block_kit.escaping import printable
from bot.slack.rendering.digest_messages import format_facts, format_quote_text, format_speakers, single_digest
from summarizer import Digest
from summarizer.text.markup import unescape

_TAG = re.compile(r"<(!--|script\b|style\b)?", re.IGNORECASE)
_ENDS = {
    "!--": re.compile("-->"),
    "script": re.compile(r"</script\s*>", re.IGNORECASE),
    "style": re.compile(r"</style\s*>", re.IGNORECASE),
    "": re.compile(">"),
}
"""End tags of elements whose content is skipped."""

_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|cite|em|font|i|mark|q|s|small|span|strong|sub|sup|u)\b[^>]*>", re.IGNORECASE)
_CONTEXT = 30


def print_digest(digest: Digest, *, why: bool) -> None:
    """Print headline, facts, sentences and key quotes, for a person to read."""
    article = digest.article
    say(article.headline or article.url or "Untitled text")
    say(format_facts(digest))
    for sentence in digest.sentences:
        print()
        say(sentence.text, bullet="• ")
        if why:
            say(f"({', '.join(sentence.reasons) or 'scored highest of what was left'})", bullet="  ")
    for quote, speaker in zip(digest.quotes, format_speakers(digest.quotes), strict=True):
        print()
        say(f"“{format_quote_text(quote)}”", bullet="  ")
        say(f"— {speaker}", bullet="  ")


def print_json(digest: Digest) -> None:
    """Print the digest as one JSON object on one line."""
    print(json.dumps(digest_record(digest), ensure_ascii=False))


def print_slack(digest: Digest) -> None:
    """Print the messages that would be posted, in the form of Slack's API."""
    for message in single_digest(digest, digest_id="preview"):
        payload: dict[str, Any] = {"text": message.text, "blocks": list(message.blocks)}
        print(json.dumps({**payload, "unfurl_links": False, "unfurl_media": False}, ensure_ascii=False, indent=2))


def print_places(digest: Digest, source: str) -> bool:
    """Print each sentence and quote at its place in the source; returns whether all are there verbatim."""
    lines = source_lines(source)
    flat, starts = _join(lines)
    all_found = True
    for what, text in _shown(digest):
        place = flat.find(_fold(text))
        all_found &= place >= 0
        if place < 0:
            say(f"{what}: NOT in the source: {text}")
            continue
        number = sum(start <= place for start in starts)
        before = flat[max(0, place - _CONTEXT) : place]
        after = flat[place + len(_fold(text)) :][:_CONTEXT]
        say(f"{what}, line {number}: …{before}[{text}]{after}…")
    count = len(digest.sentences) + len(digest.quotes)
    say(f"{count} of {count} word for word." if all_found else "Not everything is word for word.")
    return all_found


def source_lines(source: str) -> list[str]:
    """Return the lines of a text; for a page, the text between its tags, one line per line of the page."""
    if "<html" not in source[:5000].lower() and "<body" not in source[:50_000].lower():
        return source.splitlines()
    # Inline tags vanish, all others separate words; a tag's own line breaks are kept, so that line numbers match.
    closed, end, rest = source.rpartition(">")  # no tag ends after the last ">": nothing is searched there
    text = _without_tags(_INLINE.sub("", closed + end) + rest)
    return [_unescape(line) for line in text.split("\n")]


def _without_tags(source: str) -> str:
    """Replace tags, comments, scripts and styles by a space and its line breaks; one pass, even if some never close."""
    kept: list[str] = []
    seen, never_closed = 0, set[str]()
    while (tag := _TAG.search(source, seen)) is not None:
        kept.append(source[seen : tag.start()])
        kinds = [kind for kind in dict.fromkeys(((tag[1] or "").lower(), "")) if kind not in never_closed]
        ends = {kind: _ENDS[kind].search(source, tag.end()) for kind in kinds}
        never_closed.update(kind for kind, end in ends.items() if end is None)
        end = next((end for end in ends.values() if end is not None), None)
        seen = tag.end() if end is None else end.end()
        kept.append("<" + (tag[1] or "") if end is None else " " + "\n" * source.count("\n", tag.start(), seen))
    return "".join((*kept, source[seen:]))


def _shown(digest: Digest) -> Iterator[tuple[str, str]]:
    for number, sentence in enumerate(digest.sentences, 1):
        yield f"sentence {number}", sentence.text
    for number, quote in enumerate(digest.quotes, 1):
        yield f"quote {number}", quote.text


def _join(lines: list[str]) -> tuple[str, list[int]]:
    """Return all lines as one with single spaces, and where each line starts in it."""
    flat, starts, length = [], [], 0
    for line in lines:
        starts.append(length)
        folded = _fold(line)
        if folded:
            flat.append(folded)
            length += len(folded) + 1
    return " ".join(flat), starts


def _fold(text: str) -> str:
    """Replace each run of spaces of any kind by one; nothing else is changed."""
    return " ".join(printable(text).split())


def _unescape(text: str) -> str:
    return unescape(text)


def say(text: str, *, bullet: str = "") -> None:
    """Print, wrapped on a terminal, unwrapped elsewhere."""
    text = printable(text).replace("\n", " ")
    if not sys.stdout.isatty():
        print(f"{bullet}{text}")
        return
    width = min(100, shutil.get_terminal_size().columns)
    print(textwrap.fill(text, width, initial_indent=bullet, subsequent_indent=" " * len(bullet)))
