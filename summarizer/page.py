"""HTML -> Article."""

from summarizer.errors import NoArticleError
from summarizer.language import detect_language
from summarizer.model import Article, ArticleKind


def read_page(html: bytes | str, url: str | None = None, *, charset: str | None = None) -> Article:
    """The article on a page.

    Args:
        html: the page; bytes are decoded by BOM, `charset`, meta, detector, in this order.
        url: where it came from.
        charset: what the HTTP header named.

    Raises:
        NoArticleError: there is no article on it.
    """
    import trafilatura  # noqa: PLC0415

    body = trafilatura.extract(html, url=url, include_comments=False)
    if not body:
        raise NoArticleError
    return Article(body=body, url=url, language=detect_language(body), kind=ArticleKind.PAGE)
