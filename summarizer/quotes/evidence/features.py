"""Features of candidates, as short strings that the learned weights have."""

from collections.abc import Iterator, Sequence

from summarizer.quotes.document.mentions import NAME
from summarizer.quotes.document.quote_context import CueKind, QuoteContext, Side
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE
from summarizer.quotes.evidence.candidate_view import ALL_VERBS, CandidateView
from summarizer.quotes.evidence.position_features import rival_features, subject_features
from summarizer.quotes.evidence.quote_place import QuotePlace
from summarizer.quotes.grammar.traits import WordOrder
from summarizer.quotes.grammar.word_lists import all_words, short_list
from summarizer.quotes.spans.dash_speech import DASH
from summarizer.quotes.spans.quotation_marks import QuoteSpan

AS = all_words("as")

THAT = all_words("that")
SAID_NOUNS = short_list("en", "said_nouns")
"""English nouns for speech; their owner said it."""

LIMIT = 9


def candidate_features(view: CandidateView) -> list[str]:
    """The features of one candidate for one quote."""
    found = _common_features(view)
    if view.side == Side.RIGHT:
        found += _right_features(view)
    elif view.side == Side.LEFT:
        found += rival_features(view)
        found += _left_features(view)
    elif view.side == Side.SAME:
        found += _same_sentence_features(view.context, view.quote)
    else:
        found += _neighbour_features(view)
    return found


def _common_features(view: CandidateView) -> list[str]:
    side, known = f"{view.side}|", view.known
    found = [view.side, f"{side}rank{view.rank}", *(side + feature for feature in known.verbs)]
    if view.side not in (Side.SAME, Side.RIGHT):
        found += [side + feature for feature in known.place]
    if _owns_words(view):
        found += [f"{side}words", f"{side}words|{view.context.tokenized.tokens[view.quote.at - 1].lower}"]
    family = view.context.lexicon.word_order
    if family:
        # Word order differs: "Dazu sagte sie:" against "she told them:".
        verbs = f"{family}|{side}a{known.after_kind}|b{known.before_kind}"
        found += [f"{family}|{side}{known.verbs[ALL_VERBS]}", verbs, f"{family}|{side}{known.kind}"]
    return found


def _owns_words(view: CandidateView) -> bool:
    """Whether the mention is the owner of something said: "her remark that", "Lind's long-standing promise to"."""
    tokens, mention, words = view.context.tokenized.tokens, view.known.mention, view.context.lexicon
    if not words.traits.owner_precedes_noun:
        return False
    if tokens[mention.first].lower in words.possessives:
        return any(token.lower in SAID_NOUNS for token in tokens[mention.first + 1 : mention.last])
    return mention.is_possessive and any(token.lower in SAID_NOUNS for token in tokens[mention.last : mention.last + 3])


def _right_features(view: CandidateView) -> Iterator[str]:
    context, at, known = view.context, view.quote.at, view.known
    between = shape(context, at + 1, known.mention.first)
    yield f"R|{between}"
    yield f"R|{between}|a{known.after_kind}|{known.kind}"
    yield f"R|{between}|b{known.before_kind}"
    yield f"R|touches{context.cue_at(at + 1)}|{between[:3]}"


def _left_features(view: CandidateView) -> list[str]:
    context, at, known = view.context, view.quote.at, view.known
    between = shape(context, known.mention.last, at)
    found = [f"L|{between}", f"L|{between[-4:]}", f"L|{between[:4]}|{known.kind}"]
    cues = [index for index in range(max(known.mention.last, at - 60), at) if context.cue[index]]
    found.append(f"L|cues{min(len(cues), 3)}")
    found += _left_cue_features(view, cues) if cues else [f"L|nocue|{between[-3:]}"]
    found += subject_features(view)
    found.append(f"L|follows{0 <= known.before < known.mention.last}")
    family = context.lexicon.word_order
    if family:
        found += [f"{family}|{feature}" for feature in found]
    if family is WordOrder.VERB_FINAL:
        # Turkish puts the name before the quote and the verb behind it.
        found.append(f"TR|{between}|then{context.cue_at(at + 1)}|{known.kind}")
    return found


def _left_cue_features(view: CandidateView, cues: Sequence[int]) -> Iterator[str]:
    context, at, after = view.context, view.quote.at, view.known.after
    tokens = context.tokenized.tokens
    owns_last, owns_first = after == cues[-1], after == cues[0]
    yield f"L|own{owns_last}|last{at - cues[-1] if at - cues[-1] < 4 else 9}|{context.cue[cues[-1]]}"
    yield f"L|first{owns_first}|{context.cue[cues[0]]}"
    strong = [index for index in cues if context.cue[index] is not CueKind.WEAK]
    yield f"L|outer{bool(strong) and after == strong[0]}|{len(strong) > 1}|last{owns_last}"
    yield f"L|{tokens[cues[-1]].lower}|own{owns_last}|{tokens[at - 1].lower}"


def _same_sentence_features(context: QuoteContext, place: QuotePlace) -> Iterator[str]:
    """The previous speaker continues, most likely if little comes between."""
    tokenized, at = context.tokenized, place.at
    if place.quote == 0:
        return
    earlier = tokenized.quote_at[place.quote - 1]
    paragraphs = min(tokenized.paragraph_of[at] - tokenized.paragraph_of[earlier], 3)
    sentences = min(tokenized.sentence_of[at] - tokenized.sentence_of[earlier], 4)
    yield f"V|p{paragraphs}|s{sentences}"
    yield f"V|{place.part}|{'closes' if place.closes else 'on'}|p{paragraphs}"
    between = range(max(earlier + 1, at - 80), at)
    names = any(context.mentions[context.mention_at[i]].kind == NAME for i in between if context.mention_at[i] >= 0)
    yield f"V|names{names}|p{paragraphs}|s{sentences}"
    yield f"V|cue{place.has_verb}|{place.part}"
    if sentences == 0:
        yield f"V|{shape(context, earlier + 1, at)}"


def _neighbour_features(view: CandidateView) -> Iterator[str]:
    context, place, side, known = view.context, view.quote, view.side, view.known
    paragraph_of = context.tokenized.paragraph_of
    crosses = "new" if paragraph_of[place.at] != paragraph_of[known.mention.first] else "same"
    alone = "alone" if place.opens and place.closes else "part"
    colon = ":" if side == Side.BEFORE and _ends_with_colon(context, known.mention.first) else ""
    own = str(context.cue[known.after]) if known.after >= 0 else "-"
    yield f"{side}|{crosses}|{place.part}|{alone}|{colon}"
    yield f"{side}|{crosses}|{alone}|{view.rank == 0}|cue{own}{colon}"
    yield f"{side}|owncue{place.has_verb}|{place.part}"
    if side == Side.AFTER:
        yield f"A|{shape(context, place.at + 1, known.mention.first)}"


def _ends_with_colon(context: QuoteContext, index: int) -> bool:
    first, last = context.tokenized.bounds[context.tokenized.sentence_of[index]]
    return any(context.tokenized.tokens[i].text == ":" for i in range(max(first, last - 2), last))


def no_speaker_features(context: QuoteContext, place: QuotePlace, piece: QuoteSpan, text: str) -> list[str]:
    """Features of "no speaker": a title, a nickname, a scare quote."""
    tokenized, at = context.tokenized, place.at
    size = _size(len(text.split()))
    first, _ = tokenized.bounds[tokenized.sentence_of[at]]
    before = _neighbour(context, at - 1, first)
    behind = _neighbour(context, at + 1, tokenized.bounds[-1][1])
    ending = text[-1:] if text[-1:] in ".,!?…" else "w"
    case = _letter_case(text)
    cue = "".join(sorted({context.cue[index] for index in context.around(at)}))
    mentions = min(2, len({context.mention_at[index] for index in context.around(at)} - {-1}))
    word = tokenized.tokens[at - 1].lower if at > first else "^"
    pair = f"{tokenized.tokens[at - 2].lower} {word}" if at > first + 1 else word
    return [
        "0",
        f"0|{size}|{word}",
        f"0|{word}",
        f"0|{pair}",
        f"0|{size}",
        f"0|{size}|{case}",
        f"0|{size}|{ending}",
        f"0|{size}|<{before}",
        f"0|<{before}",
        f"0|>{behind}|{ending}",
        f"0|{size}|cue{cue}",
        f"0|cue{cue}|spots{mentions}",
        f"0|{'opens' if place.opens else 'in'}{'closes' if place.closes else 'on'}|{size}",
        f"0|continued{piece.is_continued}|{piece.mark in (DASH, '‘')}",
        f"0|first{place.quote == 0}|{'head' if tokenized.sentence_of[at] == 0 else ''}",
    ]


def _size(count: int) -> str:
    """How many words, coarsely."""
    for limit in (15, 8, 5, 3, 2):
        if count >= limit:
            return str(limit)
    return "1"


def shape(context: QuoteContext, first: int, last: int) -> str:
    """The tokens between two places as one short string: S, I, K verbs, n a mention, x other words, and the marks."""
    signs: list[str] = []
    for index in range(first, min(last, first + 40)):  # only the ends are used
        sign = _sign(context, index)
        if not signs or sign not in "xn" or signs[-1] != sign:
            signs.append(sign)
    if len(signs) > LIMIT:
        signs = [*signs[:5], "~", *signs[-4:]]
    return "".join(signs)


def _sign(context: QuoteContext, index: int) -> str:
    """One letter for a token."""
    token = context.tokenized.tokens[index]
    if token.kind in (QUOTE, GAP):
        return "Q" if token.kind == QUOTE else "/"
    if context.cue[index]:
        return context.cue[index]
    if context.mention_at[index] >= 0:
        return "n"
    if token.kind == MARK:
        return token.text if token.text in ",:.;()?!" else "-" if token.text in "–—-" else "m"
    if context.according[index + 1] or token.lower == "according":
        return "c"
    return "t" if token.lower in THAT else "x"


def _neighbour(context: QuoteContext, index: int, limit: int) -> str:
    """The token beside a quote, coarsely."""
    tokens = context.tokenized.tokens
    if index < 0 or index >= len(tokens) or (index < limit and index != limit - 1 and limit <= index):
        return "^"
    token = tokens[index]
    if token.kind in (QUOTE, GAP):
        return token.kind
    if context.cue[index]:
        return context.cue[index]
    if token.lower in context.lexicon.determiners:
        return "det"
    if token.lower in THAT:
        return "that"
    if token.kind == MARK:
        return token.text if token.text in ",:.()" else "m"
    if context.mention_at[index] >= 0:
        return "n"
    return "as" if token.lower in AS else "x"


def _letter_case(text: str) -> str:
    words = text.split()
    capitals = sum(word[:1].isupper() for word in words)
    if capitals == len(words) and len(words) > 1:
        return "Title"
    if capitals * 2 > len(words) and len(words) > 1:
        return "title"
    return "Upper" if text[:1].isupper() else "lower"
