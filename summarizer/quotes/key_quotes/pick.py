"""The key quotes: those an editor would lift.

Each quote gets a score from small learned weights (lexicon/weights/key_quotes.json, rebuilt by
tools/train_quotes.py from key quotes that editors marked): place, length, words shared with headline and opening,
the speaker, how it begins and ends; in a running text also how likely a summary would repeat it (`summary_overlap`).
Then the best are taken one by one: no near-duplicate, none that only repeats a sentence already shown, and a second
speaker before the first one's second quote.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from summarizer.model import Article, Quote, QuoteKind, Sentence
from summarizer.quotes.grammar.lexicon import LanguageLexicon, lexicon_for
from summarizer.quotes.grammar.word_lists import all_words
from summarizer.quotes.key_quotes.old_quotes import find_newest_year, is_old
from summarizer.quotes.key_quotes.summary_overlap import WORD, is_running, score_echoes
from summarizer.quotes.softmax import Weights, load_weights, score

FIRST_PERSON = all_words("first_person_subjects")

OPENING_CHARACTERS = 400
MIN_WORDS = 6
SURE = 0.89
"""`find_quotes` gives its confidence in the speaker as the quote's score: below this, the quote is not lifted."""

CERTAIN = 0.95
DOUBT = 10.0
"""What doubt in the speaker costs a quote, for each part that is missing to certainty."""

SAME_VOICE = 1.5
"""What a second quote of the same speaker loses."""

LEARNED: Weights = load_weights("key_quotes")


@dataclass(frozen=True, slots=True)
class _Context:
    """What the features of every quote of one article need."""

    lexicon: LanguageLexicon
    headline: frozenset[str]
    opening: frozenset[str]
    frequent: frozenset[str]
    voices: Counter[str]


def pick_quotes(
    article: Article,
    quotes: Sequence[Quote],
    sentences: Sequence[Sentence],
    *,
    limit: int,
    weights: Weights = LEARNED,
) -> tuple[Quote, ...]:
    """At most `limit` key quotes, in document order, given all quotes and the sentences the digest shows.

    Fewer when fewer qualify: attributed, of six words or more, by a speaker with a name.
    """
    sure = [quote for quote in quotes if not 0.0 < quote.score < SURE]
    scored = [
        replace(quote, score=quote.score - DOUBT * max(0.0, CERTAIN - known.score))
        for quote, known in zip(score_quotes(article, sure, weights), sure, strict=True)
    ]
    shown = [frozenset(_content(sentence.text)) for sentence in sentences]
    lexicon, newest = lexicon_for(article.language, article.body), find_newest_year(article)
    worth = [
        quote
        for quote in scored
        if _is_worth(quote)
        and not _only_repeats(quote, sentences, shown)
        and not is_old(article, quote, lexicon, newest)
    ]
    picked: list[Quote] = []
    while worth and len(picked) < limit:
        best = max(worth, key=lambda quote: (_value(quote, picked), -quote.span.start))
        picked.append(best)
        worth = [quote for quote in worth if quote is not best and not _says_the_same(quote, best)]
    return tuple(sorted(picked, key=lambda quote: quote.span))


def score_quotes(article: Article, quotes: Sequence[Quote], weights: Weights = LEARNED) -> tuple[Quote, ...]:
    """The same quotes with their scores: how much each deserves to be shown."""
    scores = [score(each, weights) for each in key_quote_features(article, quotes)]
    if is_running(article.body):
        scores = [sum(both) for both in zip(scores, score_echoes(article, quotes), strict=True)]
    return tuple(replace(quote, score=round(value, 4)) for quote, value in zip(quotes, scores, strict=True))


def key_quote_features(article: Article, quotes: Sequence[Quote]) -> list[list[str]]:
    """For each quote, the features the learned weights know."""
    context = _context(article, quotes)
    seen: Counter[str] = Counter()
    found = []
    for rank, quote in enumerate(quotes):
        voice = _voice(quote)
        features = _features(quote, rank, seen[voice], context)
        if not article.headline:  # place and length weigh more where there is no headline to compare with
            features += [
                f"bare|{feature}" for feature in features if feature.startswith(("rank", "opening", "words", "kind"))
            ]
        found.append(features)
        seen[voice] += 1
    return found


def _context(article: Article, quotes: Sequence[Quote]) -> _Context:
    body_words = Counter(_content(article.body))
    frequent = frozenset(word for word, count in body_words.most_common(12) if count > 1)
    return _Context(
        lexicon=lexicon_for(article.language, article.body),
        headline=frozenset(_content(article.headline or "")),
        opening=frozenset(_content(article.body[:OPENING_CHARACTERS])),
        frequent=frequent,
        voices=Counter(_voice(quote) for quote in quotes),
    )


def _features(quote: Quote, rank: int, said_before: int, context: _Context) -> list[str]:
    words = quote.text.split()
    content = frozenset(_content(quote.text))
    first = words[0].strip("'’\"“”«»„…¡¿(").lower() if words else ""
    voice = _voice(quote)
    return [
        *(f"rank>{least}" for least in range(5) if rank > least),
        f"words{_length(len(words))}",
        f"kind{quote.kind}",
        *(f"headline>{least}" for least in range(3) if len(content & context.headline) > least),
        *(f"opening>{least}" for least in range(5) if len(content & context.opening) > least),
        *(f"frequent>{least}" for least in range(4) if len(content & context.frequent) > least),
        f"begins{_beginning(first, context.lexicon)}",
        f"ends{quote.text[-1:] if quote.text[-1:] in '!?' else ''}",
        f"digits{any(sign.isdigit() for sign in quote.text)}",
        f"role{quote.role is not None}",
        f"name{quote.speaker_full is not None and len(quote.speaker_full.split()) > 1}",
        f"before{min(2, said_before)}",
        f"voice{min(3, context.voices[voice])}",
        f"voicenews{bool(frozenset(_content(voice)) & (context.headline | context.opening))}",
    ]


def _length(count: int) -> str:
    for limit in (5, 9, 14, 20, 28, 36, 50):
        if count <= limit:
            return str(limit)
    return "more"


def _beginning(first: str, lexicon: LanguageLexicon) -> str:
    if first in FIRST_PERSON:
        return "self"
    if first in lexicon.conjunctions:
        return "and"
    if first in lexicon.pronouns or first in BACKWARD:
        return "back"
    return "plain"


BACKWARD = all_words("pointing_back")


def _is_worth(quote: Quote) -> bool:
    """Attributed to a speaker with a name, and long enough to say something."""
    if quote.speaker is None or len(quote.text.split()) < MIN_WORDS:
        return False
    return quote.speaker_full is not None


def _only_repeats(quote: Quote, sentences: Sequence[Sentence], shown: Sequence[frozenset[str]]) -> bool:
    """Whether a shown sentence holds this quote or a part of it, or is little more than its words."""
    content = frozenset(_content(quote.text))
    for sentence, words in zip(sentences, shown, strict=True):
        if sentence.span.overlaps(quote.span):
            return True
        if words and content and len(content & words) >= 0.8 * len(content) and len(words) <= 1.5 * len(content):
            return True
    return False


def _value(quote: Quote, picked: Sequence[Quote]) -> float:
    same_voice = any(_voice(quote) == _voice(other) for other in picked)
    return quote.score - (SAME_VOICE if same_voice else 0.0)


def _says_the_same(quote: Quote, other: Quote) -> bool:
    mine, theirs = set(_content(quote.text)), set(_content(other.text))
    return len(mine & theirs) > 0.6 * max(1, min(len(mine), len(theirs)))


def _voice(quote: Quote) -> str:
    if quote.speaker_full is not None:
        return quote.speaker_full
    return quote.speaker.text if quote.speaker is not None else ""


def _content(text: str) -> list[str]:
    """Words that carry meaning: four letters and more, lower case."""
    return [word for word in map(str.lower, WORD.findall(text)) if len(word) > 3]


def is_partial(quote: Quote) -> bool:
    """Whether the quote is a piece of the reporter's sentence and needs its frame."""
    return quote.kind is QuoteKind.PARTIAL
