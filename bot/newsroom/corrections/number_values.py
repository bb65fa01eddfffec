"""What numbers in a text are worth, so that "two", "2" and "12 million", "12m", "12,000,000" are the same. Pure."""

import re

SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "bn": 1e9, "m": 1e6, "mn": 1e6, "k": 1e3}
"""English only: what is not known here is compared as it is written."""

_WORDS = tuple(
    # With a value each, from 0.
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty""".split()  # noqa: SIM905  (read as one line)
)
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)([a-z]*)")


def read_values(words: list[str]) -> list[float | str]:
    """Return the values of number words, in order; a scale is part of the number before it, and "a million" is one."""
    values: list[float | str] = []
    is_open = False
    for word in words:
        if word in SCALES:
            values = [*values[:-1], _scale(values[-1], word)] if is_open else [*values, SCALES[word]]
            is_open = False
            continue
        values.append(_read(word))
        is_open = True
    return values


def _scale(value: float | str, word: str) -> float | str:
    return round(value * SCALES[word], 6) if isinstance(value, float) else f"{value} {word}"


def _read(word: str) -> float | str:
    """Return the value of one word; signs of currencies and per cent do not count. As it is, where it is not known."""
    if word in _WORDS:
        return float(_WORDS.index(word))
    figure = _FIGURE.fullmatch(word.strip("%€$£¥"))
    if figure is None:
        return word
    value, unit = float(figure.group(1)), figure.group(2)
    if unit and unit not in SCALES:
        return word
    return round(value * SCALES.get(unit, 1.0), 6)
