"""Labelled articles -> the weights of chooser, antecedents, confidence and key quotes."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from summarizer.quotes.attribution.attribute import Attribution, Models, SpeakerHistory, attribute
from summarizer.quotes.attribution.build_quotes import build_quotes
from summarizer.quotes.softmax import Weights
from tools.training.antecedent_cases import antecedent_cases, start_of_antecedent, stiffness_of_antecedent
from tools.training.confidence_cases import confidence_cases
from tools.training.histories import gold_histories, own_histories
from tools.training.key_quote_cases import echo_cases, key_cases
from tools.training.labelled import LabelledArticle
from tools.training.learn import Case, learn
from tools.training.speaker_cases import every_pattern, practice_cases, speaker_cases, start_of

SPEAKER_RIDGE = 2.0
ANTECEDENT_RIDGE = 4.0
CONFIDENCE_RIDGE = 4.0
PICKING_RIDGE = 15.0
LEAST_SEEN_COARSE = 5  # of the few features of the confidence
PASSES = 2  # the confidence has itself, one quote earlier, among its features
Found = tuple[LabelledArticle, tuple[Attribution, ...]]
"""An article and the attributions of its quotes."""

PRACTICE = Path(__file__).parents[1] / "attribution_lines.txt"


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is learned from, each article with its fold.

    Attributes:
        editors: articles that editors read.
        renamed: copies of them in which people have other names, in the fold of the original.
        polnear: articles whose speakers are places.
    """

    editors: Sequence[tuple[LabelledArticle, int]]
    renamed: Sequence[tuple[LabelledArticle, int]]
    polnear: Sequence[tuple[LabelledArticle, int]]

    @property
    def all(self) -> Sequence[tuple[LabelledArticle, int]]:
        """All of them."""
        return [*self.editors, *self.renamed, *self.polnear]


def train_models(articles: Sequence[LabelledArticle], *, rounds: int = 2) -> Models:
    """Chooser and antecedents: from the gold speakers first, then with the histories the bot has itself."""
    practice = list(practice_cases(PRACTICE))
    models = _learn(articles, {}, practice)
    for _ in range(rounds - 1):
        own = {id(each): attribute(each.parsed, models) for each in articles}
        models = _learn(articles, own, practice)
    return models


def _learn(
    articles: Sequence[LabelledArticle], own: dict[int, tuple[Attribution, ...]], practice: Sequence[Case]
) -> Models:
    def histories(each: LabelledArticle) -> Iterable[tuple[int, SpeakerHistory]]:
        return own_histories(each, own[id(each)]) if own else gold_histories(each)

    antecedents = learn(
        [case for each in articles for case in antecedent_cases(each, histories)],
        ridge=ANTECEDENT_RIDGE,
        start=start_of_antecedent,
        stiffness=stiffness_of_antecedent,
    )
    speakers = learn(
        [*(case for each in articles for case in speaker_cases(each, histories)), *practice],
        ridge=SPEAKER_RIDGE,
        start=start_of,
        always=every_pattern(),
    )
    return Models(speakers, antecedents)


def learn_confidence(found: Sequence[Found]) -> Weights:
    """How sure speakers are, from articles whose chooser had not seen them."""
    weights: Weights = {}
    for _ in range(PASSES):
        cases = [case for each, best in found for case in confidence_cases(each, best, weights)]
        weights = learn(cases, ridge=CONFIDENCE_RIDGE, least_seen=LEAST_SEEN_COARSE)
    return weights


def learn_picking(found: Sequence[Found], confidence: Weights) -> Weights:
    """Which quotes editors lift, and which headlines repeat."""
    cases: list[Case] = []
    for each, best in found:
        quotes = build_quotes(each.parsed, best, confidence)
        cases += (key_cases if each.source == "editor" else echo_cases)(each, quotes)
    return learn(cases, ridge=PICKING_RIDGE)


@dataclass(frozen=True, slots=True)
class Fold:
    """What was learned without one fold's articles, and what it found in them.

    Attributes:
        number: of the fold.
        models: chooser and antecedents.
        found: the attributions of the fold's own articles, in the corpus's order.
    """

    number: int
    models: Models
    found: Sequence[tuple[Attribution, ...]]


_corpus: list[Corpus] = []  # of the worker processes, which inherit it


def train_folds(corpus: Corpus) -> list[Fold]:
    """Each fold's, on all cores."""
    _corpus[:] = [corpus]
    numbers = sorted({fold for _, fold in corpus.all})
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        return list(pool.map(train_fold, numbers))


def train_fold(number: int) -> Fold:
    """Learn without the fold's articles, then read them."""
    models = train_models([each for each, fold in _corpus[0].all if fold != number])
    return read_fold(_corpus[0], number, models)


def read_fold(corpus: Corpus, number: int, models: Models) -> Fold:
    """What models that have not seen the fold find in it."""
    return Fold(number, models, [attribute(each.parsed, models) for each, fold in corpus.all if fold == number])


def found_in(corpus: Corpus, folds: Sequence[Fold], *, without: int | None = None) -> list[Found]:
    """Each article with what its fold's models found, but for one fold's."""
    places = {fold.number: iter(fold.found) for fold in folds}
    pairs = [(each, next(places[fold]), fold) for each, fold in corpus.all]
    return [(each, best) for each, best, fold in pairs if fold != without]
