"""Patterns that name a speaker beyond doubt in German by a clause of its own, or by the one in front of the quote's.

"Lind ging, als die Reporterin fragte: „…“", "Da hilft ihm ein Zuschauer, indem er ruft: „…“", "wie eine Dame
berichtet. „…“", "„…“, wird Ana Lind zitiert", "Als „…“ beurteilte Ana Lind den Plan", "Laut Lind …: „…“, sagt sie".
"""

from summarizer.quotes.document.mentions import NAME, PRONOUN
from summarizer.quotes.document.quote_context import QuoteContext
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE, WORD
from summarizer.quotes.evidence.patterns.verb_second import PatternMatch, is_somebody, is_verb
from summarizer.quotes.evidence.strength import find_colon_intro
from summarizer.quotes.grammar.gender import PERSONAL, Gender
from summarizer.quotes.grammar.name_lists import first_name_gender
from summarizer.quotes.grammar.word_lists import short_list

CITING = short_list("de", "citing")
CLOSING_VERBS = short_list("de", "closing_verbs")
CITED = short_list("de", "cited")
PASSIVE = short_list("de", "passive")
OPENS_SUBCLAUSE = short_list("de", "opens_subclause")
WHEREBY = short_list("de", "whereby")
OBJECTS = short_list("de", "object_pronouns")
DATIVES = short_list("de", "dative_pronouns")
NO_VERDICT = short_list("de", "no_verdict")
PAST_ENDINGS = ("te", "ten")

MOST_BEHIND = 10  # tokens between "wird" and "zitiert"
MOST_TOKENS = 60  # of a sentence that are read


def in_last_clause(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Lind ging, als die Reporterin fragte: „…“`: the subject of the clause whose verb the colon follows."""
    intro, tokens = find_colon_intro(context, at), context.tokenized.tokens
    if not intro or tokens[intro[-1]].kind != WORD or context.mention_at[intro[-1]] >= 0:
        return None
    comma = next((i for i in reversed(intro) if tokens[i].text == "," and tokens[i + 1].lower in OPENS_SUBCLAUSE), -1)
    if comma < 0 or not _is_last_verb(context, intro[-1]):
        return None
    subject = _first_subject(context, range(comma + 2, intro.stop))
    if subject >= 0 and context.mentions[subject].kind == PRONOUN and tokens[comma + 1].lower in WHEREBY:
        subject = _first_subject(context, range(intro.start, comma))
    return PatternMatch(subject, intro[-1]) if subject >= 0 else None


def _is_last_verb(context: QuoteContext, index: int) -> bool:
    """Whether the last word of a clause is likely its verb: known as one, or with an ending of verbs."""
    word = context.tokenized.tokens[index].lower
    return is_verb(context, index) or word.endswith(("t", *PAST_ENDINGS)) or word in CLOSING_VERBS


def _first_subject(context: QuoteContext, clause: range) -> int:
    """The first mention in the nominative, as far as its determiner shows; -1 for none."""
    tokens = context.tokenized.tokens
    for index in clause:
        mention = context.mention_at[index]
        if mention < 0 or context.mentions[mention].first != index or tokens[index].lower in context.lexicon.oblique:
            continue
        if not context.is_subordinate(mention) or tokens[index - 1].lower in OPENS_SUBCLAUSE:
            return mention
    return -1


def as_told_before(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Die Bahn fuhr, wie eine Dame vor der Abfahrt berichtet. „…“`: the sentence before ends so."""
    tokenized, tokens = context.tokenized, context.tokenized.tokens
    sentence = tokenized.sentence_of[at]
    first, last = tokenized.bounds[sentence]
    if sentence == 0 or first != at or any(is_verb(context, index) for index in range(at, min(last, at + MOST_TOKENS))):
        return None
    before, end = tokenized.bounds[sentence - 1]
    if end - before < 4 or tokens[end - 1].text != "." or not is_verb(context, end - 2):
        return None
    for index in range(end - 3, max(before, end - MOST_TOKENS), -1):
        if tokens[index].kind in (QUOTE, GAP):
            return None
        if tokens[index].text == ",":
            told = context.mention_at[index + 2] if tokens[index + 1].lower == "wie" else -1
            return PatternMatch(told, end - 2) if told >= 0 and context.mentions[told].first == index + 2 else None
    return None


def is_cited(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `„…“, wird Ana Lind in der Zeitung zitiert`; "wird er zitiert" is the one person named just before."""
    tokens, index = context.tokenized.tokens, at + 1
    while index < min(len(tokens), at + 3) and tokens[index].kind == MARK:
        index += 1
    if index + 2 >= len(tokens) or tokens[index].lower not in PASSIVE:
        return None
    ahead = range(index + 2, min(len(tokens), index + 2 + MOST_BEHIND))
    cited = next((i for i in ahead if tokens[i].lower in CITED), -1)
    mention = context.mention_at[index + 1]
    if cited < 0 or mention < 0 or context.mentions[mention].first != index + 1:
        return None
    if context.mentions[mention].kind == PRONOUN:
        named = _only_person_before(context, at)
        mention = named if named >= 0 else mention
    return PatternMatch(mention, cited)


def _only_person_before(context: QuoteContext, at: int) -> int:
    """The person named in full in the sentence before, if it names one only; -1 for none."""
    tokenized = context.tokenized
    sentence = tokenized.sentence_of[at]
    if sentence == 0 or tokenized.paragraph_of[at] != tokenized.paragraph_of[tokenized.bounds[sentence - 1][0]]:
        return -1
    first, last = tokenized.bounds[sentence - 1]
    inside = {context.mention_at[index] for index in range(first, min(last, first + MOST_TOKENS))} - {-1}
    named = [number for number in inside if context.mentions[number].kind == NAME and context.known[number]]
    return named[0] if len(named) == 1 else -1


def as_verdict(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Als „…“ beurteilte die Abgeordnete Ana Lind den Plan`, whichever verb it is."""
    tokens, first = context.tokenized.tokens, context.tokenized.bounds[context.tokenized.sentence_of[at]][0]
    if at != first + 1 or tokens[first].lower != "als" or at + 2 >= len(tokens):
        return None
    verb = tokens[at + 1]
    if verb.kind != WORD or verb.lower in PASSIVE | NO_VERDICT or context.mention_at[at + 1] >= 0:
        return None
    place = at + 3 if tokens[at + 2].lower in OBJECTS and at + 3 < len(tokens) else at + 2
    mention = context.mention_at[place]
    if mention < 0 or context.mentions[mention].first != place or not is_somebody(context, mention):
        return None
    return PatternMatch(mention, at + 1) if is_verb(context, at + 1) or verb.lower.endswith(PAST_ENDINGS) else None


def verb_and_subject(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Neben ihm murmelt ein Angler: „…“` and `…, da unterbricht sie ein Bauer: „…“`, whichever verb it is."""
    intro, tokens = find_colon_intro(context, at), context.tokenized.tokens
    subject = context.mention_at[intro[-1]] if intro else -1
    if subject < 0 or not is_somebody(context, subject) or not _is_nominative(context, subject):
        return None
    comma = next((index for index in reversed(intro) if tokens[index].text == ","), intro.start - 1)
    opener, verb = comma + 1, context.mentions[subject].first - 1
    while verb > opener and (tokens[verb].lower in OBJECTS or tokens[verb].lower in DATIVES):
        verb -= 1
    if verb <= opener or tokens[verb].kind != WORD or not tokens[verb].lower.endswith(("t", *PAST_ENDINGS)):
        return None
    opens = context.mention_at[opener]
    is_subject = opens >= 0 and _is_nominative(context, opens) and is_somebody(context, opens)
    return None if is_subject else PatternMatch(subject, verb)


def _is_nominative(context: QuoteContext, number: int) -> bool:
    """Whether the mention may be a subject by its determiner and has no preposition in front."""
    first = context.tokenized.tokens[context.mentions[number].first].lower
    return first not in context.lexicon.oblique and not context.is_subordinate(number)


def cited_by_paper(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `„…“, zitiert die Zeitung den Prüfer Jo Lind`: the second one, named in full."""
    tokens = context.tokenized.tokens
    verb = next((i for i in range(at + 1, min(len(tokens), at + 3)) if tokens[i].lower in CITING), -1)
    if verb < 0:
        return None
    for index in range(verb + 2, min(len(tokens), verb + MOST_BEHIND)):
        mention = context.mention_at[index]
        is_new = mention >= 0 and context.mentions[mention].first == index
        if is_new and context.mentions[mention].kind == NAME and context.known[mention]:
            is_citing = index <= verb + 1 or context.is_subordinate(mention)
            return None if is_citing else PatternMatch(mention, verb)
        if tokens[index].kind == MARK and tokens[index].text in ".;:":
            return None
    return None


def source_before(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Nach Ansicht von Ana Lind ist das falsch. „…“, sagte sie`: the one source of the sentence before."""
    tokenized, tokens = context.tokenized, context.tokenized.tokens
    sentence, behind = tokenized.sentence_of[at], range(at + 1, min(at + 4, len(context.cue)))
    verb = next((index for index in behind if is_verb(context, index)), -1)
    after = context.mention_at[verb + 1] if verb >= 0 else -1
    if after < 0 or context.mentions[after].kind != PRONOUN or tokenized.bounds[sentence][0] != at or sentence == 0:
        return None
    first, last = tokenized.bounds[sentence - 1]
    before = range(first, min(last, first + MOST_TOKENS))
    if any(is_verb(context, index) or tokens[index].kind in (GAP, QUOTE) for index in before):
        return None
    sources = {context.mention_at[index] for index in before if context.according[index]} - {-1}
    named = [number for number in sources if context.mentions[number].kind == NAME and context.known[number]]
    is_one = len(named) == 1 and _may_be(context, named[0], tokens[context.mentions[after].first].lower)
    return PatternMatch(named[0], verb) if is_one else None


def _may_be(context: QuoteContext, name: int, pronoun: str) -> bool:
    """Whether "er" or "sie" does not contradict the first name."""
    gender = first_name_gender(context.tokenized.tokens[context.mentions[name].core].lower)
    wanted = context.lexicon.pronouns.get(pronoun, Gender.UNKNOWN)
    return wanted in PERSONAL and gender in (Gender.UNKNOWN, wanted)


def announced_source(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Laut Ana Lind ist das falsch: „…“, sagt sie`: the source is surer than the pronoun behind."""
    intro, behind = find_colon_intro(context, at), range(at + 1, min(at + 4, len(context.cue)))
    verb = next((index for index in behind if is_verb(context, index)), -1)
    after = context.mention_at[verb + 1] if verb >= 0 else -1
    if not intro or any(is_verb(context, index) for index in intro):
        return None
    if after < 0 or context.mentions[after].kind != PRONOUN or not _is_he_or_she(context, after):
        return None
    sources = {context.mention_at[index] for index in intro if context.according[index]} - {-1}
    named = [number for number in sources if context.mentions[number].kind != PRONOUN]
    return PatternMatch(named[0], verb) if len(named) == 1 else None


def _is_he_or_she(context: QuoteContext, mention: int) -> bool:
    word = context.tokenized.tokens[context.mentions[mention].first].lower
    return context.lexicon.pronouns.get(word) in PERSONAL
