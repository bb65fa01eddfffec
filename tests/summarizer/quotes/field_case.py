"""A case of field_cases.jsonl, and what is wrong with our answer to it.

The format, and what counts as right, are those of ../shared/cases (`check.py quotes`), so that the same file can be given
to both: {"name", "kind", "language", "text", "quotes": [{"text", "speaker_full", "role", "accept"}], "note"}. A null
speaker: nobody may be named. `accept` are other right names. Of kind "digest": `never_sentences` and `never_quotes` must
not be shown. `no_other_quotes`: nothing else is a quote; `no_reporter_words`: in no quote.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from summarizer import Quote, digest, find_quotes
from summarizer.paste.read_text import take_clean

Case = dict[str, Any]

_MARKS = re.compile(r"[\"“”„«»‘’'.]")
_LEADING_ARTICLE = re.compile(r"^(the|a|an|der|die|das|el|la|le|il|o|ein|eine)\s+")


def find_faults(case: Case) -> list[str]:
    """Returns a line for each thing that is wrong; none, and the case is right."""
    article = take_clean(case["text"], headline=case.get("headline"))
    shown = list(_shown_in_vain(case, article)) if case["kind"] == "digest" else []
    quotes = list(find_quotes(article))
    unmatched = list(quotes)
    faults = [fault for wanted in case.get("quotes", ()) for fault in _faults_of(wanted, unmatched)]
    if case.get("no_other_quotes"):
        faults += [f"no quote: {quote.text!r}" for quote in unmatched]
    reporter = [
        f"the reporter's words: {words!r}"
        for words in case.get("no_reporter_words", ())
        if any(words in quote.text for quote in quotes)
    ]
    return shown + faults + reporter


def _shown_in_vain(case: Case, article: Any) -> Iterator[str]:
    found = digest(article)
    for shown, never in ((found.sentences, "never_sentences"), (found.quotes, "never_quotes")):
        for words in case.get(never, ()):
            if any(words in one.text or one.text in words for one in shown):
                yield f"shown: {words!r}"


def _faults_of(wanted: Case, unmatched: list[Quote]) -> Iterator[str]:
    """What is wrong with one quote. It is taken out of `unmatched`."""
    quote = _match(wanted["text"], unmatched)
    if quote is None:
        if wanted["speaker_full"] is not None:
            yield f"not found: {wanted['text']!r}"
        return
    unmatched.remove(quote)
    name = quote.speaker_full or (quote.speaker.text if quote.speaker else None)
    if _fold(name) not in map(_fold, (wanted["speaker_full"], *wanted["accept"])):
        yield f"speaker {name!r} of {quote.text!r}"
    elif _words(quote.text) != _words(wanted["text"]):
        yield f"span {quote.text!r}"
    elif wanted["role"] and _fold(quote.role) != _fold(wanted["role"]):
        yield f"role {quote.role!r} of {quote.text!r}"


def _match(text: str, quotes: list[Quote]) -> Quote | None:
    same = [quote for quote in quotes if _words(quote.text) == _words(text)]
    return next(iter(same or [quote for quote in quotes if _is_alike(quote.text, text)]), None)


def _is_alike(one: str, other: str) -> bool:
    a, b = set(_words(one)), set(_words(other))
    both = len(a & b)
    return both > 0 and both / min(len(a), len(b)) >= 0.8 and both / len(a | b) >= 0.5


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower())


def _fold(name: str | None) -> str | None:
    """Returns a name without marks, its article and capitals; None of nobody."""
    return None if name is None else _LEADING_ARTICLE.sub("", _MARKS.sub("", name.lower()).strip())
