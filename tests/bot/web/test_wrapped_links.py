"""Links whose target can be read in them."""

import base64
from urllib.parse import quote

import pytest

from bot.web.urls import unwrap

TARGET = "https://quay.example/story?id=1"
QUOTED = quote(TARGET, safe="")
LONG = "https://quay.example/2026/11/20/" + "a-long-slug-of-a-story-" * 6 + "end"


def google_news(url: str, amp: str = "") -> str:
    """A link as Google News made them until July 2024: a Protocol Buffer in base64."""
    length = bytes([len(url)]) if len(url) < 128 else bytes([len(url) & 0x7F | 0x80, len(url) >> 7])
    message = b"\x08\x13\x22" + length + url.encode() + b"\xd2\x01" + bytes([len(amp)]) + amp.encode()
    return f"https://news.google.com/rss/articles/{base64.urlsafe_b64encode(message).decode().rstrip('=')}?oc=5"


@pytest.mark.parametrize(
    "wrapped",
    [
        f"https://www.google.com/url?rct=j&sa=t&url={QUOTED}&ct=ga&cd=CA&usg=AO",
        f"https://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&tid=1&url={QUOTED}&c=1",
        f"https://www.bing.com/ck/a?!&&p=1&u=a1{base64.urlsafe_b64encode(TARGET.encode()).decode()}&ntb=1",
        f"https://l.facebook.com/l.php?u={QUOTED}&h=AT",
        f"https://www.facebook.com/l.php?u={QUOTED}",
        f"https://duckduckgo.com/l/?uddg={QUOTED}&rut=1",
        f"https://eur01.safelinks.protection.outlook.com/?url={QUOTED}&data=1",
        f"https://urldefense.com/v3/__{TARGET}__;!!abc$",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__quay.example_story-3Fid-3D1&d=x",
        f"https://r.search.yahoo.com/_ylt=A/RV=2/RE=1/RO=10/RU={QUOTED}/RK=2/RS=x",
        f"https://www.youtube.com/redirect?q={QUOTED}",
        f"https://stock.example/redirect.aspx?url={QUOTED}",  # rssbot issue 20
        google_news(TARGET),  # miniflux issue 1854
        google_news(TARGET, amp="https://amp.quay.example/story"),
        f"https://www.google.com/url?url={quote(f'https://x.safelinks.protection.outlook.com/?url={QUOTED}', safe='')}",
    ],
)
def test_the_target_is_found_without_a_request(wrapped: str) -> None:
    assert unwrap(wrapped) == TARGET


def test_a_long_address_in_google_news_is_whole() -> None:
    assert unwrap(google_news(LONG)) == LONG


@pytest.mark.parametrize(
    "url",
    [
        "https://news.google.com/rss/articles/CBMiqwFBVV95cUxNMTRqdUZpNl9hQldXbGo2YVVLOGFQdkFLYldlMUxUVlNEaElsYjRR?oc=5",
        "https://news.google.com/rss/articles/" + "A" * 3000,
        "https://www.google.com/url?q=javascript:alert(1)",
        "https://gazette.example/out?url=/relative",
        "https://gazette.example/redirect?url=ftp://quay.example/x",
        "https://gazette.example/search?url=https://quay.example/x",
        "https://www.bing.com/ck/a?u=a1%%%",
    ],
)
def test_a_link_without_a_target_in_it_stays(url: str) -> None:
    assert unwrap(url) == url


def test_wrappings_without_end_are_given_up() -> None:
    url = TARGET
    for _ in range(9):
        url = f"https://gazette.example/out?url={quote(url, safe='')}"
    assert unwrap(url).startswith("https://gazette.example/out?url=")
