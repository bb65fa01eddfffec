"""HTML -> Article."""

from summarizer.errors import NoArticleError
from summarizer.language import detect_language
from summarizer.model import Article, ArticleKind
from summarizer.page import metadata
from summarizer.page.body import find_body
from summarizer.page.charset import decode_page
from summarizer.page.head import Head, read_head
from summarizer.page.headline import choose_headline
from summarizer.page.structured import Structured, read_structured
from summarizer.page.tree import parse_page
from summarizer.page.verdict import is_article, is_binary

__all__ = ["read_page"]


def read_page(html: bytes | str, url: str | None = None, *, charset: str | None = None) -> Article:
    """The article on a page.

    Args:
        html: the page; bytes are decoded by BOM, `charset`, meta, detector, in this order.
        url: where it came from.
        charset: what the HTTP header named.

    Raises:
        NoArticleError: there is no article on it.
    """
    markup = html if isinstance(html, str) else decode_page(html, charset)
    if is_binary(markup) or not markup.strip():
        raise NoArticleError
    tree, markup, _ = parse_page(markup.replace("\0", ""))
    head = read_head(tree) if tree is not None else Head()
    structured = read_structured(tree) if tree is not None else Structured()
    outlet = metadata.choose_outlet(head, structured, url)
    headline = choose_headline(tree, head, structured, outlet) if tree is not None else None
    body = find_body(tree, markup, head, structured, headline)
    if not is_article(body, tree, url, head, structured):
        raise NoArticleError
    return Article(
        body=body,
        headline=headline,
        byline=metadata.choose_byline(tree, head, structured) if tree is not None else (),
        outlet=outlet,
        published_at=metadata.choose_date(tree, url, structured) if tree is not None else None,
        language=detect_language(body),
        url=metadata.choose_url(head, url),
        lead_image=metadata.choose_image(head, structured, url),
        kind=ArticleKind.PAGE,
        is_paywalled=metadata.is_paywalled(head, structured),
        is_live=metadata.is_live(head, structured),
        noarchive=metadata.forbids_archive(head),
    )
