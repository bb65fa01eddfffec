"""Features of whom a mention may mean, as short strings that the learned weights have."""

from collections.abc import Iterator
from typing import NamedTuple

from summarizer.quotes.coreference.antecedents.candidates import AnaphorKind


class AnaphorFacts(NamedTuple):
    """What is known of the mention itself and of those without a name before it.

    Attributes:
        kind: which kind of mention.
        word: the pronoun or the head noun.
        persons: how many people named in full were named near by, at most 4.
        unnamed: how many people without a name were described near by, at most 2.
        described: how many words describe the noun besides its head, at most 2.
        spoke: "unnamed" where the last quote has a speaker without a name, "named", or "" for none near by.
    """

    kind: AnaphorKind
    word: str
    persons: int
    unnamed: int
    described: int
    spoke: str


class CandidateFacts(NamedTuple):
    """What is known of one candidate as seen from the mention.

    Attributes:
        distance: sentences since its last mention; -1 where it is named only later.
        paragraphs: paragraphs since then.
        place: place of that mention in its sentence; see `Prominence.place`.
        is_topic: it is the first person named in the mention's paragraph.
        earlier: how often it was named before.
        pronouns: how many pronouns of the mention's gender come between.
        last_quote: 0 where it spoke the last quote, 1 the one before; -1 for none near by.
        rivals: how many others were named in full or described since it was.
        sort: "person" where the article shows one, "listed" where only a list of first names does, "full" for other
            capitals in a row; "title", "voice" (it speaks), "word" for single ones; "thing"; "a" or "the" for somebody
            without a name.
        by_title: whether titles and roles before the name fit the gender: "yes", "no" or "".
        by_pronoun: the same of pronouns in the article.
        by_list: the same of a list of first names; "both" for a name of both, "?" for one it does not have.
        shared_words: how many of the noun's words describe the candidate too: "all", "head", "some", "none", "".
        number: of a noun for somebody without a name: "several", "group", "one"; "" for names.
        is_newcomer: named once only, in the sentence before or this one.
    """

    distance: int
    paragraphs: int
    place: str
    is_topic: bool
    earlier: int
    pronouns: int
    last_quote: int
    rivals: int
    sort: str
    by_title: str
    by_pronoun: str
    by_list: str
    shared_words: str
    number: str
    is_newcomer: bool


def nobody_features(mention: AnaphorFacts) -> list[str]:
    """The features of "nobody the article names or describes"."""
    kind = mention.kind
    return [
        f"{kind}|0",
        f"{kind}|0|{mention.word}",
        f"{kind}|0|persons{mention.persons}",
        f"{kind}|0|unnamed{mention.unnamed}",
        f"{kind}|0|described{mention.described}",
        f"{kind}|0|spoke{mention.spoke}",
    ]


def candidate_features(mention: AnaphorFacts, seen: CandidateFacts) -> list[str]:
    """The features of one candidate. What shows the gender counts alike for all kinds of mentions."""
    prefix = f"{mention.kind}|"
    return [*[prefix + feature for feature in _features(mention, seen)], *_gender_features(seen)]


def _gender_features(seen: CandidateFacts) -> Iterator[str]:
    yield f"title{seen.by_title}"
    yield f"pronoun{seen.by_pronoun}"
    if seen.sort not in ("a", "the"):
        yield f"list{seen.by_list}|{seen.sort}"
    if seen.by_list == "no":
        yield f"listno|pronoun{seen.by_pronoun}"


def _features(mention: AnaphorFacts, seen: CandidateFacts) -> Iterator[str]:
    near = min(seen.distance, 7) if seen.distance < 5 else seen.distance // 3 + 3
    rivals, far = min(seen.rivals, 2), min(seen.paragraphs, 3)
    named = "named" if seen.sort not in ("a", "the") else seen.sort
    quote = f"quote{seen.last_quote}"
    yield seen.sort
    yield f"{named}|distance{near}"
    yield f"{named}|distance{near}|{seen.place}"
    yield f"paragraphs{far}"
    yield f"paragraphs{far}|{seen.place}"
    yield f"rivals{min(seen.rivals, 4)}"
    yield f"rivals{min(seen.rivals, 4)}|distance{min(near, 3)}"
    yield f"{seen.sort}|{seen.place}"
    yield f"{seen.place}|rivals{rivals}"
    yield f"topic{seen.is_topic}|{seen.place}"
    yield from (f"earlier>{least}" for least in (0, 1, 2, 4, 7) if seen.earlier > least)
    yield from (f"pronouns>{least}" for least in (0, 1, 3) if seen.pronouns > least)
    yield f"pronouns{min(seen.pronouns, 3)}|rivals{rivals}"
    yield f"{quote}|rivals{rivals}"
    yield f"{quote}|rivals{rivals}|paragraphs{far}"
    yield f"{quote}|{seen.place}|distance{min(near, 3)}"
    yield f"newcomer{seen.is_newcomer}|{seen.place}"
    if mention.kind is AnaphorKind.THING:
        yield f"{mention.word}|{seen.number}"
    if seen.shared_words:
        yield f"words{seen.shared_words}"
        yield f"words{seen.shared_words}|{named}"
        yield f"words{seen.shared_words}|described{mention.described}"
        yield f"words{seen.shared_words}|rivals{rivals}"
