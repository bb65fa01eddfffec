"""Subscriptions and items for tests."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.newsroom.feeds.model import Item
from bot.newsroom.subscriptions.model import Subscription
from bot.newsroom.subscriptions.schedule import WEEKDAYS

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # a Tuesday

SUBSCRIPTION = Subscription(
    team_id="T1",
    channel="C1",
    owner="U1",
    feeds=("https://gazette.example/feed.xml",),
    at=time(9, 0),
    weekdays=WEEKDAYS,
    zone="Europe/Berlin",
    created_at=datetime(2026, 11, 1, tzinfo=UTC),
)


def subscribe(**changes: Any) -> Subscription:
    return replace(SUBSCRIPTION, **changes)


def item(
    key: str, title: str, summary: str = "", *, outlet: str = "Gazette", hours_ago: float = 1, **more: Any
) -> Item:
    moment = NOON - timedelta(hours=hours_ago)
    values: dict[str, Any] = {
        "feed_url": f"https://{outlet.lower().replace(' ', '-')}.example/feed.xml",
        "url": f"https://{outlet.lower().replace(' ', '-')}.example/{key}",
        "published_at": moment,
        "seen_at": moment,
    }
    return Item(key=key, title=title, summary=summary, outlet=outlet, **values | more)
