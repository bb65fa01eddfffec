"""People the article describes but does not name: "a worker" and "the worker" behind it are one."""

from collections.abc import Sequence

from summarizer.quotes.coreference.antecedents.role_words import RoleWords
from summarizer.quotes.document.mentions import NOUN, EntityMention
from summarizer.quotes.document.tokens import TokenizedArticle
from summarizer.quotes.grammar.gender import Gender
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import GROUPS
from summarizer.quotes.grammar.word_lists import all_endings

NOBODY = -1
"""In place of an entity: somebody or something the article neither names nor describes."""

UNNAMED = -2
"""UNNAMED - n stands in place of an entity for the person whom the n-th mention describes first."""

MOST_COMPARED = 40  # people described by one noun

AGES = all_endings("age_endings")


class UnnamedPeople:
    """Numbers the unnamed people and groups of one article."""

    def __init__(
        self,
        mentions: Sequence[EntityMention],
        tokenized: TokenizedArticle,
        lexicon: LanguageLexicon,
        roles: RoleWords,
    ) -> None:
        self.mentions = mentions
        self.tokenized = tokenized
        self.lexicon = lexicon
        self.roles = roles
        self._numbers: dict[int, int] = {}
        known: dict[str, list[tuple[int, frozenset[str]]]] = {}
        for number, mention in enumerate(mentions):  # in reading order: who is asked for first changes nothing
            if mention.kind == NOUN and self.is_person(number):
                self._numbers[number] = self._first_like(number, known)

    def head(self, number: int) -> str:
        """The head noun of a mention."""
        return self.tokenized.tokens[self.mentions[number].last - 1].lower

    def is_person(self, number: int) -> bool:
        """Whether a noun phrase describes a person or a group."""
        head, words = self.head(number), self.lexicon
        return words.is_role(head) or head in words.people or head in GROUPS or head.endswith(AGES)

    def is_group(self, number: int) -> bool:
        """Whether a noun phrase describes several people or an organisation."""
        head = self.head(number)
        return head in GROUPS or (head in self.lexicon.people and not self.lexicon.is_role(head))

    def gender(self, number: int) -> Gender:
        """What the head noun tells: "spokeswoman"."""
        head = self.head(number)
        if head in self.lexicon.female:
            return Gender.FEMININE
        return Gender.MASCULINE if head in self.lexicon.male else Gender.UNKNOWN

    def number(self, mention: int) -> int:
        """The person's: that of the first mention with this head and no clashing description; NOBODY for no person."""
        first = self._numbers.get(mention)
        return NOBODY if first is None else UNNAMED - first

    def _first_like(self, mention: int, known: dict[str, list[tuple[int, frozenset[str]]]]) -> int:
        words = self.roles.in_phrase(self.mentions[mention])
        described = frozenset(words)
        earlier = known.setdefault(words[-1] if words else "", [])
        for other, before in earlier[-MOST_COMPARED:]:
            if described <= before or before <= described:
                return other
        earlier.append((mention, described))
        return mention
