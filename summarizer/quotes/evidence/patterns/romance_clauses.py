"""Patterns of French, Spanish, Italian and Portuguese that name a speaker in front of the quote.

"Segundo a promotora Ana Lind, o prefeito “…”", "…, a dit Ana Lind, saluant le « … »", "acusado por Ana Lind de “…”".
"""

from summarizer.quotes.document.quote_context import REACH, CueKind, QuoteContext
from summarizer.quotes.document.subjects import find_romance_passive
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE
from summarizer.quotes.evidence.patterns.romance import named, opens_with_verb, subject_behind
from summarizer.quotes.evidence.patterns.verb_second import PatternMatch, is_somebody
from summarizer.quotes.evidence.strength import DOUBTFUL_SOURCES
from summarizer.quotes.grammar.word_lists import all_endings, all_words

WHO = all_words("who")
PRESENT = all_endings("present_participle")
LEAST = 18
"""So many characters, with the marks, are speech."""

MOST_OPENING = 6  # tokens of "de acordo com"


def romance_source(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Segundo a promotora Ana Lind, o prefeito “…”` and `El alcalde “…”, según Ana Lind`: never the mayor."""
    if _is_short(context, at):
        return None
    opener, last = context.tokenized.bounds[context.tokenized.sentence_of[at]]
    opening = [index for index in range(opener + 1, min(opener + MOST_OPENING, at)) if context.according[index]]
    closing = [index for index in range(at + 2, min(at + MOST_OPENING, last)) if context.according[index]]
    for start in (*opening, *closing):
        mention = context.mention_at[start]
        if mention < 0 or context.mentions[mention].first != start:
            continue
        source = _set_off_name(context, mention)
        between = range(context.mentions[source].last, at) if start < at else range(opener, at)
        if any(context.cue[index] is CueKind.SPEECH for index in between):
            return None
        if context.tokenized.tokens[start - 1].lower not in DOUBTFUL_SOURCES:
            return PatternMatch(source)
        return PatternMatch(source) if start == opener + 1 and is_somebody(context, source) else None
    return None


def _is_short(context: QuoteContext, at: int) -> bool:
    """Whether the quote is a word or two, most likely in marks for another reason."""
    token = context.tokenized.tokens[at]
    return token.end - token.start < LEAST


def _set_off_name(context: QuoteContext, number: int) -> int:
    """The mention, or the name behind it; behind a comma only with another mark behind the name."""
    name, tokens = named(context, number), context.tokenized.tokens
    if name == number or tokens[context.mentions[name].first - 1].text != ",":
        return name
    last = context.mentions[name].last
    return name if last < len(tokens) and tokens[last].kind == MARK else number


def verb_in_front(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Il n'y croit plus, a déclaré Ana Lind, saluant le « … »`: the subject behind the verb goes on."""
    tokens, first = context.tokenized.tokens, context.tokenized.bounds[context.tokenized.sentence_of[at]][0]
    for index in range(at - 1, max(first, at - REACH), -1):
        if tokens[index].kind in (GAP, QUOTE) or tokens[index].text in ":;" or _is_short(context, at):
            return None
        if context.cue[index] is CueKind.SPEECH:
            found = subject_behind(context, index) if opens_with_verb(context, first, index) else None
            return found if found is not None and _goes_on(context, found.mention, at) else None
    return None


def _goes_on(context: QuoteContext, subject: int, at: int) -> bool:
    """Whether a participle or "who" continues the sentence of the subject: "saluant le", "que elogió la"."""
    behind = [token.lower for token in context.tokenized.tokens[context.mentions[subject].last : at]]
    return any(word in WHO or word.endswith(PRESENT) for word in behind)


def romance_agent(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `El capitán fue acusado por la fiscal Ana Lind de “…”`: never the captain."""
    participle, by = find_romance_passive(context, at)
    if by < 0 or context.mention_at[by + 1] < 0:
        return None
    agent = named(context, context.mention_at[by + 1])
    return PatternMatch(agent, participle) if context.mentions[agent].last <= at else None
