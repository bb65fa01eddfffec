"""The Gazette's feeds: RSS 2.0 and Atom (RFC 4287)."""

from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from bot.playground.gazette.articles import TITLE, Article, Gazette

_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_ATOM = "http://www.w3.org/2005/Atom"
register_namespace("dc", _DUBLIN_CORE)
register_namespace("atom", _ATOM)


def rss(gazette: Gazette) -> bytes:
    """Return the RSS feed, newest first."""
    root = Element("rss", version="2.0")
    channel = SubElement(root, "channel")
    _add(channel, "title", TITLE)
    _add(channel, "link", gazette.root)
    _add(channel, "description", "News of Port Ellery, a town that does not exist")
    _add(channel, "language", "en-gb")
    _add(channel, "lastBuildDate", format_datetime(gazette.printed.replace(microsecond=0)))
    self_link = {"href": f"{gazette.root}feed.xml", "rel": "self", "type": "application/rss+xml"}
    SubElement(channel, f"{{{_ATOM}}}link", self_link)
    for article in gazette.articles:
        _rss_item(channel, article, gazette)
    return _written(root)


def _rss_item(channel: Element, article: Article, gazette: Gazette) -> None:
    item = SubElement(channel, "item")
    _add(item, "title", article.headline)
    _add(item, "link", gazette.link(article))
    _add(item, "guid", gazette.link(article)).set("isPermaLink", "true")
    _add(item, "description", article.standfirst)
    _add(item, "category", article.section)
    _add(item, f"{{{_DUBLIN_CORE}}}creator", article.byline)
    _add(item, "pubDate", format_datetime(gazette.published(article)))


def atom(gazette: Gazette) -> bytes:
    """Return the Atom feed, newest first."""
    root = Element("feed", xmlns=_ATOM)
    _add(root, "title", TITLE)
    _add(root, "id", gazette.root)
    _add(root, "updated", gazette.printed.replace(microsecond=0).isoformat())
    SubElement(root, "link", href=gazette.root)
    SubElement(root, "link", href=f"{gazette.root}atom.xml", rel="self")
    for article in gazette.articles:
        _atom_entry(root, article, gazette)
    return _written(root)


def _atom_entry(root: Element, article: Article, gazette: Gazette) -> None:
    entry = SubElement(root, "entry")
    _add(entry, "title", article.headline)
    _add(entry, "id", gazette.link(article))
    SubElement(entry, "link", href=gazette.link(article))
    _add(SubElement(entry, "author"), "name", article.byline)
    _add(entry, "published", gazette.published(article).isoformat())
    _add(entry, "updated", gazette.published(article).isoformat())
    _add(entry, "summary", article.standfirst)


def _written(root: Element) -> bytes:
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = text
    return child
