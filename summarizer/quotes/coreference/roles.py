"""What the article says somebody is: "Pentagon chief", "Verdi-Sprecher", "president of Common Cause"."""

import re
from collections.abc import Sequence

from summarizer.model import Span
from summarizer.quotes.document.mentions import Spot
from summarizer.quotes.document.noun_phrases import CLITICS, HELPING, ROMANCE
from summarizer.quotes.document.noun_phrases import OF as ROMANCE_OF
from summarizer.quotes.document.tokens import CAPITAL, GAP, MARK, NUMBER, QUOTE, WORD, Layout, Token
from summarizer.quotes.grammar.lexicon import Words
from summarizer.quotes.grammar.name_lists import is_first_name

MOST_WORDS = 20
MOST_SPOTS = 12
MOST_OFFICE = 8
OF = ROMANCE_OF | frozenset(("van", "of", "for", "för"))
NAMING = frozenset(
    ("named", "called", "known", "namens", "nommé", "nommée", "llamado", "llamada", "chiamato", "chiamata")
)
RELATIONS = frozenset(
    (
        "wife", "husband", "son", "daughter", "mother", "father", "brother", "sister", "partner", "widow", "girlfriend",
        "boyfriend", "friend", "fiancée", "lawyer", "attorney", "aide", "adviser", "supporter", "critic", "rival",
    )
)  # fmt: skip
YEARS = frozenset(["ans", "años", "anni", "anos", "jaar", "years", "år"])
AGE = re.compile(r"\d{1,3}[-‑]\D")
GLUED_SENTENCE = re.compile(r"\w{2}\.[^\W\d_a-z]")


def is_age(token: Token) -> bool:
    """Whether the token says how old somebody is: "71-year-old", "71-jährige". It belongs to no role."""
    return AGE.match(token.text) is not None


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
                if span is not None and not self._tells_something(span):
                    return span.of(self.body)
        return None

    def _tells_something(self, span: Span) -> bool:
        """Whether it is a clause, or a piece of one, and no role: "maire s'était tourné", "chef de l'État pour"."""
        if self.words.language not in ROMANCE:
            return False
        words = span.of(self.body).lower().replace("’", "' ").replace("'", "' ").split()
        is_open = words[-1] in self.words.prepositions or words[-1] in self.words.adverbs
        return is_open or any(word in HELPING or word.replace("' ", "'") in CLITICS for word in words[1:])

    def _in_front(self, spot: Spot) -> Span | None:
        """As in "Pentagon chief James Mattis": the words between determiner and name."""
        tokens = self.layout.tokens
        first = self._behind_relation(self._behind_whose(spot.first, spot.core), spot.core)
        while first < spot.core and (tokens[first].lower in self.words.determiners or is_age(tokens[first])):
            first += 1
        core = spot.core
        while core > first + 1 and self._is_no_part(tokens[core - 1]):
            core -= 1
        first = self._over_of(first, core)
        first = self._over_other_case(first, core)
        if first >= core:
            return self._office(spot)
        told = any(self.words.is_role(tokens[index].lower) for index in range(first, core))
        # German nouns glue anything to a name: "Rapper Jo Lind".
        glued = self.words.language == "de" and spot.core - first == 1 and is_first_name(tokens[spot.core].lower)
        if not told and not glued:
            return self._office(spot)
        return Span(tokens[first].start, tokens[core - 1].end)

    def _is_no_part(self, token: Token) -> bool:
        """Whether the word between role and name belongs to neither: "Dr.", "named"."""
        return (token.text.endswith(".") and token.lower in self.words.titles) or token.lower in NAMING

    def _behind_relation(self, first: int, core: int) -> int:
        """Over what somebody else is to the one named: "wife of", "the partner of" before "midfielder Jo Lind"."""
        tokens = self.layout.tokens
        for index in range(first + 1, core):
            if tokens[index].lower in OF and tokens[index - 1].lower in RELATIONS:
                return index + 1
        return first

    def _over_other_case(self, first: int, core: int) -> int:
        """Over German adjectives in another case ("holsteinischen"); over all if the role is in one too."""
        tokens = self.layout.tokens
        if self.words.language != "de":
            return first
        while first < core and tokens[first].kind == WORD and tokens[first].lower.endswith(("en", "em")):
            first += 1
        word = tokens[core - 1].lower
        other_case = word.endswith("n") and any(self.words.is_role(stem) for stem in (word[:-1], word[:-2]))
        return core if other_case and not word.endswith("in") else first

    def _behind_whose(self, first: int, core: int) -> int:
        """Over what a German "von" ties to the role: "Entscheidung von US-Präsident" before a name."""
        tokens = self.layout.tokens
        for index in range(first, core - 1):
            told = any(self.words.is_role(token.lower) for token in tokens[first:index])
            if self.words.language == "de" and tokens[index].lower == "von" and not told:
                return index + 1
        return first

    def _office(self, spot: Spot) -> Span | None:
        """As in "le ministre de l'Intérieur Christophe Lind": a role, what an "of" ties to it, then the name."""
        tokens = self.layout.tokens
        if self.words.language == "en" or spot.core < 2 or not is_first_name(tokens[spot.core].lower):
            return None
        if tokens[spot.core - 1].lower in OF:
            return None  # "le ministre compte sur la voix de Jeb Lind"
        first, seen_of = spot.core, False
        while first > 0 and spot.core - first < MOST_OFFICE:
            token = tokens[first - 1]
            if self.words.is_role(token.lower):
                return Span(self._with_first(first - 1), tokens[spot.core - 1].end) if seen_of else None
            if token.kind not in (WORD, CAPITAL) or self.words.is_cue(token.lower):
                return None
            seen_of = seen_of or token.lower in OF
            first -= 1
        return None

    def _with_first(self, index: int) -> int:
        """Where a role begins, with another role word in front of it: "premier ministre"."""
        tokens = self.layout.tokens
        before = index - 1
        if before >= 0 and self.words.is_role(tokens[before].lower):
            index = before
        return tokens[index].start

    def _over_of(self, first: int, core: int) -> int:
        """Take in what an "of" ties on: "US Secretary of" before "State Rex Tillerson"."""
        tokens = self.layout.tokens
        if first < 2 or core == first or tokens[first - 1].lower != "of":
            return first
        start = first - 2
        while start > 0 and first - start < 6 and tokens[start - 1].kind == CAPITAL:
            start -= 1
        heads = [tokens[index].lower for index in range(start, first - 1) if self.words.is_role(tokens[index].lower)]
        return start if heads and heads[-1] not in RELATIONS else first

    def _behind(self, spot: Spot) -> Span | None:
        """As in "Karen Flynn, president of Common Cause,": an appositive that begins with a role."""
        tokens = self.layout.tokens
        opens = self._over_details(spot.last)
        if spot.is_possessive or opens + 1 >= len(tokens) or tokens[opens].text not in ",(–—-":
            return None
        closes = ")" if tokens[opens].text == "(" else ",–—)"
        first = opens + 1
        last = first
        while last < min(len(tokens), first + MOST_WORDS):
            token = tokens[last]
            if token.text in closes or token.kind in (GAP, QUOTE) or (token.kind == MARK and token.text in ".!?;:"):
                break
            last += 1
        while first < last and (tokens[first].lower in self.words.determiners or is_age(tokens[first])):
            first += 1
        return self._role_span(first, last)

    def _over_details(self, index: int) -> int:
        """Over a party in brackets and an age between commas: "Ana Lind (SPD), mayor", "Ana Lind, 71, a teacher"."""
        tokens = self.layout.tokens
        texts = [token.text for token in tokens[index : index + 5]]
        if texts[:1] == ["("] and texts[2:4] == [")", ","]:
            return index + 3
        if texts[:1] == [","] and texts[2:3] == [","] and tokens[index + 1].kind == NUMBER:
            return index + 2
        return index

    def _role_span(self, first: int, last: int) -> Span | None:
        tokens = self.layout.tokens
        early = range(first, min(last, first + 5))
        head = next((index for index in early if self.words.is_role(tokens[index].lower)), None)
        if head is None:
            return None
        if any(self._cannot_lead(index) for index in range(first, head)) or self._is_another(head + 1, last):
            return None
        last = next((index for index in range(head + 1, last) if self._ends_role(index)), last)
        last = self._without_age(head, last)
        while last - 1 > head and self._is_loose_end(tokens[last - 1]):
            last -= 1
        return Span(tokens[first].start, tokens[last - 1].end)

    def _cannot_lead(self, index: int) -> bool:
        """Whether no role has this word in front of its noun: a verb, "when", "for", "his"."""
        token, words = self.layout.tokens[index], self.words
        if token.kind not in (WORD, CAPITAL, NUMBER) or words.is_cue(token.lower):
            return True
        lists = (words.prepositions, words.conjunctions, words.pronouns, words.determiners)
        return words.language == "en" and any(token.lower in known for known in lists)

    def _is_another(self, first: int, last: int) -> bool:
        """Whether the noun is the role of the next in a list: "Billie Lind, activist Jo Marsh"."""
        tokens = self.layout.tokens
        return last - first > 1 and tokens[first].kind == CAPITAL and is_first_name(tokens[first].lower)

    def _ends_role(self, index: int) -> bool:
        """Whether the role is over before this token: at a mark, a verb, "who", or a sentence glued on with a dot."""
        token, words = self.layout.tokens[index], self.words
        following = self.layout.tokens[index + 1].lower if index + 1 < len(self.layout.tokens) else ""
        if token.kind == MARK and token.text not in "/&'’-":
            return True
        if token.lower in words.said or (following in words.said and token.lower in words.adverbs):
            return True
        is_relative = words.pronouns.get(token.lower) == "w" and token.lower not in words.determiners
        return is_relative or GLUED_SENTENCE.search(token.text) is not None

    def _without_age(self, head: int, last: int) -> int:
        """The end of a role without "of 33 years" behind it."""
        tokens = self.layout.tokens
        for index in range(head + 1, last - 1):
            following = tokens[index + 1]
            years = tokens[index + 2].text.split(".")[0].lower() if index + 2 < len(tokens) else ""
            if following.kind == NUMBER and tokens[index].lower in OF and years in YEARS:
                return index
        return last

    def _is_loose_end(self, token: Token) -> bool:
        """Whether a role cannot end with this word: "ambassador to", "head of the"."""
        words = self.words
        if token.lower in NAMING:
            return True
        small = token.kind == WORD and not words.is_role(token.lower)
        known = (
            token.lower in words.prepositions or token.lower in words.determiners or token.lower in words.conjunctions
        )
        return small and known

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
            opens = token.lower in self.words.determiners and token.lower not in OF
            if opens and first + 1 < spot.first - 1 and self._has_role(first + 1, first + 4):
                break
        while first < spot.first - 1 and tokens[first].lower in self.words.determiners:
            first += 1
        head = next(
            (index for index in range(first, min(first + 4, spot.first - 1)) if self._has_role(index, index + 1)), None
        )
        if head is None or any(self._cannot_lead(index) for index in range(first, head)):
            return None
        if any(
            tokens[i].lower in OF and self._has_role(i + 1, spot.first - 1) for i in range(head + 1, spot.first - 1)
        ):
            return None  # "the spokesman of the prime minister, Jo Lind": either of them
        return Span(tokens[first].start, tokens[spot.first - 2].end)

    def _has_role(self, first: int, last: int) -> bool:
        tokens = self.layout.tokens[first:last]
        return any(self.words.is_role(token.lower) for token in tokens)
