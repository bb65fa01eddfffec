from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.parsing.messages.rich_text import read_rich_text
from bot.slack.parsing.messages.text_elements import links_in, people_in, visible_text
from summarizer import digest, read_text, verify
from summarizer.errors import SummarizerError


def text(content: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": content, **({"style": style} if style else {})}


def section(*elements: dict[str, Any], kind: str = "section") -> dict[str, Any]:
    return {"type": f"rich_text_{kind}", "elements": list(elements)}


def listing(*items: dict[str, Any], style: str = "bullet", indent: int = 0) -> dict[str, Any]:
    return {"type": "rich_text_list", "style": style, "indent": indent, "elements": list(items)}


def block(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "block_id": "b", "elements": list(parts)}


def seen(*parts: dict[str, Any]) -> str:
    return visible_text(read_rich_text(block(*parts)))


def test_styles_are_beside_the_words_and_not_among_them():
    assert (
        seen(section(text("the "), text("old", bold=True, italic=True), text(" pier", strike=True))) == "the old pier"
    )


def test_signs_that_somebody_typed_are_kept():
    assert seen(section(text("2*3*4 and snake_case, <b> & `x`"))) == "2*3*4 and snake_case, <b> & `x`"


def test_a_list_is_its_items_each_on_a_line():
    part = listing(section(text("The pier reopened.")), section(text("It cost 4 million.")))

    assert seen(section(text("Today:")), part, section(text("More later."))) == (
        "Today:\nThe pier reopened.\nIt cost 4 million.\nMore later."
    )


def test_lists_of_other_kinds_and_depths_are_read_alike():
    assert seen(listing(section(text("One")), style="ordered"), listing(section(text("Two")), indent=1)) == "One\nTwo"


@pytest.mark.parametrize("kind", ["quote", "preformatted"])
def test_quotations_and_code_are_text(kind):
    assert seen(section(text("He said:\n")), section(text("We kept\nour word."), kind=kind)) == (
        "He said:\nWe kept\nour word."
    )


def test_links_people_and_broadcasts_are_what_the_reader_sees():
    elements = (
        {"type": "link", "url": "https://a.example/1", "text": "the story"},
        text(" by "),
        {"type": "user", "user_id": "U0ADA"},
        text(", "),
        {"type": "broadcast", "range": "here"},
        {"type": "emoji", "name": "tada", "unicode": "1f389"},
    )

    plain = seen(section(*elements))

    assert plain.startswith("the story by ")
    assert plain.endswith(", @here")
    assert people_in(plain) == ("U0ADA",)
    assert links_in(read_rich_text(block(section(*elements)))) == ("https://a.example/1",)


def test_an_address_of_mail_is_no_link_to_read():
    mail = {"type": "link", "url": "mailto:ed@gazette.example"}

    assert links_in(read_rich_text(block(section(mail)))) == ()
    assert seen(section(mail)) == "ed@gazette.example"


def test_a_date_is_said_as_slack_says_it():
    said = {"type": "date", "timestamp": 1_700_000_000, "format": "{date}", "fallback": "14 November"}

    assert seen(section(said)) == "14 November"
    assert seen(section({"type": "date", "timestamp": 1_700_000_000, "format": "{date}"})) == "2023-11-14"


def test_an_element_of_a_later_slack_is_read_by_its_text():
    assert seen(section({"type": "sparkle", "text": "The pier"}, text(" reopened."))) == "The pier reopened."


@pytest.mark.parametrize(
    "broken",
    [None, 3, "x", {"type": "rich_text"}, {"type": "rich_text", "elements": 5}, {"type": "rich_text", "elements": [5]}],
)
def test_what_is_no_rich_text_has_nothing_to_read(broken):
    assert read_rich_text(broken if isinstance(broken, dict) else {"elements": broken}) == ()


styles = st.none() | st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("bold", "italic", "strike", "code"), st.booleans())
)
letters = st.text(alphabet="abc déß中 .,“”\n", max_size=30)
typed = st.builds(lambda content, style: {"type": "text", "text": content, "style": style or {}}, letters, styles)
inline = st.one_of(
    typed,
    st.builds(lambda name: {"type": "emoji", "name": name}, st.sampled_from(["tada", "newspaper", "+1"])),
    st.builds(lambda user: {"type": "user", "user_id": user}, st.sampled_from(["U0ADA", "W0MAYOR"])),
    st.just({"type": "usergroup", "usergroup_id": "S1"}),
    st.just({"type": "channel", "channel_id": "C1"}),
    st.just({"type": "broadcast", "range": "channel"}),
    st.just({"type": "color", "value": "a1b2c3"}),
    st.just({"type": "team", "team_id": "T1"}),
    st.builds(lambda at: {"type": "date", "timestamp": at, "format": "{date}"}, st.integers()),
    st.builds(lambda said: {"type": "link", "url": "https://a.example/1", "text": said}, letters),
)
sections = st.builds(lambda elements: section(*elements), st.lists(inline, max_size=6))
parts = st.one_of(
    sections,
    st.builds(lambda elements: section(*elements, kind="quote"), st.lists(inline, max_size=4)),
    st.builds(lambda elements: section(*elements, kind="preformatted"), st.lists(typed, max_size=4)),
    st.builds(
        lambda items, style, indent: listing(*items, style=style, indent=indent),
        st.lists(sections, max_size=4),
        st.sampled_from(["bullet", "ordered"]),
        st.integers(0, 8),
    ),
)


@given(st.lists(parts, max_size=6))
def test_any_rich_text_becomes_text_without_a_sign_that_nobody_typed(some):
    plain = seen(*some)

    assert not set(plain) & set("*_~`•◦▪<>|")
    assert ":tada:" not in plain


@settings(max_examples=40)
@given(st.lists(parts, max_size=6))
def test_the_digest_of_any_rich_text_is_word_for_word(some):
    story = section(text("The pier at Saltmouth reopened on Monday after two years of repairs by the town council. "))
    more = section(
        text("“We kept our word,” Mayor Ada Brandt said at the gates. Traders had lost a third of their income.")
    )
    try:
        article = read_text(seen(story, *some, more))
        made = digest(article)
    except SummarizerError:
        return
    verify(made)
    assert [sentence.span.of(article.body) for sentence in made.sentences] == [each.text for each in made.sentences]
    assert [quote.span.of(article.body) for quote in made.quotes] == [each.text for each in made.quotes]
