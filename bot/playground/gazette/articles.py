"""The articles of the Gazette, read from their files; their links and times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol

TITLE = "The Harbour Gazette"
_REQUIRED = ("headline", "byline", "section", "hours_ago")


@dataclass(frozen=True, slots=True)
class Article:
    """One article, read from its file. `slug` is the file's name; `language` a code such as en-GB."""

    slug: str
    headline: str
    byline: str
    section: str
    hours_ago: float
    paragraphs: tuple[str, ...]
    standfirst: str = ""
    dateline: str = ""
    language: str = "en-GB"
    role: str = ""

    def published(self, printed: datetime) -> datetime:
        """Return when it was published, in a paper printed at that time."""
        return (printed - timedelta(hours=self.hours_ago)).replace(second=0, microsecond=0)


def read_article(slug: str, text: str) -> Article:
    """Return the article of a file's text.

    Raises:
        ValueError: a line is missing or is not `name: value`.
    """
    head, _, body = text.strip().partition("\n\n")
    fields: dict[str, str] = {}
    for line in head.splitlines():
        name, colon, value = line.partition(":")
        if not colon:
            raise ValueError(f"{slug}: {line!r} is not `name: value`")
        fields[name.strip()] = value.strip()
    missing = [name for name in _REQUIRED if not fields.get(name)]
    if missing:
        raise ValueError(f"{slug}: {', '.join(missing)} missing")
    paragraphs = tuple(" ".join(block.split()) for block in body.split("\n\n") if block.strip())
    hours_ago = float(fields.pop("hours_ago"))
    return Article(slug=slug, hours_ago=hours_ago, paragraphs=paragraphs, **fields)


def load_articles(folder: Traversable | None = None) -> tuple[Article, ...]:
    """Return all articles, newest first."""
    folder = folder or files("bot.playground.gazette") / "articles"
    found = [
        read_article(entry.name.removesuffix(".md"), entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".md")
    ]
    return tuple(sorted(found, key=lambda article: (article.hours_ago, article.slug)))


class ArticleChange(Protocol):
    """What is different in an article since it was published, see `changes`."""

    @property
    def withdrawal(self) -> str:
        """The notice in the place of the article."""
        ...

    @property
    def status(self) -> int:
        """Of its page."""
        ...

    def apply(self, article: Article) -> Article:
        """Return the article as it is now."""
        ...


class Gazette:
    """The newspaper. `changes` has what is different in articles since they were published, by slug.

    Args:
        base_url: the playground's address, with a slash at its end.
        printed: when this paper was printed; the articles are some hours older.
        articles: newest first.
    """

    def __init__(self, base_url: str, printed: datetime, articles: Sequence[Article]) -> None:
        self.root = f"{base_url}gazette/"
        self.printed = printed
        self.articles = tuple(articles)
        self._by_slug = {article.slug: article for article in articles}
        self.changes: dict[str, ArticleChange] = {}

    def find(self, slug: str) -> Article | None:
        """Return the article with a slug."""
        return self._by_slug.get(slug)

    def link(self, article: Article) -> str:
        """Return the link of an article."""
        return self.root + article.slug

    def published(self, article: Article) -> datetime:
        """Return when an article was published."""
        return article.published(self.printed)

    def article_links(self) -> list[str]:
        """Return the links of all articles, newest first."""
        return [self.link(article) for article in self.articles]

    def feed_links(self) -> list[str]:
        """Return the links of the RSS and the Atom feed."""
        return [f"{self.root}feed.xml", f"{self.root}atom.xml"]

    def teasers(self, article: Article) -> list[Article]:
        """Return three other articles in the same language as teasers."""
        start = [other.slug for other in self.articles].index(article.slug)
        others = [*self.articles[start + 1 :], *self.articles[:start]]
        return [other for other in others if other.language[:2] == article.language[:2]][:3]
