"""Editions as JSON: what `nutgraf edition --json` prints, and what `--after` reads again.

An article's fields are those of `nutgraf feed --json`, so that the two can be compared line by line.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.cli.json_records import Record
from bot.cli.sources import SourceError
from bot.newsroom.editions.model import Edition, EditionRecord, EditionState, EditionStory, StoryCandidate
from bot.newsroom.editions.ranking.kinds import find_kind
from bot.newsroom.editions.story_selection import to_posted_story
from bot.newsroom.feeds.known_items import KnownItem
from bot.newsroom.feeds.model import Item
from bot.newsroom.subscriptions.model import EditionKey
from bot.web.urls import article_key
from summarizer.model import Digest

_ADVICE = "Give a file that `nutgraf edition --json` wrote."


@dataclass(frozen=True, slots=True)
class ToldArticle:
    """An article of a story, as it was printed."""

    id: str
    url: str
    headline: str
    summary: str = ""
    outlet: str | None = None
    published_at: datetime | None = None
    feed: str = ""


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story, as it was printed."""

    headline: str
    articles: tuple[ToldArticle, ...]
    outlets: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldEdition:
    """An edition, as it was printed."""

    made_at: datetime
    stories: tuple[ToldStory, ...]
    went_on: tuple[ToldStory, ...] = ()
    repeats: tuple[ToldStory, ...] = ()
    more: tuple[ToldStory, ...] = ()

    @property
    def articles(self) -> Iterator[ToldArticle]:
        """All articles that were told or listed."""
        for story in (*self.stories, *self.went_on, *self.repeats, *self.more):
            yield from story.articles


@dataclass(frozen=True, slots=True)
class Told:
    """Earlier editions, as the bot remembers those that it has posted.

    Attributes:
        records: oldest first.
        items: what was seen of each feed, by its address.
    """

    records: tuple[EditionRecord, ...] = ()
    items: Mapping[str, tuple[KnownItem, ...]] = field(default_factory=dict)

    def items_of(self, feed: str) -> tuple[KnownItem, ...]:
        """Return what was seen of a feed; of all feeds where this one is under another address, as in a file."""
        return self.items.get(feed) or tuple(one for known in self.items.values() for one in known)

    @property
    def since(self) -> datetime | None:
        """When the last one was made; None where there is none."""
        return self.records[-1].made_at if self.records else None


_EDITION = TypeAdapter(ToldEdition)


def edition_record(edition: Edition) -> Record:
    """Return the stories, best first, with all their articles, and what is shown of them.

    "outlet" is the outlet of all of them, which messages name in the heading only; null where there are several.
    """
    return {
        "made_at": edition.made_at.isoformat(),
        "outlet": edition.sole_outlet,
        "stories": [_story_record(story) for story in edition.stories],
        "went_on": [_line_record(candidate) for candidate in edition.quiet.went_on],
        "repeats": [_line_record(candidate) for candidate in edition.quiet.repeats],
        "more": [_line_record(candidate) for candidate in edition.more],
        "left_out": edition.left_out,
        "article_count": edition.article_count,
        "feed_count": edition.feed_count,
    }


def print_edition_json(edition: Edition) -> None:
    """Print an edition as one JSON object on one line."""
    print(json.dumps(edition_record(edition), ensure_ascii=False))


def read_editions(paths: Sequence[Path], now: datetime) -> Told:
    """Return what earlier editions told.

    Args:
        paths: files that each hold what `print_edition_json` printed.
        now: aware; an edition "of tomorrow" counts as made now.

    Raises:
        SourceError: one cannot be read, or is no such file.
    """
    told = [(path, _read(path)) for path in paths]
    records = [_record(path, edition, now) for path, edition in told]
    items: defaultdict[str, list[KnownItem]] = defaultdict(list)
    for (_, edition), record in zip(told, records, strict=True):
        for article in edition.articles:
            items[article.feed].append(
                KnownItem(article.id, article.url, article.headline, article.published_at, record.made_at)
            )
    return Told(
        tuple(sorted(records, key=lambda record: record.made_at)),
        {feed: tuple(known) for feed, known in items.items()},
    )


def _read(path: Path) -> ToldEdition:
    try:
        return _EDITION.validate_json(path.read_bytes())
    except OSError as error:
        raise SourceError(f"I cannot read {path}: {error.strerror}.", _ADVICE) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        why = f"{place}: {first['msg']}" if place else first["msg"]
        raise SourceError(f"There is no edition in {path}: {why}.", _ADVICE) from error


def _record(path: Path, told: ToldEdition, now: datetime) -> EditionRecord:
    made_at = min(told.made_at if told.made_at.tzinfo else told.made_at.replace(tzinfo=UTC), now)
    stories = (
        to_posted_story(_candidate(story, made_at), article_key, headline=story.headline, now=made_at)
        for story in told.stories
    )
    return EditionRecord(
        job_id=f"file:{path}",
        key=EditionKey("", "", made_at.date()),
        state=EditionState.POSTED,
        made_at=made_at,
        stories=tuple(stories),
        story_count=len(told.stories),
    )


def _story_record(story: EditionStory) -> Record:
    candidate = story.candidate
    return {
        "headline": story.top.title,
        "url": story.top.url,
        "is_update": candidate.is_update,
        "outlets": list(candidate.outlets),
        "reasons": list(candidate.reasons),
        "articles": [
            {**item_record(item), "kind": find_kind(item).value} for item in (*candidate.items, *candidate.earlier)
        ],
        "shown": [_part_record(part, story.from_feed) for part in (story.digest.parts if story.digest else ())],
    }


def _line_record(candidate: StoryCandidate) -> Record:
    """Return a story that is only listed, with all its articles."""
    told_at = candidate.told_at.isoformat() if candidate.told_at else None
    return {
        "headline": candidate.items[0].title,
        "told_at": told_at,
        "articles": [item_record(each) for each in candidate.items],
    }


def item_record(item: Item) -> Record:
    """Return an article of a story; `id` is what the bot recognises its entry by."""
    return {
        "id": item.key,
        "url": item.url,
        "headline": item.title,
        "summary": item.summary,
        "published_at": item.published_at.isoformat() if item.published_at else None,
        "outlet": item.outlet,
        "feed": item.feed_url,
    }


def _part_record(part: Digest, from_feed: frozenset[str]) -> Record:
    """Return what is shown of one outlet's article, without the article itself."""
    return {
        "outlet": part.article.outlet,
        "url": part.article.url,
        "from_feed": part.article.url in from_feed,
        "sentences": [{"text": each.text, "reasons": list(each.reasons)} for each in part.sentences],
        "key_quotes": [
            {"text": each.text, "speaker_full": each.speaker_full, "role": each.role} for each in part.quotes
        ],
    }


def _candidate(story: ToldStory, made_at: datetime) -> StoryCandidate:
    items = tuple(_item(article, made_at) for article in story.articles)
    return StoryCandidate(story.headline, items, story.outlets, story.reasons)


def _item(article: ToldArticle, made_at: datetime) -> Item:
    return Item(
        key=article.id,
        feed_url="",
        url=article.url,
        title=article.headline,
        summary=article.summary,
        outlet=article.outlet,
        published_at=article.published_at,
        seen_at=made_at,
    )
