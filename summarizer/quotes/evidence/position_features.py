"""Features of a candidate in front of the quote: who else is there, and which verbs it is the subject of."""

from collections.abc import Iterator

from summarizer.quotes.document.quote_context import CueKind
from summarizer.quotes.document.subjects import find_subjects, mentions_between, sign_before
from summarizer.quotes.document.tokens import QUOTE
from summarizer.quotes.evidence.candidate_view import CandidateView


def rival_features(view: CandidateView) -> Iterator[str]:
    """The other mentions and quotes between the candidate and the quote."""
    context, first, at = view.context, view.known.mention.last, view.quote.at
    before, after = f"<{view.known.sign_before}", view.known.after_kind
    rivals = list(mentions_between(context, first, at))
    quotes = min(2, sum(context.tokenized.tokens[index].kind is QUOTE for index in range(first, at)))
    subjects = sum(
        context.cue_after(rival).token >= 0 and sign_before(context, context.mentions[rival]) not in ("of", "in", "to")
        for rival in rivals
    )
    yield f"L|rivals{min(len(rivals), 4)}|{before}"
    yield f"L|subjects{min(subjects, 3)}|{before}|a{after}"
    yield f"L|quotes{quotes}"
    yield f"L|quotes{quotes}|{before}|a{after}"


def subject_features(view: CandidateView) -> Iterator[str]:
    """Which of the speech verbs in front of the quote the candidate is the subject of."""
    context, at, me = view.context, view.quote.at, view.known.number
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
