"""From attributions to the quotes we return: real speech only, sure speakers only, with full names and roles."""

from collections.abc import Sequence
from dataclasses import replace

from summarizer.model import UNNAMED_PERSON, Mention, Quote, QuoteKind, Span
from summarizer.quotes.attribution.attribute import FEW_WORDS, Attribution, ParsedArticle, has_verb_behind
from summarizer.quotes.attribution.full_names import speaker_words
from summarizer.quotes.coreference.roles.find_roles import Roles
from summarizer.quotes.document.mentions import NAME, NOUN
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE
from summarizer.quotes.evidence.constraints import is_beside_verb
from summarizer.quotes.evidence.not_speech import is_subheading, is_title
from summarizer.quotes.evidence.strength import (
    IMPERSONAL,
    EvidenceStrength,
    continues_previous,
    evidence_strength,
    is_adjacent,
)
from summarizer.quotes.grammar.gender import IMPERSONAL_PRONOUNS, PERSONAL, Gender
from summarizer.quotes.grammar.noun_kinds import is_person_or_group
from summarizer.quotes.grammar.word_lists import short_list
from summarizer.quotes.spans.dash_speech import DASH

SILENT = 0.5
"""Above this probability of no speaker, the words are taken for a title, a nickname or a scare quote."""

SILENT_ELSEWHERE = 0.55
"""The same in other languages than English, whose weights are learned from fewer articles."""

SURE = 0.33
"""Below this probability that the speaker is right, none is shown."""

FAR_BACK = 40
"""So many mentions before a pronoun are searched for another entity it may refer to."""

MOST_BETWEEN = 2
"""Within so many sentences, "the minister" still refers to the last speaker."""

FIRST_PERSON = short_list("de", "first_person")
JUDGED = short_list("de", "judged")

MANY_WORDS = 15
SILENT_AT_LENGTH = 0.7
"""So many words between marks are seldom a title or a scare quote, nor are fewer with a speech verb behind them."""

PLAINLY = 0.5
"""From this score on a speaker is shown to people; below it, two in five are wrong."""

LONG_WORDS = 6
LONG_CHARACTERS = 12
"""Least length of a quote in a language without lists; in characters where words are not separated."""

LOOSE = 0.5
"""Factor for a speaker found by proximity alone; three in four are right, too few for a key quote."""


def build_quotes(parsed: ParsedArticle, attributions: Sequence[Attribution]) -> tuple[Quote, ...]:
    """The quotes to return, in document order."""
    teller = QuoteBuilder(parsed)
    found = (
        teller.quote(number, attribution)
        for number, attribution in enumerate(attributions)
        if _is_speech(parsed, number, attribution)
    )
    return tuple(quote for quote in found if quote is not None)


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
    """Whether the words are speech. In a language without lists only their length decides."""
    text = parsed.text(number)
    if is_subheading(parsed.context, number, text) and not parsed.marked[number].is_continued:
        return False
    if parsed.marked[number].mark == DASH:
        return True  # a line behind a dash is only read as speech where a speech verb follows
    if parsed.words.is_known:
        silent = SILENT if parsed.words.traits.learned_from_many_articles else SILENT_ELSEWHERE
        if len(text.split()) >= (LONG_WORDS if has_verb_behind(parsed.context, number) else MANY_WORDS):
            silent = SILENT_AT_LENGTH
        return attribution.no_speaker <= silent and not is_title(parsed.context, number, text)
    return len(text.split()) >= LONG_WORDS or (" " not in text and len(text) >= LONG_CHARACTERS)


class QuoteBuilder:
    """Builds the quotes of one article in reading order; keeps the last speaker and its evidence strength."""

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed = parsed
        self.roles = Roles(parsed.body, parsed.tokenized, parsed.words)
        self.speakers: dict[int, int] = {}
        self.last: tuple[int, EvidenceStrength] = (-1, EvidenceStrength.PROXIMITY)
        self.surely_last = -1

    def quote(self, number: int, attribution: Attribution) -> Quote | None:
        """One quote, with its speaker if we are sure; None for a few words without evidence for any speaker."""
        parsed = self.parsed
        piece = parsed.marked[number]
        span = Span(piece.start, piece.end)
        text, kind = span.of(parsed.body), _kind(parsed, number)
        mention_number = attribution.mention
        if mention_number is None or attribution.confidence < SURE:
            return None if _is_scare_quote(parsed, number) else Quote(text, span, kind)
        entity = self._remember(number, mention_number)
        is_next = entity >= 0 and entity == self.surely_last and _is_next(parsed, number)
        strength = self._strength(number, mention_number, attribution, entity)
        if strength is EvidenceStrength.PROXIMITY and _is_scare_quote(parsed, number):
            return None
        if strength is EvidenceStrength.PROXIMITY and _is_passive_verdict(parsed, number):
            return Quote(text, span, kind)  # the subject is who is judged
        if not _may_show(parsed, number, attribution, strength):
            return Quote(text, span, kind)
        mention = parsed.mentions[mention_number]
        speaker = Mention(parsed.body[mention.start : mention.end], Span(mention.start, mention.end))
        cue = None if attribution.cue is None else parsed.tokenized.tokens[attribution.cue].text
        meant = not is_next and _has_weak_coreference(parsed, mention_number, entity)
        loose = _has_weak_evidence(parsed, mention_number, strength) or meant
        self.surely_last = -1 if loose else entity
        sure = attribution.confidence * (1 - attribution.no_speaker) * (LOOSE if loose else 1.0)
        shown = speaker_words(parsed, mention_number, entity, self.roles)
        if UNNAMED_PERSON in f"{speaker.text} {shown.full}":
            return Quote(text, span, kind)
        score = max(round(sure, 3), 0.001)
        return Quote(text, span, kind, speaker, cue, shown.full, shown.role, score, speaker_line=shown.line)

    def _remember(self, number: int, mention: int) -> int:
        """The entity of the speaker (-1 for none), recorded for the pronouns that follow."""
        entity = self.parsed.resolver.resolve(mention, self.speakers)
        if entity >= 0:
            self.speakers[self.parsed.tokenized.quote_at[number]] = entity
        return entity

    def _strength(self, number: int, mention: int, attribution: Attribution, entity: int) -> EvidenceStrength:
        """The evidence strength of the speaker, from this quote or because it continues the previous one."""
        context = self.parsed.context
        voice = entity if entity >= 0 else -2 - mention
        last_voice, last_strength = self.last
        strength = evidence_strength(context, number, mention, attribution.cue)
        if strength is EvidenceStrength.PROXIMITY and attribution.is_plain:
            strength = EvidenceStrength.CONTINUATION
        if (
            strength is EvidenceStrength.PROXIMITY
            and last_strength is not EvidenceStrength.PROXIMITY
            and voice == last_voice
        ):
            entities = self.parsed.entities

            def is_other(each: int) -> bool:
                return context.known[each] and entities.entity_of(each) != entity

            strength = EvidenceStrength.CONTINUATION if continues_previous(context, number, is_other) else strength
        self.last = (voice, strength)
        return strength


def _is_scare_quote(parsed: ParsedArticle, number: int) -> bool:
    """Whether German words in marks are so few that they are a name or irony, unless a speaker has evidence.

    Without evidence half of them are no quote, and half of the others would have a wrong speaker.
    """
    text = parsed.text(number)
    if not parsed.words.traits.names_things_in_marks or text[-1:] in ".!?…" or has_verb_behind(parsed.context, number):
        return False
    words = text.lower().split()
    return len(words) < FEW_WORDS and FIRST_PERSON.isdisjoint(words) and not _is_passive_verdict(parsed, number)


def _is_passive_verdict(parsed: ParsedArticle, number: int) -> bool:
    """As in `wurde als „…“ verurteilt`: there is a speaker, even if the article does not name one."""
    tokens, at = parsed.tokenized.tokens, parsed.tokenized.quote_at[number]
    before, behind = tokens[max(0, at - 1) : at], tokens[at + 1 : at + 2]
    is_framed = bool(before) and before[0].lower == "als" and bool(behind) and behind[0].lower in JUDGED
    return is_framed and parsed.words.traits.has_als_verdicts and " " in parsed.text(number)


def _may_show(parsed: ParsedArticle, number: int, attribution: Attribution, strength: EvidenceStrength) -> bool:
    """Whether the mention may be shown as a speaker.

    In a language we know little of, only a name in an explicit pattern; in the others proximity is enough for a name,
    but not for a noun that names neither a person, nor a group, nor the text that is quoted ("the launch").
    """
    mention_number, cue, words = attribution.mention or 0, attribution.cue, parsed.words
    mention, tokens = parsed.mentions[mention_number], parsed.tokenized.tokens
    if not words.is_known:
        return (
            strength is EvidenceStrength.EXPLICIT
            and mention.kind == NAME
            and is_adjacent(parsed.context, number, mention_number)
        )
    if strength is not EvidenceStrength.PROXIMITY or mention.kind != NOUN or words.traits.learned_from_many_articles:
        return True
    if cue is not None and tokens[cue].lower in IMPERSONAL:
        return True
    return any(is_person_or_group(token.lower, words) for token in tokens[mention.first : mention.last])


def _has_weak_evidence(parsed: ParsedArticle, mention_number: int, strength: EvidenceStrength) -> bool:
    """Whether the evidence is proximity alone, or a distant verb and a noun for neither person nor group."""
    words, context = parsed.words, parsed.context
    mention = parsed.mentions[mention_number]
    if strength is EvidenceStrength.PROXIMITY and not words.traits.learned_from_many_articles:
        return True
    if (
        mention.kind != NOUN
        or strength is EvidenceStrength.CONTINUATION
        or (words.traits.learned_from_many_articles and strength is EvidenceStrength.EXPLICIT)
    ):
        return False
    if any(is_person_or_group(token.lower, words) for token in parsed.tokenized.tokens[mention.first : mention.last]):
        return False
    if words.traits.object_may_follow_verb:
        return True
    return not is_beside_verb(context, mention_number)


def _has_weak_coreference(parsed: ParsedArticle, mention_number: int, entity: int) -> bool:
    """Whether "the worker", "it" or "they" was resolved by proximity alone; "he" and "she" resolve far better."""
    if entity < 0 or parsed.entities.entity_of(mention_number) >= 0:
        return False
    mention = parsed.mentions[mention_number]
    gender = parsed.words.pronouns.get(parsed.tokenized.tokens[mention.first].lower, Gender.UNKNOWN)
    if not parsed.words.traits.resolves_pronouns_surely and (
        gender is Gender.RELATIVE or _has_rival(parsed, mention_number, entity)
    ):
        return True
    guessed = (
        not parsed.words.traits.resolves_pronouns_surely
        and gender in PERSONAL
        and parsed.entities.all[entity].gender != gender
    )
    return mention.kind == NOUN or gender in IMPERSONAL_PRONOUNS or guessed


def _is_next(parsed: ParsedArticle, number: int) -> bool:
    """Whether the quote before is near, in a language that calls the last speaker "the minister"."""
    tokenized = parsed.tokenized
    here, before = tokenized.quote_at[number], tokenized.quote_at[number - 1]
    return (
        parsed.words.traits.renames_speakers_by_role
        and tokenized.sentence_of[here] - tokenized.sentence_of[before] <= MOST_BETWEEN
    )


def _has_rival(parsed: ParsedArticle, mention_number: int, entity: int) -> bool:
    """Whether "the minister", an unnamed one, comes between the pronoun and the last mention of the entity."""
    entities, tokens, words = parsed.entities, parsed.tokenized.tokens, parsed.words
    gender = words.pronouns.get(tokens[parsed.mentions[mention_number].first].lower)
    for number in range(mention_number - 1, max(-1, mention_number - FAR_BACK), -1):
        here = parsed.mentions[number]
        if entities.entity_of(number) == entity:
            return False
        unnamed = here.kind == NOUN and entities.entity_of(number) < 0 and entities.is_definite(here)
        agrees = (words.definite_articles.get(tokens[here.first].lower) or gender) == gender
        if unnamed and agrees and any(words.is_role(token.lower) for token in tokens[here.first : here.last]):
            return True
    return False


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
