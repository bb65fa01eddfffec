"""Lists of feeds as programs and people write them."""

import random
from html import escape

import pytest

from bot.errors import NoFeedFoundError
from bot.newsroom.feeds.ports import FeedAddress
from bot.web.feeds.opml import read_opml, write_opml
from tests.alarm import alarm

QUAY = '<outline text="Quay Times" xmlUrl="https://quay.example/feed" type="rss"/>'


def opml(outlines: str, prolog: str = '<?xml version="1.0"?>') -> str:
    return f'{prolog}<opml version="2.0"><head><title>Feeds</title></head><body>{outlines}</body></opml>'


def names(body: str | bytes) -> list[tuple[str, str | None]]:
    return [(feed.url, feed.title) for feed in read_opml(body.encode() if isinstance(body, str) else body)]


@pytest.mark.parametrize(
    ("outline", "title"),
    [
        (
            '<outline text="Dev log" description="At <a href="https://orlo.example/">Orlo</a>." xmlUrl="https://a.example/f"/>',
            "Dev log",
        ),
        (
            '<outline text="The "Best" of <i>Halden</i>" type="rss" xmlUrl="https://a.example/f"/>',
            'The "Best" of Halden',
        ),
        ('<outline title="Only > a title" description="a > b" xmlUrl="https://a.example/f">', "Only > a title"),
        ("<outline text='It''s here' description=\"<p class=\"x\">\" xmlUrl='https://a.example/f'/>", "It''s here"),
        ('<outline text="News & Co" description="<br>" xmlUrl="https://a.example/f"></outline>', "News & Co"),
    ],
)
def test_unescaped_markup_and_quotes_lose_no_feed(outline: str, title: str) -> None:
    """Three feeds of a public collection; FreshRSS and Miniflux have reports of lists that are no XML."""
    assert names(opml(f"{outline}\n{QUAY}")) == [
        ("https://a.example/f", title),
        ("https://quay.example/feed", "Quay Times"),
    ]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("iso-8859-1", "ISO-8859-1"),
        ("cp1252", "windows-1252"),
        ("cp1252", "utf-8"),  # a lie
        ("utf-16", "utf-16"),
        ("utf-8-sig", "utf-8"),
        ("utf-8", "ISO-8859-1"),  # a lie, too
    ],
)
def test_titles_are_right_in_any_charset(encoding: str, declared: str) -> None:
    outline = '<outline text="Zürcher Hafenblatt – Ärger" type="rss" xmlUrl="https://hafen.example/feed"/>'
    text = opml(outline, f'<?xml version="1.0" encoding="{declared}"?>')
    written = text.replace(" – ", " ") if encoding == "iso-8859-1" else text
    title = names(written.encode(encoding))[0][1]
    assert title in ("Zürcher Hafenblatt – Ärger", "Zürcher Hafenblatt Ärger")


def test_an_old_list_with_url_in_place_of_xml_url_is_read() -> None:
    """newsboat, issue tracker: lists of OPML 1.0 programs; a link that is no feed stays out."""
    old = '<outline text="Old" type="rss" url="https://old.example/rss"/><outline text="Page" type="link" url="https://x.example/"/>'
    assert names(opml(old + QUAY)) == [("https://old.example/rss", "Old"), ("https://quay.example/feed", "Quay Times")]


def test_outlines_in_comments_and_lists_of_lists_are_no_feeds() -> None:
    other = '<!-- <outline text="Off" xmlUrl="https://off.example/f"/> --><outline text="L" type="source" xmlUrl="https://l.example/f"/>'
    broken = '<outline text="A "b"" xmlUrl="https://a.example/f"/>'
    assert names(opml(other + broken + QUAY)) == [
        ("https://a.example/f", 'A "b"'),
        ("https://quay.example/feed", "Quay Times"),
    ]


def test_a_list_of_two_hundred_feeds_in_folders_comes_back_the_same() -> None:
    chance = random.Random(17)  # noqa: S311  (a test's)
    feeds = [
        FeedAddress(f"https://paper{number}.example/{chance.choice(['feed', 'rss.xml', '?feed=rss2&lang=de'])}", title)
        for number, title in enumerate(
            chance.choice(["Quay & Sons", "Zürcher „Blatt“", 'The "Best"', "Vec<T> weekly", "It's <on>", "日本 新聞"])
            + f" {number}"
            for number in range(200)
        )
    ]
    folders = [feeds[start : start + 25] for start in range(0, 200, 25)]
    body = "".join(
        f'<outline text="Folder &amp; {number}" title="Folder"><outline text="Inner">'
        + "".join(
            f'<outline type="rss" text="{escape(feed.title or "")}" title="{escape(feed.title or "")}" '
            f'xmlUrl="{escape(feed.url)}" htmlUrl="https://paper.example/"/>'
            for feed in folder[:5]
        )
        + "</outline>"
        + "".join(f'<outline text="{escape(f.title or "")}" xmlUrl="{escape(f.url)}"/>' for f in folder[5:])
        + "</outline>"
        for number, folder in enumerate(folders)
    )

    read = read_opml(opml(body).encode())

    assert [feed.url for feed in read] == [feed.url for feed in feeds]
    assert read_opml(write_opml(read, "Mine")) == read
    assert [feed.title for feed in read] == [feed.title for feed in feeds]


@pytest.mark.parametrize(
    "flood",
    [
        '<outline text="a" text="' * 60_000,
        "<outline " * 200_000,
        '<outline xmlUrl="https://a.example/f" ' + ' text="x' * 200_000,
        "<!-- " * 400_000,
        '<outline xmlUrl="https://a.example/f" text="' + "x" * 1_900_000,
    ],
)
def test_a_list_built_to_cost_minutes_is_read_at_once(flood: str) -> None:
    with alarm(10):
        try:
            found = read_opml(opml(flood + QUAY).encode())
        except NoFeedFoundError:
            found = ()
    assert len(found) <= 2


def test_folders_that_say_they_are_feeds_and_outlines_of_other_programs_are_read() -> None:
    """liferea, issue 914 (a folder of type rss); fluent-reader, issue 738 (Thunderbird); selfoss, issue 1055 (no text)."""
    folder = '<outline type="rss" title="tech"><outline type="rss" title="Review" xmlUrl="http://review.example/rss"/></outline>'
    options = "{&quot;version&quot;:2,&quot;updates&quot;:{&quot;enabled&quot;:true},&quot;prefix&quot;:&quot;&quot;}"
    thunderbird = (
        '<outline title="Art"><outline title="zone θ"><outline type="rss" title="zone θ" text="zone θ" version="RSS" '
        f'fz:quickMode="false" fz:options="{options}" xmlUrl="https://zone.example/rss" htmlUrl="https://zone.example/"/>'
        "</outline></outline>"
    )
    bare = '<outline type="rss" xmlUrl="https://bare.example/rss"/>'
    assert names(opml(folder + thunderbird + bare)) == [
        ("http://review.example/rss", "Review"),
        ("https://zone.example/rss", "zone θ"),
        ("https://bare.example/rss", None),
    ]
