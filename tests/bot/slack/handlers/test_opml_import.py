from typing import Any

import pytest

from bot.newsroom.feeds.following import MOST_TRIED
from bot.newsroom.jobs.payloads import JobKind
from bot.newsroom.subscriptions.service import MAX_FEEDS
from bot.slack.parsing.payloads import parse_payload
from bot.web.feeds.opml import read_opml, write_opml
from tests.bot.newsroom.sample_items import subscribe
from tests.bot.slack.digest_channel import SITES
from tests.bot.slack.edition_channel import FEEDS, refused

LINK = "https://ines.example/feeds.opml"


def opml(*feeds: str) -> bytes:
    lines = "".join(f'<outline text="x" type="rss" xmlUrl="{feed}"/>' for feed in feeds)
    return f"<opml version='2.0'><head/><body><outline text='News'>{lines}</outline></body></opml>".encode()


@pytest.fixture
def crowd(monkeypatch) -> tuple[str, ...]:
    """The feeds of a long list, all of which can be read."""
    feeds = tuple(f"https://paper{number}.example/rss" for number in range(280))
    for feed in feeds:
        monkeypatch.setitem(SITES, feed, (feed,))
    return feeds


async def test_a_list_behind_a_link_sets_a_digest_up_and_says_what_became_of_each(empty):
    empty.served[LINK] = opml("https://herald.example/feed.xml", "https://nowhere.example/rss")

    said = await empty.say(f"import <{LINK}>")

    assert "Following now: herald.example/feed.xml." in said
    assert "Not followed: nowhere.example/rss: The site says there is no such page." in said
    assert "Next edition: Wednesday 25 November, 09:00 WAT." in said
    assert empty.wanted.feeds == ("https://herald.example/feed.xml",)
    assert empty.subscriptions.recorded == [("U1", "imported a list: added https://herald.example/feed.xml")]


async def test_what_is_followed_already_is_counted(rig):
    rig.served[LINK] = opml(*FEEDS)

    said = await rig.say(f"import {LINK}")

    assert "Followed already: 3 feeds." in said
    assert "Next edition" in said
    assert rig.subscriptions.recorded == []


async def test_a_list_fills_a_channel_and_the_rest_is_counted(rig, crowd):
    rig.served[LINK] = opml(*crowd)

    said = await rig.say(f"import {LINK}")

    assert len(rig.wanted.feeds) == MAX_FEEDS
    assert rig.wanted.feeds[:4] == (*FEEDS, crowd[0])
    assert f"and {MAX_FEEDS - len(FEEDS) - 8} more" in said
    assert f"Left out: {len(crowd) - MAX_FEEDS + 3} feeds; a channel follows up to 200." in said


async def test_of_a_list_of_dead_feeds_not_all_are_tried(empty):
    dead = [f"https://dead{number}.example/rss" for number in range(400)]
    empty.served[LINK] = opml(*dead)

    said = await empty.say(f"import {LINK}")

    assert "dead0.example" in said
    assert f"And {MOST_TRIED - 8} more like these." in said
    assert f"Left out: {400 - MOST_TRIED} feeds" in said
    assert "Nothing was set up." in said
    assert empty.wanted is None


@pytest.mark.parametrize("text", ["import", "import two words", "import a.example b.example"])
async def test_an_import_without_one_link_is_explained(rig, text):
    assert "Import which list?" in await rig.say(text)


async def test_what_is_no_list_is_said(rig):
    rig.served[LINK] = b"<html><body>Hello</body></html>"

    assert "I found no feeds in that list." in await rig.say(f"import {LINK}")
    said = await rig.say("import https://nowhere.example/feeds.opml")
    assert "The site says there is no such page. Check the link of the list, or share the file with me." in said


async def test_who_may_not_imports_nothing(rig):
    rig.served[LINK] = opml("https://courier.example")

    assert "may change it" in await rig.say(f"import {LINK}", user="U2")
    assert rig.wanted.feeds == FEEDS


def mention(*, name: str = "feeds.opml", **more: object) -> dict[str, Any]:
    file = {"id": "F1", "name": name, "url_private": "https://files.slack.com/F1"}
    event = {"type": "app_mention", "channel": "C1", "user": "U1", "ts": "5.0", "text": "<@UBOT>", "files": [file]}
    return event | more


async def test_a_list_that_is_shared_in_a_mention_is_taken_in_and_answered_in_its_thread(empty):
    empty.files.kept["F1"] = opml("https://herald.example/feed.xml")

    await empty.hear(mention())

    (told,) = empty.slack.posted
    assert (told["channel"], told["thread_ts"]) == ("C1", "5.0")
    assert "Following now: herald.example/feed.xml." in told["text"]
    assert empty.wanted.feeds == ("https://herald.example/feed.xml",)


async def test_a_list_in_a_direct_message_is_for_the_two_of_us(empty):
    empty.files.kept["F1"] = opml("https://herald.example/feed.xml")

    await empty.hear(mention(type="message", subtype="file_share", channel="D1", channel_type="im"))

    assert empty.subscriptions.kept["T1", "D1"].feeds == ("https://herald.example/feed.xml",)
    assert "That is for the two of us." in str(empty.slack.posted)


async def test_a_file_that_the_bot_may_not_read_is_said_with_what_to_do(empty):
    await empty.hear(mention())

    (told,) = empty.slack.posted
    assert "files:read" in told["text"]
    assert "/digest import" in told["text"]


async def test_a_file_that_slack_tells_the_id_of_alone_is_looked_up_when_the_message_says_it_is_a_list(empty):
    empty.files.kept["F1"] = opml("https://herald.example/feed.xml")
    found = {"id": "F1", "name": "feeds.opml", "url_private": "https://files.slack.com/F1"}
    empty.slack.answers["files.info"] = {"ok": True, "file": found}

    await empty.hear(mention(files=[{"id": "F1"}], text="<@UBOT> import these feeds"))

    assert empty.slack.said("files.info") == [{"file": "F1"}]
    assert empty.wanted.feeds == ("https://herald.example/feed.xml",)


async def test_a_file_that_may_not_be_looked_up_is_said_with_what_to_do(empty):
    empty.slack.answers["files.info"] = refused("missing_scope")

    await empty.hear(mention(files=[{"id": "F1"}], text="<@UBOT> import"))

    assert "files:read" in empty.slack.posted[0]["text"]


async def test_a_shared_list_is_taken_in_once_however_often_slack_tells_of_it(empty):
    empty.files.kept["F1"] = opml("https://herald.example/feed.xml")

    await empty.hear(mention())
    await empty.hear(mention(type="message", subtype="file_share", channel_type="im"))

    assert len(empty.slack.posted) == 1


def test_other_files_and_those_of_programs_are_no_lists():
    photo = parse_payload({"type": "event_callback", "event": mention(name="photo.png")})
    assert photo is not None
    assert photo.payload.kind is JobKind.MENTION
    assert parse_payload({"type": "event_callback", "event": mention(bot_id="B1")}) is None


async def test_a_channels_feeds_come_out_as_a_list_that_comes_in_again(rig):
    said = await rig.say("export")
    ((_, message, _),) = rig.private.sent
    written = "".join(
        block["elements"][0]["elements"][0]["text"]
        for block in message.blocks
        if block["elements"][0]["type"] == "rich_text_preformatted"
    )

    assert "3 feeds." in said
    assert [feed.url for feed in read_opml(written.encode())] == list(FEEDS)


async def test_a_long_list_comes_out_in_pieces_that_slack_takes(rig):
    feeds = tuple(f"https://paper{number}.example/{'a' * 1_000}" for number in range(MAX_FEEDS))
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=feeds)

    await rig.say("export")

    assert len(rig.private.sent) > 1
    for _, message, _ in rig.private.sent:
        assert len(str(message.blocks)) < 12_000


async def test_a_channel_without_feeds_has_nothing_to_give_out(rig):
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=())

    assert "There is no feed to give out." in await rig.say("export")
    assert write_opml([], "x")
