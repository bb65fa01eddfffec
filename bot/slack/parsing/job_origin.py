"""For whom a job is done, and how soon, as its kind and payload say. Pure."""

from bot.newsroom.job_origin import Requester, Urgency
from bot.newsroom.jobs.inbox import Payload

IMMEDIATE = frozenset({"uninstalled", "deletion"})
"""Kinds of jobs that ask nothing of Slack, and hold nothing that a person wrote."""

_SCHEDULED = frozenset({"edition", "notice", "place"})


def requester_of(kind: str, payload: Payload) -> tuple[Requester, Urgency]:
    """For whom a job is done, and how soon. An edition that somebody asked for is theirs."""
    asker = payload.get("asker") or {}
    channel = asker.get("channel") or payload.get("channel") or payload.get("place") or ""
    user = asker.get("user") or payload.get("user") or payload.get("viewer") or ""
    return Requester(str(payload.get("team_id") or ""), str(channel), str(user)), _urgency_of(kind, payload)


def _urgency_of(kind: str, payload: Payload) -> Urgency:
    if kind in IMMEDIATE:
        return Urgency.IMMEDIATE
    if kind in _SCHEDULED and "asker" not in payload:
        return Urgency.SCHEDULED
    return Urgency.INTERACTIVE
