"""Links cleaned, told apart, unwrapped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidLinkError
from bot.web.urls import article_key, clean_url, join, parse_link, registered_domain, same_site, unwrap


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("https://news.example/a?utm_source=x&utm_medium=y", "https://news.example/a"),
        ("https://news.example/a?id=3&fbclid=z&p=4", "https://news.example/a?id=3&p=4"),
        ("https://news.example/a?smid=tw&shareType=nongift&CMP=share_btn_tw", "https://news.example/a"),
        ("https://news.example/a?ocid=1&guccounter=1&ncid=txt&sh=7f&si=Q", "https://news.example/a"),
        ("https://news.example/a?igshid=1&mc_cid=2&mc_eid=3&at_medium=rss&xtor=AL-7", "https://news.example/a"),
        ("https://news.example/a?ref=homepage", "https://news.example/a"),
        ("https://news.example/a?ref=48213", "https://news.example/a?ref=48213"),
        ("https://news.example/a?b=2&a=1", "https://news.example/a?b=2&a=1"),
        ("https://news.example/a?x=&y", "https://news.example/a?x=&y"),
        ("https://news.example/story?s=12&cid=9&nid=3", "https://news.example/story?s=12&cid=9&nid=3"),
        ("https://news.example/a#:~:text=the%20words", "https://news.example/a"),
        ("https://news.example/a?id=1#comments", "https://news.example/a?id=1"),
        ("HTTPS://News.Example:443/../a", "https://news.example/a"),
        ("not a link", "not a link"),
    ],
)
def test_tracking_goes_and_ids_stay(url: str, cleaned: str) -> None:
    assert clean_url(url) == cleaned


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example/2026/pier?id=1",
        "https://www.news.example/2026/pier?id=1",
        "https://m.news.example/2026/pier/?id=1",
        "https://amp.news.example/2026/pier?id=1",
        "https://news.example/2026/pier/amp?id=1",
        "https://news.example/amp/2026/pier/?id=1",
        "https://news.example/2026/pier?amp=1&id=1",
        "https://news.example/2026/pier?outputType=amp&id=1&utm_source=a",
        "https://news.example:443/2026/pier?id=1#part",
    ],
)
def test_spellings_of_one_article_share_a_key(other: str) -> None:
    assert article_key(other) == article_key("https://news.example/2026/pier?id=1")


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/2026/pier?id=2",
        "https://news.example/2026/piers?id=1",
        "https://other.example/2026/pier?id=1",
    ],
)
def test_other_articles_have_other_keys(other: str) -> None:
    assert article_key(other) != article_key("https://news.example/2026/pier?id=1")


def test_parameters_in_any_order_are_one_article() -> None:
    assert article_key("https://news.example/?a=1&b=2") == article_key("https://news.example/?b=2&a=1")


def test_registered_domain_knows_public_suffixes() -> None:
    assert registered_domain("https://www.news.bbc.co.uk/x") == "bbc.co.uk"
    assert registered_domain("http://192.0.2.7/") == "192.0.2.7"
    assert registered_domain("nonsense") == ""
    assert same_site("https://amp.news.co.uk/a", "http://www.news.co.uk/b")
    assert not same_site("https://news.co.uk/", "https://other.co.uk/")
    assert not same_site("nonsense", "nonsense")


@pytest.mark.parametrize(
    ("url", "inner"),
    [
        ("https://www.google.com/url?q=https://news.example/a%3Fb%3D1&sa=D", "https://news.example/a?b=1"),
        ("https://www.google.co.uk/url?sa=t&url=https%3A%2F%2Fnews.example%2F", "https://news.example/"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fnews.example%2Fa&h=AT0", "https://news.example/a"),
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fnews.example&data=1",
            "https://news.example",
        ),
        ("https://www.google.com/amp/s/news.example/a/amp", "https://news.example/a/amp"),
        ("https://news-example.cdn.ampproject.org/c/s/news.example/a.html", "https://news.example/a.html"),
        ("https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url?q=javascript:alert(1)"),
        ("https://news.example/url?q=https://other.example/", "https://news.example/url?q=https://other.example/"),
    ],
)
def test_redirectors_are_unwrapped(url: str, inner: str) -> None:
    assert unwrap(url) == inner


def test_join_resolves_against_the_page() -> None:
    assert join("https://news.example/a/b", "../c?d") == "https://news.example/c?d"
    assert join("https://news.example/a", "//other.example/x y") == "https://other.example/x%20y"
    with pytest.raises(InvalidLinkError):
        join("https://news.example/a", "http://[::1")


def test_origin_names_the_port_only_where_it_is_unusual() -> None:
    assert parse_link("https://news.example:443/").origin == "https://news.example"
    assert parse_link("http://[::1]:8642/").origin == "http://[::1]:8642"


@given(st.text(max_size=80))
def test_any_text_has_a_cleaned_form_that_is_stable(text: str) -> None:
    once = clean_url(f"https://news.example/{text}")
    assert clean_url(once) == once
    article_key(text)
    same_site(text, text)
    unwrap(text)
