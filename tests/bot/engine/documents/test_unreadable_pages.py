"""Why a page has no story."""

import pytest

from bot.engine.documents.unreadable_pages import explain, find_cause, visible_words
from bot.errors import BotWallError, ConsentPageError, NeedsBrowserError, PaywalledError
from summarizer.errors import (
    CookieNoticeError,
    FrontPageError,
    LoginPageError,
    NoArticleError,
    NumbersError,
    SectionPageError,
    SummarizerError,
)
from tests.alarm import alarm


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ('<script type="application/ld+json">{"isAccessibleForFree": false}</script><p>Subscribe.</p>', PaywalledError),
        ('<meta property="article:content_tier" content="locked"><p>Subscribe.</p>', PaywalledError),
        (
            "<h1>Your privacy</h1><p>Our 300 partners store cookies. Give consent, or manage your cookies preferences.</p>",
            ConsentPageError,
        ),
        (
            "<p>Wir und unsere Partner verwenden Cookies. Mit Ihrer Einwilligung: Werbung. Datenschutz</p>",
            ConsentPageError,
        ),
        ('<div id="root"></div><script src="a.js"></script>', NeedsBrowserError),
        ('<div id="__next"></div><script>self.x=1</script>', NeedsBrowserError),
        ("<noscript>Please enable JavaScript to read this site.</noscript>", NeedsBrowserError),
        ("<p>Please verify you are a human by pressing and holding the button.</p>", BotWallError),
        ("<p>We noticed unusual activity from your network.</p>", BotWallError),
    ],
)
def test_empty_page_says_why(page: str, reason: type[Exception]) -> None:
    assert isinstance(explain(page.encode()), reason)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<p>Contact</p>",
        "<form><h1>Sign in</h1><input type=password></form>",
        f"<p>{'The pier reopened. ' * 80}</p>",
    ],
)
def test_page_that_simply_has_no_story_stays_that(page: str) -> None:
    assert explain(page.encode()) is None


CONSENT = b"<p>Our 300 partners store cookies. Give consent, or manage your cookies preferences. Privacy.</p>"


@pytest.mark.parametrize("error", [FrontPageError(), SectionPageError(), LoginPageError()])
def test_what_the_layout_shows_is_not_overruled_by_a_cookie_notice_beside_it(error: SummarizerError) -> None:
    assert find_cause(CONSENT, error) is error


@pytest.mark.parametrize(("page", "error"), [(CONSENT, NoArticleError()), (b"", CookieNoticeError())])
def test_a_cookie_notice_is_a_consent_page_by_its_bytes_or_by_its_text(page: bytes, error: SummarizerError) -> None:
    assert isinstance(find_cause(page, error), ConsentPageError)


@pytest.mark.parametrize("error", [NoArticleError(), NumbersError()])
def test_a_page_whose_bytes_say_nothing_keeps_its_error(error: SummarizerError) -> None:
    assert find_cause(b"<p>Contact</p>", error) is error


def test_scripts_and_styles_are_not_visible() -> None:
    page = b"<style>p{}</style><p>One</p><SCRIPT>var two</SCRIPT><p>three</p><noscript>four</noscript>five"
    assert visible_words(page) == ["one", "three", "five"]


@pytest.mark.parametrize(
    "piece", [b"<", b"<script>", b"<div id=", b"<div ", b"a ", b"</script", b"<svg><style>", b"verify "]
)
def test_hostile_pages_take_linear_time(piece: bytes) -> None:
    with alarm(10):  # a moment; where it is not linear, minutes
        explain(piece * (2_000_000 // len(piece)))
