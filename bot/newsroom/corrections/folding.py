"""Text -> what has to be the same in two versions of it. Typography is no change: marks, hyphens, blanks, case.

Letters and digits are kept, and what changes a number: separators between digits, signs, currencies, per cent.
"""

import unicodedata
from dataclasses import dataclass

_ENDS = frozenset(".!?…:;。！？।؟|")
_MARKS = frozenset("\"'“”„‟‘’‚‛«»‹›「」『』()[]*")
_QUOTE_MARKS = frozenset('"“”„‟«»‹›「『‘')
_DASHES = frozenset("-–—―‒−")
_IGNORED = frozenset("\u0640\u034f")
"""Arabic tatweel and the grapheme joiner: letters by their category, but nothing that is read."""

_SIGNS = frozenset("%‰€$£¥₹₽₺₩°§")
_LETTERS = frozenset({"Mn", "Mc"})
_VARIATIONS = range(0xFE00, 0xFE10)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text without what does not count.

    Attributes:
        text: its letters, digits and signs.
        places: the index in the original of each of them.
        original: the text.
    """

    text: str
    places: tuple[int, ...]
    original: str

    def find(self, wanted: "FoldedText") -> tuple[int, int] | None:
        """Return start and end in the original of the first place that has all the wanted words and no more of them.

        Words have to begin and end where the wanted ones do, and a whole sentence has to be one here too: "He was
        arrested." is not found in "He was arrested by mistake.".
        """
        start = self.text.find(wanted.text) if wanted.text else -1
        while start >= 0:
            first, last = self.places[start], self.places[start + len(wanted.text) - 1]
            if _begins(self.original, first, wanted) and _ends(self.original, last + 1, wanted):
                return first, last + 1
            start = self.text.find(wanted.text, start + 1)
        return None

    @property
    def is_sentence(self) -> bool:
        """Whether the original ends as a sentence does."""
        return self.original.rstrip("".join(_MARKS) + " \u00a0")[-1:] in _ENDS

    @property
    def begins_large(self) -> bool:
        """Whether the original begins as a sentence does."""
        return bool(self.places) and not self.original[self.places[0]].islower()


def fold(text: str) -> FoldedText:
    """Return what counts of a text."""
    pieces: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for piece in _fold_character(text, place, character):
            pieces.append(piece)
            places.append(place)
    return FoldedText("".join(pieces), tuple(places), text)


def _fold_character(text: str, place: int, character: str) -> str:
    """Return what counts of one character, by its neighbours; "" where it is typography."""
    if character in _IGNORED or ord(character) in _VARIATIONS:
        return ""
    if character.isalnum() or unicodedata.category(character) in _LETTERS:
        return unicodedata.normalize("NFKC", character).casefold()
    if character in _SIGNS:
        return character
    return _fold_separator(text[place - 1 : place] if place else "", character, text[place + 1 : place + 2])


def _fold_separator(before: str, character: str, after: str) -> str:
    """Return a mark that changes the number after it. A thousand's blank or comma is typography; a point is not."""
    if not after.isdigit():
        return ""
    if character in _DASHES:
        return "-" if not before.strip() or before.isdigit() or before in _SIGNS else ""
    if character in "+±~<>":
        return character
    is_typography = not before.isdigit() or character in ",'’" or character.isspace()
    return "" if is_typography else character


def _begins(original: str, start: int, wanted: FoldedText) -> bool:
    """Whether a place is the beginning of a word; where the wanted text is a whole sentence, of a sentence."""
    if start and _is_word(original[start - 1]) and _is_spaced(original[start]):
        return False
    if not (wanted.is_sentence and wanted.begins_large):
        return True
    at = start
    while at and not (_is_word(original[at - 1]) or original[at - 1] in _ENDS or original[at - 1] == "\n"):
        at -= 1
    between = original[at:start]
    is_dateline = len(between) > 1 and any(mark in _DASHES for mark in between)
    is_quoted = any(mark in _QUOTE_MARKS for mark in between)
    return is_dateline or is_quoted or not at or not _is_word(original[at - 1])


def _ends(original: str, end: int, wanted: FoldedText) -> bool:
    """Whether a place is the end of a word; where the wanted text is a whole sentence, of a sentence."""
    if end < len(original) and _is_word(original[end]) and _is_spaced(original[end]):
        return False
    if not wanted.is_sentence:
        return True
    for character in original[end : end + 12]:
        if character in _ENDS or character == "\n" or character in '"”“»›’':
            return True
        if _is_word(character):
            return False
    return True


def _is_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character) in _LETTERS


def _is_spaced(character: str) -> bool:
    """Whether a character is of a script that puts blanks between words."""
    return not "\u3040" <= character <= "\u9fff"
