"""What an edition lists and does not tell in its thread: stored with it, for its buttons. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.newsroom.editions.model import (
    Edition,
    EditionRecord,
    ListedAs,
    ListedStory,
    PostedStory,
    StoryCandidate,
    outlet_of,
)
from bot.newsroom.editions.story_selection import hash_link, text_of

MOST_LISTED = 300
"""Stories stored for each reason. A button's answer holds about a hundred, and counts the others."""

_STORED_HEADLINE, _STORED_URL = 300, 2_900
_REMEMBERED_TEXTS = 2


def list_untold(edition: Edition, same_article: Callable[[str], str]) -> tuple[ListedStory, ...]:
    """Return what is stored of the stories that an edition does not tell: over the maximum, went on, told before."""
    found = (
        (ListedAs.MORE, edition.more),
        (ListedAs.WENT_ON, edition.quiet.went_on),
        (ListedAs.REPEAT, edition.quiet.repeats),
    )
    return tuple(
        _list_story(candidate, listed_as, same_article)
        for listed_as, candidates in found
        for candidate in candidates[:MOST_LISTED]
    )


def find_told(records: Iterable[EditionRecord]) -> tuple[PostedStory, ...]:
    """Return the stories that editions told: in their threads, or in a line under "Went on".

    Stories over the maximum were not told: when one goes on, it comes as a new story.
    """
    found: list[PostedStory] = []
    for record in records:
        found += [_date(story, record.made_at) for story in record.stories]
        found += [_as_posted(story, record.made_at) for story in record.list_as(ListedAs.WENT_ON)]
    return tuple(found)


def find_known(records: Sequence[EditionRecord]) -> tuple[frozenset[str], frozenset[str]]:
    """Return keys and link hashes of all articles that editions told or listed: none of them comes again."""
    stories: list[PostedStory | ListedStory] = []
    for record in records:
        stories += [*record.stories, *record.listed]
    keys = frozenset(key for story in stories for key in story.keys)
    return keys, frozenset(link for story in stories for link in story.links)


def _list_story(candidate: StoryCandidate, listed_as: ListedAs, same_article: Callable[[str], str]) -> ListedStory:
    first = candidate.items[0]
    items = (*candidate.items, *candidate.earlier)
    is_told = listed_as is ListedAs.WENT_ON
    return ListedStory(
        listed_as,
        headline=first.title[:_STORED_HEADLINE],
        url=first.url if len(first.url) <= _STORED_URL else "",
        outlet=outlet_of(first)[:_STORED_HEADLINE],
        outlets=len(candidate.outlets),
        told_at=candidate.told_at,
        texts=tuple(text_of(item) for item in candidate.items[:_REMEMBERED_TEXTS]) if is_told else (),
        keys=tuple(item.key for item in items),
        links=tuple(dict.fromkeys(hash_link(item.url, same_article) for item in items)),
    )


def _date(story: PostedStory, made_at: datetime) -> PostedStory:
    """Return a story with the moment it was told; records of earlier versions have only that of their edition."""
    return story if story.told_at is not None else replace(story, told_at=made_at)


def _as_posted(story: ListedStory, made_at: datetime) -> PostedStory:
    return PostedStory(
        story.headline,
        texts=story.texts,
        keys=story.keys,
        links=story.links,
        outlets=story.outlets,
        outlet_names=(story.outlet,),
        told_at=story.told_at or made_at,
    )
