"""An entry's outlet is who published its link, and its title ends without it."""

import pytest

from bot.newsroom.feeds.ports import Entry
from bot.web.feeds.rss_atom import parse_feed

SPACES = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:News="https://www.bing.com/news/search"'


def read(feed: str, *items: str, title: str = "Search Alert - Orlo", site: str = "") -> list[Entry]:
    link = f"<link>{site}</link>" if site else ""
    body = f"<rss version='2.0' {SPACES}><channel><title>{title}</title>{link}{''.join(items)}</channel></rss>"
    return list(parse_feed(body.encode(), f"https://{feed}").entries)


def item(url: str, title: str = "Mole at Sarn breaks", extra: str = "") -> str:
    return f"<item><title>{title}</title><link>https://{url}</link>{extra}</item>"


def credited(
    *items: str, feed: str = "alerts.example/1", title: str = "Search Alert - Orlo"
) -> list[tuple[str, str | None]]:
    return [(entry.title, entry.outlet) for entry in read(feed, *items, title=title)]


@pytest.mark.parametrize(
    "extra",
    [
        "<source url='https://quaytimes.example'>Quay Times</source>",
        "<source>Quay Times - World</source>",
        "<dc:publisher>Quay Times</dc:publisher>",
        "<dc:source>Quay Times</dc:source>",
        "<News:Source>Quay Times</News:Source>",
    ],
)
def test_the_source_that_an_entry_names_is_its_outlet(extra: str) -> None:
    assert credited(item("quaytimes.example/1", extra=extra)) == [("Mole at Sarn breaks", "Quay Times")]


@pytest.mark.parametrize("mark", [" - ", " – ", " — ", " | ", " · ", " : ", " « ", " » "])
def test_the_outlet_at_the_end_of_a_title_goes(mark: str) -> None:
    source = "<source url='https://quaytimes.example'>Quay Times</source>"
    (found,) = credited(item("news.search.example/rss/articles/CBM", f"Mole breaks{mark}Quay Times", source))
    assert found == ("Mole breaks", "Quay Times")


def test_words_behind_a_colon_stay_where_they_are_no_name() -> None:
    (found,) = credited(item("quaytimes.example/1", "Sarn : le môle cède"))
    assert found == ("Sarn : le môle cède", "quaytimes.example")


def test_a_search_alerts_link_is_its_sites_and_the_title_says_its_name() -> None:
    assert credited(
        item("quaytimes.example/1", "Orlo recalls vests - The Quay Times"),
        item("gazette.example/2", "Orlo recalls vests - a bitter week"),
        item("lequai.example/2", "Orlo rappelle ses gilets"),
    ) == [
        ("Orlo recalls vests", "The Quay Times"),
        ("Orlo recalls vests - a bitter week", "gazette.example"),
        ("Orlo rappelle ses gilets", "lequai.example"),
    ]


def test_the_feed_of_a_paper_is_called_by_the_papers_name() -> None:
    own = credited(
        item("www.gazette.example/1", "Pier reopens | Gazette"), feed="rss.gazette.example/w", title="Gazette - World"
    )
    assert own == [("Pier reopens", "Gazette")]


def test_a_feed_kept_elsewhere_is_its_sites() -> None:
    (entry,) = read(
        "feeds.host.example/g", item("gazette.example/1"), title="Harbor News", site="https://gazette.example/"
    )
    assert entry.outlet == "Harbor News"


def test_an_address_or_an_identifier_is_no_name() -> None:
    extra = "<dc:source>https://wire.example/1</dc:source><dc:publisher>desk@wire.example</dc:publisher>"
    assert credited(item("quay.example/1", extra=extra)) == [("Mole at Sarn breaks", "quay.example")]


def test_a_dash_in_a_headline_stays() -> None:
    assert credited(item("gazette.example/1", "Ferry – a history"), feed="gazette.example/f", title="Gazette") == [
        ("Ferry – a history", "Gazette")
    ]


def test_a_summary_that_repeats_title_and_outlet_is_none() -> None:
    description = "<description>&lt;a href='x'&gt;Mole breaks&lt;/a&gt;&amp;nbsp;&amp;nbsp;&lt;font&gt;Quay Times&lt;/font&gt;</description>"
    (entry,) = read("search.example/1", item("quaytimes.example/1", "Mole breaks - Quay Times", description))
    assert (entry.title, entry.summary, entry.outlet) == ("Mole breaks", "", "Quay Times")


def test_a_link_blog_credits_the_sites_it_links_to_and_itself_with_its_own_posts() -> None:
    assert credited(
        item("orm.example/notes/1", "On tides"),
        item("quay.example/2", "Tide record"),
        feed="orm.example/feed",
        title="Orm’s notes",
    ) == [("On tides", "Orm’s notes"), ("Tide record", "quay.example")]
