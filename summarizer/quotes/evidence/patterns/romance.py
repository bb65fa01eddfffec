"""The subject in French, Spanish, Italian and Portuguese, whose verb opens the clause behind a quote.

Between verb and subject come addressee, place and time: « …, a indiqué mardi au Courrier la maire de Velby ».
"""

from summarizer.quotes.document.mentions import NAME, NOUN, PRONOUN
from summarizer.quotes.document.names.romance_names import is_initials
from summarizer.quotes.document.quote_context import REACH, CueKind, QuoteContext
from summarizer.quotes.document.tokens import CAPITAL, GAP, MARK, QUOTE, WORD
from summarizer.quotes.evidence.addressees import is_addressee
from summarizer.quotes.evidence.patterns.verb_second import PatternMatch
from summarizer.quotes.grammar.romance_words import CLITICS, HELPING, OF
from summarizer.quotes.grammar.word_lists import all_endings, all_words

MAKING, MADE_KNOWN = all_words("making"), all_words("made_known")
ADVERB_ENDINGS = all_endings("adverb_endings")

BEFORE_VERB = 6  # tokens
MOST_BEFORE_NAME = 3  # words: "all'agenzia" before "ANP"
APPOSITION = 14  # tokens between "la maire" and her name


def behind_verb(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `« … », a indiqué mardi au Courrier la maire de Velby`: the first behind the verb that is no aside."""
    verb = _find_verb(context, at)
    return subject_behind(context, verb) if verb >= 0 else None


def subject_behind(context: QuoteContext, verb: int) -> PatternMatch | None:
    """The subject of a verb that opens its clause: the first mention behind that is no addressee, place or time."""
    tokens = context.tokenized.tokens
    for index in range(verb + 1, min(len(tokens), verb + REACH)):
        number = context.mention_at[index]
        if number < 0 and _ends_clause(context, index):
            return None
        if _is_name_in_aside(context, index):
            continue
        if (
            number < 0
            or context.mentions[number].first != index
            or is_addressee(context, number)
            or tokens[index - 1].lower in OF
        ):
            continue
        if context.is_relative(number):
            return None
        return PatternMatch(named(context, number), verb)
    return None


def opens_with_verb(context: QuoteContext, first: int, verb: int) -> bool:
    """Whether a comma and at most "a", "ha" or "se" come before the verb: "…, a déclaré"."""
    tokens, index = context.tokenized.tokens, verb - 1
    while index > first and (tokens[index].lower in HELPING or tokens[index].lower in CLITICS):
        index -= 1
    return index > first and tokens[index].text == ","


def _is_name_in_aside(context: QuoteContext, index: int) -> bool:
    """Whether a name is the end of an aside: "all'agenzia ANP"."""
    tokens, number = context.tokenized.tokens, context.mention_at[index]
    if number < 0 or context.mentions[number].kind != NAME or tokens[index].kind != CAPITAL:
        return False
    start = index
    while (
        start > 0
        and tokens[start - 1].kind == WORD
        and context.mention_at[start - 1] < 0
        and start > index - MOST_BEFORE_NAME
    ):
        start -= 1
    opens = next((at for at in range(start, index) if tokens[at].lower in context.lexicon.asides), index)
    return opens < index - 1


def _find_verb(context: QuoteContext, at: int) -> int:
    """The speech verb behind a quote, over "a", "ont aussi", "se"; -1 for none."""
    tokens, index, endings = context.tokenized.tokens, at + 1, context.lexicon.participle_endings
    while index < min(len(tokens), at + 3) and tokens[index].kind == MARK and tokens[index].text in ",!?–—-":
        index += 1
    for ahead in range(index, min(len(tokens), index + BEFORE_VERB)):
        if context.cue[ahead] is CueKind.SPEECH and tokens[ahead].lower not in context.lexicon.adverbs:
            is_helped = any(token.lower in HELPING for token in tokens[index:ahead])
            return ahead if is_helped or not tokens[ahead].lower.endswith(endings) else -1
        if tokens[ahead].lower in MADE_KNOWN and tokens[ahead - 1].lower in MAKING:
            return ahead
        number = context.mention_at[ahead]
        is_clitic = number >= 0 and context.mentions[number].kind == PRONOUN and ahead > index
        lower = tokens[ahead].lower
        is_adverb = lower in context.lexicon.adverbs or lower.endswith(ADVERB_ENDINGS)
        if is_clitic or (number < 0 and (is_adverb or lower in CLITICS or lower in MAKING)):
            continue
        return -1
    return -1


def _ends_clause(context: QuoteContext, index: int) -> bool:
    token = context.tokenized.tokens[index]
    if token.kind in (GAP, QUOTE):
        return True
    return token.kind == MARK or (
        token.lower in context.lexicon.conjunctions and token.lower not in context.lexicon.adverbs
    )


def named(context: QuoteContext, number: int) -> int:
    """The mention, or the name behind a noun, right there or set off by a comma: "la maire de Velby, Ana Lind"."""
    mention, tokens = context.mentions[number], context.tokenized.tokens
    if mention.kind != NOUN:
        return number
    beside = context.mention_at[mention.last]
    if beside >= 0 and _is_name_behind(context, mention.last, beside):
        return beside
    for index in range(mention.last, min(len(tokens) - 1, mention.last + APPOSITION)):
        if tokens[index].text == ",":
            behind = context.mention_at[index + 1]
            return behind if behind >= 0 and context.mentions[behind].kind == NAME and context.known[behind] else number
        if _ends_clause(context, index):
            return number
    return number


def _is_name_behind(context: QuoteContext, index: int, beside: int) -> bool:
    """Whether a noun's own name follows it: "la glaciologue Ana Lind", "la porte-parole du parti Ana Lind"."""
    tokens, mention = context.tokenized.tokens, context.mentions[beside]
    if mention.kind != NAME:
        return False
    if tokens[index].lower not in OF:
        return tokens[index].kind == CAPITAL and not is_initials(tokens[index])
    name = tokens[mention.core : mention.last]
    return mention.core > index + 1 and len(name) > 1 and all(token.kind == CAPITAL for token in name)
