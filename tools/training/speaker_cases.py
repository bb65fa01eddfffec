"""The cases of the chooser: who said a quote, or that nobody did."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from summarizer.quotes.attribution.attribute import SpeakerHistory
from summarizer.quotes.document.quote_context import Side
from summarizer.quotes.evidence.patterns.registry import PATTERNS
from tools.training.histories import gold_entity, is_right
from tools.training.labelled import LabelledArticle, parse
from tools.training.learn import Case

RARE_COUNT = 2.0  # articles in other languages than English, and practice sentences in them
MIN_WORDS = 3  # fewer words that no editor marked may be anything

Histories = Callable[[LabelledArticle], Iterable[tuple[int, SpeakerHistory]]]

PRIORS = {
    "phrase": -6.0,
    "excluded": -9.0,
    "0|patternTrue|german": -4.0,
    "0|patternTrue|romance": -4.0,
    "0|patternTrue|verb_second": -4.0,
    "0|patternTrue|verb_final": -4.0,
    "0|title": 4.0,
    "0|subheading": 4.0,
    "0|scare|verbFalse": 4.0,
    "0|scare|verbTrue": 1.0,
    "0|dash": -3.0,
    "0|clause": -3.0,
}
"""What the rules are worth where no article says otherwise: grammar knows more than a few hundred articles."""


OF_PATTERN = 7.0
OF_RARE_PATTERN = 8.0
"""What each pattern is worth besides: in English only few and sure ones are kept."""

OF_CONSTRAINT = -8.0
"""What a constraint is worth in each family of languages."""


def start_of(feature: str) -> float:
    """Where the weight of a feature starts."""
    if feature.startswith("cannot|"):
        return OF_CONSTRAINT
    if feature.startswith("pattern|"):
        return OF_RARE_PATTERN if feature.startswith("pattern|english|") else OF_PATTERN
    return PRIORS.get(feature, 0.0)


def every_pattern() -> list[str]:
    """The features of all patterns, those too that no article shows."""
    return [f"pattern|{family}|{look.__name__}" for family, looks in PATTERNS.items() for look in looks]


def speaker_cases(labelled: LabelledArticle, histories: Histories) -> Iterator[Case]:
    """One case for each marked stretch that somebody judged."""
    weight = 1.0 if labelled.row["lang"] == "en" else RARE_COUNT
    for quote, history in histories(labelled):
        if labelled.parsed.marked[quote].is_resumed:
            continue
        case = _case(labelled, quote, history, weight)
        if case is not None:
            yield case


def _case(labelled: LabelledArticle, quote: int, history: SpeakerHistory, weight: float) -> Case | None:
    gold = labelled.gold[quote]
    if gold is None and labelled.source != "polnear" and len(labelled.parsed.text(quote).split()) < MIN_WORDS:
        return None
    evidence = labelled.evidence(quote, history.last)
    choices = [evidence.no_speaker, *evidence.features]
    if gold is None or (not gold.speaker and labelled.source == "polnear"):
        return Case(choices, [True] + [False] * len(evidence.candidates), weight)
    if not gold.speaker:
        return None
    entity = gold_entity(labelled, gold)
    marks = [
        (entity >= 0 and history.entity == entity) or is_right(labelled, each.mention, gold)
        if each.side is Side.SAME
        else is_right(labelled, each.mention, gold)
        for each in evidence.candidates
    ]
    return Case(choices, [False, *marks], weight) if any(marks) else None


FILLINGS = (
    {
        "N": "Anna Berg", "F": "Peter", "S": "Lindahl", "G": "Maria", "M": "Costa", "O": "Nordhavn",
        "Q": "Wir/We/Vi Nous somos haben das gesehen 2 heute", "q": "ganz real total", "T": "Mare Nostrum",
    },
    {
        "N": "Carlos Ruiz", "F": "Elena", "S": "Marani", "G": "Jonas", "M": "Falk", "O": "Radio Velo",
        "Q": "Es una cosa importante para los 40 vecinos, de verdad, y nada más", "q": "una idea mala", "T": "Aurora",
    },
    {
        "N": "Sophie Laurent", "F": "Thomas", "S": "Okafor", "G": "Sara", "M": "Weber", "O": "ZKL",
        "Q": "Nie war es so still. Niemand hat etwas gehört", "q": "absolut", "T": "Der letzte Zug",
    },
)  # fmt: skip


def practice_cases(path: Path) -> Iterator[Case]:
    """Practice sentences from the hand-written patterns, each with several fillings."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        language, _, pattern = line.partition(" | ")
        for filling in FILLINGS:
            yield from _practice(language.strip(), pattern, filling)


def _practice(language: str, pattern: str, filling: dict[str, str]) -> Iterator[Case]:
    before = f"{filling['F']} {filling['S']} 2021 {filling['G']} {filling['M']}.\n\n"
    text = pattern.replace("⏎", "\n\n")
    for key, value in filling.items():
        text = text.replace("{" + key + "}", value)
    start, end = text.find("["), text.find("]") - 1
    parsed = parse(before + text.replace("[", "").replace("]", ""), language)
    if not parsed.marked:
        return
    evidence = parsed.evidence(len(parsed.marked) - 1, None)
    places = [(parsed.mentions[each.mention].start, parsed.mentions[each.mention].end) for each in evidence.candidates]
    marks = [start >= 0 and first < end + len(before) and start + len(before) < last for first, last in places]
    if start < 0 or any(marks):
        weight = 1.0 if language == "en" else RARE_COUNT
        yield Case([evidence.no_speaker, *evidence.features], [start < 0, *marks], weight)
