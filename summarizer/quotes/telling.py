"""From what we believe to what we tell: quotes that somebody spoke, speakers we are sure of, full names and roles."""

from collections.abc import Sequence

from summarizer.model import Mention, Quote, QuoteKind, Span
from summarizer.quotes.attribution import Attribution, Reading
from summarizer.quotes.layout import GAP, MARK, QUOTE
from summarizer.quotes.mentions import NAME, NOUN, PRONOUN
from summarizer.quotes.roles import Roles

SILENT = 0.55
"""Above this chance that nobody speaks, marks are taken for a title, a nickname or a scare quote."""

SURE = 0.33
"""Below this chance that the speaker is the right one, none is shown."""

SURE_WITHOUT_WORDS = 0.8
"""The same in a language we have no word lists for."""

LONG_WORDS = 6
LONG_CHARACTERS = 12
"""So long are quotes worth telling in a language without lists; characters where words are not parted."""

LOOSE = 0.5
"""Trust in a name found by nearness alone; three in four of them are right, too few to lift the quote."""


def tell(reading: Reading, attributions: Sequence[Attribution]) -> tuple[Quote, ...]:
    """The quotes to tell of, in document order."""
    roles = Roles(reading.body, reading.layout, reading.words)
    speakers: dict[int, int] = {}
    quotes = []
    for number, attribution in enumerate(attributions):
        if not _is_told(reading, number, attribution):
            continue
        person = _remember(reading, number, attribution, speakers)
        quotes.append(_quote(reading, number, attribution, person, roles))
    return tuple(quotes)


def _is_told(reading: Reading, number: int, attribution: Attribution) -> bool:
    """Whether somebody spoke the words. In a language without lists only their length tells."""
    if reading.words.language:
        return attribution.silence <= SILENT
    text = reading.text(number)
    return len(text.split()) >= LONG_WORDS or (" " not in text and len(text) >= LONG_CHARACTERS)


def _is_sure(reading: Reading, attribution: Attribution) -> bool:
    """Whether the speaker may be shown: where we know no verbs, only on a plain pattern ("Name: “…”")."""
    least = SURE if reading.words.language else SURE_WITHOUT_WORDS
    return attribution.confidence >= least


def _remember(reading: Reading, number: int, attribution: Attribution, speakers: dict[int, int]) -> int:
    """The person who speaks (-1 for none we know), noted for the pronouns that follow."""
    if attribution.spot is None or not _is_sure(reading, attribution):
        return -1
    person = reading.meaning.meant_by(attribution.spot, speakers)
    if person >= 0:
        speakers[reading.layout.quote_at[number]] = person
    return person


def _quote(reading: Reading, number: int, attribution: Attribution, person: int, roles: Roles) -> Quote:
    piece = reading.marked[number]
    span = Span(piece.start, piece.end)
    text = span.of(reading.body)
    kind = _kind(reading, number)
    if attribution.spot is None or not _is_sure(reading, attribution):
        return Quote(text, span, kind)
    spot = reading.spots[attribution.spot]
    mention = Mention(reading.body[spot.start : spot.end], Span(spot.start, spot.end))
    cue = None if attribution.cue is None else reading.layout.tokens[attribution.cue].text
    trust = LOOSE if _is_loosely_meant(reading, attribution.spot, person) else 1.0
    sure = round(attribution.confidence * (1 - attribution.silence) * trust, 3)
    full, role = _name_and_role(reading, attribution.spot, person, roles)
    return Quote(text, span, kind, speaker=mention, cue=cue, speaker_full=full, role=role, score=sure)


def _is_loosely_meant(reading: Reading, spot_number: int, person: int) -> bool:
    """Whether only nearness says whom "the worker", "it" or "they" means; he and she are told apart far better."""
    if person < 0 or reading.cast.person_of(spot_number) >= 0:
        return False
    spot = reading.spots[spot_number]
    gender = reading.words.pronouns.get(reading.layout.tokens[spot.first].lower, "")
    return spot.kind == NOUN or gender in ("n", "p")


def _name_and_role(reading: Reading, spot_number: int, person: int, roles: Roles) -> tuple[str | None, str | None]:
    if person >= 0:
        known = reading.cast.persons[person]
        if not known.is_full and reading.spots[spot_number].kind == NAME:
            return known.full, roles.of([reading.spots[spot_number]])
        return known.full, roles.of([reading.spots[number] for number in known.spots])
    spot = reading.spots[spot_number]
    if spot.kind == PRONOUN:
        return None, None
    if spot.kind == NAME:
        return reading.body[reading.layout.tokens[spot.core].start : spot.end], roles.of([spot])
    return reading.body[spot.start : _end_of_phrase(reading, spot_number)], None


def _end_of_phrase(reading: Reading, spot_number: int) -> int:
    """Where a noun phrase ends that an "of" or "for" goes on: "a spokesman for the union"."""
    spot = reading.spots[spot_number]
    tokens, words = reading.layout.tokens, reading.words
    if spot.kind != NOUN or spot.is_possessive or spot.last + 1 >= len(tokens):
        return spot.end
    if tokens[spot.last].lower not in OF_WORDS or tokens[spot.last].lower not in words.prepositions:
        return spot.end
    behind = reading.scene.spot_at[spot.last + 1]
    return reading.spots[behind].end if behind >= 0 else spot.end


OF_WORDS = frozenset(
    [
        "of",
        "for",
        "from",
        "at",
        "with",
        "de",
        "du",
        "des",
        "del",
        "da",
        "do",
        "della",
        "di",
        "van",
        "der",
        "des",
        "från",
        "för",
        "til",
        "for",
        "fra",
        "af",
    ]
)


def _kind(reading: Reading, number: int) -> QuoteKind:
    """DIRECT for whole sentences, PARTIAL for words inside the reporter's, BLOCK for paragraphs of their own."""
    piece = reading.marked[number]
    text = reading.text(number)
    at = reading.layout.quote_at[number]
    tokens, paragraph = reading.layout.tokens, reading.layout.paragraph_of
    alone = all(
        tokens[index].kind in (GAP, QUOTE, MARK)
        for index in range(max(0, at - 3), min(len(tokens), at + 4))
        if paragraph[index] == paragraph[at]
    )
    if piece.is_continued or "\n" in text or (alone and len(text) > 60):
        return QuoteKind.BLOCK
    first = next((sign for sign in text if sign.isalnum()), "")
    whole = first != first.lower() or first.isdigit()
    complete = (
        text[-1:] in ".,!?…" or tokens[at + 1 : at + 2] == () or tokens[min(at + 1, len(tokens) - 1)].text in ",.!?"
    )
    return QuoteKind.DIRECT if whole and complete and len(text.split()) > 2 else QuoteKind.PARTIAL
