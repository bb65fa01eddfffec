"""How prominent a mention is, by its place in the sentence; and whom a pronoun in between goes on about."""

from collections.abc import Callable, Sequence

from summarizer.quotes.coreference.antecedents.unnamed import NOBODY
from summarizer.quotes.document.mentions import PRONOUN, EntityMention
from summarizer.quotes.document.noun_phrases import PAST
from summarizer.quotes.document.quote_context import CueKind, QuoteContext
from summarizer.quotes.document.subjects import find_subjects, is_cleft, is_genitive
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE, WORD
from summarizer.quotes.grammar.gender import PERSONAL, Gender
from summarizer.quotes.grammar.word_lists import all_words, short_list

JOINING = all_words("role_joining")
MOST_JOINED = 4  # mentions that "and" joins
MOST_IN_BRACKETS = 14  # tokens
OPENING = 3  # tokens of a sentence in which its subject begins
CHAIN = 16  # mentions before a pronoun among which its subject is looked for
CHAIN_SENTENCES = 4
SPEAKS = "speaks"
PROMINENT = (SPEAKS, "subject", "first", "possessor")
THEY = short_list("de", "they")
PLURAL_VERBS = short_list("de", "plural_verbs")
ADDRESSING = short_list("en", "addressing")
"""Verbs with an object for whom somebody speaks to: "Lind told Falk"."""


class Prominence:
    """Reads the places of the mentions of one article."""

    def __init__(self, context: QuoteContext, mentions: Sequence[EntityMention]) -> None:
        self.context = context
        self.mentions = mentions
        self._places: dict[int, str] = {}

    def place(self, number: int) -> str:
        """One of "speaks", "subject", "first", "possessor", "object", "owner", "bracket" and "inside"."""
        if number not in self._places:
            self._places[number] = self._find_place(number)
        return self._places[number]

    def _find_place(self, number: int) -> str:
        mention, context = self.mentions[number], self.context
        if mention.is_possessive or is_genitive(context, number):
            return "possessor" if mention.is_possessive and self._behind_opening(mention) == 0 else "owner"
        if context.according[mention.first]:
            return SPEAKS
        if self._is_in_brackets(mention):
            return "bracket"
        if self._completes_office(number):
            return self.place(number - 1)
        return "object" if self._is_object(number) else self._place_of_subject(number)

    def _place_of_subject(self, number: int) -> str:
        """The place of a mention that may be the subject of a verb."""
        mention, context = self.mentions[number], self.context
        if is_cleft(context, number):
            return "subject"
        if self._says(number) or (mention.first > 0 and context.cue[mention.first - 1]):
            return SPEAKS
        if self._behind_opening(mention) == 0 or self._opens_main_clause(number):
            return "subject"
        return "first" if self._behind_opening(mention) <= OPENING else "inside"

    def _behind_opening(self, mention: EntityMention) -> int:
        """How many tokens of its sentence come before the mention."""
        tokenized = self.context.tokenized
        return mention.first - tokenized.bounds[tokenized.sentence_of[mention.first]][0]

    def _is_in_brackets(self, mention: EntityMention) -> bool:
        """Whether a bracket opens before the mention and is not closed."""
        tokens = self.context.tokenized.tokens
        for index in range(mention.first - 1, max(-1, mention.first - MOST_IN_BRACKETS), -1):
            if tokens[index].kind in (GAP, QUOTE) or tokens[index].text in ").":
                return False
            if tokens[index].text == "(":
                return True
        return False

    def _opens_main_clause(self, number: int) -> bool:
        """Whether a comma comes before the mention and a verb in the past behind it: "In May, Lind closed the pier"."""
        first = self.mentions[number].first
        return first > 0 and self.context.tokenized.tokens[first - 1].text == "," and self._is_before_past(number)

    def _is_object(self, number: int) -> bool:
        """Whether a preposition or "told" comes before it, or before what "and" joins it to: "of Lind and Falk"."""
        tokens = self.context.tokenized.tokens
        for other in range(number, max(-1, number - MOST_JOINED), -1):
            first = self.mentions[other].first
            before = tokens[first - 1].lower if first > 0 else ""
            is_joined = before in JOINING and other > 0 and self.mentions[other - 1].last == first - 1
            if not is_joined:
                return before in ADDRESSING or before in self.context.lexicon.prepositions
        return False

    def _completes_office(self, number: int) -> bool:
        """Whether a name ends an office with "of": "Secretary of State Jo Lind"."""
        mention, before = self.mentions[number], self.mentions[number - 1]
        if number == 0 or mention.core == mention.first or before.last + 1 != mention.first:
            return False
        tokens, words = self.context.tokenized.tokens, self.context.lexicon
        return tokens[before.last].lower == "of" and words.is_role(tokens[before.last - 1].lower)

    def is_before_verb(self, number: int) -> bool:
        """Whether a mention opens its sentence, and a verb in the past follows right behind it. English only."""
        return self._behind_opening(self.mentions[number]) == 0 and self._is_before_past(number)

    def _is_before_past(self, number: int) -> bool:
        """Whether a verb in the past follows right behind the mention. English only."""
        tokens, words, last = self.context.tokenized.tokens, self.context.lexicon, self.mentions[number].last
        if not words.traits.past_ends_in_ed or last >= len(tokens):
            return False
        return tokens[last].lower in words.verbs or PAST.fullmatch(tokens[last].lower) is not None

    def _says(self, number: int) -> bool:
        """Whether the mention is the subject of a speech verb behind it."""
        context = self.context
        verb = context.cue_after(number).token
        if verb < 0 or context.cue[verb] not in (CueKind.SPEECH, CueKind.PARTICIPLE):
            return False
        if not context.lexicon.traits.learned_from_many_articles:
            return True
        sentence = context.tokenized.sentence_of[self.mentions[number].first]
        return number in find_subjects(context, sentence).values() or self._reaches(number, verb)

    def _reaches(self, number: int, verb: int) -> bool:
        """Whether only an "of" phrase comes between a mention and its verb: "Jo Lind of the ropewalk says"."""
        context, behind = self.context, self.mentions[number].last
        between = range(behind, verb)
        if any(context.tokenized.tokens[index].kind is MARK for index in between):
            return False
        others = {context.mention_at[index] for index in between} - {-1}
        return len(others) == 1 and all(self._is_object(other) for other in others)


class SubjectChains:
    """Follows pronouns back to the subject they go on about: "Ana Lind closed the pier. She … She …"."""

    def __init__(
        self, prominence: Prominence, settled: Callable[[int], int], fits: Callable[[int, Gender], bool]
    ) -> None:
        self.prominence = prominence
        self.mentions = prominence.mentions
        self.context = prominence.context
        self.settled = settled
        self.fits = fits
        self._subjects: dict[int, int] = {}

    def subject(self, pronoun: int) -> int:
        """The last prominent one before a pronoun who fits its gender; NOBODY for none."""
        if pronoun not in self._subjects:
            self._subjects[pronoun] = NOBODY  # while it is looked for
            self._subjects[pronoun] = self._find(pronoun)
        return self._subjects[pronoun]

    def gender(self, number: int) -> Gender:
        """The gender of a pronoun. German "sie" with a verb in the plural is "they"."""
        first, context = self.mentions[number].first, self.context
        word = context.tokenized.tokens[first].lower
        if context.lexicon.traits.capitalises_nouns and word in THEY and self._has_plural_verb(first):
            return Gender.PLURAL
        return context.lexicon.pronouns.get(word, Gender.UNKNOWN)

    def _has_plural_verb(self, pronoun: int) -> bool:
        """Whether the speech verb in front of the token, else the word behind it, ends like a German plural."""
        tokens, words = self.context.tokenized.tokens, self.context.lexicon
        if pronoun > 0 and self.context.cue[pronoun - 1]:
            return _is_plural(tokens[pronoun - 1].lower)
        behind = tokens[pronoun + 1] if pronoun + 1 < len(tokens) else None
        if behind is None or behind.kind is not WORD:
            return False
        small = words.determiners | words.prepositions | words.adverbs | words.oblique
        return behind.lower not in small and behind.lower not in words.possessives and _is_plural(behind.lower)

    def _find(self, pronoun: int) -> int:
        sentences, gender = self.context.tokenized.sentence_of, self.gender(pronoun)
        if gender not in PERSONAL or self.prominence.place(pronoun) not in PROMINENT:
            return NOBODY
        here = sentences[self.mentions[pronoun].first]
        for number in range(pronoun - 1, max(-1, pronoun - CHAIN), -1):
            mention = self.mentions[number]
            if here - sentences[mention.first] > CHAIN_SENTENCES:
                break
            if self.prominence.place(number) not in PROMINENT:
                continue
            if mention.kind == PRONOUN:
                if self.gender(number) == gender:
                    return self.subject(number)
                continue
            each = self.settled(number)
            if each != NOBODY and self.fits(each, gender):
                return each
        return NOBODY


def _is_plural(verb: str) -> bool:
    return verb.endswith("n") or verb in PLURAL_VERBS
