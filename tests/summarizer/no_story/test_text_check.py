"""What a text is where it is no story."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.errors import (
    ON_PAGE,
    CookieNoticeError,
    GibberishError,
    LoginPageError,
    NoArticleError,
    NumbersError,
    PlaceholderTextError,
)
from summarizer.no_story.text_check import check_story, names_login
from tests.summarizer.no_story import texts

KINDS = {
    CookieNoticeError: texts.NOTICES,
    LoginPageError: texts.LOGINS,
    GibberishError: texts.GIBBERISH,
    NumbersError: texts.NUMBERS,
    PlaceholderTextError: texts.PLACEHOLDERS,
}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        pytest.param(kind, text, id=f"{kind.__name__}, {name}")
        for kind, some in KINDS.items()
        for name, text in some.items()
    ],
)
def test_what_is_no_story_is_named(kind: type[NoArticleError], text: str):
    with pytest.raises(NoArticleError) as refusal:
        check_story(text)

    assert type(refusal.value) is kind


@pytest.mark.parametrize("name", texts.STORIES)
def test_a_story_that_looks_like_it_is_read(name: str):
    check_story(texts.STORIES[name])


@pytest.mark.parametrize("name", texts.GIBBERISH)
def test_a_story_with_something_unreadable_below_it_is_read(name: str):
    check_story(
        "\n\n".join(
            [texts.STORIES["Polish"], texts.STORIES["Welsh"], *[texts.STORIES["Latin"]] * 3, texts.GIBBERISH[name]]
        )
    )


def test_what_was_pasted_is_called_a_text_and_what_was_linked_a_page():
    said = {}
    for where in ("in that text", ON_PAGE):
        with pytest.raises(NoArticleError) as refusal:
            check_story(texts.NOTICES["de"], where)
        said[where] = refusal.value.message

    assert said == {
        "in that text": "That text is a site's cookie notice, not a story.",
        ON_PAGE: "That page is a site's cookie notice, not a story.",
    }


def test_a_form_is_known_by_two_of_its_words():
    assert names_login("Bitte anmelden. Passwort vergessen?")
    assert not names_login("The council changed its password on Tuesday.")


ANYTHING = st.text(max_size=400) | st.text("ab 19.,\n\t#同意ログイン", max_size=400)


@settings(max_examples=300, deadline=None)
@given(ANYTHING, st.sampled_from(["", *texts.NOTICES.values(), *texts.LOGINS.values(), *texts.NUMBERS.values()]))
def test_the_check_ends_in_nothing_but_its_own_errors(junk: str, start: str):
    refused = set()
    for text in (junk, start + junk, junk * 5):
        try:
            check_story(text)
        except NoArticleError as error:
            refused.add(type(error))
    assert refused <= set(KINDS)
