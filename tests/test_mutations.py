"""Every damaged document gives a value or one of our own errors; never a library's exception."""

import gzip
import random
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine.documents.read_document import Document, digest_document
from bot.errors import BotError
from bot.newsroom.feeds.ports import ParsedFeed
from bot.web.feeds.feed_links import find_feed_links
from bot.web.feeds.opml import read_opml
from bot.web.feeds.rss_atom import parse_feed
from summarizer import digest, read_page, read_text
from summarizer.errors import SummarizerError
from tests.documents import FEEDS, OPML, STORY, page, rss
from tests.mutations import HOSTILE, IMPOSSIBLE, mutated

URL = "https://www.vestnes-gazette.example/news/pier-reopens"
CONTENT_TYPES = (
    "",
    "text/xml",
    "text/html; charset=nonsense",
    "application/rss+xml; charset=utf-16",
    "x; charset=idna",
)
PLAIN = "Pier reopens after repairs\n\n" + "\n\n".join(STORY)

quick = settings(max_examples=8, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
thorough = settings(max_examples=250, suppress_health_check=list(HealthCheck))


def check_page(body: bytes, charset: str | None) -> None:
    """Read a page to the end."""
    try:
        shown = digest_document(Document(body, URL, "text/html", charset), "medium", None)
    except (BotError, SummarizerError):
        return
    assert all(sentence.text.encode() for sentence in shown.sentences)
    assert (shown.article.headline or "").encode() is not None


def check_feed(body: bytes, content_type: str) -> None:
    """Read a feed, and check that everything in it can be stored."""
    try:
        feed = parse_feed(body, URL, content_type)
    except BotError:
        return
    for text in words(feed):
        assert "\0" not in text
        text.encode()


def words(feed: ParsedFeed) -> Iterable[str]:
    """Yields every text of a feed."""
    yield from filter(None, (feed.title, feed.site))
    for entry in feed.entries:
        yield from filter(None, (entry.key, entry.url, entry.title, entry.summary, entry.outlet))


def check_list(body: bytes) -> None:
    """Read an OPML list of feeds, and look for feeds in it as if it were a page."""
    with suppress(BotError):
        read_opml(body)
    find_feed_links(body, URL)


def check_paste(text: str) -> None:
    """Read a pasted text to the end."""
    with suppress(SummarizerError):
        digest(read_text(text))


def run(check: Callable[..., None], how: settings, *strategies: st.SearchStrategy[object]) -> None:
    """Check many examples."""
    how(given(*strategies)(check))()


feeds = st.sampled_from([write() for write in FEEDS]).flatmap(mutated)
charsets = st.sampled_from((None, "nonsense", "utf-16", "idna"))
pastes = st.binary(max_size=40).map(lambda junk: PLAIN[: len(junk) * 10] + junk.decode("latin-1") + PLAIN) | st.lists(
    st.sampled_from((*STORY, *HOSTILE)), max_size=12
).map("\n".join)


def test_no_damage_to_a_page_makes_a_library_raise() -> None:
    run(check_page, quick, mutated(page()), charsets)


def test_no_damage_to_a_feed_makes_a_library_raise() -> None:
    run(check_feed, quick, feeds, st.sampled_from(CONTENT_TYPES))


def test_no_damage_to_a_list_of_feeds_makes_a_library_raise() -> None:
    run(check_list, quick, mutated(OPML))


def test_no_pasted_text_makes_a_library_raise() -> None:
    run(check_paste, quick, pastes)


def test_an_impossible_character_anywhere_in_a_text_costs_a_page_that_character_alone() -> None:
    whole = read_page(page(), URL).body
    places = [at + 3 for at in (page().index(sentence) for sentence in STORY)]
    for number, odd in enumerate(IMPOSSIBLE):
        place = places[number % len(places)]
        found = read_page((page()[:place] + odd + page()[place:]).encode("utf-8", "replace"), URL)
        assert found.body.replace("\ufffd", "") == whole, odd


def test_an_impossible_character_anywhere_in_a_text_costs_a_feed_that_character_alone() -> None:
    for number, write in enumerate(FEEDS):
        whole, marked = parse_feed(write().encode(), URL), write(title="@", summary="@")
        for odd in IMPOSSIBLE[number % 2 :: 2]:
            found = parse_feed(marked.replace("@", odd).encode("utf-8", "replace"), URL)
            assert [text.replace("\ufffd", "") for text in words(found)] == list(words(whole)), odd


# -- the same, many times


@pytest.mark.slow
@pytest.mark.parametrize(
    ("check", "strategies"),
    [
        (check_page, (mutated(page()), charsets)),
        (check_feed, (feeds, st.sampled_from(CONTENT_TYPES))),
        (check_list, (mutated(OPML),)),
        (check_paste, (pastes,)),
    ],
)
def test_no_damage_makes_a_library_raise(
    check: Callable[..., None], strategies: tuple[st.SearchStrategy[object], ...]
) -> None:
    run(check, thorough, *strategies)


@pytest.mark.slow
def test_every_hostile_token_in_every_text_of_a_feed_is_read() -> None:
    body = rss()
    for value in list(re.finditer(r">([^<>]+)<|'([^'<>]*)'", body))[51:61]:  # all of one entry
        for token in HOSTILE:
            check_feed(
                (body[: value.start() + 1] + token + body[value.end() - 1 :]).encode("utf-8", "surrogatepass"), ""
            )


@pytest.mark.slow
@pytest.mark.shared
def test_damaged_pages_of_the_web_are_read_or_refused(shared: Path) -> None:
    chance = random.Random(12)  # noqa: S311  (a test's choices)
    paths = sorted((shared / "pages" / "dev" / "html").glob("*.html.gz"))
    for path in paths[::12]:
        body = gzip.decompress(path.read_bytes())
        for _ in range(2):
            place = chance.randrange(len(body))
            token = chance.choice(HOSTILE).encode("utf-8", "surrogatepass")
            check_page(body[:place] + token + body[place + chance.choice((0, 0, 1, 1_000)) :], None)


@pytest.mark.slow
@pytest.mark.shared
def test_an_impossible_character_in_a_page_of_the_web_costs_itself_alone(shared: Path) -> None:
    chance = random.Random(7)  # noqa: S311  (a test's choices)
    read = 0
    for path in sorted((shared / "pages" / "dev" / "html").glob("*.html.gz"))[::14]:
        markup = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        try:
            whole = read_page(markup, URL)
        except SummarizerError:
            continue
        once = [word for word in set(re.findall(r"\b[a-z]{8,}\b", whole.body)) if markup.count(word) == 1]
        if once:
            word = chance.choice(sorted(once))
            odd = word[:4] + chance.choice(IMPOSSIBLE) + word[4:]
            found = read_page(markup.replace(word, odd), URL)
            assert found.body.replace("\ufffd", "") == whole.body, (path.name, odd)
            read += 1
    assert read > 25


@pytest.mark.slow
@pytest.mark.shared
def test_damaged_feeds_of_every_odd_kind_are_read_or_refused(shared: Path) -> None:
    chance = random.Random(3)  # noqa: S311  (a test's choices)
    paths = sorted((shared / "cases" / "feeds" / "in").iterdir())
    assert paths
    for path in paths:
        body = path.read_bytes()
        for _ in range(10):
            place = chance.randrange(len(body))
            token = chance.choice(HOSTILE).encode("utf-8", "surrogatepass")
            check_feed(body[:place] + token + body[place + chance.choice((0, 0, 1, 100)) :], "")
