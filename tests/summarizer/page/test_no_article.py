"""What a page is where it holds no article: a front page, a section page, a form to log in, a cookie notice."""

from html import escape

import pytest

from summarizer.errors import (
    CookieNoticeError,
    FrontPageError,
    GibberishError,
    LoginPageError,
    NoArticleError,
    NumbersError,
    SectionPageError,
)
from summarizer.page import read_page
from tests.summarizer.no_story import texts

FRONT = "https://www.vestnes-gazette.example/"
SECTION = "https://www.vestnes-gazette.example/news/harbour/"
STORY = "https://www.vestnes-gazette.example/2026/pier-reopens"

PLACES = ("Lowmoor", "Ellerby", "Vestnes", "Skerry", "Brine", "Holm", "Ravnsund", "Tern Quay", "Aldana", "Northline")
ENGLISH = ("Ferry to {} cancelled after storm damages the pier", "Hundreds of passengers had to wait overnight.")
GERMAN = ("Fähre nach {} fällt nach dem Sturm aus", "Hunderte Reisende mussten über Nacht warten.")
SPANISH = ("Cancelan el ferri a {} tras el temporal", "Cientos de pasajeros esperaron toda la noche.")
JAPANESE = ("嵐の影響で{}行きフェリー欠航へ", "乗客数百人が一夜を明かした。")

CARDS = {
    "headlines over teasers": "<article><h2><a href='/{n}'>{headline}</a></h2><p>{teaser}</p></article>",
    "cards that are links": "<div><a href='/{n}'><img src=x><h3>{headline}</h3><p>{teaser}</p></a></div>",
    "no headings": "<div><a href='/{n}'>{headline}</a><div>{teaser}</div></div>",
    "a list of links": "<li><a href='/{n}'>{headline}</a> <span>09:15</span></li>",
    "a blog": "<section><h2><a href='/{n}'>{headline}</a></h2><p>{teaser} {teaser} {teaser}</p><a href='/{n}'>More</a></section>",
}


def page(body: str, head: str = "") -> str:
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>The Vestnes Gazette</title>{head}</head><body>"
        f"<header><a href='/'>The Vestnes Gazette</a></header><main>{body}</main><footer>© 2026</footer></body></html>"
    )


def listing(card: str, language: tuple[str, str], head: str = "") -> str:
    headline, teaser = language
    made = (card.format(n=n, headline=headline.format(place), teaser=teaser) for n, place in enumerate(PLACES))
    return page("".join(made), head)


def refusal(html: str, url: str) -> type[NoArticleError]:
    with pytest.raises(NoArticleError) as refused:
        read_page(html, url)
    return type(refused.value)


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("language", [ENGLISH, GERMAN, SPANISH, JAPANESE])
def test_a_list_of_stories_is_a_front_page_or_a_section_page_by_its_address(card: str, language: tuple[str, str]):
    html = listing(CARDS[card], language)

    assert refusal(html, FRONT) is FrontPageError
    assert refusal(html, SECTION) is SectionPageError


@pytest.mark.parametrize(
    "head", ["<meta property='og:type' content='website'>", "<meta property='og:type' content='article'>"]
)
def test_a_front_page_is_one_whatever_it_calls_itself(head: str):
    assert refusal(listing(CARDS["headlines over teasers"], ENGLISH, head), FRONT) is FrontPageError


def test_a_page_of_menus_is_no_list_of_stories():
    menu = "".join(f"<li><a href='/{place}'>Notices of {place}, archive</a></li>" for place in PLACES)

    assert refusal(page(f"<ul>{menu}</ul>"), FRONT) is NoArticleError


def test_an_article_above_a_list_of_stories_is_read():
    story = "".join(
        f"<p>The old pier of Lowmoor has {number} new piles, the harbour office said on Tuesday, and all of them are of oak.</p>"
        for number in range(9)
    )
    others = "".join(
        CARDS["headlines over teasers"].format(n=n, headline=ENGLISH[0].format(place), teaser=ENGLISH[1])
        for n, place in enumerate(PLACES)
    )

    article = read_page(page(f"<article><h1>Pier reopens</h1>{story}</article><aside>{others}</aside>"), STORY)

    assert "has 8 new piles" in article.body


def test_a_table_of_contents_does_not_make_a_guide_a_list():
    parts = [f"What the council of {place} will decide about the pier" for place in PLACES]
    links = "".join(f"<li><a href='#s{n}'>{part}</a></li>" for n, part in enumerate(parts))
    text = "".join(
        f"<h2 id=s{n}>{part}</h2><p>The council of {PLACES[n]} said on Tuesday that it would decide in March, after the report.</p>"
        for n, part in enumerate(parts)
    )
    head = "<meta property='og:type' content='website'>"

    assert (
        "will decide" in read_page(page(f"<article><h1>Piers</h1><ul>{links}</ul>{text}</article>", head), STORY).body
    )


@pytest.mark.parametrize("name", texts.LOGINS)
def test_a_form_to_log_in_is_one_with_and_without_its_fields(name: str):
    title, *rest = texts.LOGINS[name].split("\n")
    fields = "".join(
        f"<label>{line}</label><input type={'password' if n else 'text'}>" for n, line in enumerate(rest[:2])
    )
    others = "".join(f"<p>{line}</p>" for line in rest[2:])

    assert refusal(page(f"<h1>{title}</h1><form>{fields}{others}</form>"), STORY) is LoginPageError
    assert refusal(page("".join(f"<p>{line}</p>" for line in (title, *rest))), STORY) is LoginPageError


def test_news_in_brief_beside_a_form_to_log_in_are_read():
    form = "<form action=/login><input name=u><input type=password name=p><button>Log in</button></form>"
    story = "<h1>Yard to close</h1><p>The ferry company Northline said on Tuesday it would close its yard at Ellerby Sound in March.</p>"

    assert "Ellerby Sound" in read_page(page(f"{form}<article>{story}</article>"), STORY).body


@pytest.mark.parametrize("name", texts.NOTICES)
def test_a_cookie_notice_with_sentences_enough_for_a_story_is_none(name: str):
    title, *rest = texts.NOTICES[name].split("\n")
    assert refusal(page(f"<h1>{title}</h1>" + "".join(f"<p>{line}</p>" for line in rest)), STORY) is CookieNoticeError


@pytest.mark.parametrize("name", ["prices", "Japanese"])
def test_a_table_of_numbers_is_one(name: str):
    rows = "".join(f"<tr><td>{row.replace(chr(9), '</td><td>')}</td></tr>" for row in texts.NUMBERS[name].split("\n"))
    assert refusal(page(f"<h1>Figures</h1><table>{rows}</table>"), STORY) is NumbersError


@pytest.mark.parametrize("name", texts.GIBBERISH)
def test_letters_without_sentences_are_none(name: str):
    assert refusal(page(f"<h1>Test</h1><p>{escape(texts.GIBBERISH[name])}</p>"), STORY) is GibberishError
