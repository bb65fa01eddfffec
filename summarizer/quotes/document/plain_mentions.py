"""Possible speakers in the languages in which only plain patterns name one: names, roles, groups and pronouns.

Most of these languages have no articles, and put the place of an office between a role and a name: "мэр Москвы Сергей
Собянин", "rzecznik straży pożarnej Marek Dolny". A mention goes from the role to the end of the name.
"""

from collections.abc import Iterator

from summarizer.quotes.document.entity_mention import NAME, NOUN, PRONOUN, EntityMention, make_mention
from summarizer.quotes.document.names.name_particles import joins_name
from summarizer.quotes.document.tokens import CAPITAL, WORD, Token, TokenizedArticle
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import is_first_name
from summarizer.quotes.grammar.plain_words import PLAIN_WORDS

MOST_NAME_WORDS = 8
MOST_OFFICE_WORDS = 9
MOST_OWNERS = 5
LONGEST_UNKNOWN = 3
"""Without a listed first name, more capitals in a row are a place or an office with a name, and nobody knows where."""


def find_plain_mentions(tokenized: TokenizedArticle, lexicon: LanguageLexicon) -> Iterator[EntityMention]:
    """All possible speakers in document order, never overlapping."""
    reader = _Reader(tokenized, lexicon)
    index = 0
    while index < len(tokenized.tokens):
        mention = reader.mention_at(index)
        if mention is not None:
            yield mention
        index = index + 1 if mention is None else mention.last


class _Reader:
    """Reads the mention that begins at a token."""

    def __init__(self, tokenized: TokenizedArticle, lexicon: LanguageLexicon) -> None:
        self.tokens = tokenized.tokens
        self.lexicon = lexicon
        self.words = PLAIN_WORDS[lexicon.language]
        self.openers = {first for first, _ in tokenized.bounds}
        self.small = {token.lower for token in self.tokens if token.kind == WORD}
        self.stops = lexicon.prepositions | lexicon.conjunctions | lexicon.adverbs | lexicon.speech_verbs
        self.stops |= lexicon.pronouns.keys()

    def mention_at(self, index: int) -> EntityMention | None:
        """The mention that begins at a token, with an article in front; None for none."""
        token = self.tokens[index]
        if token.kind not in (WORD, CAPITAL):
            return None
        if token.lower not in self.lexicon.determiners:
            return self._described_at(index)
        mention = self._described_at(index + 1) if index + 1 < len(self.tokens) else None
        return None if mention is None else mention._replace(first=index, start=token.start)

    def _described_at(self, index: int) -> EntityMention | None:
        """The same with a title, or an adjective in front of a role: "pani Ewa Kos", "официальный представитель"."""
        is_title = self.tokens[index].lower.rstrip(".") in self.lexicon.titles
        if index + 1 < len(self.tokens) and (is_title or self._is_adjective(index)):
            mention = self._head_at(index + 1)
            if mention is not None and mention.kind != PRONOUN:
                return mention._replace(first=index, start=self.tokens[index].start)
        return self._head_at(index)

    def _head_at(self, index: int) -> EntityMention | None:
        token, lower = self.tokens[index], self.tokens[index].lower
        if lower in self.lexicon.pronouns:
            return make_mention(self.tokens, index, index + 1, PRONOUN, index)
        if self.lexicon.is_role(lower) and not (token.kind == CAPITAL and self._is_name_word(index)):
            return self._office(index)
        if lower in self.lexicon.people:
            return make_mention(self.tokens, index, index + 1, NOUN, index)
        if token.kind == CAPITAL and lower not in self.lexicon.starters:
            return self._name(index)
        return None

    def _is_adjective(self, index: int) -> bool:
        """Whether an adjective precedes a role: "официальный представитель"."""
        token, behind = self.tokens[index], self.tokens[index + 1 : index + 2]
        endings = self.words.adjective_endings
        if not endings or not behind or not self.lexicon.is_role(behind[0].lower) or token.lower in self.stops:
            return False
        is_word = token.kind == WORD or index in self.openers
        return is_word and token.lower.endswith(endings) and not self.lexicon.is_role(token.lower)

    def _is_name_word(self, index: int) -> bool:
        """Whether a role with a capital is somebody's name within a sentence: "Король"."""
        return index not in self.openers and index > 0 and self.tokens[index - 1].kind == CAPITAL

    def _name(self, index: int) -> EntityMention | None:
        """Words with capitals in a row, without those in front of a listed first name."""
        last = self._end_of_run(index)
        core = self._start_of_name(index, last, behind_role=False)
        is_plain_opener = index in self.openers and last - index == 1 and self.tokens[index].lower in self.small
        if core is None or is_plain_opener:
            return None
        if core > index and self.tokens[index].text.isupper():  # "PAP Jan Wolski": an addressee, then a person
            return make_mention(self.tokens, index, core, NAME, index)
        return make_mention(self.tokens, core, last, NAME, core)

    def _end_of_run(self, index: int) -> int:
        position = index + 1
        limit = min(len(self.tokens), index + MOST_NAME_WORDS)
        while position < limit:
            token = self.tokens[position]
            is_part = token.kind == CAPITAL and token.lower not in self.lexicon.speech_verbs
            if not is_part and not joins_name(self.tokens, position, self.lexicon):
                break
            position += 1
        return position

    def _start_of_name(self, first: int, last: int, *, behind_role: bool) -> int | None:
        """Where a name begins in words with capitals; `last` for none, None where nobody can know."""
        listed = [index for index in range(first, last - 1) if is_first_name(self.tokens[index].lower)]
        if listed:
            is_long = last - listed[0] > LONGEST_UNKNOWN and not self.lexicon.traits.lacks_capitals
            return listed[-1] if is_long else listed[0]
        start = first
        while start < last - 1 and _is_acronym(self.tokens[start].text):
            start += 1
        if not behind_role:
            return start
        return self._behind_place(start, last)

    def _behind_place(self, start: int, last: int) -> int | None:
        """Where the name begins behind a place in the genitive: "мэр Москвы Собянин", "burmistrz Wierzbna"."""
        word = self.tokens[start].lower
        if is_first_name(word):
            return start
        is_place = word.endswith(self.words.genitive_endings) if self.words.genitive_endings else False
        is_doubtful = word.endswith(self.words.doubtful_endings) if self.words.doubtful_endings else False
        if is_place:
            return start + 1 if last - start <= LONGEST_UNKNOWN else None
        if is_doubtful and last - start == 1:
            return last  # "prezydent Duda" and "prezydent Krakowa" are printed the same way: as a whole
        if is_doubtful or last - start > LONGEST_UNKNOWN:
            return None
        return start

    def _office(self, head: int) -> EntityMention | None:
        """A role with its place and its name; a noun where it has none."""
        runs = list(self._runs_of(head))
        listed = next((run for run in runs if any(is_first_name(self.tokens[at].lower) for at in range(*run))), None)
        first, last = listed or (runs[-1] if runs else (head, head + 1))
        if not runs or (listed is None and self._is_only_place(first, last)):
            return make_mention(self.tokens, head, self._behind_owners(last), NOUN, head)
        core = self._start_of_name(first, last, behind_role=True)
        if core is None:
            return None
        if core == last:
            return make_mention(self.tokens, head, last, NOUN, head)
        return make_mention(self.tokens, head, last, NAME, core)

    def _runs_of(self, head: int) -> Iterator[tuple[int, int]]:
        """The words with capitals behind a role, run by run."""
        position, end = head + 1, self._end_of_office(head)
        while position < end:
            last = self._end_of_run(position) if self.tokens[position].kind == CAPITAL else position + 1
            if self.tokens[position].kind == CAPITAL:
                yield position, last
            position = last

    def _is_only_place(self, first: int, last: int) -> bool:
        """Whether the words belong to the role: "губернатор Заречной области", "ο δήμαρχος Ποταμιάς, Νίκος Παππάς"."""
        behind = self.tokens[last : last + 3]
        if not behind:
            return False
        is_name_next = len(behind) > 2 and behind[0].text in ",،" and behind[1].kind == behind[2].kind == CAPITAL
        return is_name_next or (last - first == 1 and self._is_owner(behind[0]))

    def _end_of_office(self, head: int) -> int:
        limit = min(len(self.tokens), head + MOST_OFFICE_WORDS)
        return next((index for index in range(head + 1, limit) if not self._is_office_word(index)), limit)

    def _is_office_word(self, index: int) -> bool:
        token = self.tokens[index]
        if token.kind == CAPITAL:
            return token.lower not in self.lexicon.speech_verbs
        if token.kind != WORD:
            return False
        return (
            token.lower in self.words.office_ties or token.lower in self.words.owners or token.lower not in self.stops
        )

    def _behind_owners(self, index: int) -> int:
        """Where a role ends that has no name: behind "policji" in "rzecznik policji"."""
        last = index
        limit = min(len(self.tokens), index + MOST_OWNERS)
        while last < limit and self.tokens[last].kind == WORD and self._is_owner(self.tokens[last]):
            last += 1
        while last > index and self.tokens[last - 1].lower in self.words.office_ties:
            last -= 1
        return last

    def _is_owner(self, token: Token) -> bool:
        if self.lexicon.traits.lacks_capitals:
            return token.lower.startswith("ال") and token.lower not in self.stops
        return token.lower in self.words.owners


def _is_acronym(word: str) -> bool:
    """Whether the word is capitals throughout, and no initial like "M."."""
    return len(word) > 1 and word.isupper() and not word.endswith(".")
