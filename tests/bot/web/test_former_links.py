"""What version 0.2.0 stored is recognised under the links of today."""

import hashlib

import pytest

from bot.web.feeds.rss_atom import parse_feed
from bot.web.former_links import former_story_link

FEED = "https://gazette.example/rss.xml"
BING = "https://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2fquay.example%2fstory&c=1"


@pytest.mark.parametrize(
    ("reference", "stored"),
    [
        ("https://x.example/a?mod=rss_main&utm_source=b#c", "https://x.example/a?mod=rss_main"),
        ("/a?emc=rss&partner=rss", "https://gazette.example/a?emc=rss"),
        (BING, BING.replace("%3a", "%3a").replace("ref=FexRss&", "")),
        ("https://www.google.com/url?q=https://quay.example/x&ct=ga", "https://quay.example/x"),
        ("https://www-quay-example.cdn.ampproject.org/c/s/quay.example/x", "https://quay.example/x"),
        ("mailto:desk@gazette.example", None),
        ("", None),
        ("http://[", None),
    ],
)
def test_a_link_is_what_the_old_version_made_of_it(reference: str, stored: str | None) -> None:
    assert former_story_link(FEED, reference) == stored


def key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def former(link: str, guid: str = "") -> tuple[str, ...]:
    made = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    item = f"<item><title>Pier</title><link>{link.replace('&', '&amp;')}</link>{made}</item>"
    (entry,) = parse_feed(f"<rss version='2.0'><channel><title>G</title>{item}</channel></rss>".encode(), FEED).entries
    return (entry.key, *entry.former_keys)


def test_an_entry_known_by_its_link_keeps_the_key_that_the_link_had() -> None:
    assert key("x.example/a?emc=rss") in former("https://www.x.example/a?emc=rss&partner=rss")
    assert former("https://x.example/a?emc=rss")[0] == key("x.example/a")


def test_an_entry_known_by_its_id_keeps_the_key_with_the_domain_that_wrapped_it() -> None:
    assert key("bing.com 4711") in former(BING, "4711")
    assert former(BING, "4711")[0] == key("quay.example 4711")
    assert former("https://x.example/a", "4711") == (key("x.example 4711"), key("gazette.example 4711"))
    assert former("https://x.example/a", "https://x.example/?p=1") == (key("https://x.example/?p=1"),)


def test_a_link_that_several_entries_have_is_no_key_of_one() -> None:
    page = "https://x.example/warnings?emc=rss"
    items = "".join(f"<item><title>Warning {number}</title><link>{page}</link></item>" for number in range(2))
    entries = parse_feed(f"<rss version='2.0'><channel><title>G</title>{items}</channel></rss>".encode(), FEED).entries
    assert [entry.former_keys for entry in entries] == [(), ()]
    assert former("https://x.example/live#p1") == (key("x.example/live#p1"),)
