"""How sure the speaker of one quote is: the probability that the name we would print is right.

The chooser is sure of a mention beside a verb; this model has seen how often the printed NAME was right in articles
the chooser had not learned from, by kind of mention, evidence, language and by how sure chooser and ranker were. It is
a logistic regression over a few dozen coarse features, so that it says the same on text nobody has seen.
"""

from collections.abc import Iterator, Sequence

from summarizer.quotes.attribution.attribute import Attribution, ParsedArticle
from summarizer.quotes.document.mentions import NAME, NOUN, EntityMention
from summarizer.quotes.document.quote_context import Side
from summarizer.quotes.evidence.strength import IMPERSONAL, EvidenceStrength
from summarizer.quotes.grammar.gender import Gender
from summarizer.quotes.grammar.name_lists import could_be_person, is_first_name
from summarizer.quotes.grammar.noun_kinds import is_person_or_group
from summarizer.quotes.softmax import Weights, load_weights, probabilities, score

WEIGHTS: Weights = load_weights("confidence")

STEPS = (0.3, 0.5, 0.65, 0.8, 0.9, 0.96, 0.99)


def confidence(features: Sequence[str], weights: Weights = WEIGHTS) -> float:
    """The probability that the speaker is right, from the features."""
    return probabilities([score(features, weights), 0.0])[0]


def confidence_features(
    parsed: ParsedArticle, quote: int, attribution: Attribution, strength: EvidenceStrength, before: float
) -> list[str]:
    """The features of one speaker.

    Args:
        parsed: the article.
        quote: number of the quote.
        attribution: its speaker, who is not None.
        strength: the evidence for the speaker.
        before: how sure the speaker of the quote before was.
    """
    kind = _kind(parsed, attribution)
    family = parsed.words.patterns or ("many" if parsed.words.traits.learned_from_many_articles else "few")
    length = len(parsed.text(quote).split())
    found = [
        "all",
        f"kind|{kind}",
        f"kind|{kind}|{strength}",
        f"strength|{strength}",
        f"side|{attribution.side}",
        f"side|{attribution.side}|{strength}",
        f"pattern|{attribution.pattern if attribution.pattern in ('', 'other') else 'named'}",
        f"family|{family}",
        f"family|{family}|{kind[:4]}",
        f"length|{next((limit for limit in (20, 8, 4) if length >= limit), 1)}",
        f"continued|{parsed.marked[quote].is_continued}",
        *_above("person", attribution.confidence),
        *_above("speech", 1 - attribution.no_speaker),
        *_above("rival", attribution.runner_up),
    ]
    if attribution.side is Side.SAME:
        found += _above("before", before)
    if not kind.startswith("name") or kind == "name|shared":
        found += _above("meant", attribution.meant)
        found += _above(f"meant|{kind[:4]}", attribution.meant)
    found += _entity_features(parsed, attribution, kind)
    return found


def _above(name: str, value: float) -> Iterator[str]:
    return (f"{name}>{step}" for step in STEPS if value > step)


def _kind(parsed: ParsedArticle, attribution: Attribution) -> str:
    """The sort of mention, finely: a full name, a surname, an unknown word, "she", "the minister", "a worker"."""
    mention = parsed.mentions[attribution.mention or 0]
    word = parsed.tokenized.tokens[mention.first].lower
    if mention.kind == NAME:
        return _kind_of_name(parsed, mention, attribution)
    described = "described" if parsed.people.described(attribution.entity) >= 0 else "nobody"
    named = "named" if attribution.entity >= 0 else described
    if mention.kind != NOUN:
        return f"pronoun|{parsed.words.pronouns.get(word, Gender.UNKNOWN)}|{named}"
    definite = "the" if parsed.entities.is_definite(mention) else "own" if word in parsed.words.possessives else "a"
    return f"noun|{definite}|{named}|{_sort_of_noun(parsed, mention)}"


def _kind_of_name(parsed: ParsedArticle, mention: EntityMention, attribution: Attribution) -> str:
    words = parsed.tokenized.tokens[mention.core : mention.last]
    shouts = all(token.text.isupper() for token in words)
    if attribution.entity < 0:
        return "name|unknown"
    entity = parsed.entities.all[attribution.entity]
    if not entity.is_full:
        times = "once" if len(entity.mentions) < 2 else "often"
        titled = "titled" if mention.core > mention.first else "bare"
        return f"name|thing|{'many' if len(entity.words) > 1 else 'one'}|{times}|{titled}|{shouts}"
    if len(words) > 1:
        return f"name|full|{shouts}"
    return "name|shared" if len(parsed.entities.namesakes(attribution.entity)) > 1 else "name|surname"


def _sort_of_noun(parsed: ParsedArticle, mention: EntityMention) -> str:
    words = [token.lower for token in parsed.tokenized.tokens[mention.first : mention.last]]
    if any(is_person_or_group(word, parsed.words) for word in words):
        return "people"
    return "thing"


def _distance(parsed: ParsedArticle, attribution: Attribution) -> str:
    """How many sentences since the person was last named, coarsely; "later" for somebody named only behind."""
    mention = attribution.mention or 0
    last = parsed.people.last_mention(attribution.entity, mention)
    if last > mention:
        return "later"
    sentence_of, mentions = parsed.tokenized.sentence_of, parsed.mentions
    sentences = sentence_of[mentions[mention].first] - sentence_of[mentions[last].first]
    return next((str(most) for most in (0, 1, 2, 4, 8) if sentences <= most), "more")


def _entity_features(parsed: ParsedArticle, attribution: Attribution, kind: str) -> Iterator[str]:
    """What is known of the person."""
    cue = attribution.cue
    if cue is None:
        yield "cue|none"
    elif parsed.tokenized.tokens[cue].lower in IMPERSONAL:
        yield "cue|impersonal"
    else:
        yield f"cue|{parsed.context.cue[cue]}"
    if attribution.entity < 0:
        return
    entity = parsed.entities.all[attribution.entity]
    yield f"person|{could_be_person(entity.words)}|full{entity.is_full}"
    yield f"listed|{is_first_name(entity.words[0])}|full{entity.is_full}"
    yield f"sort|{kind[:4]}|{parsed.people.sort(attribution.entity)}"
    yield from (f"mentions>{least}" for least in (1, 2, 4) if len(entity.mentions) > least)
    if not kind.startswith("name"):
        yield f"distance|{kind[:4]}|{_distance(parsed, attribution)}"
    if kind.startswith("pronoun"):
        word = parsed.tokenized.tokens[parsed.mentions[attribution.mention or 0].first].lower
        gender = parsed.words.pronouns.get(word, Gender.UNKNOWN)
        yield f"gender|{parsed.people.gender(attribution.entity) == gender}"
