"""Removes control and invisible characters from every text before anything else reads it."""

import re
import unicodedata

MAX_MARKS = 30
"""Combining marks kept in a row. Source: Unicode UAX #15, section 13, "Stream-Safe Text Format"."""

NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff"
"""The inside of a character class: noncharacters of the first plane. The 32 others break nothing, and searching for
them takes twice the time. Source: Unicode, section 23.7."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")

# C0 and C1 controls but tab and newline, soft hyphen, zero-width space, word joiner and invisible operators,
# bidirectional embeddings and isolates, byte order mark, interlinear annotation, noncharacters, tags, lone surrogates.
# The zero-width joiner and non-joiner stay: Persian, Indic scripts and emoji are spelt with them. So do the plain
# left-to-right and right-to-left marks.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    f"\U000e0000-\U000e007f\ud800-\udfff{NONCHARACTERS}]"
)


def _combining_ranges() -> str:
    """Returns the inside of a character class: every combining code point of the first plane."""
    marks = [code for code in range(0x300, 0x10000) if unicodedata.combining(chr(code))]
    return "".join(map(re.escape, map(chr, marks)))


_MARK_FLOOD = re.compile(f"([{_combining_ranges()}]{{{MAX_MARKS}}})[{_combining_ranges()}]+")


def clean_characters(text: str) -> str:
    """Returns the text in NFC without control and invisible characters; every kind of line end becomes a newline.

    Long runs of combining marks are cut first: normalising sorts them, in quadratic time.
    """
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    if unicodedata.is_normalized("NFC", text):
        return _MARK_FLOOD.sub(r"\1", text)
    return unicodedata.normalize("NFC", _MARK_FLOOD.sub(r"\1", text))


def has_words(text: str) -> bool:
    """Whether the text has a letter or a digit."""
    return any(character.isalnum() for character in text)
