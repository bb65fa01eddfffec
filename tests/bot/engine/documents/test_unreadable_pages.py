"""Why a page has no story."""

import pytest

from bot.engine.documents.unreadable_pages import explain, visible_words
from bot.errors import BotWallError, ConsentPageError, NeedsBrowserError, PaywalledError
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


def test_scripts_and_styles_are_not_visible() -> None:
    page = b"<style>p{}</style><p>One</p><SCRIPT>var two</SCRIPT><p>three</p><noscript>four</noscript>five"
    assert visible_words(page) == ["one", "three", "five"]


@pytest.mark.parametrize(
    "piece", [b"<", b"<script>", b"<div id=", b"<div ", b"a ", b"</script", b"<svg><style>", b"verify "]
)
def test_hostile_pages_take_linear_time(piece: bytes) -> None:
    with alarm(10):  # a moment; where it is not linear, minutes
        explain(piece * (2_000_000 // len(piece)))
