"""From what we believe to what we tell: quotes that somebody spoke, speakers we are sure of, full names and roles."""

from collections.abc import Sequence
from dataclasses import replace

from summarizer.model import Mention, Quote, QuoteKind, Span
from summarizer.quotes.attribution.attribute import FEW_WORDS, Attribution, Reading, has_verb_behind
from summarizer.quotes.attribution.full_names import name_and_role
from summarizer.quotes.coreference.pronouns import ARTICLE_GENDER
from summarizer.quotes.coreference.roles import Roles
from summarizer.quotes.document.mentions import NAME, NOUN
from summarizer.quotes.document.noun_phrases import ROMANCE
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE
from summarizer.quotes.evidence.constraints import can_speak
from summarizer.quotes.evidence.not_speech import is_name_of_thing, is_subhead
from summarizer.quotes.evidence.strength import IMPERSONAL, Bond, bond, goes_on, is_touching
from summarizer.quotes.grammar.word_lists import short_list
from summarizer.quotes.spans.dash_speech import DASH

SILENT = 0.5
"""Above this chance that nobody speaks, marks are taken for a title, a nickname or a scare quote."""

SILENT_ELSEWHERE = 0.55
"""The same in other languages than English, whose chances are learned from fewer articles."""

SURE = 0.33
"""Below this chance that the speaker is the right one, none is shown."""

FAR_BACK = 40
"""So many spots before a pronoun are looked at for somebody else it may mean."""

MOST_BETWEEN = 2
"""So many sentences farther on, "the minister" is still whoever spoke last."""

FIRST_PERSON = short_list("de", "first_person")
JUDGED = short_list("de", "judged")

MANY_WORDS = 15
SILENT_AT_LENGTH = 0.7
"""So many words between marks are seldom a title or a scare quote, nor are fewer with a verb of saying behind them."""

PLAINLY = 0.5
"""From this trust on a speaker is shown to people; below, two in five are wrong."""

LONG_WORDS = 6
LONG_CHARACTERS = 12
"""So long are quotes worth telling in a language without lists; characters where words are not parted."""

LOOSE = 0.5
"""Trust in a speaker found by nearness alone; three in four of them are right, too few to lift the quote."""


def tell(reading: Reading, attributions: Sequence[Attribution]) -> tuple[Quote, ...]:
    """The quotes to tell of, in document order."""
    teller = _Teller(reading)
    found = (
        teller.quote(number, attribution)
        for number, attribution in enumerate(attributions)
        if _is_told(reading, number, attribution)
    )
    return tuple(quote for quote in found if quote is not None)


def name_the_sure(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The same quotes, with a speaker only where the article is plain about who spoke.

    Args:
        quotes: as `find_quotes` gives them, whose score is the trust in the speaker.
    """
    return tuple(
        quote
        if not 0.0 < quote.score < PLAINLY
        else replace(quote, speaker=None, cue=None, speaker_full=None, role=None)
        for quote in quotes
    )


def _is_told(reading: Reading, number: int, attribution: Attribution) -> bool:
    """Whether somebody spoke the words. In a language without lists only their length tells."""
    text = reading.text(number)
    if is_subhead(reading.scene, number, text) and not reading.marked[number].is_continued:
        return False
    if reading.marked[number].mark == DASH:
        return True  # only where a verb of saying follows is a line behind a dash read as speech
    if reading.words.language:
        silent = SILENT if reading.words.language == "en" else SILENT_ELSEWHERE
        if len(text.split()) >= (LONG_WORDS if has_verb_behind(reading.scene, number) else MANY_WORDS):
            silent = SILENT_AT_LENGTH
        return attribution.silence <= silent and not is_name_of_thing(reading.scene, number, text)
    return len(text.split()) >= LONG_WORDS or (" " not in text and len(text) >= LONG_CHARACTERS)


class _Teller:
    """Tells the quotes of one article in reading order; remembers who spoke last, and how plainly."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.roles = Roles(reading.body, reading.layout, reading.words)
        self.speakers: dict[int, int] = {}
        self.last: tuple[int, Bond] = (-1, Bond.NEAR)
        self.surely_last = -1

    def quote(self, number: int, attribution: Attribution) -> Quote | None:
        """One quote, with its speaker if we are sure; None for a few words that nothing ties to anybody."""
        reading = self.reading
        piece = reading.marked[number]
        span = Span(piece.start, piece.end)
        text, kind = span.of(reading.body), _kind(reading, number)
        spot_number = attribution.spot
        if spot_number is None or attribution.confidence < SURE:
            return None if _is_scare(reading, number) else Quote(text, span, kind)
        person = self._remember(number, spot_number)
        is_next = person >= 0 and person == self.surely_last and _is_next(reading, number)
        tie = self._tie(number, spot_number, attribution, person)
        if tie is Bond.NEAR and _is_scare(reading, number):
            return None
        if tie is Bond.NEAR and _is_judged(reading, number):
            return Quote(text, span, kind)  # the subject is who is judged
        if not _may_show(reading, number, attribution, tie):
            return Quote(text, span, kind)
        spot = reading.spots[spot_number]
        mention = Mention(reading.body[spot.start : spot.end], Span(spot.start, spot.end))
        cue = None if attribution.cue is None else reading.layout.tokens[attribution.cue].text
        meant = not is_next and _is_loosely_meant(reading, spot_number, person)
        loose = _is_loosely_tied(reading, spot_number, tie) or meant
        self.surely_last = -1 if loose else person
        sure = attribution.confidence * (1 - attribution.silence) * (LOOSE if loose else 1.0)
        full, role = name_and_role(reading, spot_number, person, self.roles)
        return Quote(
            text, span, kind, speaker=mention, cue=cue, speaker_full=full, role=role, score=max(round(sure, 3), 0.001)
        )

    def _remember(self, number: int, spot: int) -> int:
        """The person who speaks (-1 for none we know), noted for the pronouns that follow."""
        person = self.reading.meaning.meant_by(spot, self.speakers)
        if person >= 0:
            self.speakers[self.reading.layout.quote_at[number]] = person
        return person

    def _tie(self, number: int, spot: int, attribution: Attribution, person: int) -> Bond:
        """How plainly the speaker is tied to the quote, by itself or because the quote before was theirs."""
        scene = self.reading.scene
        voice = person if person >= 0 else -2 - spot
        last_voice, last_tie = self.last
        tie = bond(scene, number, spot, attribution.cue)
        if tie is Bond.NEAR and attribution.is_plain:
            tie = Bond.FOLLOWS
        if tie is Bond.NEAR and last_tie is not Bond.NEAR and voice == last_voice:
            cast = self.reading.cast

            def is_other(each: int) -> bool:
                return scene.known[each] and cast.person_of(each) != person

            tie = Bond.FOLLOWS if goes_on(scene, number, is_other) else tie
        self.last = (voice, tie)
        return tie


def _is_scare(reading: Reading, number: int) -> bool:
    """Whether German words in marks are so few that they are a name or irony, unless somebody is tied to them.

    Without such a tie half of them are no quote, and half of the others would have a wrong speaker.
    """
    text = reading.text(number)
    if reading.words.language != "de" or text[-1:] in ".!?…" or has_verb_behind(reading.scene, number):
        return False
    words = text.lower().split()
    return len(words) < FEW_WORDS and FIRST_PERSON.isdisjoint(words) and not _is_judged(reading, number)


def _is_judged(reading: Reading, number: int) -> bool:
    """As in `wurde als „…“ verurteilt`: somebody said so, even if nobody tells who."""
    tokens, at = reading.layout.tokens, reading.layout.quote_at[number]
    before, behind = tokens[max(0, at - 1) : at], tokens[at + 1 : at + 2]
    is_framed = bool(before) and before[0].lower == "als" and bool(behind) and behind[0].lower in JUDGED
    return is_framed and reading.words.language == "de" and " " in reading.text(number)


def _may_show(reading: Reading, number: int, attribution: Attribution, tie: Bond) -> bool:
    """Whether the spot may be shown as a speaker.

    In a language we know little of, only a name on a plain pattern; in the others nearness is enough for a name, but
    not for a noun that names neither a person, nor a group, nor the text that is quoted ("the launch").
    """
    spot_number, cue, words = attribution.spot or 0, attribution.cue, reading.words
    spot, tokens = reading.spots[spot_number], reading.layout.tokens
    if not words.language:
        return tie is Bond.PLAIN and spot.kind == NAME and is_touching(reading.scene, number, spot_number)
    if tie is not Bond.NEAR or spot.kind != NOUN or words.language == "en":
        return True
    if cue is not None and tokens[cue].lower in IMPERSONAL:
        return True
    return any(can_speak(token.lower, words) for token in tokens[spot.first : spot.last])


def _is_loosely_tied(reading: Reading, spot_number: int, tie: Bond) -> bool:
    """Whether nearness alone ties the speaker, or a verb farther off one that neither person nor group is."""
    words, scene = reading.words, reading.scene
    spot = reading.spots[spot_number]
    if tie is Bond.NEAR and words.language != "en":
        return True
    if spot.kind != NOUN or tie is Bond.FOLLOWS or (words.language == "en" and tie is Bond.PLAIN):
        return False
    if any(can_speak(token.lower, words) for token in reading.layout.tokens[spot.first : spot.last]):
        return False
    if words.language == "de":
        return True
    return scene.cue_before(spot_number)[1] != "adj" and scene.cue_after(spot_number)[1] not in ("adj", "adv")


def _is_loosely_meant(reading: Reading, spot_number: int, person: int) -> bool:
    """Whether only nearness says whom "the worker", "it" or "they" means; he and she are told apart far better."""
    if person < 0 or reading.cast.person_of(spot_number) >= 0:
        return False
    spot = reading.spots[spot_number]
    gender = reading.words.pronouns.get(reading.layout.tokens[spot.first].lower, "")
    if reading.words.language != "en" and (gender == "w" or _has_rival(reading, spot_number, person)):
        return True
    guessed = reading.words.language != "en" and gender in ("m", "f") and reading.cast.persons[person].gender != gender
    return spot.kind == NOUN or gender in ("n", "p") or guessed


def _is_next(reading: Reading, number: int) -> bool:
    """Whether the quote before is near, in a language whose articles say "the minister" for whoever spoke last."""
    layout = reading.layout
    here, before = layout.quote_at[number], layout.quote_at[number - 1]
    return reading.words.language in ROMANCE and layout.sentence_of[here] - layout.sentence_of[before] <= MOST_BETWEEN


def _has_rival(reading: Reading, spot_number: int, person: int) -> bool:
    """Whether "the minister", of whom we know no name, stands between the pronoun and the person's last mention."""
    cast, tokens, words = reading.cast, reading.layout.tokens, reading.words
    gender = words.pronouns.get(tokens[reading.spots[spot_number].first].lower)
    for number in range(spot_number - 1, max(-1, spot_number - FAR_BACK), -1):
        here = reading.spots[number]
        if cast.person_of(number) == person:
            return False
        unnamed = here.kind == NOUN and cast.person_of(number) < 0 and cast.is_definite(here)
        agrees = ARTICLE_GENDER.get((words.language, tokens[here.first].lower), gender) == gender
        if unnamed and agrees and any(words.is_role(token.lower) for token in tokens[here.first : here.last]):
            return True
    return False


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
