"""Patterns that name a speaker beyond doubt in German alone, beside those of verb_second.py.

"Das sagte Ana Lind" behind the quote, "„…“ (Ana Lind)", "von Ana Lind als „…“ bezeichnet", "so das Urteil der Jury",
"aus dem Rathaus hieß es", and the subjunctive of reported speech, which continues the previous speaker.
"""

from collections.abc import Sequence

from summarizer.quotes.document.mentions import NAME, NOUN, PRONOUN
from summarizer.quotes.document.quote_context import QuoteContext
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE, WORD
from summarizer.quotes.evidence.patterns.verb_second import (
    HELPERS,
    PatternMatch,
    before_colon,
    is_somebody,
    is_verb,
    subject_of,
)
from summarizer.quotes.evidence.strength import IMPERSONAL, REACH, find_colon_intro
from summarizer.quotes.grammar.noun_kinds import is_person_or_group
from summarizer.quotes.grammar.word_lists import endings, short_list

BY = short_list("de", "by")
SHOWING = short_list("de", "showing")
GOING = short_list("de", "going")
BEFORE_OPINION = short_list("de", "before_opinion")
READING = short_list("de", "reading")
IT_SAID = short_list("de", "it_said")
TEXT_ENDINGS = endings("de", "text_endings")
"""Endings of nouns for texts: "Im Gesetzentwurf heißt es", not "In Velby heißt es"."""

MOST_BACK = 3
"""So many sentences of reported speech are followed back to their speaker."""

MOST_BEHIND = 4
MOST_TOKENS = 120
"""So many tokens of a sentence are read."""

FAR_VERB = 16
MOST_BEFORE = 6
LONG = 40
"""So many characters beside brackets are speech, fewer are a title or a byname."""

POINTING = short_list("de", "pointing")
OWN_WORDS = endings("de", "own_words")
PASSIVE = short_list("de", "passive")
CALLED = short_list("de", "called")
SAYINGS = short_list("de", "sayings")
GENITIVE = short_list("de", "genitive")
OPINIONS = short_list("de", "opinions")
CONVINCED = short_list("de", "convinced")
BEING = short_list("de", "being")
SUBORDINATE = short_list("de", "subordinate")
COMPARING = short_list("de", "agreeing") | {"wie"}
CITING = short_list("de", "citing")
OUT_OF = short_list("de", "out_of")


def announced_name(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Ana Lind sagte: „…“, betont sie`: the name that announces the quote is surer than the pronoun behind."""
    if not find_colon_intro(context, at):
        return None
    verb = next((index for index in range(at + 1, min(at + 3, len(context.cue))) if context.cue[index]), -1)
    if verb < 0:
        return None
    after = context.mention_at[verb + 1]
    if after < 0 or context.mentions[after].kind != PRONOUN:
        return None
    found = before_colon(context, at)
    return found if found is not None and context.mentions[found.mention].kind == NAME else None


def pointed_out(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `… „…“. Das sagte Ana Lind` and `„…“, mit diesen Worten begrüßte Ana Lind …`."""
    tokenized, tokens = context.tokenized, context.tokenized.tokens
    if any(is_verb(context, index) for index in context.around(at)):
        return None
    behind, last = at + 1, tokenized.bounds[tokenized.sentence_of[at]][1]
    while behind < min(len(tokens), at + 3) and tokens[behind].kind == MARK and tokens[behind].text in ",.!?–-":
        behind += 1
    for start in (behind, last):
        found = _points_back(context, start)
        if found is not None:
            return found
    return None


def _points_back(context: QuoteContext, start: int) -> PatternMatch | None:
    tokens = context.tokenized.tokens
    ahead = [token.lower for token in tokens[start : start + 4]]
    if len(ahead) < 4:
        return None
    if tuple(ahead[:3]) == OWN_WORDS:
        verb = start + 3
    elif ahead[0] in POINTING and is_verb(context, start + 1):
        verb = start + 1
    else:
        return None
    if verb + 1 >= len(tokens):
        return None
    mention = context.mention_at[verb + 1]
    return PatternMatch(mention, verb) if mention >= 0 and context.mentions[mention].first == verb + 1 else None


def in_brackets(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `„…“ (Ana Lind)` and `Ana Lind („…“)`."""
    tokens = context.tokenized.tokens
    start, end = tokens[at].start, tokens[at].end
    if end - start < LONG or at < 2 or at + 2 >= len(tokens):
        return None
    behind = at + 2 if tokens[at + 1].text in ",." else at + 1
    if tokens[behind].text == "(" and behind + 1 < len(tokens):
        mention = context.mention_at[behind + 1]
        acronym = tokens[behind + 1].text.isupper()  # of the quoted name
        closes = (
            mention >= 0 and not acronym and tokens[min(context.mentions[mention].last, len(tokens) - 1)].text in "),"
        )
        return PatternMatch(mention) if closes and _has_name(context, mention) else None
    if tokens[at - 1].text == "(" and tokens[behind].text == ")":
        mention = context.mention_at[at - 2]
        return PatternMatch(mention) if mention >= 0 and _has_name(context, mention) else None
    return None


def _has_name(context: QuoteContext, mention: int) -> bool:
    """Whether the mention names a person or a group, no page and no year."""
    here = context.mentions[mention]
    if here.kind == NAME and (context.known[mention] or here.last - here.core > 1):
        return True
    return any(
        is_person_or_group(token.lower, context.lexicon) for token in context.tokenized.tokens[here.first : here.last]
    )


def by_somebody(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `wurde von Ana Lind als „…“ bezeichnet`: the agent speaks, never the subject."""
    tokens = context.tokenized.tokens
    verb = next((i for i in range(at + 1, min(len(tokens), at + MOST_BEHIND)) if tokens[i].lower in CALLED), -1)
    around = context.around(at)
    if verb < 0 or not any(tokens[index].lower in PASSIVE for index in around):
        return None
    for index in range(at - 1, around.start, -1):
        mention = context.mention_at[index]
        if mention >= 0 and context.mentions[mention].first == index and tokens[index - 1].lower in BY:
            return PatternMatch(mention, verb)
    return None


def so_the_verdict(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `„…“, so das Urteil der Jury`: whose verdict it is."""
    tokens = context.tokenized.tokens
    behind = at + 2 if at + 1 < len(tokens) and tokens[at + 1].kind == MARK else at + 1
    if behind + 1 >= len(tokens) or tokens[behind].lower != "so":
        return None
    mention = context.mention_at[behind + 1]
    if mention < 0 or context.mentions[mention].last >= len(tokens):
        return None
    last = context.mentions[mention].last
    if tokens[last - 1].lower not in SAYINGS or tokens[last].lower not in GENITIVE:
        return None
    owner = context.mention_at[last]
    if owner < 0 and last + 1 < len(tokens):
        owner = context.mention_at[last + 1]
    return PatternMatch(owner) if owner >= 0 else None


def as_told(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Wie die Sportzeitung berichtete, sei er „…“` and `„…“, wie Ana Lind sagte`."""
    tokens = context.tokenized.tokens
    around = context.around(at)
    for start in around:
        if tokens[start].lower != "wie" or start + 1 >= len(tokens) or context.mention_at[start + 1] < 0:
            continue
        mention = context.mention_at[start + 1]
        stop = next((i for i in range(start, min(around.stop, start + FAR_VERB)) if tokens[i].text in ",.:;"), -1)
        verb = stop - 2 if tokens[stop - 1].lower in HELPERS else stop - 1
        if stop > 0 and context.mentions[mention].last < stop and not start < at < stop and is_verb(context, verb):
            return PatternMatch(mention, verb)
    return None


def text_shows(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Wie aus einem Brief der Stadt hervorgeht, war es „…“` and `Aus dem Brief geht hervor, dass …`."""
    tokens, around = context.tokenized.tokens, context.around(at)
    shows = next((i for i in around if tokens[i].lower in SHOWING), -1)
    if shows < 0 or (tokens[shows].lower == "hervor" and not GOING & {tokens[i].lower for i in around}):
        return None
    for index in range(shows - 1, max(around.start, shows - FAR_VERB), -1):
        mention = context.mention_at[index]
        if mention >= 0 and context.mentions[mention].first == index and tokens[index - 1].lower == "aus":
            return PatternMatch(mention)
    return None


def of_opinion(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Ana Lind ist der Meinung, die Mole sei „…“` and `Ana Lind ist überzeugt, dass …`."""
    tokens, first = context.tokenized.tokens, context.tokenized.bounds[context.tokenized.sentence_of[at]][0]
    for index in range(max(first, at - REACH) + 2, at):
        opinion = tokens[index].lower in OPINIONS and tokens[index - 1].lower in BEFORE_OPINION
        if opinion or (tokens[index].lower in CONVINCED and tokens[index + 1].text == ","):
            verb = next((i for i in range(index - 1, max(first, index - 5), -1) if tokens[i].lower in BEING), -1)
            return subject_of(context, verb, first) if verb > first else None
    return None


def in_subclause(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `…, den die Stadt als „…“ bezeichnete`: the verb ends the clause that "den" opens."""
    tokens, verb = context.tokenized.tokens, at + 1
    if verb >= len(tokens) or not is_verb(context, verb):
        return None
    first = context.around(at).start
    start = next((i + 1 for i in range(at - 1, first - 1, -1) if tokens[i].text == ","), first)
    if tokens[start].lower not in SUBORDINATE or context.mention_at[start] >= 0:
        return None
    mention = context.mention_at[start + 1]
    return PatternMatch(mention, verb) if mention >= 0 and context.mentions[mention].last < at else None


def verdict_reads(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Das Urteil der Jury lautete: „…“`: whose verdict it is, or the text itself."""
    intro, tokens = find_colon_intro(context, at), context.tokenized.tokens
    if not intro or tokens[intro[-1]].lower not in READING:
        return None
    mention = context.mention_at[intro.start]
    if mention < 0 or context.mentions[mention].kind == PRONOUN:
        return None
    last = context.mentions[mention].last
    owner = context.mention_at[last] if last < intro[-1] and tokens[last].lower in GENITIVE else -1
    return PatternMatch(owner if owner >= 0 else mention, intro[-1])


def with_words(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Ana Lind lehnte mit den Worten ab: „…“` and `Mit den Worten „…“ trat Ana Lind zurück`."""
    tokens, first = context.tokenized.tokens, context.tokenized.bounds[context.tokenized.sentence_of[at]][0]
    words = next((i for i in range(at - 1, max(first, at - MOST_BEFORE), -1) if tokens[i].lower == "worten"), -1)
    if words < first + 2 or (tokens[words - 2].lower, tokens[words - 1].lower) != ("mit", "den"):
        return None
    if words == at - 1 and (words == first + 2 or tokens[words - 3].text == ":"):
        verb = at + 2 if at + 1 < len(tokens) and tokens[at + 1].text == "," else at + 1
        after = context.mention_at[verb + 1] if verb + 1 < len(tokens) else -1
        return PatternMatch(after) if after >= 0 else None
    quoted = context.mention_at[words - 3]
    if quoted >= 0 and any(tokens[i].lower in CITING for i in range(first, words)):
        return PatternMatch(quoted)
    opener = context.mention_at[first]
    return PatternMatch(opener) if opener >= 0 else None


def cited(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Die Zeitung zitiert Ana Lind: „…“`."""
    intro = find_colon_intro(context, at)
    mention = context.mention_at[intro[-1]] if intro else -1
    if mention < 0 or context.mentions[mention].kind != NAME or context.mentions[mention].first == 0:
        return None
    verb = context.mentions[mention].first - 1
    return PatternMatch(mention, verb) if context.tokenized.tokens[verb].lower in CITING else None


def closing_verb(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Der Wind habe „Wellen“ getrieben und den Kai beschädigt, sagte Ana Lind.`."""
    tokens, last = context.tokenized.tokens, context.tokenized.bounds[context.tokenized.sentence_of[at]][1]
    for index in range(at + 2, min(last - 1, at + REACH)):
        if tokens[index].text in ":;":
            return None
        if tokens[index - 1].text != "," or not (tokens[index].lower == "so" or is_verb(context, index)):
            continue
        mention = context.mention_at[index + 1]
        if mention >= 0 and context.mentions[mention].first == index + 1:
            return PatternMatch(mention, None if tokens[index].lower == "so" else index)
    return None


def it_said(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Aus dem Rathaus hieß es, die Mole sei „…“`: what or where the words come from."""
    tokens, first = context.tokenized.tokens, context.around(at).start
    verb = next((i for i in range(first, at) if tokens[i].lower in IT_SAID), -1)
    if verb < 0 or "es" not in (tokens[i].lower for i in range(first, min(verb + 2, at))):
        return None
    for index in range(first + 1, verb):
        mention = context.mention_at[index]
        if mention < 0 or context.mentions[mention].first != index or tokens[index - 1].lower not in OUT_OF:
            continue
        here = context.mentions[mention]
        is_text = tokens[here.last - 1].lower.endswith(TEXT_ENDINGS)
        if here.kind != NAME or is_text or tokens[index - 1].lower == "aus":
            return PatternMatch(mention, verb)
    return None


def reported(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Ana Lind warnte vor Regen. Die Lage sei „…“`: reported speech continues the previous speaker."""
    tokenized, here = context.tokenized, context.around(at)
    sentence = tokenized.sentence_of[at]
    if not _is_reported(context, here) or _has_teller(context, here):
        return None
    for back in range(sentence - 1, max(-1, sentence - 1 - MOST_BACK), -1):
        first, last = tokenized.bounds[back]
        if tokenized.tokens[last - 1].kind == GAP:
            return None
        there = range(first, min(last, first + MOST_TOKENS))
        verbs = [index for index in there if is_verb(context, index)]
        if verbs:
            found = _teller_of(context, first, _surest_verb(context, verbs))
            is_thing = (
                found is not None
                and context.mentions[found.mention].kind == NOUN
                and not is_somebody(context, found.mention)
            )
            return None if is_thing else found
        source = max((context.mention_at[index] for index in there if _names_source(context, index)), default=-1)
        if source >= 0:
            return PatternMatch(source)
        if not _is_reported(context, there):
            opener = context.mention_at[first]
            is_person = opener >= 0 and context.mentions[opener].kind == NAME and context.known[opener]
            return PatternMatch(opener) if is_person else None
    return None


def _surest_verb(context: QuoteContext, verbs: Sequence[int]) -> int:
    """The verb right behind a quote, "…: „…“, sagt Ana Lind", else the first."""
    tokens = context.tokenized.tokens
    return next((verb for verb in verbs if any(token.kind == QUOTE for token in tokens[verb - 2 : verb])), verbs[0])


def _names_source(context: QuoteContext, index: int) -> bool:
    """Whether "laut" or the like ends before the token; "so" without a comma just compares: "so viele Boote wie"."""
    tokens = context.tokenized.tokens
    if not context.according[index] or tokens[index - 1].lower not in COMPARING:
        return context.according[index]
    return index > 1 and tokens[index - 2].kind == MARK


def _is_reported(context: QuoteContext, sentence: range) -> bool:
    """Whether a verb of the sentence is in the subjunctive: `sei`, or `Die Stadt verkenne …`."""
    if any(context.tokenized.tokens[index].lower in context.lexicon.reported for index in sentence):
        return True
    opener = context.mention_at[sentence.start]
    verb = context.mentions[opener].last if opener >= 0 else sentence.stop
    return verb < sentence.stop and _is_subjunctive(context, verb)


def _is_subjunctive(context: QuoteContext, verb: int) -> bool:
    """Whether the word right behind a subject ends like "verkenne": in the indicative only "I" has that ending."""
    token, words = context.tokenized.tokens[verb], context.lexicon
    if token.kind != WORD or not token.lower.endswith("e") or token.lower.endswith("te"):
        return False
    small = words.determiners | words.adverbs | words.prepositions | words.conjunctions | words.starters
    return token.lower not in small and token.lower not in words.possessives


def _has_teller(context: QuoteContext, sentence: range) -> bool:
    """Whether the sentence has a speaker of its own."""
    return any(
        context.according[index] or is_verb(context, index) or context.tokenized.tokens[index].lower in IMPERSONAL
        for index in sentence
    )


def _teller_of(context: QuoteContext, first: int, verb: int) -> PatternMatch | None:
    """The subject of a speech verb in another sentence."""
    before = context.tokenized.tokens[verb - 1] if verb > first else None
    if before is not None and before.kind == MARK:
        after = context.mention_at[verb + 1] if verb + 1 < len(context.tokenized.tokens) else -1
        return PatternMatch(after, verb) if after >= 0 else None
    return subject_of(context, verb, first)
