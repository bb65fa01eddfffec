"""Checks that every request was answered exactly once: the bot's database compared with the messages in Slack."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.storage.schema import inbox, outbox
from tests.drills.edition_accounts import key_of
from tests.drills.rig import LocalSlack


@dataclass(slots=True)
class Account:
    """The outcome of the requests. Each list names the requests or messages concerned."""

    asked: int = 0
    answered: int = 0
    messages: int = 0
    lost: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    posted_twice: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    marks_left: int = 0

    @property
    def is_balanced(self) -> bool:
        """Whether nothing was lost, posted twice, left unfinished or is unknown."""
        wrong = (self.lost, self.incomplete, self.posted_twice, self.out_of_order, self.failed, self.waiting)
        return not any((*wrong, self.unknown)) and self.answered == self.asked

    def lines(self) -> list[str]:
        """Returns the account, to print."""
        names = ("lost", "incomplete", "posted_twice", "out_of_order", "failed", "waiting", "unknown")
        wrong = {name: getattr(self, name) for name in names}
        counts = ", ".join(f"{len(found)} {name.replace('_', ' ')}" for name, found in wrong.items())
        first = f"{self.asked} requests, {self.answered} answered, {self.messages} messages: {counts}"
        details = [f"  {name}: {sorted(found)[:10]}" for name, found in wrong.items() if found]
        return [f"{first}; eyes left on {self.marks_left}", *details]


async def balance(asked: Sequence[tuple[str, str]], slack: LocalSlack, database: sa.Engine) -> Account:
    """Returns the account of requests, each a channel and ts."""
    account = Account(asked=len(asked))
    with database.connect() as connection:
        entries = list(connection.execute(sa.select(inbox.c.id, inbox.c.state, inbox.c.error)))
        all_outgoing = list(connection.execute(sa.select(outbox.c.key, outbox.c.job_id, outbox.c.state, outbox.c.ts)))
    account.waiting += [row.id for row in entries if row.state == "waiting"]
    account.failed += [f"{row.id}: {row.error}" for row in entries if row.state == "failed"]
    account.unknown += [f"{row.key} is {row.state}" for row in all_outgoing if row.state != "posted"]
    planned: dict[str, set[str]] = {}
    for row in all_outgoing:
        planned.setdefault(row.job_id, set()).add(row.key)
    standing = await _standing(slack, {channel for channel, _ in asked}, account)
    for channel, ts in asked:
        _check(account, f"message:{channel}:{ts}", planned, standing)
    return account


def _check(account: Account, job_id: str, planned: dict[str, set[str]], standing: dict[str, list[str]]) -> None:
    """Check one request: its messages in Slack, in order, against those in the outbox."""
    keys = standing.get(job_id, [])
    account.messages += len(keys)
    account.posted_twice += [f"{key} x{count}" for key, count in Counter(keys).items() if count > 1]
    if not keys:
        account.lost.append(job_id)
        return
    account.answered += 1
    prefixes = {key.removeprefix(f"{job_id}:").rpartition(":")[0] for key in keys}
    parts = [int(key.rpartition(":")[2]) for key in keys]
    if len(prefixes) > 1:  # an answer and an error
        account.posted_twice.append(f"{job_id}: {keys}")
    if parts != sorted(parts):
        account.out_of_order.append(f"{job_id}: {parts}")
    if set(keys) != planned.get(job_id, set()) or set(parts) != set(range(len(set(parts)))):
        account.incomplete.append(f"{job_id}: {keys}")


async def _standing(slack: LocalSlack, channels: set[str], account: Account) -> dict[str, list[str]]:
    """Returns the keys of the bot's messages by request, in Slack's order."""
    found: dict[str, list[str]] = {}
    for channel in sorted(channels):
        for message in (await slack.look("messages", channel=channel))["messages"]:
            account.marks_left += any(mark["name"] == "eyes" for mark in message["reactions"])
            key = _key(message)
            if key is not None:
                thread = f"message:{channel}:{message.get('thread_ts')}"
                assert key.startswith(f"{thread}:"), f"{key} stands in {thread}"
                found.setdefault(thread, []).append(key)
    return found


def _key(message: dict[str, Any]) -> str | None:
    """Returns the key of a message of the bot; ephemeral messages are not kept and have None."""
    return key_of(message) if message.get("bot") and not message.get("ephemeral") else None
