"""One candidate as seen from one quote."""

from dataclasses import dataclass

from summarizer.quotes.document.mentions import Spot
from summarizer.quotes.document.quote_context import Candidate, Scene


@dataclass(frozen=True, slots=True)
class View:
    """What the clues of a candidate are made from.

    Attributes:
        scene: the article.
        at: token of the quote.
        number: index of the candidate's spot.
        spot: that spot.
        side: side of the quote it stands on.
        rank: 0 for the nearest on its side.
        kind: name (with + for somebody named in full), pronoun, relative or noun; 's for possessives.
        after: token of the verb behind the spot, -1 for none.
        before: token of the verb in front of it, -1 for none.
        after_kind: kind of that verb and how near it is; "-" for none.
        before_kind: the same for the verb in front.
        preposition: "according", "prep" or "".
    """

    scene: Scene
    at: int
    number: int
    spot: Spot
    side: str
    rank: int
    kind: str
    after: int
    before: int
    after_kind: str
    before_kind: str
    preposition: str


def look_at(scene: Scene, quote: int, candidate: Candidate) -> View:
    """The candidate as seen from the quote."""
    number = candidate.spot
    spot = scene.spots[number]
    after, after_how = scene.cue_after(number)
    before, before_how = scene.cue_before(number)
    preposition = "prep" if scene.is_subordinate(number) else ""
    return View(
        scene=scene,
        at=scene.layout.quote_at[quote],
        number=number,
        spot=spot,
        side=candidate.side,
        rank=candidate.rank,
        kind=_kind_of(scene, number),
        after=after,
        before=before,
        after_kind=scene.cue[after] + after_how if after >= 0 else "-",
        before_kind=scene.cue[before] + before_how if before >= 0 else "-",
        preposition="according" if scene.according[spot.first] else preposition,
    )


def _kind_of(scene: Scene, number: int) -> str:
    spot = scene.spots[number]
    if scene.is_relative(number):
        return "relative"
    return spot.kind + ("+" if scene.known[number] else "") + ("'s" if spot.is_possessive else "")
