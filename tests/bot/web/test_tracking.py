"""Which parameters of a link go and which choose the article."""

import pytest

from bot.web.urls import clean_url

ARTICLE = "https://x.example/a"


@pytest.mark.parametrize(
    "query",
    [
        "mod=rss_markets_main", "emc=rss&partner=rss", "ftag=CAD590a51e", "tpcc=rss", ".tsrc=rss",
        "feedType=RSS&feedName=topNews", "cid=rss", "cid=public-rss_20261120", "cid=clicksource_4380645_8",
        "source=rss----1a2b3c---4", "rss=1", "ref=rss", "CMP=rss", "fsrc=rss", "at_medium=RSS&at_campaign=KARANGA",
        "wt.rss_f=world", "lmd_medium=x", "origin=rss", "camp=feed", "src=RSS", "xml=rss2", "spm=a.b.c",
        "__hstc=1&__hssc=2", "taboola_id=1",
    ],
)  # fmt: skip
def test_what_says_where_a_reader_came_from_goes(query: str) -> None:
    assert clean_url(f"{ARTICLE}?{query}") == ARTICLE
    assert clean_url(f"{ARTICLE}?id=7&{query}") == f"{ARTICLE}?id=7"


@pytest.mark.parametrize(
    "query",
    [
        "id=3", "cid=12", "cid=storm-hits-sarn", "cid=64a1f2b3c4d5", "mod=news&id=5", "mod=view", "p=4", "s=12", "t=40",
        "story=feed-the-cats", "article=rss-explained", "feed=rss", "q=rss", "type=rss", "cat=feed", "source=8812",
        "v=abc", "page=2", "via=48213",
    ],
)  # fmt: skip
def test_what_chooses_the_article_stays(query: str) -> None:
    assert clean_url(f"{ARTICLE}?{query}") == f"{ARTICLE}?{query}"


@pytest.mark.parametrize(
    ("url", "right", "source"),
    [
        (f"{ARTICLE}?ref=4045-USHJ-3810", f"{ARTICLE}?ref=4045-USHJ-3810", "ClearURLs/Addon 179"),
        (f"{ARTICLE}?from=2025-02-01", f"{ARTICLE}?from=2025-02-01", "ClearURLs/Rules 142"),
        (f"{ARTICLE}?mc=J7v95z&id=2", f"{ARTICLE}?mc=J7v95z&id=2", "ClearURLs/Rules 7"),
        (f"{ARTICLE}?sr_share=facebook", ARTICLE, "ClearURLs/Rules 176"),
        (f"{ARTICLE}?pnespid=WLAg5FBL", ARTICLE, "ClearURLs/Rules 112"),
        (f"{ARTICLE}?sh=abcd1234efgh", ARTICLE, "ClearURLs/Rules 157"),
        (f"{ARTICLE}?cvid=1f&ocid=msedgntp", ARTICLE, "ClearURLs/Rules 100"),
        ("https://medium.com/@a/b-1?source=rss-7------2", "https://medium.com/@a/b-1", "miniflux 821"),
    ],
    ids=lambda value: value if " " in value else "",
)
def test_reported_links_are_cleaned_right(url: str, right: str, source: str) -> None:
    assert clean_url(url) == right, source


def test_some_names_are_tracking_on_one_site_only() -> None:
    assert clean_url("https://www.wsj.com/a?mod=hp_lead_pos1") == "https://www.wsj.com/a"
    assert clean_url("https://www.youtube.com/watch?v=x&pp=yg") == "https://www.youtube.com/watch?v=x"
    assert clean_url("https://x.example/watch?v=x&pp=yg") == "https://x.example/watch?v=x&pp=yg"
