"""The cases of the antecedent ranker: whom "she" or "the spokesperson" beside a quote means.

From the words that readers noted at each quote (`by`), where they did; from pronouns and roles beside a speech verb in
the other articles; and from surnames before "said" that are hidden and asked for as if "he" or "she" were printed.
"""

from collections.abc import Callable, Iterable, Iterator

from summarizer.quotes.attribution.attribute import SpeakerHistory
from summarizer.quotes.coreference.antecedents.candidates import Anaphor, AnaphorKind
from summarizer.quotes.coreference.antecedents.ranker import AntecedentCase
from summarizer.quotes.document.mentions import NAME
from summarizer.quotes.grammar.gender import PERSONAL, Gender
from tools.training.histories import gold_entity, named_mentions
from tools.training.labelled import GoldQuote, LabelledArticle, name_words
from tools.training.learn import Case

READ_COUNT = 3.0  # a pronoun a reader resolved counts as much as three hidden surnames

GENDERS = (Gender.FEMININE, Gender.MASCULINE)
"""Of people whose gender nothing shows one is asked for at random, else only known names would ever be right."""

WEAK_HINT = 30.0

PRIORS = {
    "N|wordsall": 1.5,
    "N|wordsall|the": 3.0,
    "N|wordsall|a": 3.0,
    "N|wordsnone": -2.5,
    "N|wordsparty": 2.0,
    "N|wordsother party": -3.0,
    "N|wordshead|described1": -3.0,
    "N|wordshead|described2": -3.0,
}
"""What is known of "the army spokesperson" before any article is read: few articles have one of each house."""

Histories = Callable[[LabelledArticle], Iterable[tuple[int, SpeakerHistory]]]


def start_of_antecedent(feature: str) -> float:
    """Where the weight of a feature starts."""
    return PRIORS.get(feature, 0.0)


def stiffness_of_antecedent(feature: str) -> float:
    """How firmly a weight is held: a list that has a name says little about who is meant."""
    return WEAK_HINT if feature.startswith(("listyes", "listboth", "list?")) else 1.0


def antecedent_cases(labelled: LabelledArticle, histories: Histories) -> Iterator[Case]:
    """One case for each quote whose speaker is named by a word that has to be resolved."""
    for quote, history in histories(labelled):
        gold = labelled.gold[quote]
        if gold is None or not gold.speaker or gold.is_doubtful:
            continue
        for mention in named_mentions(labelled, quote, gold)[:1]:
            yield from _read(labelled, mention, gold, history)
            yield from _hidden(labelled, mention, history)


def _read(labelled: LabelledArticle, mention: int, gold: GoldQuote, history: SpeakerHistory) -> Iterator[Case]:
    """A pronoun or a role that the reader resolved."""
    if labelled.source == "polnear" or labelled.parsed.antecedents.anaphor(mention) is None:
        return
    case = labelled.parsed.antecedents.gather(mention, history.speakers)
    yield from _marked(labelled, case, gold_entity(labelled, gold), gold.speaker, READ_COUNT)


def _hidden(labelled: LabelledArticle, mention: int, history: SpeakerHistory) -> Iterator[Case]:
    """A bare surname, as if a pronoun were in its place."""
    parsed = labelled.parsed
    here, entity = parsed.mentions[mention], parsed.entities.entity_of(mention)
    if here.kind != NAME or here.last - here.first > 1 or entity < 0 or not parsed.entities.all[entity].is_full:
        return
    gender = parsed.people.gender(entity) or GENDERS[len(parsed.entities.all[entity].full) % 2]
    if gender in PERSONAL:
        case = parsed.antecedents.gather_for(Anaphor(mention, AnaphorKind.PERSON, gender), history.speakers)
        yield from _marked(labelled, case, entity, "", 1.0)


def _marked(
    labelled: LabelledArticle, case: AntecedentCase, entity: int, speaker: str, weight: float
) -> Iterator[Case]:
    """The case with the right candidates marked; of an unnamed speaker those that are described in the same words."""
    if len(case.people) == 1 or (entity >= 0 and entity not in case.people):
        return
    if entity >= 0:
        marks = [each == entity for each in case.people]
    else:
        marks = [_is_described(labelled, each, speaker) for each in case.people]
        marks[0] = not any(marks)
    yield Case(case.features, marks, weight)


def _is_described(labelled: LabelledArticle, person: int, speaker: str) -> bool:
    """Whether an unnamed mention has the head noun of the reader's words for the speaker."""
    mention = labelled.parsed.people.described(person)
    if mention < 0:
        return False
    phrase = labelled.parsed.people.roles.in_phrase(labelled.parsed.mentions[mention])
    return bool(phrase) and phrase[-1] in name_words(speaker)
