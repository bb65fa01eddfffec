"""Decides whether a page holds an article."""

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from summarizer.errors import ON_PAGE, FrontPageError, LoginPageError, NoArticleError, SectionPageError
from summarizer.no_story.cards import MIN_CARDS, find_cards, is_front_address, lists_stories, opens_page
from summarizer.no_story.text_check import check_story, names_login
from summarizer.page.head import Head
from summarizer.page.json_ld import Structured
from summarizer.text.boilerplate import fold
from summarizer.text.words import count_words

MIN_PROSE = 80
"""Characters of sentences; a page with fewer has nothing to read."""

SURE_PROSE = 250
"""A page with this many characters of sentences, and no sign against it, is an article."""

LIST_LETTERS = 1_000
"""Letters of a list without prose that is read although the page does not call itself an article."""

LINKED_SHARE = 0.5
"""Share of the body that is the text of links: a list of other pages."""

FRONT_LINKS = 5
"""This many linked headlines in the body of a page that calls itself a site make a front page."""

CARDS_OF_PAGE = 0.4
"""Share of a page's text that its stories' cards are; the rest are menus and the site's own words."""

CARD_WORDS = 6
"""Words of a headline, or of one with its teaser; the entries of a menu have fewer."""

MAX_FORM = 1_500
"""Characters of a page that are searched for the words of a form to log in."""

BINARY_SHARE = 0.08
"""Share of control characters; random bytes have 0.1."""

SAMPLE = 5_000
"""Letters are counted in this many characters at the start of the body."""

_SENTENCE_END = re.compile(r"""[.!?…։።۔؟।]["'”’»)\]]*(?:\s|$)|[。．！？]""")
_MARKS = frozenset({"Mn", "Mc", "Me"})
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_BINARY = (
    "%PDF-",
    "\x89PNG",
    "PK\x03\x04",
    "GIF8",
    "\xff\xd8\xff",
    "\u2030PNG",
    "ÿØÿ",
    "\x1f\u2039",
    "\x1f\x8b",
    "\ufffdPNG",
)


def is_binary(markup: str) -> bool:
    """Whether a "page" is a picture, a PDF or other bytes that happen to decode."""
    head = markup[:20_000]
    return head.startswith(_BINARY) or len(_CONTROL.findall(head)) > BINARY_SHARE * len(head)


def is_article(body: str, tree: HtmlElement | None, url: str | None, head: Head, structured: Structured) -> bool:
    """Whether the body reads as an article: sentences, not a list of links, labels and fields.

    Three sentences of real news are enough; a front page with fifty headlines and teasers is not.
    """
    lines = body.split("\n\n")
    prose = sum(len(line) for line in lines if len(line) > 40 and _SENTENCE_END.search(line))
    letters = _count_letters(body)
    if tree is None or letters < MIN_PROSE:
        return prose >= SURE_PROSE and letters >= MIN_PROSE
    calls_itself_article = (head.first("og:type") or "").lower().startswith("article")
    is_named = bool(structured.types) or calls_itself_article
    is_list = not structured.types and lists_stories(lines, tree, calls_itself_article=calls_itself_article)
    if is_list or (is_named and prose > 1000 and 2 * prose > len(body)):
        return not is_list
    if _is_list_of_links(lines, tree, is_front=not is_named and _is_front(url, head, structured)):
        return False
    if prose >= SURE_PROSE:
        return is_named or 10 * prose > len(body) or prose > 1000
    is_headed = is_named or tree.find(".//h1") is not None or tree.find(".//article") is not None
    if not is_headed or _asks_to_log_in(tree, body):
        return False
    # A list of winners or a calendar: no prose, but the page calls it an article, or it is long.
    return prose >= MIN_PROSE or letters >= (SURE_PROSE if is_named else LIST_LETTERS)


def check_body(body: str, tree: HtmlElement, url: str | None, structured: Structured) -> None:
    """Refuse a body whose sentences are no story: a cookie notice, for one, also where it lies over a front page.

    Raises:
        NoArticleError: a subclass, see `explain_no_article`.
    """
    try:
        check_story(body, ON_PAGE)
    except NoArticleError as error:
        raise explain_no_article((body,), tree, url, structured) from error


def explain_no_article(
    bodies: Sequence[str], tree: HtmlElement | None, url: str | None, structured: Structured
) -> NoArticleError:
    """Returns the error that says what a page without an article is.

    Args:
        bodies: what was read of it, none of them an article.
        tree: the page.
        url: its address.
        structured: its structured data.
    """
    if tree is None:
        return NoArticleError()
    text = " ".join(tree.text_content().split())
    if not structured.types and _leads_to_stories(text, tree):
        return FrontPageError() if is_front_address(url) else SectionPageError()
    if any(_asks_to_log_in(tree, body) for body in (*bodies, text[:MAX_FORM])):
        return LoginPageError()
    for each in (*bodies, text[:SAMPLE]):
        try:
            check_story(each, ON_PAGE)
        except NoArticleError as error:
            return error
    return NoArticleError()


def _leads_to_stories(text: str, tree: HtmlElement) -> bool:
    """Whether cards of stories are most of a page's text."""
    cards = [card for card in find_cards(tree) if count_words(card) >= CARD_WORDS]
    return len(cards) >= MIN_CARDS and sum(len(" ".join(card.split())) for card in cards) >= CARDS_OF_PAGE * len(text)


def _count_letters(body: str) -> int:
    """Returns the number of letters at the start of the body; 0 where most of it is figures and signs."""
    sample = body[:SAMPLE]
    letters = sum(map(str.isalpha, sample))
    marks = sum(unicodedata.category(character) in _MARKS for character in sample)
    return letters if 3 * letters >= len(sample) - marks else 0


def _is_list_of_links(lines: list[str], tree: HtmlElement, *, is_front: bool) -> bool:
    """Whether most of the body is link text; for a front page a handful of links is enough."""
    texts = (fold(anchor.text_content()[:400]) for anchor in tree.iter("a") if opens_page(anchor))
    linked = {" ".join(text.split()) for text in texts if len(text) > 20}
    found = [line for line in lines if fold(line) in linked]
    share = sum(map(len, found)) / sum(map(len, lines))
    return share > LINKED_SHARE or (is_front and len(found) >= FRONT_LINKS)


def _is_front(url: str | None, head: Head, structured: Structured) -> bool:
    """Whether the page calls itself a site or a section rather than a story."""
    if {"collectionpage", "searchresultspage", "profilepage"} & structured.page_types:
        return True
    if (head.first("og:type") or "").lower() in {"website", "blog"}:
        return True
    try:
        return urlsplit(url or "http://x/x").path in {"", "/"}
    except ValueError:
        return False


def _asks_to_log_in(tree: HtmlElement, text: str) -> bool:
    """Whether the page has a password field, and its text is about it: many stories' pages have one too."""
    return tree.find(".//input[@type='password']") is not None and names_login(text[:MAX_FORM])
