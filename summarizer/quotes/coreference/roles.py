"""The role the article prints beside a name: "Pentagon chief", "Verdi-Sprecher", "president of Common Cause"."""

import re
from collections.abc import Sequence

from summarizer.model import Span
from summarizer.quotes.document.mentions import EntityMention
from summarizer.quotes.document.tokens import CAPITAL, GAP, MARK, NUMBER, QUOTE, WORD, Token, TokenizedArticle
from summarizer.quotes.grammar.gender import Gender
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import is_first_name
from summarizer.quotes.grammar.romance_words import CLITICS, HELPING
from summarizer.quotes.grammar.romance_words import OF as ROMANCE_OF
from summarizer.quotes.grammar.word_lists import all_words, endings, short_list

CASE_ENDINGS = endings("de", "adjective_case_endings")

MOST_WORDS = 20
MOST_SPOTS = 12
MOST_OFFICE = 8
OF = ROMANCE_OF | all_words("role_ties")
NAMING = all_words("naming")
RELATIONS = short_list("en", "relations")
YEARS = all_words("years")
AGE = re.compile(r"\d{1,3}[-‑]\D")
GLUED_SENTENCE = re.compile(r"\w{2}\.[^\W\d_a-z]")


def is_age(token: Token) -> bool:
    """Whether the token is an age: "71-year-old", "71-jährige". It belongs to no role."""
    return AGE.match(token.text) is not None


class Roles:
    """Finds roles beside the mentions of an article."""

    def __init__(self, body: str, tokenized: TokenizedArticle, lexicon: LanguageLexicon) -> None:
        self.body = body
        self.tokenized = tokenized
        self.lexicon = lexicon

    def of(self, mentions: Sequence[EntityMention]) -> str | None:
        """The role printed beside the first of these mentions that has one; one in front of the name goes first."""
        for look in (self._in_front, self._behind, self._before_comma):
            for mention in mentions[:MOST_SPOTS]:
                span = look(mention)
                if span is not None and not self._tells_something(span):
                    return span.of(self.body)
        return None

    def _tells_something(self, span: Span) -> bool:
        """Whether it is a clause, or a piece of one, and no role: "maire s'était tourné", "chef de l'État pour"."""
        if not self.lexicon.traits.roles_run_into_clauses:
            return False
        words = span.of(self.body).lower().replace("’", "' ").replace("'", "' ").split()
        is_open = words[-1] in self.lexicon.prepositions or words[-1] in self.lexicon.adverbs
        return is_open or any(word in HELPING or word.replace("' ", "'") in CLITICS for word in words[1:])

    def _in_front(self, mention: EntityMention) -> Span | None:
        """As in "Pentagon chief James Mattis": the words between determiner and name."""
        tokens = self.tokenized.tokens
        first = self._behind_relation(self._behind_whose(mention.first, mention.core), mention.core)
        while first < mention.core and (tokens[first].lower in self.lexicon.determiners or is_age(tokens[first])):
            first += 1
        core = mention.core
        while core > first + 1 and self._is_no_part(tokens[core - 1]):
            core -= 1
        first = self._over_of(first, core)
        first = self._over_other_case(first, core)
        if first >= core:
            return self._office(mention)
        told = any(self.lexicon.is_role(tokens[index].lower) for index in range(first, core))
        # German puts any noun before a name: "Rapper Jo Lind".
        glued = (
            self.lexicon.traits.noun_before_name_is_role
            and mention.core - first == 1
            and is_first_name(tokens[mention.core].lower)
        )
        if not told and not glued:
            return self._office(mention)
        return Span(tokens[first].start, tokens[core - 1].end)

    def _is_no_part(self, token: Token) -> bool:
        """Whether the word between role and name belongs to neither: "Dr.", "named"."""
        return (token.text.endswith(".") and token.lower in self.lexicon.titles) or token.lower in NAMING

    def _behind_relation(self, first: int, core: int) -> int:
        """Skip a relation to another person: "wife of", "the partner of" before "midfielder Jo Lind"."""
        tokens = self.tokenized.tokens
        for index in range(first + 1, core):
            if tokens[index].lower in OF and tokens[index - 1].lower in RELATIONS:
                return index + 1
        return first

    def _over_other_case(self, first: int, core: int) -> int:
        """Skip German adjectives in another case ("holsteinischen"); skip all if the role is in one too."""
        tokens = self.tokenized.tokens
        if not self.lexicon.traits.inflects_roles:
            return first
        while first < core and tokens[first].kind == WORD and tokens[first].lower.endswith(CASE_ENDINGS):
            first += 1
        word = tokens[core - 1].lower
        other_case = word.endswith("n") and any(self.lexicon.is_role(stem) for stem in (word[:-1], word[:-2]))
        return core if other_case and not word.endswith("in") else first

    def _behind_whose(self, first: int, core: int) -> int:
        """Skip the noun in front of a German "von": "Entscheidung von US-Präsident" before a name."""
        tokens = self.tokenized.tokens
        for index in range(first, core - 1):
            told = any(self.lexicon.is_role(token.lower) for token in tokens[first:index])
            if self.lexicon.traits.ties_owners_with_von and tokens[index].lower == "von" and not told:
                return index + 1
        return first

    def _office(self, mention: EntityMention) -> Span | None:
        """As in "le ministre de l'Intérieur Christophe Lind": a role, its "of" phrase, then the name."""
        tokens = self.tokenized.tokens
        if (
            self.lexicon.traits.office_ties_are_capitalised
            or mention.core < 2
            or not is_first_name(tokens[mention.core].lower)
        ):
            return None
        if tokens[mention.core - 1].lower in OF:
            return None  # "le ministre compte sur la voix de Jeb Lind"
        first, seen_of = mention.core, False
        while first > 0 and mention.core - first < MOST_OFFICE:
            token = tokens[first - 1]
            if self.lexicon.is_role(token.lower):
                return Span(self._with_first(first - 1), tokens[mention.core - 1].end) if seen_of else None
            if token.kind not in (WORD, CAPITAL) or self.lexicon.is_cue(token.lower):
                return None
            seen_of = seen_of or token.lower in OF
            first -= 1
        return None

    def _with_first(self, index: int) -> int:
        """Where a role begins, with another role word in front of it: "premier ministre"."""
        tokens = self.tokenized.tokens
        before = index - 1
        if before >= 0 and self.lexicon.is_role(tokens[before].lower):
            index = before
        return tokens[index].start

    def _over_of(self, first: int, core: int) -> int:
        """Include the office in front of an "of": "US Secretary of" before "State Rex Tillerson"."""
        tokens = self.tokenized.tokens
        if first < 2 or core == first or tokens[first - 1].lower != "of":
            return first
        start = first - 2
        while start > 0 and first - start < 6 and tokens[start - 1].kind == CAPITAL:
            start -= 1
        heads = [tokens[index].lower for index in range(start, first - 1) if self.lexicon.is_role(tokens[index].lower)]
        return start if heads and heads[-1] not in RELATIONS else first

    def _behind(self, mention: EntityMention) -> Span | None:
        """As in "Karen Flynn, president of Common Cause,": an appositive that begins with a role."""
        tokens = self.tokenized.tokens
        opens = self._over_details(mention.last)
        if mention.is_possessive or opens + 1 >= len(tokens) or tokens[opens].text not in ",،(–—-":
            return None
        closes = ")" if tokens[opens].text == "(" else ",،–—)"
        first = opens + 1
        last = first
        while last < min(len(tokens), first + MOST_WORDS):
            token = tokens[last]
            if token.text in closes or token.kind in (GAP, QUOTE) or (token.kind == MARK and token.text in ".!?;:"):
                break
            last += 1
        while first < last and (tokens[first].lower in self.lexicon.determiners or is_age(tokens[first])):
            first += 1
        return self._role_span(first, last)

    def _over_details(self, index: int) -> int:
        """Skip a party in brackets and an age between commas: "Ana Lind (SPD), mayor", "Ana Lind, 71, a teacher"."""
        tokens = self.tokenized.tokens
        texts = [token.text for token in tokens[index : index + 5]]
        if texts[:1] == ["("] and texts[2:4] == [")", ","]:
            return index + 3
        if texts[:1] == [","] and texts[2:3] == [","] and tokens[index + 1].kind == NUMBER:
            return index + 2
        return index

    def _role_span(self, first: int, last: int) -> Span | None:
        tokens = self.tokenized.tokens
        early = range(first, min(last, first + 5))
        head = next((index for index in early if self.lexicon.is_role(tokens[index].lower)), None)
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
        token, words = self.tokenized.tokens[index], self.lexicon
        if token.kind not in (WORD, CAPITAL, NUMBER) or words.is_cue(token.lower):
            return True
        lists = (words.prepositions, words.conjunctions, words.pronouns, words.determiners)
        return words.traits.function_words_end_roles and any(token.lower in known for known in lists)

    def _is_another(self, first: int, last: int) -> bool:
        """Whether the noun is the role of the next in a list: "Billie Lind, activist Jo Marsh"."""
        tokens = self.tokenized.tokens
        return last - first > 1 and tokens[first].kind == CAPITAL and is_first_name(tokens[first].lower)

    def _ends_role(self, index: int) -> bool:
        """Whether the role is over before this token: at a mark, a verb, "who", or a sentence glued on with a dot."""
        token, words = self.tokenized.tokens[index], self.lexicon
        following = self.tokenized.tokens[index + 1].lower if index + 1 < len(self.tokenized.tokens) else ""
        if token.kind == MARK and token.text not in "/&'’-":
            return True
        if token.lower in words.speech_verbs or (following in words.speech_verbs and token.lower in words.adverbs):
            return True
        is_relative = words.pronouns.get(token.lower) is Gender.RELATIVE and token.lower not in words.determiners
        return is_relative or GLUED_SENTENCE.search(token.text) is not None

    def _without_age(self, head: int, last: int) -> int:
        """The end of a role without "of 33 years" behind it."""
        tokens = self.tokenized.tokens
        for index in range(head + 1, last - 1):
            following = tokens[index + 1]
            years = tokens[index + 2].text.split(".")[0].lower() if index + 2 < len(tokens) else ""
            if following.kind == NUMBER and tokens[index].lower in OF and years in YEARS:
                return index
        return last

    def _is_loose_end(self, token: Token) -> bool:
        """Whether a role cannot end with this word: "ambassador to", "head of the"."""
        words = self.lexicon
        if token.lower in NAMING:
            return True
        small = token.kind == WORD and not words.is_role(token.lower)
        known = (
            token.lower in words.prepositions or token.lower in words.determiners or token.lower in words.conjunctions
        )
        return small and known

    def _before_comma(self, mention: EntityMention) -> Span | None:
        """As in "The president of the council, Nicolas Féraud,": a role separated from the name by a comma."""
        tokens = self.tokenized.tokens
        if mention.first < 2 or tokens[mention.first - 1].text != ",":
            return None
        first = mention.first - 1
        while first > 0 and mention.first - first < MOST_WORDS:
            token = tokens[first - 1]
            if (
                token.kind not in (WORD, CAPITAL)
                or token.lower in self.lexicon.speech_verbs
                or token.lower in self.lexicon.conjunctions
            ):
                break
            first -= 1
            opens = token.lower in self.lexicon.determiners and token.lower not in OF
            if opens and first + 1 < mention.first - 1 and self._has_role(first + 1, first + 4):
                break
        while first < mention.first - 1 and tokens[first].lower in self.lexicon.determiners:
            first += 1
        head = next(
            (index for index in range(first, min(first + 4, mention.first - 1)) if self._has_role(index, index + 1)),
            None,
        )
        if head is None or any(self._cannot_lead(index) for index in range(first, head)):
            return None
        if any(
            tokens[i].lower in OF and self._has_role(i + 1, mention.first - 1)
            for i in range(head + 1, mention.first - 1)
        ):
            return None  # "the spokesman of the prime minister, Jo Lind": either of them
        return Span(tokens[first].start, tokens[mention.first - 2].end)

    def _has_role(self, first: int, last: int) -> bool:
        tokens = self.tokenized.tokens[first:last]
        return any(self.lexicon.is_role(token.lower) for token in tokens)
