"""For whom a job is done, and how soon, by its kind and payload. Pure."""

from bot.newsroom.job_origin import JobOrigin, Urgency
from bot.newsroom.jobs.job import Payload

IMMEDIATE = frozenset({"uninstalled", "deletion"})
"""Kinds of jobs that ask nothing of Slack, and hold nothing that a person wrote."""

_SCHEDULED = frozenset({"edition", "notice", "place"})


def origin_of(kind: str, payload: Payload) -> tuple[JobOrigin, Urgency]:
    """For whom a job is done, and how soon. An edition on request belongs to its requester."""
    requester = payload.get("asker") or {}
    channel = requester.get("channel") or payload.get("channel") or payload.get("place") or ""
    user = requester.get("user") or payload.get("user") or payload.get("viewer") or ""
    return JobOrigin(str(payload.get("team_id") or ""), str(channel), str(user)), _urgency_of(kind, payload)


def _urgency_of(kind: str, payload: Payload) -> Urgency:
    if kind in IMMEDIATE:
        return Urgency.IMMEDIATE
    if kind in _SCHEDULED and "asker" not in payload:
        return Urgency.SCHEDULED
    return Urgency.INTERACTIVE
