"""Tells what a report about a told story is, from what is new in it. Pure.

A linear score: likeness alone cannot tell, since an outcome is as like its story as another paper's retelling. The
weights were learned and then rounded; docs/decisions/0120-what-goes-on-is-never-silent.md has the figures.
"""

import math
from dataclasses import astuple
from enum import StrEnum

from bot.newsroom.editions.follow_ups.evidence import Evidence

TOLD_FROM = 0.0
"""A score from which a report is told as a story of its own."""

LISTED_FROM = -1.7
"""A score from which it is one line under "Went on"."""

COPIED_LEAST = 0.2
"""What has fewer of the told story's runs of words is in other words, and a line: "not", "after all" and "safe again"
turn a story round and look like nothing new."""

_OTHER_NAMES, _OTHER_WORDS = 0.75, 0.75
"""A report is another event where so many of its headline's names, or words, are others."""

_BIAS = -2.1
_WEIGHTS = Evidence(
    outcome=1.1,
    was_open=1.0,
    numbers=1.4,
    new_in_headline=1.1,
    names_replaced=1.5,
    copied=-1.5,
    same_outlet=1.0,
    own_new_in_headline=1.0,
    own_new_in_text=1.7,
    days=0.2,
)


class FollowUp(StrEnum):
    """What a report about a told story is.

    update     an outcome, or another turn: told again
    went_on    it may be news: one line
    same       nothing new, by the same paper or by another: counted, and shown on request
    """

    UPDATE = "update"
    WENT_ON = "went_on"
    SAME = "same"


def score(evidence: Evidence) -> float:
    """Return how sure it is that a report has news: 0 is as likely as not."""
    return _BIAS + math.fsum(weight * value for weight, value in zip(astuple(_WEIGHTS), astuple(evidence), strict=True))


def classify(novelty: float, copied: float) -> FollowUp:
    """Return what a report with a score is; `copied` is the part of its word runs that the told story has."""
    if novelty >= TOLD_FROM:
        return FollowUp.UPDATE
    return FollowUp.SAME if novelty < LISTED_FROM and copied >= COPIED_LEAST else FollowUp.WENT_ON


def is_other_place(evidence: Evidence) -> bool:
    """Return whether a report is about other people or places: a new story, however like its words are."""
    return evidence.names_replaced >= _OTHER_NAMES


def is_other_event(evidence: Evidence) -> bool:
    """Return whether a report that is told is so different that it is not called an update."""
    return is_other_place(evidence) or evidence.new_in_headline >= _OTHER_WORDS
