"""What the bot knows when it reaches a quote: who spoke before. From the gold speakers at first, then its own."""

from collections.abc import Iterator

from summarizer.quotes.attribution.attribute import DOUBT, Attribution, SpeakerHistory, remember
from summarizer.quotes.coreference.antecedents.unnamed import NOBODY
from tools.training.labelled import GoldQuote, LabelledArticle, is_same_person, name_words


def gold_entity(labelled: LabelledArticle, gold: GoldQuote) -> int:
    """The entity of the gold speaker; NOBODY where the article names none in a form we find."""
    best, most = NOBODY, (0, False, 0)
    wanted = set(name_words(gold.speaker))
    for number, entity in enumerate(labelled.parsed.entities.all):
        if not entity.mentions or not is_same_person(" ".join(entity.words), gold.speaker):
            continue
        rank = len(set(name_words(" ".join(entity.words))) & wanted), entity.is_full, len(entity.mentions)
        if rank > most:
            best, most = number, rank
    return best


def own_histories(
    labelled: LabelledArticle, attributions: tuple[Attribution, ...]
) -> Iterator[tuple[int, SpeakerHistory]]:
    """Each quote with the history the bot would have had there."""
    history = SpeakerHistory()
    for quote, best in enumerate(attributions):
        yield quote, history
        if best.mention is not None and best.no_speaker < DOUBT:
            remember(labelled.parsed, quote, best, history)


def gold_histories(labelled: LabelledArticle) -> Iterator[tuple[int, SpeakerHistory]]:
    """Each quote with the history that the gold speakers give."""
    history = SpeakerHistory()
    for quote, gold in enumerate(labelled.gold):
        yield quote, history
        if gold is None or not gold.speaker:
            continue
        near = named_mentions(labelled, quote, gold)
        if near:
            entity = gold_entity(labelled, gold)
            history.last, history.entity = near[0], entity
            history.speakers[labelled.parsed.tokenized.quote_at[quote]] = entity


def named_mentions(labelled: LabelledArticle, quote: int, gold: GoldQuote) -> list[int]:
    """The mentions near a quote that are its gold speaker, as candidates come: right, left, before, after."""
    candidates = labelled.evidence(quote, None).candidates
    return [each.mention for each in candidates if is_right(labelled, each.mention, gold)]


def is_right(labelled: LabelledArticle, mention: int, gold: GoldQuote) -> bool:
    """Whether a mention is the gold speaker: at the place, with the name, or in the words the reader noted."""
    parsed = labelled.parsed
    here = parsed.mentions[mention]
    text = parsed.body[here.start : here.end]
    if gold.place is not None:
        return _is_at(labelled, mention, gold)
    if here.kind == "name" or parsed.entities.entity_of(mention) >= 0:
        entity = parsed.entities.entity_of(mention)
        name = parsed.entities.all[entity].full if entity >= 0 else text
        if is_same_person(name, gold.speaker):
            return True
    if gold.by:
        return _has_words(text, gold.by) if here.kind != "name" else _has_words(text, gold.by) and not gold.speaker
    if here.kind == "noun":
        return gold.by is None and is_same_person(text, gold.speaker)
    return here.kind == "pronoun" and gold.by is None and _pronoun_fits(labelled, mention, gold)


def _has_words(text: str, by: str) -> bool:
    mine, theirs = name_words(text) or [text.lower()], name_words(by) or [by.lower()]
    return bool(mine) and (mine == theirs or (len(mine) > 1 and set(mine) <= set(theirs)) or set(theirs) <= set(mine))


def _pronoun_fits(labelled: LabelledArticle, mention: int, gold: GoldQuote) -> bool:
    """Whether a pronoun may be a named person's, where the reader did not note the words: gender does not clash."""
    parsed = labelled.parsed
    word = parsed.tokenized.tokens[parsed.mentions[mention].first].lower
    gender, entity = parsed.words.pronouns.get(word), gold_entity(labelled, gold)
    if entity < 0 or gender not in ("m", "f", "n", "p", "w"):
        return False
    if gender == "w":
        return mention > 0 and parsed.entities.entity_of(mention - 1) == entity
    is_full = parsed.entities.all[entity].is_full
    if gender in ("n", "p"):
        return not is_full
    return is_full and parsed.people.gender(entity) in (gender, "")


def _is_at(labelled: LabelledArticle, mention: int, gold: GoldQuote) -> bool:
    parsed, here = labelled.parsed, labelled.parsed.mentions[mention]
    start, end = gold.place or (0, 0)
    if here.start < end and start < here.end:
        return True
    wanted = _surname(gold.speaker)
    return bool(wanted) and here.kind == "name" and _surname(parsed.body[here.start : here.end]) == wanted


def _surname(text: str) -> str:
    words = [word.strip(".,’'") for word in text.split() if word[:1].isupper()]
    plain = [word.removesuffix("'s").removesuffix("’s") for word in words]
    if not plain or text.lower() in ("he", "she", "they", "it", "i", "we", "who"):
        return ""
    return plain[-1].lower()
