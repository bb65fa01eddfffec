"""Pages of invented papers about invented people."""

import json
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizer.errors import NoArticleError, SummarizerError
from summarizer.model import ArticleKind
from summarizer.page import read_page
from summarizer.page.html_tree import parse_page
from tests.alarm import alarm

PIER = (
    "Harbour officials in Vestnes said on Tuesday that the northern pier would reopen after eleven months of repairs.",
    '"We rebuilt every beam under the deck and tested it twice," said chief engineer Marta Olsen.',
    "Traders in the old market expect visitor numbers to recover before the summer festival begins in June.",
    "The repairs cost 14.2 million crowns, about a fifth more than the council had first planned to spend.",
)
URL = "https://www.vestnes-gazette.example/news/pier-reopens"


def page(inner: str = "", *, head: str = "", headline: str = "Pier reopens after repairs", tail: str = "") -> str:
    inner = inner or "".join(f"<p>{sentence}</p>" for sentence in PIER)
    return (
        f"<!doctype html><html><head><title>{headline} | Vestnes Gazette</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>"
        f"<article><h1>{headline}</h1>{inner}</article>{tail}</body></html>"
    )


def test_body_is_the_paragraphs_joined_by_one_blank_line():
    article = read_page(page(), URL)
    assert article.body == "\n\n".join(PIER)
    assert article.kind is ArticleKind.PAGE
    assert article.language == "en"


def test_headline_is_the_h1_and_not_part_of_the_body():
    article = read_page(
        page(head='<meta property="og:title" content="Pier reopens after repairs - Vestnes Gazette">'), URL
    )
    assert article.headline == "Pier reopens after repairs"
    assert "Pier reopens after repairs" not in article.body


def test_headline_without_h1_loses_the_name_of_the_site():
    html = page(headline="").replace("<h1></h1>", "").replace("<title> |", "<title>Pier reopens after long repairs |")
    assert read_page(html, URL).headline == "Pier reopens after long repairs"


def test_label_in_front_of_the_headline_goes():
    html = page(
        headline="Harbour news Pier reopens after repairs",
        head='<meta property="og:title" content="Pier reopens after repairs">',
    ).replace("<title>Harbour news ", "<title>")
    assert read_page(html, URL).headline == "Pier reopens after repairs"


def test_byline_date_outlet_and_picture_come_from_what_the_page_says_of_itself():
    head = """
    <meta property="og:site_name" content="Vestnes Gazette">
    <script type="application/ld+json">{"@type": "NewsArticle", "headline": "Pier reopens after repairs",
      "datePublished": "2026-03-04T09:30:00+01:00", "image": {"url": "/img/pier.jpg"},
      "author": [{"@type": "Person", "name": "By Kari Nilsen"}, {"@type": "Person", "name": "Per Dahl"}]}</script>"""
    article = read_page(page(head=head), URL)
    assert article.byline == ("Kari Nilsen", "Per Dahl")
    assert article.outlet == "Vestnes Gazette"
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2026-03-04T08:30:00+00:00"
    assert article.lead_image == "https://www.vestnes-gazette.example/img/pier.jpg"


def test_byline_printed_on_a_line_is_found_and_left_out_of_the_body():
    inner = "<p>By Kari Nilsen and Per Dahl</p><p>4 March 2026</p>" + "".join(f"<p>{sentence}</p>" for sentence in PIER)
    article = read_page(page(inner), URL)
    assert article.byline == ("Kari Nilsen", "Per Dahl")
    assert article.body.startswith("Harbour officials")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://vestnes-gazette.example/pier", "https://vestnes-gazette.example/pier"),
        ("/pier?id=7", "https://www.vestnes-gazette.example/pier?id=7"),
        ("https://evil.example/pier", URL),
        ("http://169.254.169.254/", URL),
        ("javascript:alert(1)", URL),
        ("https://user@www.vestnes-gazette.example/x", URL),
        ("https://www.vestnes-gazette.example/", URL),
        ("http://[broken", URL),
    ],
)
def test_canonical_link_counts_only_on_the_same_domain(link: str, expected: str):
    assert read_page(page(head=f'<link rel="canonical" href="{link}">'), URL).url == expected


def test_marks_of_paywall_live_page_and_archive_are_read():
    head = """<meta name="robots" content="index, noarchive"><script type="application/ld+json">
    {"@graph": [{"@type": "LiveBlogPosting", "headline": "Pier reopens", "isAccessibleForFree": "False"}]}</script>"""
    article = read_page(page(head=head), URL)
    assert (article.is_paywalled, article.is_live, article.noarchive) == (True, True, True)


def test_tail_of_other_stories_comments_and_newsletter_is_cut():
    inner = "".join(f"<p>{sentence}</p>" for sentence in PIER * 2)
    inner += """<p>Sign up for our free newsletter and get the harbour news to your inbox.</p><h3>You may also like</h3>
    <ul><li>Ferry late again</li><li>Storm closes school</li></ul><p>Share this article</p>"""
    body = read_page(page(inner), URL).body
    for chrome in ("newsletter", "You may also like", "Ferry late", "Share this"):
        assert chrome not in body


def test_second_article_of_an_endless_page_is_cut():
    other = "".join(
        f"<p>The school in Molde stays closed on day {day} because of the storm that came in.</p>" for day in range(9)
    )
    article = read_page(page(tail=f"<article><h1>Storm closes the school</h1>{other}</article>"), URL)
    assert article.body == "\n\n".join(PIER)


def test_embedded_post_of_somebody_else_is_left_out():
    post = "<blockquote class='twitter-tweet'><p>What a beautiful pier this is, I say to everybody.</p></blockquote>"
    inner = "".join(f"<p>{sentence}</p>" for sentence in PIER[:2]) + post + "".join(f"<p>{s}</p>" for s in PIER[2:])
    assert "beautiful pier" not in read_page(page(inner), URL).body


def test_article_that_only_json_ld_holds_is_read():
    data = {"@type": "NewsArticle", "headline": "Pier reopens", "articleBody": " ".join(PIER)}
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    html = f"<html><head><title>Pier reopens</title>{head}</head><body><h1>Pier reopens</h1><div id=app></div></body></html>"
    assert "Marta Olsen" in read_page(html, URL).body


def test_text_below_ten_thousand_elements_is_not_lost():
    inner = "<div>" * 10_000 + "".join(f"<p>{sentence}</p>" for sentence in PIER) + "</div>" * 10_000
    assert "Marta Olsen" in read_page(page(inner), URL).body


def test_three_sentences_of_news_are_an_article():
    inner = "<p>The ferry to Molde was cancelled on Friday. Nobody was hurt. It sails again on Monday at eight.</p>"
    inner += "<p>The company regretted the trouble and pays all tickets back.</p>"
    assert "cancelled" in read_page(page(inner, headline="Ferry cancelled"), URL).body


FRONT = (
    "<html><head><title>Vestnes Gazette</title><meta property='og:type' content='website'></head><body><h1>Today</h1><main>"
    + "".join(
        f"<div class=card><h2><a href='/n/{n}'>The council voted on Tuesday for plan number {n} of the harbour</a></h2>"
        f"<p>A short teaser about plan number {n} and what it will cost the town.</p></div>"
        for n in range(30)
    )
    + "</main></body></html>"
)
LINKS = (
    "<html><head><title>News</title></head><body><ul>"
    + "".join(
        f"<li><a href='/n/{n}'>Mayor opens new road number {n} to the old lighthouse.</a></li>" for n in range(40)
    )
    + "</ul></body></html>"
)
LOGIN = (
    "<html><head><title>Sign in</title></head><body><form><h1>Sign in</h1><input name=u><input type=password>"
    "<p>Please sign in with your account to continue reading the Vestnes Gazette. It takes only a minute.</p></form></body></html>"
)


@pytest.mark.parametrize(
    "html",
    [
        FRONT,
        LINKS,
        LOGIN,
        "",
        " \n" * 500,
        "<html><head><title>x</title></head></html>",
        "<html><body><div id='root'></div><script>start()</script></body></html>",
        '{"a": 1}',
        b"%PDF-1.7\n" + b"\x00\x01\x02" * 2000,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 200,
        "<p>" + "\U0001f600" * 500 + "</p>",
    ],
)
def test_a_page_without_an_article_is_refused(html: str | bytes):
    with pytest.raises(NoArticleError):
        read_page(html, "https://www.vestnes-gazette.example/")


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2026-03-05T02:41:00+00:00", "2026-03-04T00:00:00+00:00"),  # in the evening where it was written
        ("2026-03-04T08:30:00+00:00", "2026-03-04T08:30:00+00:00"),
    ],
)
def test_the_day_in_the_address_is_the_printed_one_where_the_time_is_told_in_utc(told: str, day: str):
    head = f"<meta property='article:published_time' content='{told}'>"
    article = read_page(page(head=head), "https://www.vestnes-gazette.example/2026/03/04/pier-reopens")
    assert article.published_at is not None
    assert article.published_at.isoformat() == day


@pytest.mark.parametrize(
    ("html", "charset"),
    [
        (page().encode("utf-8"), None),
        (page().encode("utf-16"), "utf-16"),
        (page().encode("utf-16-be"), "utf-16be"),
        (b"\xef\xbb\xbf" + page().encode(), "iso-8859-1"),
        (page().encode(), "zip"),
        (page().encode(), "x-no-such"),
        (page().replace("pier", "quai réparé").encode("latin-1"), "utf-8"),
        (page(head="<meta charset=windows-1252>").replace("pier", "quai réparé").encode("cp1252"), None),
    ],
)
def test_charset_is_found_whatever_is_declared(html: bytes, charset: str | None):
    body = read_page(html, URL, charset=charset).body
    assert "Marta Olsen" in body
    assert "\ufffd" not in body
    assert "Ã" not in body


def test_utf8_is_utf8_even_if_the_page_says_otherwise():
    html = page(head="<meta charset=gb2312>").replace("Olsen", "Ålesund–Øvre").encode()
    assert "Ålesund–Øvre" in read_page(html, URL).body


def test_invisible_and_control_characters_do_not_reach_the_body():
    dirty = page().replace("northern", "nor\u200bth\u202eern\x07").replace("Marta", "Mar\u00adta\0")
    body = read_page(dirty, URL).body
    assert "northern pier" in body
    assert "Marta Olsen" in body


def test_same_page_gives_the_same_article():
    assert read_page(page(), URL) == read_page(page(), URL)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(max_size=300) | st.binary(max_size=300),
    st.sampled_from(["", "<p>", "<article><h1>", "<script type='application/ld+json'>{"]),
)
def test_nothing_but_our_own_errors_comes_out(junk: str | bytes, start: str):
    html = start.encode() + junk if isinstance(junk, bytes) else start + junk
    try:
        article = read_page(html, URL)
    except SummarizerError:
        return
    assert article.body.strip() == article.body != ""


def test_no_file_is_opened_while_a_page_or_a_paste_is_read_once_the_libraries_are_warm():
    script = f"""
import sys
from summarizer.text.language import detect_language
from summarizer.page import read_page
from summarizer.page.warm_up import warm
from summarizer.paste.read_text import read_text
warm()
detect_language("the first text of a process loads the detector")
seen = []
on = False
sys.addaudithook(lambda event, args: seen.append((event, args)) if on and event.startswith(("open", "socket", "sqlite3", "subprocess")) else None)
on = True
read_page({page(head="<meta name='date' content='3 mai 2024'>")!r}, {URL!r})
read_page({page("<p>Vor 3 Tagen, am 3. Mai 2024 um 10:00 Uhr</p>" + "".join(f"<p>{s}</p>" for s in PIER))!r}, None)
read_text({" ".join(PIER)!r})
on = False
sys.exit(repr(seen) if seen else 0)
"""
    finished = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert finished.returncode == 0, finished.stderr


def test_a01_names_of_tags_as_long_as_a_page_are_cut_at_once():
    with alarm():
        parse_page(("<" + "a" * 29_990) * 12)
