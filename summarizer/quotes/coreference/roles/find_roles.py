"""The role the article prints beside a name: "Pentagon chief", "Verdi-Sprecher", "president of Common Cause"."""

from collections.abc import Iterator, Sequence

from summarizer.model import Span
from summarizer.quotes.coreference.roles.before_comma import role_before_comma
from summarizer.quotes.coreference.roles.behind import role_behind
from summarizer.quotes.coreference.roles.in_front import role_in_front
from summarizer.quotes.coreference.roles.speaker_lines import RoleSpot
from summarizer.quotes.document.mentions import EntityMention
from summarizer.quotes.document.tokens import TokenizedArticle
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.romance_words import CLITICS, HELPING
from summarizer.quotes.grammar.word_lists import short_list

KIN = short_list("en", "kin")
SHORT = 3
"""In so few words the surname is the person's, "Lind mother", and not a firm's, "president of Lind Ropes"."""

MOST_SPOTS = 12
PLACES = (role_in_front, role_behind, role_before_comma)


class Roles:
    """Finds roles beside the mentions of an article."""

    def __init__(self, body: str, tokenized: TokenizedArticle, lexicon: LanguageLexicon) -> None:
        self.body = body
        self.tokenized = tokenized
        self.lexicon = lexicon
        self._found: dict[tuple[str, int], RoleSpot | None] = {}

    def find(self, mentions: Sequence[EntityMention], name: str) -> RoleSpot | None:
        """The role printed beside one of these mentions of `name`: in front of it goes first, beside all of it too."""
        key = name, mentions[0].first
        if key not in self._found:
            self._found[key] = self._find(mentions, name)
        return self._found[key]

    def _find(self, mentions: Sequence[EntityMention], name: str) -> RoleSpot | None:
        first = whole = None
        for spot in self._spots(mentions, name):
            is_whole = self._prints(spot.mention, name)
            if is_whole and not self._is_rank(spot):
                return spot
            whole = whole or (spot if is_whole else None)
            first = first or spot
        return whole or first

    def _is_rank(self, spot: RoleSpot) -> bool:
        """Whether it is only "Rep." or "Lt. Col.": a role in words says more."""
        return all(token.text.endswith(".") for token in self.tokenized.tokens[spot.first : spot.last])

    def _spots(self, mentions: Sequence[EntityMention], name: str) -> Iterator[RoleSpot]:
        tokens = self.tokenized.tokens
        for look in PLACES:
            for mention in mentions[:MOST_SPOTS]:
                found = look(tokens, mention, self.lexicon)
                if found is None or self._is_owned(*found):
                    continue
                if self._is_role(Span(tokens[found[0]].start, tokens[found[1] - 1].end), name):
                    yield RoleSpot(*found, mention)

    def _is_owned(self, first: int, last: int) -> bool:
        """Whether the role is of something named elsewhere: "its head" is head of what?"""
        before = self.tokenized.tokens[first - 1].lower if first else ""
        return before in self.lexicon.possessives and last - first == 1

    def _prints(self, mention: EntityMention, name: str) -> bool:
        """Whether the mention is the whole name."""
        return self.body.startswith(name, self.tokenized.tokens[mention.core].start)

    def _is_role(self, span: Span, name: str) -> bool:
        """Whether the words say what somebody is: no clause, not only "mother" or "friend", not the name again."""
        words = span.of(self.body).lower().replace("’", "' ").replace("'", "' ").split()
        again = set(words) & set(name.lower().split()) - self._small(words)
        if set(words) <= KIN or len(again) > 1 or (again and len(words) <= SHORT):
            return False
        if not self.lexicon.traits.roles_run_into_clauses:
            return True
        is_open = words[-1] in self.lexicon.prepositions or words[-1] in self.lexicon.adverbs
        return not is_open and not any(word in HELPING or word.replace("' ", "'") in CLITICS for word in words[1:])

    def _small(self, words: Sequence[str]) -> set[str]:
        """The words that may be in a role and in a name: "of", "de"."""
        return {word for word in words if word in self.lexicon.prepositions or word in self.lexicon.determiners}
