"""Whether two capitals in a row are a person, by what the article prints around them and not by a list of names."""

from collections.abc import Sequence

from summarizer.quotes.coreference.entity import Entity
from summarizer.quotes.document.mentions import NAME, EntityMention
from summarizer.quotes.document.tokens import TokenizedArticle
from summarizer.quotes.grammar.gender import Gender
from summarizer.quotes.grammar.lexicon import LanguageLexicon

MOST_READ = 12  # mentions of one name
BEHIND = 5  # tokens behind a comma in which a role makes an apposition


class PersonSigns:
    """Reads the signs of people beside the names of one article."""

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
        self._found: dict[int, bool] = {}

    def is_shown(self, entity: int) -> bool:
        """Whether a title, a role, an age, "who" or the surname by itself shows that the name is a person's."""
        if entity not in self._found:
            here = self.entities[entity]
            numbers = here.mentions[:MOST_READ]
            self._found[entity] = any(self._is_sign(here, number) for number in numbers)
        return self._found[entity]

    def _is_sign(self, entity: Entity, number: int) -> bool:
        mention, tokens = self.mentions[number], self.tokenized.tokens
        if mention.kind != NAME:
            return False
        if mention.last - mention.core == 1 and tokens[mention.core].lower.startswith(entity.words[-1]):
            return True
        words = self.lexicon
        in_front = [token.lower for token in tokens[mention.first : mention.core]]
        if any(words.is_role(word) or word in words.titles for word in in_front):
            return True
        behind = tokens[mention.last : mention.last + BEHIND]
        if not behind or behind[0].text not in ",(":
            return False
        return any(
            words.is_role(token.lower) or token.text.isdigit() or words.pronouns.get(token.lower) is Gender.RELATIVE
            for token in behind[1:]
        )
