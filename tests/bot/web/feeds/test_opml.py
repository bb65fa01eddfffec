"""Lists of feeds, in and out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NoFeedFoundError
from bot.newsroom.feeds.ports import FeedAddress
from bot.web.feeds.opml import MAX_FEEDS, read_opml, write_opml


def test_nested_folders_are_read_in_order_and_each_feed_once() -> None:
    body = """<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>Mine</title></head><body>
    <outline text="Harbour"><outline type="rss" text="Gazette &amp; Höfn" xmlUrl="https://gazette.example/rss.xml"/>
    <outline text="No feed"/></outline>
    <outline TYPE="RSS" title="Herald" xmlurl="feed://herald.example/atom"/>
    <outline type="rss" text="Again" xmlUrl="https://gazette.example/rss.xml"/>
    <outline type="rss" text="Bad" xmlUrl="file:///etc/passwd"/></body></opml>"""
    assert read_opml(body.encode()) == (
        FeedAddress("https://gazette.example/rss.xml", "Gazette & Höfn"),
        FeedAddress("http://herald.example/atom", "Herald"),
    )


@pytest.mark.parametrize("body", [b"", b"hello", b"<html></html>", b"https://gazette.example/list.opml", b"\xff\xfe"])
def test_a_file_without_feeds_says_so(body: bytes) -> None:
    with pytest.raises(NoFeedFoundError):
        read_opml(body)


def test_a_long_list_is_cut() -> None:
    feeds = [FeedAddress(f"https://gazette.example/{number}") for number in range(MAX_FEEDS + 100)]
    assert len(read_opml(write_opml(feeds, "Many"))) == MAX_FEEDS


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), max_size=5))
@settings(max_examples=50, deadline=None)
def test_what_is_written_is_read_again(titles: list[str]) -> None:
    feeds = [FeedAddress(f"https://gazette.example/?a={number}&b=2", title) for number, title in enumerate(titles)]
    written = write_opml(feeds, "Mine <&>")
    if feeds:
        assert [feed.url for feed in read_opml(written)] == [feed.url for feed in feeds]
