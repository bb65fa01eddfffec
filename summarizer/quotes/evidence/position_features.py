"""Features of a candidate's place in its own sentence: what is beside it, and which verbs it is the subject of."""

from collections.abc import Iterator
from itertools import islice

from summarizer.quotes.document.quote_context import CueKind, Side
from summarizer.quotes.document.subjects import find_subjects, mentions_between, sign_before, sign_of
from summarizer.quotes.document.tokens import QUOTE
from summarizer.quotes.evidence.candidate_view import CandidateView

OPENING = 80  # tokens of a sentence in which those before the candidate are counted


def position_features(view: CandidateView) -> Iterator[str]:
    """The words right before and behind the candidate, and how many other mentions precede it in the sentence."""
    context, side, mention = view.context, view.side, view.mention
    before, behind = sign_before(context, mention), sign_of(context, mention.last)
    begins = context.tokenized.bounds[context.tokenized.sentence_of[mention.first]][0]
    earlier = sum(1 for _ in islice(mentions_between(context, begins, min(mention.first, begins + OPENING)), 4))
    yield f"{side}|<{before}"
    yield f"{side}|{behind}>"
    yield f"{side}|<{before}|{behind}>"
    yield f"{side}|<{before}|{behind}>|{view.kind}"
    yield f"{side}|<{before}|{behind}>|a{view.after_kind}"
    yield f"{side}|<{before}|a{view.after_kind}"
    yield f"{side}|nth{earlier}"
    yield f"{side}|nth{earlier}|<{before}|a{view.after_kind}"
    if before != "^":
        yield f"{side}|<{context.tokenized.tokens[mention.first - 1].lower}"
    if mention.last < len(context.tokenized.tokens):
        yield f"{side}|{context.tokenized.tokens[mention.last].lower}>"
    if side == Side.LEFT:
        yield from _rival_features(view, f"<{before}")


def _rival_features(view: CandidateView, before: str) -> Iterator[str]:
    """The other mentions and quotes between the candidate and the quote."""
    context = view.context
    rivals = list(mentions_between(context, view.mention.last, view.at))
    quotes = min(2, sum(context.tokenized.tokens[index].kind == QUOTE for index in range(view.mention.last, view.at)))
    subjects = sum(
        context.cue_after(rival).token >= 0 and sign_before(context, context.mentions[rival]) not in ("of", "in", "to")
        for rival in rivals
    )
    yield f"L|rivals{min(len(rivals), 4)}|{before}"
    yield f"L|subjects{min(subjects, 3)}|{before}|a{view.after_kind}"
    yield f"L|quotes{quotes}"
    yield f"L|quotes{quotes}|{before}|a{view.after_kind}"


def subject_features(view: CandidateView) -> Iterator[str]:
    """Which of the speech verbs in front of the quote the candidate is the subject of."""
    context, at, me = view.context, view.at, view.number
    owners = [each for each in find_subjects(context, context.tokenized.sentence_of[at]).items() if each[0] < at]
    if not owners:
        yield "L|noverb"
        return
    mine = [verb for verb, owner in owners if owner == me]
    strong = [owner for verb, owner in owners if context.cue[verb] is not CueKind.WEAK]
    last, verb = owners[-1][1] == me, owners[-1][0]
    first = owners[0][1] == me
    own = f"{context.cue[mine[-1]]}{min(at - mine[-1], 8)}" if mine else "-"
    nearest = f"{context.cue[verb]}{min(at - verb, 5)}"
    yield f"L|subject{bool(mine)}"
    yield f"L|subject{own}"
    yield f"L|subject{own}|last{last}|first{first}"
    yield f"L|last{last}|first{first}"
    yield f"L|outermost{strong[:1] == [me]}|{len(strong) > 1}|last{last}"
    yield f"L|last{last}|{nearest}"
    yield f"L|last{last}|{nearest}|of{min(len(owners), 3)}|first{first}"
    yield f"L|last{last}|{context.tokenized.tokens[verb].lower}"
    yield f"L|unowned{owners[-1][1] < 0}|{last}"
