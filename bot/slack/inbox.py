"""Stores what Slack delivers before it is acknowledged.

A global middleware of Bolt: it runs before the acknowledgement, which listeners of events do not control. When storing
fails, nothing is acknowledged and Slack delivers again.
Source: docs.slack.dev/apis/events-api, "Retries"; slack_bolt acknowledges events before their listener runs.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.slack.deliveries import read_delivery
from bot.slack.desk import Desk

Next = Callable[[], Awaitable[None]]


def register(app: AsyncApp, desk: Desk) -> None:
    """Put the inbox in front of every listener."""

    async def take_in(body: dict[str, Any], next: Next) -> None:  # noqa: A002  (Bolt passes arguments by these names)
        job = read_delivery(body)
        if job is not None:
            await desk.take(job)
        await next()

    app.middleware(take_in)
