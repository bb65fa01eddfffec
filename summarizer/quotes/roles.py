"""What the article says somebody is: "Pentagon chief", "Verdi-Sprecher", "president of Common Cause"."""

from collections.abc import Sequence

from summarizer.model import Span
from summarizer.quotes.layout import CAPITAL, GAP, MARK, NUMBER, QUOTE, WORD, Layout
from summarizer.quotes.mentions import Spot
from summarizer.quotes.names import FIRST_NAMES
from summarizer.quotes.words import Words

MOST_WORDS = 12
MOST_SPOTS = 12


class Roles:
    """Finds roles beside the spots of an article."""

    def __init__(self, body: str, layout: Layout, words: Words) -> None:
        self.body = body
        self.layout = layout
        self.words = words

    def of(self, spots: Sequence[Spot]) -> str | None:
        """The role printed beside the first of these spots that has one; one in front of the name goes first."""
        for look in (self._in_front, self._behind, self._before_comma):
            for spot in spots[:MOST_SPOTS]:
                span = look(spot)
                if span is not None:
                    return span.of(self.body)
        return None

    def _in_front(self, spot: Spot) -> Span | None:
        """As in "Pentagon chief James Mattis": the words between determiner and name."""
        tokens = self.layout.tokens
        first = spot.first
        while first < spot.core and tokens[first].lower in self.words.determiners:
            first += 1
        first = self._over_of(first, spot.core)
        if first >= spot.core:
            return None
        told = any(self.words.is_role(tokens[index].lower) for index in range(first, spot.core))
        # German nouns glue anything to a name: "Rapper Jo Lind".
        glued = self.words.language == "de" and spot.core - first == 1 and tokens[spot.core].lower in FIRST_NAMES
        if not told and not glued:
            return None
        return Span(tokens[first].start, tokens[spot.core - 1].end)

    def _over_of(self, first: int, core: int) -> int:
        """Take in what an "of" ties on: "US Secretary of" before "State Rex Tillerson"."""
        tokens = self.layout.tokens
        if first < 2 or core == first or tokens[first - 1].lower != "of":
            return first
        start = first - 2
        while start > 0 and first - start < 6 and tokens[start - 1].kind == CAPITAL:
            start -= 1
        return start if any(self.words.is_role(tokens[index].lower) for index in range(start, first - 1)) else first

    def _behind(self, spot: Spot) -> Span | None:
        """As in "Karen Flynn, president of Common Cause,": an appositive that begins with a role."""
        tokens = self.layout.tokens
        if spot.is_possessive or spot.last + 1 >= len(tokens) or tokens[spot.last].text not in ",(–—-":
            return None
        closes = ")" if tokens[spot.last].text == "(" else ",–—)"
        first = spot.last + 1
        last = first
        while last < min(len(tokens), first + MOST_WORDS):
            token = tokens[last]
            if token.text in closes or token.kind in (GAP, QUOTE) or (token.kind == MARK and token.text in ".!?;:"):
                break
            last += 1
        while first < last and tokens[first].lower in self.words.determiners:
            first += 1
        return self._role_span(first, last)

    def _role_span(self, first: int, last: int) -> Span | None:
        tokens = self.layout.tokens
        early = range(first, min(last, first + 5))
        head = next((index for index in early if self.words.is_role(tokens[index].lower)), None)
        if head is None:
            return None
        if any(
            tokens[i].kind not in (WORD, CAPITAL, NUMBER) or self.words.is_cue(tokens[i].lower)
            for i in range(first, head)
        ):
            return None
        for index in range(head + 1, last):
            if tokens[index].kind == MARK and tokens[index].text not in "/&'’-":
                last = index
                break
            if self.words.pronouns.get(tokens[index].lower) == "w" or tokens[index].lower in self.words.said:
                last = index
                break
        return Span(tokens[first].start, tokens[last - 1].end)

    def _before_comma(self, spot: Spot) -> Span | None:
        """As in "The president of the council, Nicolas Féraud,": a role that a comma parts from the name."""
        tokens = self.layout.tokens
        if spot.first < 2 or tokens[spot.first - 1].text != ",":
            return None
        first = spot.first - 1
        while first > 0 and spot.first - first < MOST_WORDS:
            token = tokens[first - 1]
            if (
                token.kind not in (WORD, CAPITAL)
                or token.lower in self.words.said
                or token.lower in self.words.conjunctions
            ):
                break
            first -= 1
            if (
                token.lower in self.words.determiners
                and first + 1 < spot.first - 1
                and self._has_role(first + 1, first + 4)
            ):
                break
        while first < spot.first - 1 and tokens[first].lower in self.words.determiners:
            first += 1
        if not self._has_role(first, min(first + 4, spot.first - 1)):
            return None
        return Span(tokens[first].start, tokens[spot.first - 2].end)

    def _has_role(self, first: int, last: int) -> bool:
        tokens = self.layout.tokens[first:last]
        return any(self.words.is_role(token.lower) for token in tokens)
