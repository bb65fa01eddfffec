"""Which patterns name a speaker beyond doubt in which language."""

from dataclasses import replace

from summarizer.quotes.document.quote_context import QuoteContext
from summarizer.quotes.evidence.constraints import can_be_speaker
from summarizer.quotes.evidence.patterns import english, german, german_clauses
from summarizer.quotes.evidence.patterns.plain_language.plain_speaker import plain_speaker
from summarizer.quotes.evidence.patterns.romance import behind_verb
from summarizer.quotes.evidence.patterns.romance_clauses import romance_agent, romance_source, verb_in_front
from summarizer.quotes.evidence.patterns.verb_final import opening_subject, source_in_dative
from summarizer.quotes.evidence.patterns.verb_second import (
    PatternMatch,
    before_colon,
    before_comma,
    behind,
    in_clause,
    named_source,
    quoted_text,
    signed,
)
from summarizer.quotes.grammar.traits import PatternFamily

SURE_OF_WHOM = frozenset(
    (
        behind_verb,
        quoted_text,
        german.it_said,
        german.by_somebody,
        german.so_the_verdict,
        german.verdict_reads,
        german.with_words,
        german.text_shows,
        plain_speaker,
        german_clauses.cited_by_paper,
    )
)
"""They also find texts, persons in the dative, and nouns that are speakers by their position alone."""

ENGLISH = (
    signed,
    english.quoted_as_saying,
    english.heard_saying,
    english.by_agent,
    english.asked_by,
    english.sent_by,
    english.according_to,
    english.long_subject,
)
VERB_SECOND = (signed, quoted_text, behind, before_colon, named_source, in_clause)
GERMAN = (
    signed,
    quoted_text,
    german.it_said,
    german.announced_name,
    german_clauses.announced_source,
    german_clauses.is_cited,
    german_clauses.in_last_clause,
    german_clauses.as_verdict,
    german_clauses.as_told_before,
    german_clauses.verb_and_subject,
    german_clauses.cited_by_paper,
    german_clauses.source_before,
    german.with_words,
    german.cited,
    german.in_brackets,
    german.so_the_verdict,
    german.verdict_reads,
    behind,
    before_colon,
    named_source,
    german.by_somebody,
    german.in_subclause,
    in_clause,
    german.closing_verb,
    german.as_told,
    german.text_shows,
    german.of_opinion,
    german.pointed_out,
    german.reported,
)
PATTERNS = {
    PatternFamily.ENGLISH: ENGLISH,
    PatternFamily.GERMAN: GERMAN,
    PatternFamily.VERB_SECOND: VERB_SECOND,
    PatternFamily.ROMANCE: (signed, behind_verb, romance_agent, romance_source, verb_in_front),
    PatternFamily.VERB_FINAL: (signed, before_comma, opening_subject, source_in_dative),
    PatternFamily.PLAIN: (plain_speaker,),
    PatternFamily.OTHER: (signed,),
}
"""The patterns of each family, the surest first."""


def match_patterns(context: QuoteContext, quote: int) -> PatternMatch | None:
    """The speaker that an explicit pattern names; None where there is none."""
    at = context.tokenized.quote_at[quote]
    for look in PATTERNS[context.lexicon.patterns]:
        found = look(context, at)
        if found is not None and (look in SURE_OF_WHOM or can_be_speaker(context, found.mention)):
            return replace(found, name=look.__name__)
    return None
