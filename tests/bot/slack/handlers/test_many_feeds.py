"""Up to two hundred feeds of a channel: how each is, and a form that does not lose them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.newsroom.feeds.model import Feed
from bot.newsroom.subscriptions.service import MAX_FEEDS
from bot.playground.block_kit.blocks import check_blocks, check_view
from bot.web.feeds.opml import read_opml
from tests.bot.newsroom.sample_items import NOON, subscribe
from tests.bot.slack.digest_channel import SITES, DigestChannel, job_of, submission
from tests.bot.slack.edition_channel import FEEDS

MANY = tuple(f"https://paper{number}.example/feeds/news.xml" for number in range(MAX_FEEDS))


def followed(*feeds: str) -> DigestChannel:
    rig = DigestChannel()
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=feeds)
    rig.news.known |= {feed: Feed(feed, title=f"Paper {number}", polled_at=NOON) for number, feed in enumerate(feeds)}
    return rig


def lists_of(rig: DigestChannel) -> list[str]:
    return [str(message.blocks) for _, message, _ in rig.private.sent]


def lists_of_blocks(rig: DigestChannel) -> list[Any]:
    return [block for _, message, _ in rig.private.sent for block in message.blocks]


def find_texts(value: Any) -> Iterator[dict[str, Any]]:
    """The text elements of some blocks, in their order."""
    if isinstance(value, dict) and value.get("type") == "text":
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from find_texts(each)


async def test_list_says_how_each_feed_is():
    rig = followed(*FEEDS, "https://old.example/rss")
    error = "The site did not answer in 10 seconds."
    rig.news.known[FEEDS[1]] = Feed(FEEDS[1], "The Courier", failures=3, failing_since=NOON, error=error)
    rig.news.known[FEEDS[2]] = Feed(FEEDS[2], "The Herald", polled_at=NOON, news_at=NOON - timedelta(days=20))
    rig.news.known["https://old.example/rss"] = Feed("https://old.example/rss", "Old", is_gone=True, error="Gone.")

    said = await rig.say("list")

    assert "4 feeds: 1 fine, 1 silent, 1 failing, 1 off" in said
    for line in (
        "' – fine'",
        "' – failing since Tue 24 Nov, 13:00 CET: The site did not answer in 10 seconds.'",
        "' – silent for 20 days'",
        "' – off: Gone.'",
    ):
        assert line in said


async def test_the_home_names_the_feeds_that_are_in_trouble():
    rig = followed(*FEEDS)
    rig.news.known[FEEDS[1]] = Feed(FEEDS[1], "The Courier", failures=3, failing_since=NOON, error="It did not answer.")

    await rig.hear({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"})

    assert check_view(rig.home, "home") == []
    assert "3 feeds: 2 fine, 1 failing" in str(rig.home)
    assert "The Courier: failing since Tue 24 Nov, 13:00 CET: It did not answer." in str(rig.home)


async def test_two_hundred_feeds_are_listed_in_no_more_messages_than_a_response_url_takes():
    rig = followed(*MANY)

    await rig.say("list")

    assert len(lists_of(rig)) <= 5
    assert all(check_blocks(list(message.blocks), "message") == [] for _, message, _ in rig.private.sent)
    assert "200. " in "".join(lists_of(rig))
    assert "200 feeds, all fine" in lists_of(rig)[0]


async def test_the_form_of_two_hundred_feeds_opens_and_keeps_them():
    rig = followed(*MANY)

    await rig.say("")
    view = rig.slack.said("views.open")[-1]["view"]
    assert check_view(view, "modal") == []
    assert "200 feeds: too many for this form." in str(view)

    sent = submission(rig)
    del sent["view"]["state"]["values"]["feeds"]
    await rig.run(job_of(sent))

    assert rig.wanted.feeds == MANY
    assert (rig.wanted.max_stories, rig.wanted.length) == (7, "short")


async def test_a_list_of_two_hundred_feeds_comes_back_as_it_went_in(empty, monkeypatch):
    for feed in MANY:
        monkeypatch.setitem(SITES, feed, (feed,))
    lines = "".join(f'<outline text="Paper" xmlUrl="{feed}"/>' for feed in MANY)
    folders = f"<outline text='News'><outline text='Harbour &amp; sea'>{lines}</outline></outline>"
    empty.served["https://lists.example/a.opml"] = f"<opml version='2.0'><body>{folders}</body></opml>".encode()

    await empty.say("import https://lists.example/a.opml")
    assert empty.wanted.feeds == MANY

    await empty.say("export")
    exported = [element["text"] for element in find_texts(lists_of_blocks(empty)) if "<" in element["text"]]
    assert tuple(feed.url for feed in read_opml("".join(exported).encode())) == MANY


async def test_a_preview_of_a_form_without_the_feeds_uses_those_of_the_channel():
    rig = followed(*MANY)
    wanted = replace(rig.wanted, max_stories=1)
    rig.subscriptions.kept["T1", "C1"] = wanted

    await rig.say("")
    sent = submission(rig)
    del sent["view"]["state"]["values"]["feeds"]
    body: dict[str, Any] = {"type": "block_actions", "actions": [{"action_id": "digest_preview", "value": "preview"}]}
    body |= {"team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "t9", "view": sent["view"]}
    await rig.run(job_of(body))

    assert rig.wanted.feeds == MANY
    assert "no address" not in str(rig.slack.said("views.update")[-1])
