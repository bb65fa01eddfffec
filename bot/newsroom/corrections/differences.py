"""Two wordings of a sentence -> the words that differ, and what they are: a number, a name, other words."""

from difflib import SequenceMatcher

from bot.newsroom.corrections.folding import fold
from bot.newsroom.corrections.model import Change, ChangeKind
from bot.newsroom.corrections.number_values import SCALES, read_values

MAX_WORDS = 150
"""Longer sentences are compared by their first words: comparing takes the square of their number."""

_NUMBER_WORDS = frozenset(
    # Words in which news prints small numbers; longer ones are printed in digits.
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty
    fifty hundred thousand million billion trillion zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert
    tausend millionen milliarden deux trois quatre cinq sept huit neuf dix onze douze cent mille millions milliards dos
    tres cuatro cinco seis siete ocho nueve diez once doce cien mil millones""".split()  # noqa: SIM905  (read as one list)
)
_SAME_NAME = 0.8
"""Two names that are alike so much are one in two spellings."""

_PUNCTUATION = " \t\n\u00a0.,;:!?…\"'“”„‘’‚«»‹›()[]–—"


def find_changes(before: str, now: str) -> tuple[Change, ...]:
    """Return the words that were replaced, in order, as both wordings print them."""
    left, right = before.split()[:MAX_WORDS], now.split()[:MAX_WORDS]
    folded, other = ([fold(word).text for word in side] for side in (left, right))
    matcher = SequenceMatcher(None, folded, other, autojunk=False)
    changes = []
    for operation, start, end, other_start, other_end in matcher.get_opcodes():
        if operation == "equal":
            continue
        old, new = left[start:end], right[other_start:other_end]
        if fold("".join(old)).text == fold("".join(new)).text:
            continue  # "cease-fire" and "cease fire"
        changes.append(Change(_join(old), _join(new), _kind_of(old, new, is_first=not start)))
    return tuple(changes)


def _kind_of(old: list[str], new: list[str], *, is_first: bool) -> ChangeKind:
    """What was replaced. A number or a name that is only added, or only left out, is another wording."""
    if old and new:
        if _numbers(old) and _numbers(new) and read_values(_numbers(old)) != read_values(_numbers(new)):
            return ChangeKind.NUMBER
        before, now = _names(old, is_first=is_first), _names(new, is_first=is_first)
        if before and now and not any(_is_same_name(one, other) for one in before for other in now):
            return ChangeKind.NAME
    return ChangeKind.WORDING


def _numbers(words: list[str]) -> list[str]:
    folded = [fold(word).text for word in words]
    return [word for word in folded if any(map(str.isdigit, word)) or word in _NUMBER_WORDS or word in SCALES]


def _is_same_name(one: str, other: str) -> bool:
    """Whether two names are one in another spelling or form: Zelensky, Zelenskyy; Oslo, Oslo's."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SAME_NAME


def _names(words: list[str], *, is_first: bool) -> set[str]:
    """Words with a capital inside a sentence; the first word has one in any case."""
    inside = words[1:] if is_first else words
    return {fold(word).text for word in inside if word.strip(_PUNCTUATION)[:1].isupper()}


def _join(words: list[str]) -> str:
    return " ".join(words).strip(_PUNCTUATION)
