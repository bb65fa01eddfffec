"""HTML -> Article."""

from lxml.html import HtmlElement

from summarizer.errors import ON_PAGE, NoArticleError, WithdrawnError
from summarizer.model import Article, ArticleKind
from summarizer.no_story.text_check import check_story
from summarizer.page import metadata
from summarizer.page.article_check import check_body, explain_no_article, is_article, is_binary
from summarizer.page.body import find_body, read_main_content
from summarizer.page.body_cleanup import remove_boilerplate
from summarizer.page.byline import choose_byline
from summarizer.page.charset import decode_page
from summarizer.page.head import Head, read_head
from summarizer.page.headline import choose_headline
from summarizer.page.html_tree import parse_page, strip_silent
from summarizer.page.json_ld import Structured, read_structured, state_text
from summarizer.page.notices.find_notices import find_notices
from summarizer.page.warm_up import warm
from summarizer.text.language import detect_language
from summarizer.text.markup import clean_html
from summarizer.unread import Unread

__all__ = ["read_page"]


def read_page(html: bytes | str, url: str | None = None, *, charset: str | None = None) -> Article:
    """Returns the article on a page. A process's first page takes longer: libraries load their data from disk.

    Args:
        html: the page; bytes are decoded by BOM, `charset`, meta, detector, in this order.
        url: the page's address.
        charset: the charset of the HTTP header.

    Raises:
        NoArticleError: the page holds no article; a subclass says what it holds instead.
    """
    warm()
    markup = html if isinstance(html, str) else decode_page(html, charset)
    if is_binary(markup) or not markup.strip():
        raise NoArticleError
    tree, markup = parse_page(clean_html(markup, html if isinstance(html, bytes) else None))
    unread = Unread()
    second = read_main_content(markup, unread)
    if tree is None:
        return _read_flat(second, url, unread)
    return _read_tree(tree, second, url, unread)


def _read_tree(tree: HtmlElement, second: list[str], url: str | None, unread: Unread) -> Article:
    """Returns the article of a page that has a tree; metadata first, as the body's readers change the tree."""
    head = read_head(tree)
    structured = read_structured(tree)
    state = state_text(tree)
    outlet = metadata.choose_outlet(head, structured, url)
    headline = choose_headline(tree, head, structured, outlet)
    published_at = metadata.choose_date(tree, url, head, structured, unread)
    strip_silent(tree)
    notices = find_notices(tree)
    byline = choose_byline(tree, head, structured, outlet, second, unread=unread)
    bodies = (
        find_body(
            tree,
            second,
            state=state,
            head=head,
            structured=structured,
            headline=headline,
            byline=byline,
            unread=unread,
        ),
        "\n\n".join(remove_boilerplate(second, headline, byline)),
    )
    body = next((body for body in bodies if is_article(body, tree, url, head, structured)), None)
    if body is None and notices.withdrawal is not None:
        raise WithdrawnError(notices.withdrawal)
    if body is None:
        raise explain_no_article(bodies, tree, url, structured)
    check_body(body, tree, url, structured)
    return Article(
        body=body,
        headline=headline,
        byline=byline,
        outlet=outlet,
        published_at=published_at,
        language=detect_language(body),
        url=metadata.choose_url(head, url),
        lead_image=metadata.choose_image(head, structured, url),
        kind=ArticleKind.PAGE,
        is_paywalled=metadata.is_paywalled(head, structured),
        is_live=metadata.is_live(head, structured),
        noarchive=metadata.is_noarchive(head),
        unread=unread.notes,
        corrections=notices.corrections,
        withdrawal=notices.withdrawal,
    )


def _read_flat(second: list[str], url: str | None, unread: Unread) -> Article:
    """Returns the article of a page whose layout could not be read: its text only."""
    head, structured = Head(), Structured()
    body = find_body(None, second, state=None, head=head, structured=structured, headline=None, unread=unread)
    if not is_article(body, None, url, head, structured):
        raise NoArticleError
    check_story(body, ON_PAGE)
    outlet = metadata.choose_outlet(head, structured, url)
    return Article(
        body=body,
        outlet=outlet,
        language=detect_language(body),
        url=url,
        kind=ArticleKind.PAGE,
        unread=unread.notes,
    )
