"""Checks that every channel got every edition once, whole, in order, and each story once."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.storage.schema import edition, inbox, outbox
from tests.drills.rig import LocalSlack

_KEY = re.compile(r"edition:[^:]+:[^:]+:(\d{4}-\d\d-\d\d)\S*:(parent|reply):(\d+)")
_SLUG = re.compile(r"/gazette/([a-z0-9-]+)")
_WRONG = ("lost", "posted_twice", "incomplete", "out_of_order", "repeated", "missing")


@dataclass(slots=True)
class EditionAccount:
    """The outcome of the editions. Each list names those concerned.

    Attributes:
        lost: no parent.
        posted_twice: a second parent, or a message posted twice.
        incomplete: drafted messages are missing, or there are others.
        out_of_order: replies out of order, or in another thread.
        repeated: stories that a channel got on two days, or twice on a day.
        missing: stories of the day that the edition lacks.
    """

    expected: int = 0
    posted: int = 0
    messages: int = 0
    lost: list[str] = field(default_factory=list)
    posted_twice: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def is_balanced(self) -> bool:
        """Whether every edition is as it should be."""
        return self.posted == self.expected and not any(getattr(self, name) for name in _WRONG)

    def lines(self) -> list[str]:
        """Returns the account, to print."""
        wrong = {name: getattr(self, name) for name in _WRONG}
        counts = ", ".join(f"{len(found)} {name.replace('_', ' ')}" for name, found in wrong.items())
        first = f"{self.expected} editions, {self.posted} posted, {self.messages} messages: {counts}"
        return [first, *(f"  {name}: {sorted(found)[:10]}" for name, found in wrong.items() if found)]


async def balance_editions(
    channels: tuple[str, ...], issues: dict[str, tuple[str, ...]], slack: LocalSlack, database: sa.Engine
) -> EditionAccount:
    """Returns the account of editions.

    Args:
        channels: those that get one every day.
        issues: local date -> slugs of the stories it must have.
        slack: where they were posted.
        database: where they were drafted.
    """
    account = EditionAccount(expected=len(channels) * len(issues))
    with database.connect() as connection:
        planned = list(connection.execute(sa.select(outbox.c.channel, outbox.c.key)))
        books = _Books(
            {row.id: row.state for row in connection.execute(sa.select(inbox.c.id, inbox.c.state))},
            {row.job_id: row.state for row in connection.execute(sa.select(edition.c.job_id, edition.c.state))},
        )
    for channel in channels:
        keys = {row.key for row in planned if row.channel == channel and _KEY.fullmatch(row.key)}
        messages = (await slack.look("messages", channel=channel))["messages"]
        of_editions = [message for message in messages if _KEY.fullmatch(key_of(message))]
        _check_channel(account, channel, issues, of_editions, keys)
    account.lost = [f"{name}: {books.say(name)}" for name in account.lost]
    return account


@dataclass(frozen=True, slots=True)
class _Books:
    """The bot's records of editions: states of inbox entries and of editions, by job."""

    entries: dict[str, str]
    editions: dict[str, str]

    def say(self, name: str) -> str:
        """Returns the state of a channel's edition of a date."""
        found = [job for job in self.entries if ":".join(name.split()) in job]
        return ", ".join(f"{job} {self.entries[job]} {self.editions.get(job)}" for job in found) or "never begun"


def _check_channel(
    account: EditionAccount,
    channel: str,
    issues: dict[str, tuple[str, ...]],
    messages: list[dict[str, Any]],
    planned: set[str],
) -> None:
    """Check one channel's editions, in Slack's order."""
    account.messages += len(messages)
    keys = [key_of(message) for message in messages]
    account.posted_twice += [f"{key} x{count}" for key, count in Counter(keys).items() if count > 1]
    account.incomplete += [f"{channel}: {key}" for key in set(keys) ^ planned]
    told: Counter[str] = Counter()
    for day, stories in issues.items():
        of_day = [message for message in messages if _part(message)[0] == day]
        _check_edition(account, f"{channel} {day}", of_day)
        found = set(_SLUG.findall(json.dumps([message["blocks"] for message in of_day])))
        account.missing += [f"{channel} {day} {slug}" for slug in stories if slug not in found]
        told.update(_stories(of_day))
    account.repeated += [f"{channel} {slug} x{count}" for slug, count in told.items() if count > 1]


def _check_edition(account: EditionAccount, name: str, messages: list[dict[str, Any]]) -> None:
    """Check one edition: its parent, and its replies in the parent's thread, in order."""
    parents = [message for message in messages if _part(message)[1] == "parent"]
    replies = [message for message in messages if _part(message)[1] == "reply"]
    if not parents:
        account.lost.append(name)
        return
    account.posted += 1
    if len(parents) > 1:
        account.posted_twice.append(f"{name}: {len(parents)} parents")
    parts = [int(_part(reply)[2]) for reply in replies]
    if not replies or set(parts) != set(range(len(set(parts)))):
        account.incomplete.append(f"{name}: replies {parts}")
    threads = {reply.get("thread_ts") for reply in replies}
    if parts != sorted(parts) or not threads <= {parent["ts"] for parent in parents}:
        account.out_of_order.append(f"{name}: {parts} in {threads}")


def key_of(message: dict[str, Any]) -> str:
    """Returns the key in a message of the bot; "" where there is none."""
    return str(((message.get("metadata") or {}).get("event_payload") or {}).get("key") or "")


def _part(message: dict[str, Any]) -> tuple[str, str, str]:
    """Returns local date, parent or reply, and number of an edition's message."""
    found = _KEY.fullmatch(key_of(message))
    assert found is not None
    day, part, number = found.groups()
    return day, part, number


def _stories(messages: list[dict[str, Any]]) -> list[str]:
    """Returns the stories of the replies, each once: the slugs of their headlines' links."""
    replies = [message for message in messages if _part(message)[1] == "reply"]
    found = [_SLUG.search(json.dumps(reply["blocks"])) for reply in replies if "(continued)" not in reply["text"]]
    return [slug.group(1) for slug in found if slug]
