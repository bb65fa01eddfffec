"""The digest of a story reported by several outlets.

The opening sentence of the most central article comes first, then at most one sentence of each other article; the rest
of the budget is the central article's. A sentence scores by its similarity to the centroid of all articles, less its
similarity to what is shown already (maximal marginal relevance).
Source: Radev et al., Centroid-based summarization of multiple documents, IPM 40 (2004); Carbonell & Goldstein, The use
of MMR, SIGIR 1998; chosen by measuring: docs/decisions/0083-digest-of-a-story.md.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

from summarizer.digest import LENGTHS, MAX_CHARACTERS, digest, verify
from summarizer.errors import EmptyTextError, NoArticleError, SummarizerError
from summarizer.model import Article, Digest, Quote, Sentence
from summarizer.quotes import find_quotes, find_speech
from summarizer.quotes.key_quotes.pick import is_partial, pick_quotes
from summarizer.selection.select_sentences import is_worth_showing
from summarizer.text.language import check_supported
from summarizer.text.sentence_form import CLOSING_MARKS, PRONOUNS, opens_with_anaphor
from summarizer.text.sentences import split_sentences
from summarizer.text.words import find_content, find_tokens, find_words

METHOD = "story"
"""The method named in digests made here."""

MAX_ARTICLES = 8
"""At most this many articles are read; a story's others are only named."""

RELEVANCE = 0.7
"""Weight of similarity to the story against similarity to what is shown: lambda of MMR."""

SAME = 0.5
"""A sentence that shares this part of its words (or of the other's, if those are fewer) with one that is shown says
nothing new. Read by eye in forty stories: such pairs said one thing twice."""

_READ_SENTENCES = 40
"""Sentences read of each article: news puts what matters first."""

_EARLY_SENTENCES = 8
"""Of the other articles: sentences further down depend on those before them."""

_LATER = 0.005
"""Penalty for each place further down: of two equally good sentences the earlier one depends less on others."""

_LOOSENESS = 0.1
_LONGEST_OPENING = 100
_OPENING_SENTENCES = 5
_OPENING_REASON = "opens the most central article"

_OPENS_WITH_QUOTE = re.compile(r"\s*(?:[\"“„«»]|``)")
_LEADS = {
    language: (frozenset(lists["leads"].split()), frozenset(lists["persons"].split()))
    for language, lists in json.loads(files("summarizer").joinpath("lexicon/text/sentences.json").read_text("utf-8"))[
        "openers"
    ].items()
}
"""By language: words that open a phrase before the subject, and pronouns for a person named before."""

_LOOSE = {"en": re.compile(r"(?:The|Such) [a-z]|.{0,60}\b(?:also|again)\b")}
"""A reference to something as if known. It may be in the story itself, so such sentences are only chosen later."""

_AFTER_QUOTE = re.compile(r"(?:[\"”»«“]|'')([^\"“”„«»]*)")
"""The text after each closing mark, up to the next mark."""

Terms = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class StoryDigest:
    """What is shown of a story: one digest for each article used, the most central first."""

    parts: tuple[Digest, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """An article with the sentences that may be shown, and the weights of their words."""

    article: Article
    sentences: tuple[Sentence, ...]
    terms: tuple[Terms, ...]
    prose_count: int


@dataclass(frozen=True, slots=True)
class _SimilarityMatrix:
    """The candidates.

    Attributes:
        read: the articles.
        terms: of each article's sentences.
        centre: the centroid of all articles.
    """

    read: Sequence[_Read]
    terms: Sequence[Sequence[Terms]]
    centre: Terms


def digest_story(articles: Sequence[Article], *, length: str = "medium") -> StoryDigest:
    """Returns the digest of a story; for a single article, that article's digest.

    Args:
        articles: most central first. Those that cannot be read or have no sentence to show are skipped.
        length: as for `digest`.

    Raises:
        EmptyTextError, NoArticleError: none of them has anything to show.
        ValueError: no length of that name.
    """
    if length not in LENGTHS:
        raise ValueError(f"length must be one of {', '.join(LENGTHS)}, not {length!r}")
    if len(articles) == 1:
        alone = _digest_alone(articles[0], length)
        if alone is not None:
            return StoryDigest((alone,))
    read = [found for article in articles[:MAX_ARTICLES] if (found := _read(article)) is not None]
    if not read:
        raise NoArticleError("in that text") if articles else EmptyTextError
    sentence_budget, quote_budget = LENGTHS[length]
    chosen = _choose(read, sentence_budget)
    quotes = _choose_quotes(read, chosen, quote_budget)
    parts = []
    for number, found in enumerate(read):
        mine = sorted(chosen.get(number, ()), key=lambda sentence: sentence.span)
        if mine or quotes.get(number):
            parts.append(_make_part(found, mine, quotes.get(number, ())))
    return StoryDigest(tuple(parts))


def _digest_alone(article: Article, length: str) -> Digest | None:
    """Returns the digest of a story's only article; None where it is too short for one (a feed's two lines)."""
    try:
        return digest(article, length=length)
    except SummarizerError:
        return None


def _read(article: Article) -> _Read | None:
    """Returns the article's sentences that may be shown in a digest of several; None where there are none."""
    body = article.body
    if not any(character.isalnum() for character in body) or len(body) > MAX_CHARACTERS:
        return None
    try:
        check_supported(body, article.language)
        sentences = split_sentences(article)
    except SummarizerError:
        return None
    prose = [sentence for sentence in sentences if sentence.is_prose]
    speech = find_speech(article)
    own = [sentence for sentence in prose if not speech.hides(sentence.span)]
    fit = [sentence for sentence in own[:_READ_SENTENCES] if _stands_alone(sentence, article.language)]
    if not fit:  # a feed's single truncated line: better than nothing
        fit = (own or prose or list(sentences))[:1]
    terms = tuple(_count(find_content(sentence.text[:2_000], article.language)) for sentence in fit)
    return _Read(article, tuple(fit), terms, len(prose)) if fit else None


def _stands_alone(sentence: Sentence, language: str | None) -> bool:
    """Whether the sentence can be read without the one before it."""
    if not is_worth_showing(sentence) or opens_with_anaphor(sentence.text, language):
        return False
    return not _lacks_its_speaker(sentence.text, language) and not _is_of_somebody(sentence.text, language)


def _is_of_somebody(text: str, language: str | None) -> bool:
    """Whether the subject after the opening phrase is only a pronoun: "Back at the harbour, he said"."""
    leads, persons = _LEADS.get(language or "", (frozenset(), frozenset()))
    opening, comma, rest = text[:_LONGEST_OPENING].lower().partition(", ")
    if not comma:
        return False
    first, then = find_words(opening)[:1], find_words(rest)[:1]
    is_lead = any(word in leads or (language == "en" and word.endswith("ing")) for word in first)
    return is_lead and any(word in persons for word in then)


def _speaks_loosely(text: str, language: str | None) -> bool:
    pattern = _LOOSE.get(language or "")
    return pattern is not None and pattern.match(text) is not None


def _lacks_its_speaker(text: str, language: str | None) -> bool:
    """Whether the sentence opens with a quote but does not name its speaker: nothing, or only "she said"."""
    opened = _OPENS_WITH_QUOTE.match(text)
    if opened is None:
        return False
    after = _AFTER_QUOTE.findall(text, opened.end())
    outside = [word for part in after for word in find_words(part.lower())]
    pronouns = PRONOUNS.get(language or "", frozenset())
    return not outside or any(word in pronouns for word in outside[:2])


def _choose(read: Sequence[_Read], budget: int) -> dict[int, list[Sentence]]:
    """Returns the sentences of each article: the opening, one of each other article, then more of the central one."""
    board = _set_up(read)
    shown = [board.terms[0][0]]
    chosen = {0: [replace(read[0].sentences[0], reasons=(_OPENING_REASON,))]}
    while sum(map(len, chosen.values())) < budget:
        unheard = [number for number in range(1, len(read)) if number not in chosen]
        best = _best_addition(board, unheard, shown, chosen) or _best_addition(board, [0], shown, chosen)
        if best is None:
            break
        number, place = best
        reason = "adds most to what is shown" if number else "next of the most central article"
        chosen.setdefault(number, []).append(replace(read[number].sentences[place], reasons=(reason,)))
        shown.append(board.terms[number][place])
    return chosen


def _set_up(read: Sequence[_Read]) -> _SimilarityMatrix:
    """Returns the sentences as vectors, and the centroid of the articles' openings."""
    rarity = _count_rarity(read)
    weighted = [[_weigh(terms, rarity) for terms in found.terms] for found in read]
    return _SimilarityMatrix(
        read, weighted, _add([terms for vectors in weighted for terms in vectors[:_OPENING_SENTENCES]])
    )


def _best_addition(
    board: _SimilarityMatrix, numbers: Sequence[int], shown: Sequence[Terms], chosen: Mapping[int, Sequence[Sentence]]
) -> tuple[int, int] | None:
    """Returns article and place of the sentence that adds most; None where none adds anything."""
    best: tuple[float, int, int] | None = None
    for number in numbers:
        taken = {sentence.span for sentence in chosen.get(number, ())}
        early = board.read[number].sentences[: _EARLY_SENTENCES if number else None]
        for place, sentence in enumerate(early):
            terms = board.terms[number][place]
            repeated = max(_share_words(terms, other) for other in shown)
            if sentence.span in taken or repeated >= SAME or not terms:
                continue
            value = RELEVANCE * _cosine(terms, board.centre) - (1 - RELEVANCE) * repeated - _LATER * place
            if number and _speaks_loosely(sentence.text, board.read[number].article.language):
                value -= _LOOSENESS
            entry = (round(value, 9), -number, -place)
            best = max(best, entry) if best else entry
    return None if best is None else (-best[1], -best[2])


def _choose_quotes(
    read: Sequence[_Read], chosen: Mapping[int, Sequence[Sentence]], budget: int
) -> dict[int, tuple[Quote, ...]]:
    """Returns key quotes of the shown articles, the central one's first; a speaker's second quote comes last.

    A part of a sentence is not a key quote where another quote is a whole sentence.
    """
    found = []
    for number, source in enumerate(read):
        sentences = chosen.get(number, ())
        picked = pick_quotes(source.article, find_quotes(source.article), sentences, limit=budget)
        found += [(number, quote) for quote in picked if quote.speaker is not None and not _is_cut_off(quote.text)]
    whole = [(number, quote) for number, quote in found if not is_partial(quote)]
    fresh: list[tuple[int, Quote]] = []
    again: list[tuple[int, Quote]] = []
    voices: set[frozenset[str]] = set()
    said: list[frozenset[str]] = [_tokens(sentence.text) for sentences in chosen.values() for sentence in sentences]
    for number, quote in whole or found:
        words, voice = _tokens(quote.text), _tokens(quote.speaker_full or (quote.speaker and quote.speaker.text) or "")
        if any(_holds(words, other) for other in said):
            continue
        said.append(words)
        (again if any(voice & other for other in voices) else fresh).append((number, quote))
        voices.add(voice)
    quotes: dict[int, tuple[Quote, ...]] = {}
    for number, quote in [*fresh, *again][:budget]:
        quotes[number] = tuple(sorted((*quotes.get(number, ()), quote), key=lambda each: each.span))
    return quotes


def _is_cut_off(text: str) -> bool:
    """Whether a quote ends in dots: the feed's summary was cut there, not the speaker's sentence."""
    return text.rstrip(CLOSING_MARKS).endswith(("…", "..."))


def _make_part(found: _Read, sentences: Sequence[Sentence], quotes: Sequence[Quote]) -> Digest:
    """Returns what is shown of one article, every word of it verified."""
    count = max(found.prose_count, len(sentences))
    part = Digest(found.article, tuple(sentences), tuple(quotes), count, METHOD)
    verify(part)
    return part


def _tokens(text: str) -> frozenset[str]:
    return frozenset(find_tokens(text, None))


def _holds(words: frozenset[str], other: frozenset[str]) -> bool:
    """Whether nearly all of the words are in the other text, or the other way round."""
    small = min(len(words), len(other))
    return small > 0 and len(words & other) / small >= 0.8


def _count(words: Sequence[str]) -> Terms:
    return {word: 1 + math.log(count) for word, count in Counter(words).items()}


def _count_rarity(read: Sequence[_Read]) -> Terms:
    """Returns the weight of each word: lower where every sentence of the story has it."""
    seen: Counter[str] = Counter()
    total = 0
    for found in read:
        for terms in found.terms:
            seen.update(terms.keys())
            total += 1
    return {word: math.log(1 + total / count) for word, count in seen.items()}


def _weigh(terms: Terms, rarity: Terms) -> Terms:
    """Returns a vector of length 1."""
    weights = {word: weight * rarity[word] for word, weight in terms.items()}
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def _add(vectors: Sequence[Terms]) -> Terms:
    """Returns the unit vector of a sum."""
    total: dict[str, float] = {}
    for vector in vectors:
        for word, weight in vector.items():
            total[word] = total.get(word, 0.0) + weight
    length = math.sqrt(math.fsum(weight * weight for weight in total.values())) or 1.0
    return {word: weight / length for word, weight in total.items()}


def _share_words(one: Terms, two: Terms) -> float:
    """Returns the share of common words, relative to the sentence that has fewer."""
    small = min(len(one), len(two))
    return len(one.keys() & two.keys()) / small if small else 0.0


def _cosine(one: Terms, two: Terms) -> float:
    small, large = sorted((one, two), key=len)
    return math.fsum(weight * large[word] for word, weight in small.items() if word in large)
