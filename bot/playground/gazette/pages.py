"""An article -> a newspaper page, with everything around it that is not the article."""

import json
from datetime import datetime
from html import escape
from importlib.resources import files
from string import Template

from bot.playground.gazette.articles import TITLE, Article, Gazette

_FOLDER = files("bot.playground.gazette")
_PAGE = Template((_FOLDER / "template.html").read_text(encoding="utf-8"))
# The page's own words, by language; English for all other languages.
_FURNITURE: dict[str, dict[str, str]] = json.loads((_FOLDER / "furniture.json").read_text(encoding="utf-8"))
_SECTIONS = ("Harbour", "Politics", "Courts", "Business", "Sport", "Science", "Culture", "Weather")


def article_page(article: Article, gazette: Gazette) -> str:
    """Return the whole page of an article."""
    words = _FURNITURE.get(article.language[:2], _FURNITURE["en"])
    published = gazette.published(article)
    link = gazette.link(article)
    return _PAGE.substitute(
        {name: escape(word) for name, word in words.items()},
        language=escape(article.language),
        page_title=escape(f"{article.headline} | {TITLE}"),
        description=escape(article.standfirst),
        link=escape(link),
        root=escape(gazette.root),
        image=escape(f"{gazette.root}picture.png"),
        section=escape(article.section),
        author=escape(article.byline),
        role=escape(article.role),
        published_iso=published.isoformat(),
        published_text=_date_text(published),
        headline=escape(article.headline),
        standfirst=f'<p class="standfirst">{escape(article.standfirst)}</p>' if article.standfirst else "",
        body=_body(article),
        minutes_to_read=str(max(1, round(len(" ".join(article.paragraphs).split()) / 230))),
        teasers="\n".join(_teaser(other, gazette) for other in gazette.teasers(article)),
        navigation="\n".join(f'<li><a href="{escape(gazette.root)}">{name}</a></li>' for name in _SECTIONS),
        json_ld=_json_ld(article, gazette),
    )


def _date_text(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def _body(article: Article) -> str:
    return "\n".join(
        _paragraph(text, article.dateline if number == 0 else "") for number, text in enumerate(article.paragraphs)
    )


def _paragraph(text: str, dateline: str) -> str:
    if text.startswith("## "):
        return f"<h2>{escape(text[3:])}</h2>"
    if text.startswith("> "):
        return f"<blockquote><p>{escape(text[2:])}</p></blockquote>"
    start = f'<span class="dateline">{escape(dateline)}</span> — ' if dateline else ""
    return f"<p>{start}{escape(text, quote=False)}</p>"


def _teaser(article: Article, gazette: Gazette) -> str:
    summary = f"<p>{escape(article.standfirst)}</p>" if article.standfirst else ""
    return f'<li><a href="{escape(gazette.link(article))}"><h3>{escape(article.headline)}</h3></a>{summary}</li>'


def _json_ld(article: Article, gazette: Gazette) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": article.standfirst,
        "datePublished": gazette.published(article).isoformat(),
        "dateModified": gazette.published(article).isoformat(),
        "author": [{"@type": "Person", "name": article.byline}],
        "publisher": {"@type": "NewsMediaOrganization", "name": TITLE},
        "mainEntityOfPage": gazette.link(article),
        "articleSection": article.section,
        "inLanguage": article.language,
        "isAccessibleForFree": True,
        "image": [f"{gazette.root}picture.png"],
    }
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def front_page(gazette: Gazette) -> str:
    """Return the list of today's articles."""
    by_section: dict[str, list[Article]] = {}
    for article in gazette.articles:
        by_section.setdefault(article.section, []).append(article)
    sections = "\n".join(_section(name, articles, gazette) for name, articles in by_section.items())
    return _plain_page(
        TITLE,
        f'<header class="site-header"><h1 class="logo">{TITLE}</h1>'
        '<p class="note">The paper of a town that does not exist, for trying nutgraf on</p></header>'
        f"<main>{sections}</main>"
        '<footer class="site-footer"><p>© The Harbour Gazette, Tern Quay 1, Port Ellery</p></footer>',
        head=f'<meta property="og:type" content="website"><meta property="og:title" content="{TITLE}">'
        f'<link rel="alternate" type="application/rss+xml" title="{TITLE}" href="{gazette.root}feed.xml">'
        f'<link rel="alternate" type="application/atom+xml" title="{TITLE}" href="{gazette.root}atom.xml">',
    )


def _section(name: str, articles: list[Article], gazette: Gazette) -> str:
    teasers = "\n".join(_front_teaser(article, gazette) for article in articles)
    return f"<section><h2>{escape(name)}</h2>\n{teasers}</section>"


def _front_teaser(article: Article, gazette: Gazette) -> str:
    published = gazette.published(article)
    return (
        f'<article class="teaser"><a href="{escape(gazette.link(article))}"><h3>{escape(article.headline)}</h3></a>'
        f'<p class="byline">{escape(article.byline)} · <time datetime="{published.isoformat()}">'
        f"{published:%H:%M}</time></p></article>"
    )


def login_page() -> str:
    """Return a page with only a login form."""
    return _plain_page(
        f"Log in | {TITLE}",
        '<h1>Log in</h1><form method="get"><label>E-mail <input type="email" name="email"></label>'
        '<label>Password <input type="password" name="password"></label><button>Log in</button></form>'
        '<p><a href="#">Forgot your password?</a></p>',
    )


def subscribers_page(gazette: Gazette) -> str:
    """Return a page with only the first two sentences public."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Inside the vote that moved the fish market",
        "isAccessibleForFree": False,
        "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"},
        "datePublished": gazette.printed.isoformat(),
        "author": [{"@type": "Person", "name": "Ottilie Brandt"}],
    }
    return _plain_page(
        f"Inside the vote that moved the fish market | {TITLE}",
        "<article><h1>Inside the vote that moved the fish market</h1>"
        "<p>For eleven years nobody dared to touch the fish market on Tern Quay. "
        "Then, on a Tuesday night, three councillors changed their minds.</p>"
        '<div class="paywall"><h2>Subscribe to read on</h2><p>This article is for subscribers.</p></div></article>',
        head=f'<script type="application/ld+json">{json.dumps(data)}</script>',
    )


def empty_page() -> str:
    """Return an empty page."""
    return _plain_page(TITLE, "")


def withdrawn_page(article: Article, notice: str) -> str:
    """Return the page of an article that was withdrawn: its headline and a notice."""
    return _plain_page(
        f"{article.headline} | {TITLE}",
        f"<article><h1>{escape(article.headline)}</h1><p>{escape(notice)}</p></article>",
    )


def stylesheet() -> bytes:
    """Return the style sheet."""
    return (_FOLDER / "paper.css").read_bytes()


def missing_page() -> str:
    """Return the page for missing addresses."""
    return _plain_page(f"Not found | {TITLE}", "<h1>Not found</h1><p>There is no such page in the Gazette.</p>")


def _plain_page(title: str, body: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/gazette/paper.css">{head}'
        f"</head><body>{body}</body></html>"
    )
