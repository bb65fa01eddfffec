import pytest

from bot.newsroom.ports import Page
from bot.web.pages.alternates import find_alternates

URL = "https://www.saltmouth-gazette.org/app?story=1"


def page(head: str) -> Page:
    return Page(url=URL, body=f"<html><head>{head}</head><body></body></html>".encode())


@pytest.mark.parametrize(
    ("head", "links"),
    [
        ('<link rel="canonical" href="https://saltmouth-gazette.org/pier">', ("https://saltmouth-gazette.org/pier",)),
        ("<link href='/pier?a=1&amp;b=2' rel='canonical'/>", ("https://www.saltmouth-gazette.org/pier?a=1&b=2",)),
        ("<LINK REL=amphtml HREF=/pier/amp>", ("https://www.saltmouth-gazette.org/pier/amp",)),
        (
            '<link rel="amphtml" href="/amp"><link rel="canonical" href="/pier">',
            ("https://www.saltmouth-gazette.org/pier", "https://www.saltmouth-gazette.org/amp"),
        ),
        (f'<link rel="canonical" href="{URL}">', ()),
        ('<link rel="canonical" href="https://other.example/pier">', ()),
        ('<link rel="canonical" href="http://[broken">', ()),
        ('<link rel="stylesheet" href="/style.css">', ()),
    ],
)
def test_only_other_addresses_on_the_same_site_are_alternates(head, links):
    assert find_alternates(page(head)) == links
