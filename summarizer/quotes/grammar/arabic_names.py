"""Names in Arabic, which has no capitals: the words behind a verb and a role, up to "that", a comma or a preposition.

"قال وزير الصحة سامر الحداد إن": the verb, the role with its office, the name. The name begins with a listed first
name, or with the first word without an article behind an office that ends in a word with one. Nothing else is taken
for a name.
"""

import re
from collections.abc import Sequence

from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import is_first_name
from summarizer.quotes.grammar.word_lists import short_list

ARTICLE = "ال"
TO = "ل"
"""Glued to the word behind "according": "وفقا لوزير"."""

GLUED = ("لل", "بال", "وال", "فال", "كال")
"""A preposition or "and" glued to "the": no word of a name begins so."""

OFFICE_WORDS = short_list("ar", "office_words")
TAKES_NO_OBJECT = short_list("ar", "takes_no_object")
BINDING = short_list("ar", "binding")
"""Words of a name that always have another behind them."""

MOST_WORDS = 10  # of an office with a name
SHORTEST_NAME, LONGEST_NAME = 2, 4
MOST_NAMES = 200
SIGNS = re.compile("[\u064b-\u0652\u0670\u0640]")
ALEF = re.compile("[أإآٱ]")


def fold(word: str) -> str:
    """The word without vowel signs, hamza on alef, and alef maqsura, which newsrooms write or leave out."""
    return ALEF.sub("ا", SIGNS.sub("", word)).replace("ى", "ي")


def find_name_words(words: Sequence[str], lexicon: LanguageLexicon) -> frozenset[int]:
    """The indices of the words that are parts of names.

    Args:
        words: the folded words of the article in their order; "" for each mark, number, gap and quote.
        lexicon: the lists of Arabic.
    """
    reader = _NameReader(words, lexicon)
    names = reader.names()
    found = {index for start, end in names for index in range(start, end)}
    return frozenset(found | reader.again([words[start:end] for start, end in names]))


class _NameReader:
    """Finds names in the words of one article."""

    def __init__(self, words: Sequence[str], lexicon: LanguageLexicon) -> None:
        self.words = words
        self.lexicon = lexicon
        self.before_names = lexicon.speech_verbs | {phrase[-1] for phrase in lexicon.according}
        self.ends = lexicon.speech_verbs | lexicon.prepositions | lexicon.conjunctions | lexicon.adverbs
        self.ends |= lexicon.pronouns.keys() | {""}

    def names(self) -> list[tuple[int, int]]:
        """Where each name begins and ends."""
        found: list[tuple[int, int]] = []
        for index, word in enumerate(self.words):
            name = self._behind(index + 1) if word in self.before_names else None
            if name is None and is_first_name(word):
                name = self._before_verb(index)
            if name is not None:
                found.append(name)
            if len(found) == MOST_NAMES:
                break
        return found

    def again(self, names: Sequence[Sequence[str]]) -> set[int]:
        """The words of names that are printed again: in full anywhere, the last one alone beside a verb."""
        found: set[int] = set()
        by_first = {name[0]: tuple(name) for name in reversed(names)}
        surnames = {name[-1] for name in names}
        for index, word in enumerate(self.words):
            name = by_first.get(word, ())
            if name and tuple(self.words[index : index + len(name)]) == name:
                found.update(range(index, index + len(name)))
            if word in surnames and self._is_beside_verb(index):
                found.add(index)
        return found

    def _behind(self, first: int) -> tuple[int, int] | None:
        """The name in the phrase that begins at a word."""
        while first < len(self.words) and (
            self.words[first] in self.lexicon.adverbs or self.words[first] in self.lexicon.titles
        ):
            first += 1
        end = self._end_of_phrase(first)
        start = self._start_of_name(first, end)
        verb = self.words[first - 1]
        return (start, end) if start is not None and self._is_whole(start, end, verb) else None

    def _is_whole(self, start: int, end: int, verb: str) -> bool:
        """Whether the words are a name and nothing else: two, or more where the verb takes no object."""
        parts = sum(word not in BINDING for word in self.words[start:end])
        if parts <= SHORTEST_NAME or end - start > LONGEST_NAME:
            return parts == SHORTEST_NAME and end - start <= LONGEST_NAME
        closing = self.words[end] if end < len(self.words) else ""
        is_said = verb.removeprefix("و").removeprefix("ف") in TAKES_NO_OBJECT
        return closing in self.lexicon.conjunctions or (is_said and self.words[end - 1].startswith(ARTICLE))

    def _end_of_phrase(self, first: int) -> int:
        limit = min(len(self.words), first + MOST_WORDS)
        return next((index for index in range(first, limit) if self._is_end(self.words[index])), max(first, limit))

    def _is_end(self, word: str) -> bool:
        return word in self.ends or word.startswith(GLUED)

    def _start_of_name(self, first: int, end: int) -> int | None:
        has_role = first < end and self._is_role(self.words[first])
        places = range(first, end if has_role else min(first + 1, end))
        start = next((index for index in places if is_first_name(self.words[index])), None)
        if start is not None or not has_role:
            return start
        start = first + 1
        while start < end and (self.words[start].startswith(ARTICLE) or self.words[start] in OFFICE_WORDS):
            start += 1
        is_closed = self.words[start - 1].startswith(ARTICLE)
        return start if is_closed and end - start < LONGEST_NAME else None

    def _before_verb(self, start: int) -> tuple[int, int] | None:
        """A first name with one or two words behind it, and then a verb: "سامر الحداد قال"."""
        end = self._end_of_phrase(start)
        is_name = SHORTEST_NAME <= end - start < LONGEST_NAME and end < len(self.words)
        return (start, end) if is_name and self.words[end] in self.lexicon.speech_verbs else None

    def _is_beside_verb(self, index: int) -> bool:
        behind = self.words[index + 1 : index + 2]
        follows = index > 0 and self.words[index - 1] in self.before_names
        return follows or (bool(behind) and behind[0] in self.lexicon.speech_verbs)

    def _is_role(self, word: str) -> bool:
        return self.lexicon.is_role(word) or (word.startswith(TO) and self.lexicon.is_role(word[1:]))
