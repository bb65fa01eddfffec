"""What an edition lists is stored with it: it does not come again as new, and what was not told is not taken for told."""

from datetime import date

from bot.newsroom.editions.follow_ups.listed_stories import MOST_LISTED, find_known, find_told, list_untold
from bot.newsroom.editions.model import (
    Edition,
    EditionRecord,
    EditionState,
    ListedAs,
    PostedStory,
    QuietDay,
    StoryCandidate,
)
from bot.newsroom.editions.story_selection import hash_link
from bot.newsroom.subscriptions.model import EditionKey
from tests.bot.newsroom.sample_items import NOON, item

KEY = EditionKey("T1", "C1", date(2026, 11, 24))


def candidate(key: str, **more) -> StoryCandidate:
    told = item(key, f"Story {key}", "Something happened.")
    return StoryCandidate(told.title, (told,), ("Gazette",), **more)


def edition(**more) -> Edition:
    return Edition(KEY, NOON, NOON, (), **more)


def record(**more) -> EditionRecord:
    return EditionRecord("e1", KEY, EditionState.POSTED, NOON, **more)


def test_each_story_is_listed_with_its_reason_in_order():
    quiet = QuietDay((candidate("r"),), went_on=(candidate("w", told_at=NOON),))

    listed = list_untold(edition(more=(candidate("m"), candidate("n")), quiet=quiet), str)

    assert [(each.listed_as, each.headline) for each in listed] == [
        (ListedAs.MORE, "Story m"), (ListedAs.MORE, "Story n"), (ListedAs.WENT_ON, "Story w"), (ListedAs.REPEAT, "Story r"),
    ]  # fmt: skip
    assert [each.told_at for each in listed] == [None, None, NOON, None]


def test_of_a_very_long_list_the_first_are_stored():
    listed = list_untold(edition(more=tuple(candidate(str(n)) for n in range(MOST_LISTED + 50))), str)

    assert len(listed) == MOST_LISTED
    assert listed[0].headline == "Story 0"


def test_an_endless_headline_is_cut_and_an_endless_address_left_out():
    endless = item("a", "word " * 9_000, url=f"https://gazette.example/{'a' * 5_000}")

    (listed,) = list_untold(edition(more=(StoryCandidate(endless.title, (endless,), ("Gazette",)),)), str)

    assert len(listed.headline) <= 300
    assert listed.url == ""


def test_articles_that_were_listed_do_not_come_again():
    listed = list_untold(edition(more=(candidate("m"),), quiet=QuietDay((candidate("r"),))), str)

    keys, links = find_known([record(stories=(PostedStory("Told", keys=("t",), links=("h",)),), listed=listed)])

    assert keys == {"t", "m", "r"}
    assert links == {"h", *(hash_link(item(key, "").url, str) for key in ("m", "r"))}


def test_a_line_under_went_on_counts_as_told_and_a_story_over_the_maximum_does_not():
    quiet = QuietDay(went_on=(candidate("w"),))
    listed = list_untold(edition(more=(candidate("m"),), quiet=quiet), str)

    told = find_told([record(stories=(PostedStory("Told"),), listed=listed)])

    assert [story.headline for story in told] == ["Told", "Story w"]
    assert [story.told_at for story in told] == [NOON, NOON]
    assert told[1].texts == ("Story w\nSomething happened.",)
