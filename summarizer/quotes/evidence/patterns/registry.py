"""Which patterns name a speaker beyond doubt in which language."""

from summarizer.quotes.document import noun_phrases
from summarizer.quotes.document.quote_context import Scene
from summarizer.quotes.evidence.constraints import may_speak
from summarizer.quotes.evidence.patterns import german
from summarizer.quotes.evidence.patterns.romance import behind_verb
from summarizer.quotes.evidence.patterns.verb_second import (
    Plain,
    before_colon,
    before_comma,
    behind,
    in_clause,
    named_source,
    quoted_text,
    signed,
)

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
    )
)
"""They name texts too, persons in the dative, and nouns that nothing but their place makes a speaker."""

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
ROMANCE = (signed, behind_verb)
PATTERNS = {
    "de": GERMAN,
    **dict.fromkeys(("nl", "sv", "no", "da"), VERB_SECOND),
    **dict.fromkeys(noun_phrases.ROMANCE, ROMANCE),
    "tr": (signed, before_comma),
}
"""Language -> its patterns, the surest first; in all others a signature is the only one."""


def plain_speaker(scene: Scene, quote: int) -> Plain | None:
    """The speaker that a plain pattern names; None where there is none."""
    at = scene.layout.quote_at[quote]
    for look in PATTERNS.get(scene.words.language, (signed,)):
        found = look(scene, at)
        if found is not None and (look in SURE_OF_WHOM or may_speak(scene, found.spot)):
            return found
    return None
