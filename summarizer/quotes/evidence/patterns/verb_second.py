"""Explicit patterns: they name a speaker beyond doubt and overrule the classifier. Most are verb-second ones.

"„…“, sagte Ana Lind", "„…“, so Ana Lind", "Dazu sagte Ana Lind: „…“", "Ana Lind nannte den Plan „…“", "laut Ana Lind
„…“", "Ana Lind zufolge „…“". The classifier has seen few articles in these languages; their word order is strict:
the subject opens the clause, or follows right after the verb.
"""

from dataclasses import dataclass

from summarizer.quotes.document.mentions import NAME, NOUN, PRONOUN
from summarizer.quotes.document.quote_context import SAME_CLAUSE, CueKind, QuoteContext
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE
from summarizer.quotes.evidence.strength import IMPERSONAL, REACH, find_colon_intro, is_saying
from summarizer.quotes.grammar.gender import PERSONAL
from summarizer.quotes.grammar.lexicon import LEXICONS
from summarizer.quotes.grammar.noun_kinds import is_person_or_group
from summarizer.quotes.grammar.word_lists import all_words, short_list

MOST_ADVERBS = 3
MOST_MARKS = 3
AFTER_NAME = all_words("after_name")
AGREEING = all_words("agreeing")
OPENING = all_words("opening")
HELPERS = all_words("have")
ATTRIBUTIVE = all_words("attributive")
AND = all_words("and")
DATIVE = short_list("de", "dative")
IN = all_words("in")
REACH_TEXT = 8
DASHES = frozenset("-–—―")
LONGEST_SIGNATURE = 14  # tokens of a name with its role
_GERMAN = LEXICONS["de"]
LIGHT = short_list("de", "light") | (_GERMAN.adverbs - _GERMAN.prepositions - _GERMAN.determiners)
"""They may come between a German verb and its subject: "Dabei bezeichnete es Ana Lind als „…“"."""


@dataclass(frozen=True, slots=True)
class PatternMatch:
    """A speaker that an explicit pattern names.

    Attributes:
        mention: index of the mention.
        cue: token index of the verb; None for "laut" and for labels.
        name: which pattern it is.
    """

    mention: int
    cue: int | None = None
    name: str = ""


def behind(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `„…“, sagte Ana Lind` and `„…“, so Ana Lind`."""
    tokens, index = context.tokenized.tokens, at + 1
    limit = min(len(tokens), index + MOST_MARKS)
    while index < limit and tokens[index].kind == MARK and tokens[index].text in ",!?.–-":
        index += 1
    if index >= len(tokens) or context.tokenized.sentence_of[index] != context.tokenized.sentence_of[at]:
        return None
    mention = _mention_after(context, index)
    if mention is None:
        return None
    if is_verb(context, index):
        return PatternMatch(mention, index)
    return PatternMatch(mention) if tokens[index].lower in AGREEING else None


def is_verb(context: QuoteContext, index: int) -> bool:
    """Whether the token is a speech verb, and no form of reported speech."""
    return context.cue[index] in (CueKind.SPEECH, CueKind.WEAK) and (
        not context.lexicon.traits.reports_in_subjunctive or is_saying(context, index)
    )


def _mention_after(context: QuoteContext, index: int) -> int | None:
    """The mention right behind a verb, over a few adverbs."""
    tokens, adverbs = context.tokenized.tokens, context.lexicon.adverbs
    for ahead in range(index + 1, min(len(tokens), index + 2 + MOST_ADVERBS)):
        if context.mention_at[ahead] >= 0:
            return context.mention_at[ahead]
        if tokens[ahead].lower not in adverbs:
            return None
    return None


def before_colon(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Dazu sagte Ana Lind: „…“`, `Ana Lind sagte in Velby: „…“` and `Ministerin Ana Lind: „…“`."""
    intro = find_colon_intro(context, at)
    if not intro:
        return None
    start = _start_of_clause(context, intro)
    verbs = [index for index in intro if is_verb(context, index)]
    helper = _helper(context, range(start, intro.stop))
    if verbs and verbs[-1] == intro[-1] and helper is not None:
        return subject_of(context, helper, start, verbs[-1])  # "hat am Abend erklärt:"
    if verbs:
        return subject_of(context, verbs[-1], start)
    mention = context.mention_at[intro[-1]]
    is_person = mention >= 0 and context.mentions[mention].kind == NAME and context.known[mention]
    if is_person and not context.is_subordinate(mention):
        return PatternMatch(mention)
    opener = _opener(context, start, intro.stop)
    return PatternMatch(opener) if opener is not None and is_somebody(context, opener) else None


def _start_of_clause(context: QuoteContext, intro: range) -> int:
    """The first token of the sentence, or the one behind another quote in it: `„…?“ Lind antwortet: „…“`."""
    start = context.tokenized.bounds[context.tokenized.sentence_of[intro.start]][0]
    cut = intro.start > start and context.tokenized.tokens[intro.start - 1].kind == QUOTE
    return intro.start if cut else start


def is_somebody(context: QuoteContext, mention: int) -> bool:
    """Whether the mention refers to a person by name, pronoun or role: `Ana Lind war zufrieden: „…“`."""
    here, tokens, words = context.mentions[mention], context.tokenized.tokens, context.lexicon
    if here.kind == NAME:
        return context.known[mention]
    if here.kind == PRONOUN:
        return words.pronouns.get(tokens[here.first].lower) in PERSONAL
    return any(is_person_or_group(token.lower, words) for token in tokens[here.first : here.last])


def in_clause(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Ana Lind nannte den Plan „…“` and `Später sagte Ana Lind, er sei „…“`: the subject of the main verb."""
    clause, tokens = _clause(context, at), context.tokenized.tokens
    start = next((index + 1 for index in reversed(clause) if tokens[index].text in ":;"), clause.start)
    verb = next((index for index in range(start, at) if is_verb(context, index)), -1)
    if verb >= 0:
        helper = _helper(context, range(start, verb))
        parted = helper is None or any(token.text == "," for token in tokens[helper:verb])
        if parted or helper is None or not context.lexicon.traits.parts_compound_verbs:
            return subject_of(context, verb, start)
        return subject_of(context, helper, start, verb)  # "hat vor Gericht erklärt, …"
    helper = _helper(context, range(start, at))
    behind = next((index for index in range(at + 1, min(at + 3, len(tokens))) if is_verb(context, index)), -1)
    if helper is None or behind < 0:
        return None
    return subject_of(context, helper, start, behind)  # "hat den Plan „…“ genannt"


def _helper(context: QuoteContext, clause: range) -> int | None:
    """The helping verb of the clause."""
    return next((index for index in clause if context.tokenized.tokens[index].lower in HELPERS), None)


def subject_of(context: QuoteContext, verb: int, start: int, saying: int | None = None) -> PatternMatch | None:
    """The subject of a verb in second place: what opens the clause in front of it, or what follows right after it.

    Args:
        context: the article.
        verb: token index of the verb in second place.
        start: where the clause begins.
        saying: token index of the speech verb, if that is another one.
    """
    tokens, opener = context.tokenized.tokens, _opener(context, start, verb)
    cue = verb if saying is None else saying
    if tokens[verb - 1].lower in AND:
        return None if opener is None else PatternMatch(opener, cue)
    after = _after_verb(context, verb)
    stands_behind = after >= 0 and _may_be_subject(context, after)
    if opener is not None and _reaches(context, opener, verb):
        surer = stands_behind and is_somebody(context, after) and not is_somebody(context, opener)
        surer = surer or (stands_behind and _is_dative(context, opener))
        if not surer and not _is_adverb(context, opener):
            return PatternMatch(opener, cue)
    return PatternMatch(after, cue) if stands_behind else None


def _is_dative(context: QuoteContext, number: int) -> bool:
    """Whether a determiner shows that German tells it to the mention: "dem Reporter", "der Ministerin Ana Lind"."""
    words, tokens = context.lexicon, context.tokenized.tokens
    mention, first = context.mentions[number], tokens[context.mentions[number].first].lower
    if not words.female_suffixes:
        return False
    roles = [
        each.lower for each in tokens[mention.first + 1 : max(mention.core, mention.last)] if words.is_role(each.lower)
    ]
    return first in DATIVE or (first == "der" and bool(roles) and roles[-1].endswith(words.female_suffixes))


def _after_verb(context: QuoteContext, verb: int) -> int:
    """The mention right behind the verb, or in German behind "es" or "etwa"; -1 for none."""
    tokens, ahead = context.tokenized.tokens, verb + 1
    skipped = LIGHT if context.lexicon.traits.adverbs_precede_subject else frozenset()
    while ahead < min(len(tokens) - 1, verb + 1 + MOST_ADVERBS) and tokens[ahead].lower in skipped:
        ahead += 1
    mention = context.mention_at[ahead]
    return mention if mention >= 0 and context.mentions[mention].first == ahead else -1


def _may_be_subject(context: QuoteContext, mention: int) -> bool:
    """Whether what follows right after a verb is no mere object: `verkündete die Ankunft des „…“`."""
    return context.mentions[mention].kind != NOUN or is_somebody(context, mention)


def _is_adverb(context: QuoteContext, mention: int) -> bool:
    """Whether a lone unknown word at the head of a clause is no name most likely: "Unmissverständlich sagte …"."""
    here, word = context.mentions[mention], context.tokenized.tokens[context.mentions[mention].first]
    return here.kind == NAME and here.last - here.first == 1 and not context.known[mention] and not word.text.isupper()


def _reaches(context: QuoteContext, mention: int, verb: int) -> bool:
    """Whether only an insertion between commas, or a "des …" or "von …", comes between the mention and its verb."""
    tokens, last = context.tokenized.tokens, context.mentions[mention].last
    link = context.cue_after(mention)
    if last == verb or (link.token == verb and link.distance in SAME_CLAUSE):
        return True
    between = tokens[last:verb]
    return bool(between) and between[0].lower in ATTRIBUTIVE and all(token.kind != MARK for token in between)


def _opener(context: QuoteContext, start: int, verb: int) -> int | None:
    """The mention that opens the clause, behind a mark or "auch" at most."""
    tokens = context.tokenized.tokens
    for first in range(start, min(start + 2, verb)):
        mention = context.mention_at[first]
        if mention < 0 and tokens[first].kind != MARK and tokens[first].lower not in OPENING:
            return None
        if mention >= 0 and not context.is_subordinate(mention):
            return mention
    return None


def _clause(context: QuoteContext, at: int) -> range:
    """The tokens of the quote's sentence in front of it."""
    return range(max(context.tokenized.bounds[context.tokenized.sentence_of[at]][0], at - REACH), at)


def named_source(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `laut Ana Lind ist das „…“`, where no speech verb precedes the quote."""
    clause, tokens = _clause(context, at), context.tokenized.tokens
    if any(context.cue[index] is CueKind.SPEECH for index in clause):
        return None
    for index in reversed(clause):
        mention = context.mention_at[index]
        if mention < 0 or context.mentions[mention].first != index:
            continue
        last = context.mentions[mention].last
        named = context.according[index] and tokens[index - 1].lower not in AGREEING | {"wie"}
        if named or (last < at and tokens[last].lower in AFTER_NAME):
            return PatternMatch(mention)
    return None


def quoted_text(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `„…“, heißt es in einer Mitteilung` and `In dem Antrag heißt es: „…“`: a text that is quoted."""
    tokens, first = context.tokenized.tokens, context.around(at).start
    near = [*range(at + 1, min(at + 3, len(tokens))), *find_colon_intro(context, at)]
    verb = next((index for index in near if tokens[index].lower in IMPERSONAL), -1)
    if verb < 0 or context.tokenized.sentence_of[verb] != context.tokenized.sentence_of[at]:
        return None
    last = min(len(tokens), verb + REACH_TEXT) if verb > at else at
    for index in range(verb + 1 if verb > at else first, last):
        mention = context.mention_at[index]
        if mention >= 0 and context.mentions[mention].kind == NOUN and tokens[index - 1].lower in IN:
            return PatternMatch(mention, verb)
    return None


def before_comma(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in Turkish `…dile getiren Ayşe Demir, "…" dedi`: the name right before the quote, the verb behind it."""
    tokens = context.tokenized.tokens
    if at < 2 or tokens[at - 1].text != "," or not context.cue_at(at + 1):
        return None
    mention = context.mention_at[at - 2]
    fits = mention >= 0 and context.mentions[mention].kind == NAME and not context.mentions[mention].is_possessive
    return PatternMatch(mention, at + 1) if fits else None


def signed(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `“…” — Ana Lind, mayor`: a name behind a dash, on the quote's line or alone on the next."""
    tokens, first = context.tokenized.tokens, at + 1
    if first < len(tokens) and tokens[first].kind == GAP:
        first += 1
    if first + 1 >= len(tokens) or tokens[first].text not in DASHES:
        return None
    mention = context.mention_at[first + 1]
    if mention < 0 or context.mentions[mention].kind != NAME or context.mentions[mention].first != first + 1:
        return None
    for index in range(first + 1, min(len(tokens), first + LONGEST_SIGNATURE)):
        if tokens[index].kind == GAP:
            return PatternMatch(mention)
        if tokens[index].kind == QUOTE or context.cue[index]:
            return None
    return PatternMatch(mention) if first + LONGEST_SIGNATURE >= len(tokens) else None
