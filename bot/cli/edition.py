"""`nutgraf edition`: an edition in the terminal, without Slack and without a database.

The caller fetches the feeds; the rest is what the bot does: filter, group, rank, read the articles' pages, digest.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, time

from bot.app.reading import open_reading
from bot.cli.terminal import say
from bot.config import Settings
from bot.newsroom.editions.edition_builder import EditionBuilder
from bot.newsroom.editions.model import Edition, EditionRecord, EditionState, EditionStory, outlet_of
from bot.newsroom.feeds.model import Feed, Item
from bot.newsroom.subscriptions.model import EditionKey, Subscription
from bot.newsroom.subscriptions.schedule import DAILY, edition_key
from bot.slack.rendering.block_kit.escaping import count
from bot.slack.rendering.digest_messages import format_quote_text, format_speakers
from summarizer.model import Digest


class _InMemoryFeeds:
    """Items and feeds, in memory."""

    def __init__(self, items: Sequence[Item], history: Sequence[str]) -> None:
        self._items = tuple(items)
        self._history = tuple(history)

    async def list_seen_since(self, _feeds: tuple[str, ...], moment: datetime) -> tuple[Item, ...]:
        return tuple(item for item in self._items if item.seen_at > moment)

    async def list_links(self, _feeds: tuple[str, ...], keys: Iterable[str]) -> frozenset[str]:
        wanted = set(keys)
        return frozenset(item.url for item in self._items if item.key in wanted)

    async def list_background(self, limit: int = 5000) -> tuple[str, ...]:
        return self._history[-limit:]

    async def ensure_polled(self, _urls: tuple[str, ...]) -> None:
        return

    async def get(self, _url: str) -> None:
        return None

    async def list_known(self, urls: tuple[str, ...]) -> tuple[Feed | None, ...]:
        return (None,) * len(urls)

    async def list_due(self, _now: datetime, _limit: int) -> tuple[Feed, ...]:
        return ()


class _PastEditions:
    """The editions that `--after` names; nothing is stored."""

    def __init__(self, records: Sequence[EditionRecord]) -> None:
        self._records = tuple(records)

    async def save(self, _record: EditionRecord) -> None:
        return

    async def save_if_latest(self, _record: EditionRecord, _known: frozenset[str]) -> bool:
        return True

    async def list_jobs_of_channel(self, _team_id: str, _channel: str) -> frozenset[str]:
        return frozenset()

    async def get(self, _job_id: str) -> EditionRecord | None:
        return None

    async def discard(self, job_id: str) -> None:
        """Do nothing: none was refused."""

    async def mark_finished(self, _job_id: str, _state: EditionState) -> None:
        return

    async def list_of_channel(self, _team_id: str, _channel: str, since: datetime) -> tuple[EditionRecord, ...]:
        return tuple(record for record in self._records if record.made_at > since)

    async def list_scheduled_since(self, _moment: datetime) -> frozenset[EditionKey]:
        return frozenset()


def subscription_of(
    feeds: Sequence[str],
    *,
    max_stories: int = 5,
    length: str = "medium",
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Subscription:
    """Return the subscription for the command's options."""
    return Subscription(
        team_id="",
        channel="terminal",
        owner="",
        feeds=tuple(feeds),
        at=time(9, 0),
        weekdays=DAILY,
        zone="UTC",
        created_at=datetime(1970, 1, 1, tzinfo=UTC),
        include=tuple(include),
        exclude=tuple(exclude),
        max_stories=max_stories,
        length=length,
    )


async def make_edition(
    settings: Settings,
    items: Sequence[Item],
    subscription: Subscription,
    *,
    now: datetime,
    same_article: Callable[[str], str],
    history: Sequence[str] = (),
    past: Sequence[EditionRecord] = (),
) -> Edition:
    """Build the edition of some items.

    Args:
        settings: limits and proxies.
        items: items of all feeds, first seen within the last two days.
        subscription: see `subscription_of`.
        now: aware.
        same_article: maps a link to a key; two links to one article share it.
        history: past headlines and openings, to judge which words are rare.
        past: earlier editions: nothing of them comes again, but for a story that goes on.

    Raises:
        WorkerError: the stories could not be selected.
    """
    bench = _InMemoryFeeds(items, history)
    async with open_reading(settings) as reading:
        editing = EditionBuilder(
            items=bench,
            feeds=bench,
            records=_PastEditions(past),
            fetcher=reading.fetcher,
            reader=reading.reader,
            same_article=same_article,
        )
        return await editing.build(subscription, edition_key(subscription, now.date()), now)


def print_edition(edition: Edition, *, why: bool = False) -> None:
    """Print an edition, for a person to read."""
    if not edition.stories:
        say(_format_empty(edition))
        _print_went_on(edition)
        return
    stories = count(len(edition.stories), "story", "stories")
    whose = f" · {edition.sole_outlet}" if edition.sole_outlet else ""
    say(f"{stories} from {count(edition.article_count, 'article')} in {count(edition.feed_count, 'feed')}{whose}")
    for number, story in enumerate(edition.stories, 1):
        print()
        _print_story(story, number, why=why, is_one_outlet=edition.sole_outlet is not None)
    _print_went_on(edition)
    if edition.left_out:
        print()
        say(f"+{edition.left_out} more")


def _format_empty(edition: Edition) -> str:
    number = sum(len(story.items) for story in (*edition.quiet.repeats, *edition.quiet.went_on))
    if not number:
        return "Nothing new in these feeds within the last day."
    return f"No new story. {count(number, 'article')} about stories that were told before."


def _print_went_on(edition: Edition) -> None:
    for number, candidate in enumerate(edition.quiet.went_on):
        if not number:
            print()
            say("Went on:")
        first = candidate.items[0]
        named = "" if edition.sole_outlet else f" [{outlet_of(first)}]"
        say(f"{first.title}{named} {first.url}", bullet="• ")


def _print_story(story: EditionStory, number: int, *, why: bool, is_one_outlet: bool) -> None:
    """Print a story; outlets are named only where they differ."""
    say(f"{number}. {'Update: ' if story.candidate.is_update else ''}{story.top.title}")
    say(story.top.url if is_one_outlet else f"{', '.join(story.candidate.outlets)} · {story.top.url}")
    if why:
        say(f"({', '.join(story.candidate.reasons)})", bullet="  ")
    parts = story.digest.parts if story.digest else ()
    has_several = len(story.candidate.outlets) > 1
    for part in parts:
        origin = [str(part.article.outlet)] if has_several else []
        origin += ["from its feed"] if part.article.url in story.from_feed else []
        _print_part(part, f" [{', '.join(origin)}]" if origin else "")


def _print_part(part: Digest, origin: str) -> None:
    """Print what is shown of one outlet's article, and where each comes from, if that has to be said."""
    for sentence in part.sentences:
        say(f"{sentence.text}{origin}", bullet="• ")
    for quote, speaker in zip(part.quotes, format_speakers(part.quotes), strict=True):
        say(f"“{format_quote_text(quote)}” — {speaker}{origin}", bullet="  ")
