"""How prominent a mention is, by its place in the sentence; and whom a pronoun in between goes on about."""

from collections.abc import Callable, Sequence

from summarizer.quotes.coreference.antecedents.unnamed import NOBODY
from summarizer.quotes.document.mentions import PRONOUN, EntityMention
from summarizer.quotes.document.noun_phrases import PAST
from summarizer.quotes.document.quote_context import CueKind, QuoteContext
from summarizer.quotes.document.subjects import find_subjects, is_cleft
from summarizer.quotes.document.tokens import MARK
from summarizer.quotes.grammar.gender import PERSONAL, Gender

OPENING = 3  # tokens of a sentence in which its subject begins
CHAIN = 16  # mentions before a pronoun among which its subject is looked for
CHAIN_SENTENCES = 4
SPEAKS = "speaks"
PROMINENT = (SPEAKS, "subject", "first")


class Prominence:
    """Reads the places of the mentions of one article."""

    def __init__(self, context: QuoteContext, mentions: Sequence[EntityMention]) -> None:
        self.context = context
        self.mentions = mentions
        self._places: dict[int, str] = {}

    def place(self, number: int) -> str:
        """One of "speaks", "subject", "first", "object", "owner" and "inside"."""
        if number not in self._places:
            self._places[number] = self._find_place(number)
        return self._places[number]

    def _find_place(self, number: int) -> str:
        mention, context = self.mentions[number], self.context
        tokenized = context.tokenized
        if mention.is_possessive:
            return "owner"
        if context.according[mention.first]:
            return SPEAKS
        if self._completes_office(number):
            return self.place(number - 1)
        if self._is_object(number):
            return "object"
        if is_cleft(context, number):
            return "subject"
        if self._says(number) or (mention.first > 0 and context.cue[mention.first - 1]):
            return SPEAKS
        first = tokenized.bounds[tokenized.sentence_of[mention.first]][0]
        if mention.first - first <= OPENING:
            return "subject" if mention.first == first else "first"
        return "inside"

    def _is_object(self, number: int) -> bool:
        first, context = self.mentions[number].first, self.context
        return first > 0 and context.tokenized.tokens[first - 1].lower in context.lexicon.prepositions

    def _completes_office(self, number: int) -> bool:
        """Whether a name ends an office with "of": "Secretary of State Jo Lind"."""
        mention, before = self.mentions[number], self.mentions[number - 1]
        if number == 0 or mention.core == mention.first or before.last + 1 != mention.first:
            return False
        tokens, words = self.context.tokenized.tokens, self.context.lexicon
        return tokens[before.last].lower == "of" and words.is_role(tokens[before.last - 1].lower)

    def is_before_verb(self, number: int) -> bool:
        """Whether a mention opens its sentence, and a verb in the past follows right behind it. English only."""
        mention, context = self.mentions[number], self.context
        tokenized, words = context.tokenized, context.lexicon
        opens = mention.first == tokenized.bounds[tokenized.sentence_of[mention.first]][0]
        if not opens or not words.traits.past_ends_in_ed or mention.last >= len(tokenized.tokens):
            return False
        word = tokenized.tokens[mention.last].lower
        return word in words.verbs or PAST.fullmatch(word) is not None

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
        """The gender of a pronoun."""
        word = self.context.tokenized.tokens[self.mentions[number].first].lower
        return self.context.lexicon.pronouns.get(word, Gender.UNKNOWN)

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
