"""From attributions to the quotes we return: real speech only, sure speakers only, with full names and roles."""

from collections.abc import Sequence
from dataclasses import replace

from summarizer.model import UNNAMED_PERSON, Mention, Quote, QuoteKind, Span
from summarizer.quotes.attribution.attribute import DOUBT, Attribution, ParsedArticle
from summarizer.quotes.attribution.confidence import WEIGHTS, confidence, confidence_features
from summarizer.quotes.attribution.full_names import speaker_words
from summarizer.quotes.coreference.roles.find_roles import Roles
from summarizer.quotes.document.mentions import NAME, NOUN, PRONOUN
from summarizer.quotes.document.quote_context import Side
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE
from summarizer.quotes.evidence.not_speech import is_subheading
from summarizer.quotes.evidence.patterns.plain_language.plain_speaker import is_said
from summarizer.quotes.evidence.speech_form import has_verb_behind, is_said_by_somebody, names_no_speaker
from summarizer.quotes.evidence.strength import (
    EvidenceStrength,
    continues_previous,
    evidence_strength,
    is_adjacent,
)
from summarizer.quotes.grammar.traits import PatternFamily
from summarizer.quotes.softmax import Weights
from summarizer.quotes.spans.dash_speech import DASH

NAMED = 0.1
"""Below this probability that the speaker is right, none is given. People are shown far surer ones only."""

SILENT = 0.55
SILENT_AT_LENGTH = 0.7
"""Above this probability of no speaker a quote is none, in languages whose weights are learned from few articles."""

AS_PRINTED = 0.83
"""How sure the words printed beside a quote are at least. Too little for a key quote: the name may be known."""

PLAINLY = 0.83
"""From this score on a speaker is shown to people who ask for all quotes."""

PATTERN_IS_RIGHT = 0.9
"""How sure a speaker is in languages that no weight learned, where only plain patterns name one."""

NAMELESS = 0.5
"""How sure "she" is at most where nobody is named: it says nothing to people."""

LONG_WORDS = 6
LONG_CHARACTERS = 12
"""Least length of a quote in a language without lists; in characters where words are not separated."""


def build_quotes(
    parsed: ParsedArticle, attributions: Sequence[Attribution], weights: Weights = WEIGHTS
) -> tuple[Quote, ...]:
    """The quotes to return, in document order. Their score is the probability that the speaker is right."""
    builder = QuoteBuilder(parsed, weights)
    return tuple(
        builder.quote(number, attribution)
        for number, attribution in enumerate(attributions)
        if _is_speech(parsed, number, attribution)
    )


def drop_unsure_speakers(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The same quotes, with a speaker only where the evidence in the article is strong.

    Args:
        quotes: as `find_quotes` gives them, whose score is the confidence in the speaker.
    """
    return tuple(
        quote
        if not 0.0 < quote.score < PLAINLY
        else replace(quote, speaker=None, cue=None, speaker_full=None, role=None, speaker_line=None)
        for quote in quotes
    )


def _is_speech(parsed: ParsedArticle, number: int, attribution: Attribution) -> bool:
    """Whether the words are speech. In a language that no weight learned, a speech verb or their length decides."""
    if parsed.marked[number].mark == DASH:
        return True  # a line behind a dash is only read as speech where a speech verb follows
    if parsed.words.is_known and parsed.words.patterns is not PatternFamily.PLAIN:
        is_said_so = is_said_by_somebody(parsed.context, number, parsed.text(number))
        return is_said_so or attribution.no_speaker <= _silent(parsed, number)
    text = parsed.text(number)
    if is_subheading(parsed.context, number, text) and not parsed.marked[number].is_continued:
        return False
    if is_said(parsed.context, number):
        return True
    return len(text.split()) >= LONG_WORDS or (" " not in text and len(text) >= LONG_CHARACTERS)


def _silent(parsed: ParsedArticle, number: int) -> float:
    """From which probability of no speaker on a quote is none: few words between marks are more often a title."""
    if parsed.words.traits.learned_from_many_articles:
        return DOUBT
    is_long = len(parsed.text(number).split()) >= LONG_WORDS
    return SILENT_AT_LENGTH if is_long or has_verb_behind(parsed.context, number) else SILENT


class QuoteBuilder:
    """Builds the quotes of one article in reading order; keeps the last speaker and how sure it was."""

    def __init__(self, parsed: ParsedArticle, weights: Weights = WEIGHTS) -> None:
        self.parsed = parsed
        self.weights = weights
        self.roles = Roles(parsed.body, parsed.tokenized, parsed.words)
        self.last: tuple[int, EvidenceStrength] = (-1, EvidenceStrength.PROXIMITY)
        self.before = 0.0

    def quote(self, number: int, attribution: Attribution) -> Quote:
        """One quote, with its speaker if we are sure."""
        parsed, piece = self.parsed, self.parsed.marked[number]
        span = Span(piece.start, piece.end)
        plain = Quote(span.of(parsed.body), span, _kind(parsed, number))
        if attribution.mention is None or not self._has_speaker(number, attribution):
            return plain
        sure = self.sure(self.sure_features(number, attribution, attribution.mention), attribution)
        if self._says_what_is_printed(attribution, attribution.mention):
            sure = max(sure, AS_PRINTED)
        if sure < NAMED or not self._may_show(number, attribution.mention):
            return plain
        return self._named(plain, attribution, attribution.mention, sure)

    def _has_speaker(self, number: int, attribution: Attribution) -> bool:
        """Whether somebody is named at all."""
        if not attribution.pattern and names_no_speaker(self.parsed.context, number, self.parsed.text(number)):
            return False
        return attribution.no_speaker <= _silent(self.parsed, number)

    def sure(self, features: Sequence[str], attribution: Attribution) -> float:
        """The probability that the speaker is right: where a quote goes on, not more than that of the one before."""
        is_plain = self.parsed.words.patterns is PatternFamily.PLAIN
        known = PATTERN_IS_RIGHT if is_plain else confidence(features, self.weights)
        self.before = min(known, self.before) if attribution.side is Side.SAME else known
        return self.before

    def sure_features(self, number: int, attribution: Attribution, mention: int) -> list[str]:
        """The features of how sure the speaker is. To be called once a quote, in reading order."""
        strength = self._strength(number, mention, attribution)
        return confidence_features(self.parsed, number, attribution, strength, self.before)

    def _named(self, plain: Quote, attribution: Attribution, number: int, sure: float) -> Quote:
        """The quote with its speaker, unless the article gives them no name."""
        parsed, mention = self.parsed, self.parsed.mentions[number]
        speaker = Mention(parsed.body[mention.start : mention.end], Span(mention.start, mention.end))
        cue = None if attribution.cue is None else parsed.tokenized.tokens[attribution.cue].text
        shown = speaker_words(parsed, number, attribution, self.roles)
        if UNNAMED_PERSON in f"{speaker.text} {shown.full}":
            return plain
        if mention.kind == PRONOUN and shown.full is None:
            sure = min(sure, NAMELESS)
        score = max(round(sure, 3), 0.001)
        return Quote(plain.text, plain.span, plain.kind, speaker, cue, shown.full, shown.role, score, shown.line)

    def _says_what_is_printed(self, attribution: Attribution, mention: int) -> bool:
        """Whether a noun phrase is shown as it is printed beside the quote: true, even if nobody knows who it means."""
        is_noun = self.parsed.mentions[mention].kind == NOUN
        return is_noun and attribution.entity < 0 and attribution.confidence >= DOUBT

    def _may_show(self, number: int, mention: int) -> bool:
        """Whether the mention may be shown: in a language we know little of, only a name beside a speech verb."""
        parsed = self.parsed
        if parsed.words.is_known:
            return True
        strength = self.last[1]
        is_name = parsed.mentions[mention].kind == NAME
        return is_name and strength is EvidenceStrength.EXPLICIT and is_adjacent(parsed.context, number, mention)

    def _strength(self, number: int, mention: int, attribution: Attribution) -> EvidenceStrength:
        """The evidence strength of the speaker, from this quote or because it continues the previous one."""
        entity = attribution.entity
        voice = entity if entity >= 0 else -2 - mention
        last_voice, last_strength = self.last
        strength = evidence_strength(self.parsed.context, number, mention, attribution.cue)
        is_near = strength is EvidenceStrength.PROXIMITY and last_strength is not EvidenceStrength.PROXIMITY
        if is_near and voice == last_voice and self._continues(number, entity):
            strength = EvidenceStrength.CONTINUATION
        self.last = (voice, strength)
        return strength

    def _continues(self, number: int, entity: int) -> bool:
        """Whether the quote goes on where the last one of the same speaker ended."""
        context, entities = self.parsed.context, self.parsed.entities

        def is_other(each: int) -> bool:
            return context.known[each] and entities.entity_of(each) != entity

        return continues_previous(context, number, is_other)


def _kind(parsed: ParsedArticle, number: int) -> QuoteKind:
    """DIRECT for whole sentences, PARTIAL for words inside the reporter's, BLOCK for paragraphs of their own."""
    piece = parsed.marked[number]
    text = parsed.text(number)
    at = parsed.tokenized.quote_at[number]
    tokens, paragraph = parsed.tokenized.tokens, parsed.tokenized.paragraph_of
    alone = all(
        tokens[index].kind in (GAP, QUOTE, MARK)
        for index in range(max(0, at - 3), min(len(tokens), at + 4))
        if paragraph[index] == paragraph[at]
    )
    if piece.is_continued or "\n" in text or (alone and len(text) > 60):
        return QuoteKind.BLOCK
    first = next((sign for sign in text if sign.isalnum()), "")
    whole = first != first.lower() or first.isdigit()
    complete = (
        text[-1:] in ".,!?…" or tokens[at + 1 : at + 2] == () or tokens[min(at + 1, len(tokens) - 1)].text in ",.!?"
    )
    return QuoteKind.DIRECT if whole and complete and len(text.split()) > 2 else QuoteKind.PARTIAL
