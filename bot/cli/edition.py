"""`nutgraf edition`: an edition in the terminal, with no Slack and no database.

The items come from whoever fetched the feeds; everything from there on is what the bot does: filter, group, rank, read
the articles' pages, digest.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time

from bot.app.reading import open_reading_room
from bot.cli.terminal import say
from bot.config import Settings
from bot.newsroom.editions.edition_builder import Editing, Edition, EditionStory
from bot.newsroom.editions.model import EditionRecord, EditionState
from bot.newsroom.subscriptions.model import EditionKey, Feed, Item, Subscription
from bot.newsroom.subscriptions.schedule import DAILY, key_of
from bot.slack.rendering.digest_messages import speaker_line, words_said
from bot.slack.rendering.escaping import count
from summarizer.model import Digest


class _Bench:
    """Items, feeds and an archive without past, in memory."""

    def __init__(self, items: Sequence[Item], history: Sequence[str]) -> None:
        self._items = tuple(items)
        self._history = tuple(history)

    async def seen_since(self, _feeds: tuple[str, ...], moment: datetime) -> tuple[Item, ...]:
        return tuple(item for item in self._items if item.seen_at > moment)

    async def background(self, limit: int = 5000) -> tuple[str, ...]:
        return self._history[-limit:]

    async def want(self, _urls: tuple[str, ...]) -> None:
        return

    async def find(self, _url: str) -> None:
        return None

    async def due(self, _now: datetime, _limit: int) -> tuple[Feed, ...]:
        return ()


class _NoPast:
    """An archive that remembers nothing."""

    async def keep(self, _record: EditionRecord) -> None:
        return

    async def keep_next(self, _record: EditionRecord, _known: frozenset[str]) -> bool:
        return True

    async def jobs_of_channel(self, _team_id: str, _channel: str) -> frozenset[str]:
        return frozenset()

    async def find(self, _job_id: str) -> EditionRecord | None:
        return None

    async def finish(self, _job_id: str, _state: EditionState) -> None:
        return

    async def of_channel(self, _team_id: str, _channel: str, _since: datetime) -> tuple[EditionRecord, ...]:
        return ()

    async def scheduled_since(self, _moment: datetime) -> frozenset[EditionKey]:
        return frozenset()


def subscription_of(
    feeds: Sequence[str],
    *,
    max_stories: int = 5,
    length: str = "medium",
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Subscription:
    """What the command's options ask for, as a channel would."""
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
) -> Edition:
    """The edition that some items make.

    Args:
        settings: limits and proxies.
        items: of all feeds, first seen within the last two days.
        subscription: see `subscription_of`.
        now: aware.
        same_article: maps a link to a key that two links of one article share.
        history: past headlines and openings, for which words are rare.

    Raises:
        WorkerError: the stories could not be chosen.
    """
    bench = _Bench(items, history)
    async with open_reading_room(settings) as room:
        editing = Editing(
            items=bench,
            feeds=bench,
            archive=_NoPast(),
            fetcher=room.fetcher,
            reader=room.reader,
            same_article=same_article,
        )
        return await editing.make(subscription, key_of(subscription, now.date()), now)


def print_edition(edition: Edition, *, why: bool = False) -> None:
    """An edition, for a person to read."""
    if not edition.stories:
        say("Nothing new in these feeds within the last day.")
        return
    stories = count(len(edition.stories), "story", "stories")
    say(f"{stories} from {count(edition.article_count, 'article')} in {count(edition.feed_count, 'feed')}")
    for number, story in enumerate(edition.stories, 1):
        print()
        _print_story(story, number, why=why)
    if edition.left_out:
        print()
        say(f"+{edition.left_out} more")


def _print_story(story: EditionStory, number: int, *, why: bool) -> None:
    say(f"{number}. {'Update: ' if story.lead.is_update else ''}{story.top.title}")
    say(f"{', '.join(story.lead.outlets)} · {story.top.url}")
    if why:
        say(f"({', '.join(story.lead.reasons)})", bullet="  ")
    for part in story.digest.parts if story.digest else ():
        _print_part(part, is_from_feed=part.article.url in story.from_feed)


def _print_part(part: Digest, *, is_from_feed: bool) -> None:
    """What is shown of one outlet's article."""
    outlet = f"{part.article.outlet}{', from its feed' if is_from_feed else ''}"
    for sentence in part.sentences:
        say(f"{sentence.text} [{outlet}]", bullet="• ")
    for quote in part.quotes:
        say(f"“{words_said(quote)}” — {speaker_line(quote)} [{outlet}]", bullet="  ")
