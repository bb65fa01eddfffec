"""The cases of the confidence: speakers found in articles the chooser had not learned from, right or wrong."""

from collections.abc import Iterator

from summarizer.quotes.attribution.attribute import DOUBT, Attribution
from summarizer.quotes.attribution.build_quotes import QuoteBuilder
from summarizer.quotes.attribution.full_names import speaker_words
from summarizer.quotes.softmax import Weights
from tools.training.labelled import ARTICLES, GoldQuote, LabelledArticle, is_same_person, name_words
from tools.training.learn import Case

PRONOUNS = frozenset(["he", "she", "it", "they", "who", "i", "we", "his", "her"])


def confidence_cases(
    labelled: LabelledArticle, attributions: tuple[Attribution, ...], weights: Weights
) -> Iterator[Case]:
    """One case for each quote with a speaker that an editor marked.

    Args:
        labelled: the article.
        attributions: of each quote, by a chooser that has not seen the article.
        weights: of an earlier confidence, for how sure the quote before was.
    """
    builder = QuoteBuilder(labelled.parsed, weights)
    for quote, attribution in enumerate(attributions):
        if attribution.mention is None or attribution.no_speaker > DOUBT:
            continue
        gold = labelled.gold[quote]
        features = builder.sure_features(quote, attribution, attribution.mention)
        builder.sure(features, attribution)
        if gold is None or not gold.speaker or gold.is_doubtful or not _has_name(gold):
            continue
        right = is_name_right(printed_name(builder, attribution), gold)
        yield Case([features, []], [right, not right])


def _has_name(gold: GoldQuote) -> bool:
    """Whether the name is known: of PolNeAR, whose speakers are places in the text, only the names say who it is."""
    return gold.place is None or bool(gold.full) or gold.speaker.lower() not in PRONOUNS


def printed_name(builder: QuoteBuilder, attribution: Attribution) -> str:
    """The name that would be shown."""
    mention = builder.parsed.mentions[attribution.mention or 0]
    full = speaker_words(builder.parsed, attribution.mention or 0, attribution, builder.roles).full
    return full or builder.parsed.body[mention.start : mention.end]


def is_name_right(shown: str, gold: GoldQuote) -> bool:
    """Whether the name is the reader's: the fullest form, and no phrase where the person's name is known."""
    if is_same_person(shown, gold.full or gold.speaker):
        return True
    has_name = sum(word[:1].isupper() for word in gold.speaker.split()) > 1
    common = set(name_words(shown)) & set(name_words(gold.speaker)) - ARTICLES
    return bool(common) and not has_name
