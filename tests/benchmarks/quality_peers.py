"""Other summarizers, applied to articles that are already split into sentences.

All of them get our sentences, so that only the choice is compared; our rules about what may be shown are not applied to
them. A language without a word list or stemmer in a peer is read without one.
"""

import importlib
import logging
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import groupby
from typing import Any

import numpy as np
from lede import tfidf as lede
from newspaper import nlp as newspaper
from newspaper import settings as newspaper_settings
from newspaper.text import StopWords
from summa import summarizer as summa
from summa.preprocessing import textcleaner
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.nlp.stemmers import Stemmer, null_stemmer
from sumy.utils import get_stop_words

from summarizer.model import Sentence
from summarizer.ranking import SUMY_METHODS
from summarizer.text.words import find_words

SHOWN = 3

LANGUAGE_NAMES = {"da": "danish", "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian"} | {
    "no": "norwegian",
    "pt": "portuguese",
    "sv": "swedish",
}

Choose = Callable[[Sequence[Sentence], str, str], list[str]]
"""(sentences, language, headline or "") -> the texts chosen, in document order."""

SUMY_CLASSES = {
    "lex-rank": "lex_rank.LexRankSummarizer",
    "text-rank": "text_rank.TextRankSummarizer",
    "lsa": "lsa.LsaSummarizer",
    "luhn": "luhn.LuhnSummarizer",
    "kl": "kl.KLSummarizer",
    "sum-basic": "sum_basic.SumBasicSummarizer",
    "edmundson": "edmundson.EdmundsonSummarizer",
    "reduction": "reduction.ReductionSummarizer",
}


class _Tokenizer:
    """Our words for sumy: its own tokenizer needs a download."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return find_words(text)


TOKENIZER = _Tokenizer()


def choose_by_sumy(method: str, sentences: Sequence[Sentence], language: str, headline: str) -> list[str]:
    """Returns sumy's own choice, with its own stop words and stemmers."""
    summarizer = _make_sumy(method, language)
    if method == "edmundson":
        summarizer.bonus_words = find_words(headline.lower() or sentences[0].text.lower()) or ("\x00",)
        summarizer.stigma_words = ("\x00",)  # it refuses an empty list
        summarizer.null_words = _find_stop_words(language) or ("\x00",)
    paragraphs = [
        Paragraph([SumySentence(sentence.text, TOKENIZER) for sentence in group])
        for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph)
    ]
    with np.errstate(all="ignore"):
        return [str(sentence) for sentence in summarizer(ObjectDocumentModel(paragraphs), SHOWN)]


def _make_sumy(method: str, language: str) -> Any:
    """Returns a sumy summarizer, created as in its README."""
    module, name = SUMY_CLASSES[method].split(".")
    summarizer = getattr(importlib.import_module(f"sumy.summarizers.{module}"), name)(_find_stemmer(language))
    if method != "edmundson":
        summarizer.stop_words = _find_stop_words(language)
    return summarizer


@cache
def _find_stemmer(language: str) -> Callable[[str], str]:
    """Returns sumy's stemmer of that language."""
    try:
        stemmer: Callable[[str], str] = Stemmer(LANGUAGE_NAMES.get(language, language))
    except LookupError:
        stemmer = null_stemmer
    return stemmer


@cache
def _find_stop_words(language: str) -> frozenset[str]:
    """Returns sumy's stop words of that language."""
    try:
        return frozenset(get_stop_words(LANGUAGE_NAMES.get(language, language)))
    except LookupError:
        return frozenset()


def choose_by_summa(sentences: Sequence[Sentence], language: str, headline: str) -> list[str]:
    """Returns the three that summa's TextRank rates highest; none in a language without a stemmer."""
    del headline
    name = LANGUAGE_NAMES.get(language, "")
    if not name:
        return []
    textcleaner.split_sentences = lambda _: [_join(sentence) for sentence in sentences]
    rated = summa.summarize("given as sentences", ratio=1.0, language=name, scores=True)
    return _take_best([text for text, _ in rated], [score for _, score in rated])


def choose_by_newspaper(sentences: Sequence[Sentence], language: str, headline: str) -> list[str]:
    """Returns the three that newspaper4k rates highest; the first sentence replaces a missing headline."""
    stop_words = _find_newspaper_words(language)
    texts = [_join(sentence) for sentence in sentences]
    keywords = newspaper.keywords("\n".join(texts), stop_words, newspaper_settings.SUMMARIZE_KEYWORD_COUNT)
    title = list(stop_words.tokenizer(headline or texts[0]))
    rated = sorted(newspaper.scored_sentences(texts, title, keywords, stop_words))
    return _take_best(texts, [score for _, _, score in rated])


@cache
def _find_newspaper_words(language: str) -> StopWords:
    """Returns its stop words; English where it has none."""
    try:
        return StopWords(language)
    except FileNotFoundError:
        return StopWords("en")


def choose_by_lede(sentences: Sequence[Sentence], language: str, headline: str) -> list[str]:
    """Returns the three that lede's default mode rates highest."""
    del language, headline
    texts = [_join(sentence) for sentence in sentences]
    return _take_best(texts, lede._composite_score_default(texts, lede._build_section_map(texts)))


def _join(sentence: Sentence) -> str:
    """Returns the sentence on one line."""
    return " ".join(sentence.text.split())


def _take_best(texts: Sequence[str], ratings: Sequence[float]) -> list[str]:
    """Returns the three with the highest rating, the earlier of equals, in document order."""
    best = sorted(range(len(texts)), key=lambda place: (-ratings[place], place))[:SHOWN]
    return [texts[place] for place in sorted(best)]


logging.getLogger("summa").setLevel(logging.ERROR)
PEERS: dict[str, Choose] = {
    **{f"sumy {method}": partial(choose_by_sumy, method) for method in SUMY_METHODS},
    "summa TextRank": choose_by_summa,
    "newspaper4k": choose_by_newspaper,
    "lede": choose_by_lede,
}
