"""Which patterns name a speaker beyond doubt in which language."""

from dataclasses import replace

from summarizer.quotes.document.quote_context import QuoteContext
from summarizer.quotes.evidence.constraints import can_be_speaker
from summarizer.quotes.evidence.patterns import german
from summarizer.quotes.evidence.patterns.plain import plain_speaker
from summarizer.quotes.evidence.patterns.romance import behind_verb
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
    )
)
"""They also find texts, persons in the dative, and nouns that are speakers by their position alone."""

VERB_SECOND = (signed, quoted_text, behind, before_colon, named_source, in_clause)
GERMAN = (
    signed,
    quoted_text,
    german.it_said,
    german.announced_name,
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
    PatternFamily.GERMAN: GERMAN,
    PatternFamily.VERB_SECOND: VERB_SECOND,
    PatternFamily.ROMANCE: (signed, behind_verb),
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
