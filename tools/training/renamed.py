"""Copies of labelled articles in which first names are replaced by ones no list holds.

Lists of first names know the names of some countries better than of others. A model that sees every second person under
a name of nowhere learns to go by what the article prints.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from summarizer.quotes.grammar.name_lists import is_first_name

CAPITALISED = re.compile(r"\b[^\W\d_a-z][^\W\d_]{2,}\b(?= [^\W\d_a-z])")
OPENINGS = "Zor Kav Mol Tyr Bek Ndu Wil Qas Ery Lho Dru Yax Sevo Ghi Pel Ruk".split()  # noqa: SIM905  (reads better than a list)
MIDDLES = "a e i o u ai oa ey".split()  # noqa: SIM905  (as above)
ENDINGS = "van lin da thek ru msa bat ne shi lo kor ya dis mo wende tal".split()  # noqa: SIM905  (as above)


def renamed(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The article's row with about half of its people renamed; None where nobody would be."""
    names = {name: _invented(name) for name in _first_names(row) if _number(name, row["id"]) % 4}
    if not names:
        return None
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b")

    def swap(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(lambda match: names[match.group()], value)
        if isinstance(value, list):
            return [swap(each) for each in value]
        if isinstance(value, dict):
            return {key: swap(each) for key, each in value.items()}
        return value

    return {**row, **{key: swap(row[key]) for key in ("text", "title", "A") if row.get(key)}}


def _first_names(row: Mapping[str, Any]) -> Iterator[str]:
    """First names of the speakers and of everybody whose first name a list holds, each once."""
    speakers = (quote["speaker"] or "" for quote in row["A"]["quotes"])
    found = {name.split()[0] for name in speakers if len(name.split()) > 1 and name[:1].isupper()}
    found |= {match.group() for match in CAPITALISED.finditer(row["text"])}
    return (name for name in sorted(found) if is_first_name(name.lower()))


def _number(*parts: str) -> int:
    return int(hashlib.sha256("|".join(parts).encode()).hexdigest()[:8], 16)


def _invented(name: str) -> str:
    """A name of nowhere, the same for the same name."""
    number = _number(name)
    opening, number = OPENINGS[number % len(OPENINGS)], number // len(OPENINGS)
    middle, number = MIDDLES[number % len(MIDDLES)], number // len(MIDDLES)
    return opening + middle + ENDINGS[number % len(ENDINGS)]
