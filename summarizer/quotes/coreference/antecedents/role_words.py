"""The words of the roles printed beside a person's name: "the army's spokeswoman Ana Lind" -> spokeswoman, army's."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from summarizer.quotes.coreference.entity import Entity
from summarizer.quotes.coreference.own_offices import parties
from summarizer.quotes.document.mentions import NAME, EntityMention
from summarizer.quotes.document.tokens import CAPITAL, GAP, MARK, QUOTE, WORD, TokenizedArticle
from summarizer.quotes.grammar.lexicon import LanguageLexicon

BEHIND = 12  # tokens of an apposition that are read
IN_FRONT = 10  # tokens before "…, Ana Lind"
CLOSING = (",", ".", ")")  # behind a name that is set off from its role
MOST_READ = 12  # mentions of one person


class RoleWords:
    """Finds which words describe an entity, and which noun phrases use the same."""

    def __init__(
        self,
        entities: Sequence[Entity],
        mentions: Sequence[EntityMention],
        tokenized: TokenizedArticle,
        lexicon: LanguageLexicon,
    ) -> None:
        self.entities = entities
        self.mentions = mentions
        self.tokenized = tokenized
        self.lexicon = lexicon
        self._found: dict[int, tuple[frozenset[str], int]] = {}

    def of(self, entity: int, before: int) -> frozenset[str]:
        """All content words that describe the entity in its mentions before the mention with that number."""
        known, read = self._found.get(entity, (frozenset(), -1))
        if read != before:
            words: set[str] = set()
            for number in self.entities[entity].mentions[:MOST_READ]:
                if number < before:
                    words.update(self._around(self.mentions[number]))
            known = frozenset(words)
            self._found[entity] = known, before
        return known

    def parties(self, numbers: Iterable[int]) -> Iterator[str]:
        """The parties that roles in these mentions are glued to: "FVS" of "FVS-Spitzenkandidat"."""
        for number in islice(numbers, MOST_READ):
            mention = self.mentions[number]
            last = mention.core if mention.kind == NAME else mention.last
            yield from parties(self.tokenized.tokens, mention.first, last)

    def in_phrase(self, mention: EntityMention) -> tuple[str, ...]:
        """The content words of a noun phrase, its head last."""
        tokens = self.tokenized.tokens[mention.first : mention.last]
        return tuple(_plain(token.lower) for token in tokens if self._has_content(token.lower))

    def _around(self, mention: EntityMention) -> Iterator[str]:
        if mention.kind != NAME:
            return
        tokens = self.tokenized.tokens
        for token in tokens[mention.first : mention.core]:
            if self._has_content(token.lower):
                yield _plain(token.lower)
        if mention.last < len(tokens) and tokens[mention.last].text in ",(":
            yield from self._run(range(mention.last + 1, min(len(tokens), mention.last + BEHIND)))
        closes = tokens[mention.last].text if mention.last < len(tokens) else "."
        if mention.first > 0 and tokens[mention.first - 1].text == "," and closes in CLOSING:  # not "…, Ana Lind said"
            yield from self._run(range(mention.first - 2, max(-1, mention.first - IN_FRONT), -1))

    def _run(self, indices: range) -> Iterator[str]:
        """The content words up to the next mark or speech verb."""
        for index in indices:
            token = self.tokenized.tokens[index]
            if token.kind in (GAP, QUOTE, MARK) or self.lexicon.is_cue(token.lower):
                return
            if token.kind in (WORD, CAPITAL) and self._has_content(token.lower):
                yield _plain(token.lower)

    def _has_content(self, word: str) -> bool:
        words = self.lexicon
        return not (
            word in words.determiners
            or word in words.prepositions
            or word in words.conjunctions
            or (word in words.adverbs and not words.is_role(word))
        )


def _plain(word: str) -> str:
    """Without a genitive's ending."""
    return word[:-2] if word.endswith(("'s", "’s")) else word.rstrip("'’")
