"""Clues from a candidate's place in its own sentence: what stands beside it, and which verbs it is the subject of."""

from collections.abc import Iterator
from itertools import islice

from summarizer.quotes.document.quote_context import LEFT
from summarizer.quotes.document.subjects import find_subjects, sign_before, sign_of, spots_between
from summarizer.quotes.document.tokens import QUOTE
from summarizer.quotes.evidence.candidate_view import View

OPENING = 80  # tokens of a sentence in which those before the candidate are counted


def place_clues(view: View) -> Iterator[str]:
    """What stands right before and behind the candidate, and how many others stand before it in the sentence."""
    scene, side, spot = view.scene, view.side, view.spot
    before, behind = sign_before(scene, spot), sign_of(scene, spot.last)
    begins = scene.layout.bounds[scene.layout.sentence_of[spot.first]][0]
    earlier = sum(1 for _ in islice(spots_between(scene, begins, min(spot.first, begins + OPENING)), 4))
    yield f"{side}|<{before}"
    yield f"{side}|{behind}>"
    yield f"{side}|<{before}|{behind}>"
    yield f"{side}|<{before}|{behind}>|{view.kind}"
    yield f"{side}|<{before}|{behind}>|a{view.after_kind}"
    yield f"{side}|<{before}|a{view.after_kind}"
    yield f"{side}|nth{earlier}"
    yield f"{side}|nth{earlier}|<{before}|a{view.after_kind}"
    if before != "^":
        yield f"{side}|<{scene.layout.tokens[spot.first - 1].lower}"
    if spot.last < len(scene.layout.tokens):
        yield f"{side}|{scene.layout.tokens[spot.last].lower}>"
    if side == LEFT:
        yield from _rival_clues(view, f"<{before}")


def _rival_clues(view: View, before: str) -> Iterator[str]:
    """Who else stands between the candidate and the quote, and other quotes that do."""
    scene = view.scene
    rivals = list(spots_between(scene, view.spot.last, view.at))
    quotes = min(2, sum(scene.layout.tokens[index].kind == QUOTE for index in range(view.spot.last, view.at)))
    subjects = sum(
        scene.cue_after(rival)[0] >= 0 and sign_before(scene, scene.spots[rival]) not in ("of", "in", "to")
        for rival in rivals
    )
    yield f"L|rivals{min(len(rivals), 4)}|{before}"
    yield f"L|subjects{min(subjects, 3)}|{before}|a{view.after_kind}"
    yield f"L|quotes{quotes}"
    yield f"L|quotes{quotes}|{before}|a{view.after_kind}"


def subject_clues(view: View) -> Iterator[str]:
    """Which of the verbs of saying in front of the quote the candidate is the subject of."""
    scene, at, me = view.scene, view.at, view.number
    owners = [each for each in find_subjects(scene, scene.layout.sentence_of[at]).items() if each[0] < at]
    if not owners:
        yield "L|noverb"
        return
    mine = [verb for verb, owner in owners if owner == me]
    strong = [owner for verb, owner in owners if scene.cue[verb] != "K"]
    last, verb = owners[-1][1] == me, owners[-1][0]
    first = owners[0][1] == me
    own = f"{scene.cue[mine[-1]]}{min(at - mine[-1], 8)}" if mine else "-"
    nearest = f"{scene.cue[verb]}{min(at - verb, 5)}"
    yield f"L|subject{bool(mine)}"
    yield f"L|subject{own}"
    yield f"L|subject{own}|last{last}|first{first}"
    yield f"L|last{last}|first{first}"
    yield f"L|outermost{strong[:1] == [me]}|{len(strong) > 1}|last{last}"
    yield f"L|last{last}|{nearest}"
    yield f"L|last{last}|{nearest}|of{min(len(owners), 3)}|first{first}"
    yield f"L|last{last}|{scene.layout.tokens[verb].lower}"
    yield f"L|unowned{owners[-1][1] < 0}|{last}"
