"""Feeds that are harder than the Gazette's own, all invented.

A search alert, a live blog, a podcast, sections of one paper, and one that robots.txt asks programs not to read. Each
is a feed as such publishers write it. `ODD_FEEDS` says which there are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from bot.playground.gazette.articles import TITLE, Gazette

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "harbour": ("Harbour", "Weather"),
    "town": ("Harbour", "Politics", "Culture", "Courts", "Business"),
    "sport-and-science": ("Sport", "Science", "Harbour"),
}
"""Sections of the paper, by the name of their feed; some articles are in several."""

FORBIDDEN = "/gazette/private/"
"""Below it is what robots.txt asks programs not to read."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry to write; `link` and `enclosure` may be missing."""

    title: str
    summary: str
    minutes_ago: int
    guid: str
    link: str | None = None
    enclosure: str | None = None


def search_alert(gazette: Gazette) -> bytes:
    """Return a search engine's alert as Atom: links of several publishers, wrapped in its own."""
    found = (
        ("<b>Ferry</b> strike is over, islanders wait for boats", "quaytimes.example/ferry-strike-over", 95),
        ("Skerry Line agrees to hire as <b>ferry</b> strike ends", "lequai.example/news/skerry-line", 120),
        ("What the <b>ferry</b> deal costs Port Ellery", "evening-courier.example/2026/ferry-deal-cost", 190),
    )
    entries = "".join(
        f"<entry><id>tag:search.example,2026:alert/{number}</id><title type='html'>{escape(title)}</title>"
        f"<link href={quoteattr(_wrapped(f'https://{address}'))}/>"
        f"<published>{_moment(gazette, minutes).isoformat()}</published>"
        f"<updated>{_moment(gazette, minutes).isoformat()}</updated>"
        f"<content type='html'>{escape(title)}. The crews of the Skerry <b>ferry</b> return to work today &amp;hellip;"
        "</content></entry>"
        for number, (title, address, minutes) in enumerate(found)
    )
    title = "<title>Search Alert - ferry</title><id>tag:search.example,2026:alert</id>"
    return f"<feed xmlns='http://www.w3.org/2005/Atom'>{title}{entries}</feed>".encode()


def live_blog(gazette: Gazette) -> bytes:
    """Return a live blog: every entry links to one page, at a place of its own."""
    page = gazette.link(gazette.articles[0])
    said = (
        ("First boat leaves Tern Quay", "The Kittiwake cast off at 7:04 with ninety people and one piano.", 12),
        ("Fog over the Skerries", "The harbour master expects the second boat to be half an hour late.", 34),
        ("Crews are back on board", "All eleven crews signed on before dawn, the union says.", 61),
    )
    entries = [
        _Entry(title, summary, minutes, f"live-{number}", f"{page}#entry-{number}")
        for number, (title, summary, minutes) in enumerate(said)
    ]
    return _rss("Live: ferries sail again", entries, gazette)


def podcast(gazette: Gazette) -> bytes:
    """Return a podcast: its entries have a sound file and no link."""
    entries = [
        _Entry(
            f"Tern Quay Talk {number}: {title}",
            "Ines Harrow and Tom Reddick look back on the week in the harbour.",
            number * 600,
            f"talk-{number}",
            enclosure=f"https://cdn.example/talk-{number}.mp3",
        )
        for number, title in ((1, "after the strike"), (2, "the east mole"))
    ]
    return _rss("Tern Quay Talk", entries, gazette)


def section(gazette: Gazette, name: str) -> bytes:
    """Return the feed of one of the Gazette's sections."""
    entries = [
        _Entry(
            article.headline,
            article.standfirst,
            int(article.hours_ago * 60),
            gazette.link(article),
            f"{gazette.link(article)}?from={name}",
        )
        for article in gazette.articles
        if article.section in SECTIONS[name]
    ]
    return _rss(f"{TITLE} - {name.replace('-', ' ').capitalize()}", entries, gazette)


def videos(gazette: Gazette) -> bytes:
    """Return a feed that robots.txt asks programs not to read."""
    entries = [
        _Entry("Boats in the fog, filmed from the mole", "Two minutes, no words.", 45, "v1", f"{gazette.root}v1")
    ]
    return _rss("Gazette Film", entries, gazette)


def robots_txt() -> str:
    """Return what the Gazette asks of programs."""
    return f"User-agent: *\nDisallow: {FORBIDDEN}\n"


ODD_FEEDS: Mapping[str, Callable[[Gazette], bytes]] = {
    "odd/search-alert.xml": search_alert,
    "odd/live-blog.xml": live_blog,
    "odd/podcast.xml": podcast,
    "sections/harbour.xml": lambda gazette: section(gazette, "harbour"),
    "sections/town.xml": lambda gazette: section(gazette, "town"),
    "sections/sport-and-science.xml": lambda gazette: section(gazette, "sport-and-science"),
    "private/videos.xml": videos,
}
"""Feeds by their path below the Gazette."""


def _rss(title: str, entries: Sequence[_Entry], gazette: Gazette) -> bytes:
    items = "".join(_item(entry, gazette) for entry in entries)
    channel = f"<title>{escape(title)}</title><link>{gazette.root}</link><description/>{items}"
    return f"<rss version='2.0'><channel>{channel}</channel></rss>".encode()


def _item(entry: _Entry, gazette: Gazette) -> str:
    link = f"<link>{escape(entry.link)}</link>" if entry.link else ""
    sound = f"<enclosure url={quoteattr(entry.enclosure)} type='audio/mpeg' length='1'/>" if entry.enclosure else ""
    return (
        f"<item><title>{escape(entry.title)}</title><description>{escape(entry.summary)}</description>{link}{sound}"
        f"<guid isPermaLink='false'>{escape(entry.guid)}</guid>"
        f"<pubDate>{format_datetime(_moment(gazette, entry.minutes_ago))}</pubDate></item>"
    )


def _moment(gazette: Gazette, minutes_ago: int) -> datetime:
    return (gazette.printed - timedelta(minutes=minutes_ago)).replace(microsecond=0)


def _wrapped(address: str) -> str:
    """A link as a search engine's alerts have it."""
    return f"https://www.google.com/url?rct=j&sa=t&url={quote(address, safe='')}&ct=ga&cd=CAE"
