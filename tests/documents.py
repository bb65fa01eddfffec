"""Documents of invented newspapers, of every kind that is read, with places where odd text can be inserted."""

import json
from collections.abc import Callable

STORY = (
    "Harbour officials in Vestnes said on Tuesday that the northern pier would reopen after eleven months of repairs.",
    '"We rebuilt every beam under the deck and tested it twice," said chief engineer Marta Olsen.',
    "Traders in the old market expect visitor numbers to recover before the summer festival begins in June.",
    "The repairs cost 14.2 million crowns, about a fifth more than the council had first planned to spend.",
)
PLACES = "tail text attribute comment meta title jsonld link alt textarea".split()  # noqa: SIM905  (words read best as words)


def page(place: str = "", odd: str = "") -> str:
    """Returns a page of an invented newspaper, with odd text in one place."""
    at = dict.fromkeys(PLACES, "") | ({place: odd} if place else {})
    data = {"@type": "NewsArticle", "headline": "Pier @ reopens after repairs", "publisher": {"name": "Gazette@"}}
    return (
        f"<!doctype html><html><head><title>Pier reopens after repairs{at['title']}</title>"
        f"<meta name='description' content='The pier{at['meta']}'><link rel='canonical' href='/news/pier{at['link']}'>"
        f"<script type='application/ld+json'>{json.dumps(data).replace('@ ', at['jsonld']).replace('e@', 'e' + at['jsonld'])}"
        f"</script></head><body><article><h1>Pier reopens after repairs</h1>"
        f"<div class='sidebar-title'>More</div> of this {at['tail']} <p class='a{at['attribute']}'>{STORY[0]}</p>"
        f"<p>{STORY[1]}</p><p>{at['text']}{STORY[2]}</p><!-- {at['comment']} --><img src='p.jpg' alt='{at['alt']}'>"
        f"<p>{STORY[3]}</p><div class='author'>Kari Nilsen</div><textarea>{at['textarea']}</textarea></article></body></html>"
    )


def story(number: int, places: dict[str, str]) -> dict[str, str]:
    return dict.fromkeys(("title", "summary", "link", "guid", "author", "attribute", "cdata", "escaped"), "") | (
        places if number == 4 else {}
    )


def rss(**places: str) -> str:
    items = "".join(
        "<item><title>Story {n}{title}</title><link>https://gazette.example/{n}{link}</link><guid>{n}{guid}</guid>"
        "<description>Words{summary}</description><author>Kari{author}</author>"
        "<content:encoded><![CDATA[<p>Words{cdata}</p>]]></content:encoded>"
        "<media:text>&lt;p title=''&gt;{escaped}&lt;/p&gt;</media:text><source url='https://x.example/{attribute}'>X</source>"
        "</item>".format(n=n, **story(n, places))
        for n in range(10)
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'"
        f" xmlns:media='http://search.yahoo.com/mrss/'><channel><title>Gazette</title>{items}</channel></rss>"
    )


def atom(**places: str) -> str:
    entries = "".join(
        "<entry><id>tag:gazette.example,2026:{n}{guid}</id><title type='html'>Story {n}{title}</title>"
        "<link href='https://gazette.example/{n}{link}' title='{attribute}'/><author><name>Kari{author}</name></author>"
        "<summary type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Words{summary}</div></summary>"
        "<content type='html'><![CDATA[Words{cdata}]]> &lt;b title='{escaped}'&gt;{escaped}&lt;/b&gt;</content></entry>".format(
            n=n, **story(n, places)
        )
        for n in range(10)
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Gazette</title>{entries}</feed>"


def rdf(**places: str) -> str:
    items = "".join(
        "<item rdf:about='https://gazette.example/{n}{attribute}'><title>Story {n}{title}</title>"
        "<link>https://gazette.example/{n}{link}</link><description>Words{summary}</description>"
        "<dc:creator>Kari{author}</dc:creator><dc:identifier>{guid}{cdata}{escaped}</dc:identifier></item>".format(
            n=n, **story(n, places)
        )
        for n in range(10)
    )
    return (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
        f" xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Gazette</title></channel>{items}</rdf:RDF>"
    )


def json_feed(**places: str) -> str:
    items = [
        {
            "id": f"{n}{at['guid']}",
            "title": f"Story {n}{at['title']}",
            "url": f"https://gazette.example/{n}{at['link']}",
            "content_html": f"<p title='{at['attribute']}{at['escaped']}'>Words{at['summary']}{at['cdata']}</p>",
            "authors": [{"name": at["author"]}],
        }
        for n in range(10)
        for at in (story(n, places),)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "items": items}
    return json.dumps(feed, ensure_ascii=False)


def sitemap(**places: str) -> str:
    pages = "".join(
        "<url><loc>https://gazette.example/{n}{link}</loc><n:news><n:publication><n:name x='{attribute}'>G{author}</n:name>"
        "</n:publication><n:title>Story {n}{title}</n:title><n:keywords>{summary}{guid}{cdata}{escaped}</n:keywords></n:news>"
        "</url>".format(n=n, **story(n, places))
        for n in range(10)
    )
    return (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>"
        f"{pages}</urlset>"
    )


FEEDS: tuple[Callable[..., str], ...] = (rss, atom, rdf, json_feed, sitemap)

OPML = (
    "<?xml version='1.0' encoding='utf-8'?><opml version='2.0'><head><title>Mine</title><ownerName>Kari</ownerName></head><body>"
    "<outline text='Harbour'><outline type='rss' text='Gazette' title='Gazette' xmlUrl='https://gazette.example/rss.xml'"
    " htmlUrl='https://gazette.example/' created='Fri, 20 Nov 2026 09:00:00 GMT' category='/news/local,sea'/></outline>"
    "<outline type='link' text='More' url='https://herald.example/list.opml'/></body></opml>"
)
