"""Feeds that are polled, and the items seen in them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.clock import Clock
from bot.newsroom.feeds.known_items import (
    REVISION,
    SAME_TITLE_AGAIN,
    KnownItem,
    list_keys,
    page_of,
    pick_doubtful,
    pick_unseen,
)
from bot.newsroom.feeds.model import Feed, Item
from bot.storage.payload_codec import pack, unpack
from bot.storage.schema import feed, item
from bot.storage.upsert import insert_into

KEPT_S = 90 * 86_400
"""How long an item is stored after its feed last had it."""

_SHOWN_TO_S = 7 * 86_400
"""Precision of when a feed last had an item: an exact time would need a write per item and poll."""

_EDITED = ("title", "summary", "url", "address", "shown_at")

_FEED = TypeAdapter(Feed)


class FeedTable:
    """Feeds by the address they were added with, or the one they moved to.

    Args:
        engine: an engine of an upgraded database.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def ensure_polled(self, urls: tuple[str, ...]) -> None:
        """Ensure that these feeds are polled from now on; one that was given up is tried again."""
        async with self._engine.begin() as connection:
            for url in dict.fromkeys(urls):
                known = await _find(connection, url)
                if known is None:
                    row = _feed_row(Feed(url=url))
                    await connection.execute(insert_into(connection, feed).values(**row).on_conflict_do_nothing())
                elif known.is_gone:
                    await _update(connection, _revived(known))

    async def get(self, url: str) -> Feed | None:
        """Return the feed with that address."""
        async with self._engine.connect() as connection:
            return await _find(connection, url)

    async def list_known(self, urls: tuple[str, ...]) -> tuple[Feed | None, ...]:
        """Return the feeds with these addresses, in their order; None for one that is not stored."""
        names = {url: _hash(url) for url in urls}
        query = sa.select(feed.c.id, feed.c.address_id, feed.c.payload).where(
            feed.c.id.in_(names.values()) | feed.c.address_id.in_(names.values())
        )
        async with self._engine.connect() as connection:
            rows = list(await connection.execute(query.order_by(feed.c.id.desc())))
        found = {row.address_id: row for row in rows} | {row.id: row for row in rows}
        return tuple(_feed(found[name]) if name in found else None for name in (names[url] for url in urls))

    async def list_due(self, now: datetime, limit: int) -> tuple[Feed, ...]:
        """Return feeds that are due, the longest overdue first."""
        is_due = feed.c.is_gone.is_(False) & (feed.c.next_poll_at <= now.timestamp())
        query = sa.select(feed.c.payload).where(is_due).order_by(feed.c.next_poll_at, feed.c.id).limit(limit)
        async with self._engine.connect() as connection:
            return tuple(_feed(row) for row in await connection.execute(query))

    async def save(self, value: Feed) -> None:
        """Store a feed's state, unless the feed has been deleted because it is unused."""
        async with self._engine.begin() as connection:
            await _update(connection, value)

    async def delete_unused(self, wanted: Iterable[str]) -> int:
        """Poll only these feeds from now on. Returns how many were deleted, each with its items."""
        ids = {_hash(url) for url in wanted}
        async with self._engine.begin() as connection:
            rows = await connection.execute(sa.select(feed.c.id, feed.c.address_id))
            unwanted = [row.id for row in rows if row.id not in ids and row.address_id not in ids]
            for start in range(0, len(unwanted), 500):
                await connection.execute(sa.delete(feed).where(feed.c.id.in_(unwanted[start : start + 500])))
            await connection.execute(sa.delete(item).where(item.c.feed_id.not_in(sa.select(feed.c.id))))
        return len(unwanted)


class ItemTable:
    """The items seen in all feeds.

    Args:
        engine: an engine of an upgraded database.
        clock: the current time.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def list_seen_since(self, feeds: tuple[str, ...], moment: datetime) -> tuple[Item, ...]:
        """Return news of these feeds that was first seen after a moment, oldest first."""
        is_new = item.c.is_news.is_(True) & (item.c.seen_at > moment.timestamp())
        query = (
            sa.select(item, feed.c.url.label("feed_url"), _shares_page().label("shares_page"))
            .join(feed, feed.c.id == item.c.feed_id)
            .where(_is_of(feeds) & is_new)
            .order_by(item.c.seen_at, item.c.place, item.c.key)
        )
        async with self._engine.connect() as connection:
            return tuple(_item(row) for row in await connection.execute(query))

    async def list_links(self, feeds: tuple[str, ...], keys: Iterable[str]) -> frozenset[str]:
        """Return the stored links of those items of these feeds that have these keys."""
        wanted = list(dict.fromkeys(keys))
        links: set[str] = set()
        async with self._engine.connect() as connection:
            for start in range(0, len(wanted), 500):
                has_key = item.c.key.in_(wanted[start : start + 500])
                links |= set(await connection.scalars(sa.select(item.c.url).where(_is_of(feeds) & has_key)))
        return frozenset(links)

    async def list_background(self, limit: int = 5000) -> tuple[str, ...]:
        """Return headline and opening of the latest items of all feeds, oldest first, to judge which words are rare."""
        query = sa.select(item.c.title, item.c.summary).order_by(item.c.seen_at.desc(), item.c.key).limit(limit)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(f"{row.title}\n{row.summary}" for row in reversed(rows))

    async def filter_unseen(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """Return those of one feed's items that were not seen before, in their order; see `known_items`.

        Looked up by key first: links and titles matter only for the few that are not stored under their key.
        """
        if not items:
            return ()
        of_feed = item.c.feed_id == _hash(items[0].feed_url)
        async with self._engine.connect() as connection:
            doubtful = pick_doubtful(
                items, await _list_known(connection, of_feed & item.c.key.in_({one.key for one in items}))
            )
            known = await _list_known(connection, of_feed & _is_like(doubtful)) if doubtful else []
        return pick_unseen(doubtful, known)

    async def count(self, feed_url: str) -> int:
        """Return how many items of a feed are stored."""
        query = sa.select(sa.func.count()).select_from(item).where(item.c.feed_id == _hash(feed_url))
        async with self._engine.connect() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def add_all(self, items: tuple[Item, ...], *, old: tuple[Item, ...] = ()) -> None:
        """Store items of one feed: news, and `old` ones only marked as seen.

        A known item is not changed, except by an edit of its headline, summary or link. Its `seen_at` is not before it
        is stored: an edition made while its feed was fetched does not count it as posted. Items of a feed that was
        deleted meanwhile are not stored. Where an old item with another key has headline and date of one that is news,
        its feed corrected the link, and often the id with it.
        """
        if not items and not old:
            return
        async with self._engine.begin() as connection:
            if not await _is_kept(connection, (*items, *old)[0].feed_url):
                return
            now = self._clock.now().timestamp()
            known = await _known(connection, (*items, *old))
            changed = [_item_row(one, now, is_news=True) for one in items if _differs(one, now, known.get(one.key))]
            changed += [_item_row(one, now, is_news=False) for one in old if _differs(one, now, known.get(one.key))]
            renamed = [row for row in changed if not row["is_news"] and row["key"] not in known]
            await _correct_links(connection, (*items, *old), renamed)
            if changed:
                statement = insert_into(connection, item)
                edited = {name: statement.excluded[name] for name in _EDITED}
                await connection.execute(
                    statement.on_conflict_do_update(index_elements=["feed_id", "key"], set_=edited), changed
                )

    async def delete_expired(self) -> int:
        """Delete the items that no feed has had for 90 days. Returns how many."""
        async with self._engine.begin() as connection:
            is_old = item.c.shown_at < self._clock.now().timestamp() - KEPT_S
            return int((await connection.execute(sa.delete(item).where(is_old))).rowcount)


def _hash(text: str) -> str:
    """Return a key for a text of any length: the size of an index entry is limited."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _address(one: Item) -> str:
    """Return a key that items with the same page share; "" for a front page, which is no story."""
    page = page_of(one.url)
    return _hash(page) if page else ""


def _is_of(feeds: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """Return the condition that an item is of one of some feeds, named by the address as added or the present one."""
    ids = [_hash(url) for url in feeds]
    moved = sa.select(feed.c.id).where(feed.c.id.in_(ids) | feed.c.address_id.in_(ids))
    return item.c.feed_id.in_(ids) | item.c.feed_id.in_(moved)


async def _find(connection: AsyncConnection, url: str) -> Feed | None:
    """Return the feed that was added with an address, else the one that moved there."""
    name = _hash(url)
    is_it = (feed.c.id == name) | (feed.c.address_id == name)
    query = sa.select(feed.c.payload).where(is_it).order_by(sa.case((feed.c.id == name, 0), else_=1), feed.c.id)
    row = (await connection.execute(query.limit(1))).first()
    return _feed(row) if row is not None else None


async def _is_kept(connection: AsyncConnection, url: str) -> bool:
    """Return whether a feed is stored; it stays until the transaction ends."""
    query = sa.select(feed.c.id).where(feed.c.id == _hash(url)).with_for_update(read=True)
    return (await connection.execute(query)).first() is not None


async def _update(connection: AsyncConnection, value: Feed) -> None:
    row = _feed_row(value)
    await connection.execute(sa.update(feed).where(feed.c.id == row.pop("id")).values(**row))


async def _known(connection: AsyncConnection, items: Sequence[Item]) -> dict[str, Any]:
    """Return the stored rows of one feed, by key."""
    query = sa.select(item.c.key, item.c.title, item.c.summary, item.c.url, item.c.shown_at).where(
        (item.c.feed_id == _hash(items[0].feed_url)) & item.c.key.in_([one.key for one in items])
    )
    return {row.key: row for row in await connection.execute(query)}


async def _correct_links(connection: AsyncConnection, shown: Sequence[Item], renamed: Sequence[dict[str, Any]]) -> None:
    """Give news that its feed no longer shows under its key the link that the feed has corrected.

    Args:
        connection: of the transaction.
        shown: all items of the poll.
        renamed: the rows of those that are no news, and not stored under their key.
    """
    corrected = {(row["title"], row["published_at"]): row for row in renamed if row["published_at"] is not None}
    if not corrected:
        return
    feed_id, keys = renamed[0]["feed_id"], {one.key for one in shown}
    query = sa.select(item.c.key, item.c.title, item.c.published_at).where(
        (item.c.feed_id == feed_id) & item.c.is_news & item.c.title.in_({title for title, _ in corrected})
    )
    for stored in (await connection.execute(query)).all():
        row = corrected.get((stored.title, stored.published_at))
        if row is not None and stored.key not in keys:
            change = sa.update(item).where((item.c.feed_id == feed_id) & (item.c.key == stored.key))
            await connection.execute(change.values(url=row["url"], address=row["address"]))


def _is_like(items: Sequence[Item]) -> sa.ColumnElement[bool]:
    """Return the condition that an item has one of the keys, pages, or titles with a date, of some items."""
    keys = {key for one in items for key in list_keys(one)}
    addresses = {_address(one) for one in items} - {""}
    titles = {one.title for one in items if one.published_at is not None}
    return item.c.key.in_(keys) | item.c.address.in_(addresses) | item.c.title.in_(titles)


async def _list_known(connection: AsyncConnection, is_wanted: sa.ColumnElement[bool]) -> list[KnownItem]:
    query = sa.select(item.c.key, item.c.url, item.c.title, item.c.published_at, item.c.seen_at).where(is_wanted)
    return [
        KnownItem(row.key, row.url, row.title, _moment(row.published_at), datetime.fromtimestamp(row.seen_at, UTC))
        for row in await connection.execute(query)
    ]


def _shares_page() -> sa.ColumnElement[bool]:
    """Return whether other entries of an item's feed led to its page: under another title, or as other news."""
    other = item.alias("other")
    is_on_page = (other.c.feed_id == item.c.feed_id) & (other.c.address == item.c.address) & (other.c.key != item.c.key)
    is_of_other_entry = ~item.c.key.contains(REVISION) & ~other.c.key.contains(REVISION)
    is_apart = sa.func.abs(other.c.published_at - item.c.published_at) >= SAME_TITLE_AGAIN.total_seconds()
    is_other = (other.c.title != item.c.title) | (other.c.is_news & is_apart)
    return (item.c.address == "") | sa.select(sa.literal(1)).where(is_on_page & is_of_other_entry & is_other).exists()


def _differs(one: Item, now: float, known: Any) -> bool:
    """Return whether an item must be written: it is new, was edited, or was last shown long ago."""
    if known is None or now - known.shown_at > _SHOWN_TO_S:
        return True
    return bool((one.title, one.summary, one.url) != (known.title, known.summary, known.url))


def _revived(value: Feed) -> Feed:
    """Return a feed that was given up, to be tried again."""
    return replace(
        value,
        is_gone=False,
        next_poll_at=None,
        failures=0,
        failing_since=None,
        error=None,
        notified_at=None,
        address=None,
    )


def _feed_row(value: Feed) -> dict[str, Any]:
    return {
        "id": _hash(value.url),
        "url": value.url,
        "address_id": _hash(value.polled_url),
        "is_gone": value.is_gone,
        "next_poll_at": value.next_poll_at.timestamp() if value.next_poll_at else 0.0,
        "payload": pack(_FEED.dump_python(value, mode="json")),
    }


def _feed(row: Any) -> Feed:
    return _FEED.validate_python(unpack(row.payload))


def _item_row(one: Item, now: float, *, is_news: bool) -> dict[str, Any]:
    return {
        "feed_id": _hash(one.feed_url),
        "key": one.key,
        "address": _address(one),
        "url": one.url,
        "title": one.title,
        "summary": one.summary,
        "outlet": one.outlet,
        "published_at": one.published_at.timestamp() if one.published_at else None,
        "seen_at": max(now, one.seen_at.timestamp()),
        "shown_at": now,
        "place": one.place,
        "is_news": is_news,
    }


def _item(row: Any) -> Item:
    return Item(
        key=row.key,
        feed_url=row.feed_url,
        url=row.url,
        title=row.title,
        summary=row.summary,
        outlet=row.outlet,
        published_at=_moment(row.published_at),
        seen_at=datetime.fromtimestamp(row.seen_at, UTC),
        place=row.place,
        shares_page=bool(row.shares_page),
    )


def _moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None
