"""A country or a city is not the person whose first name it is."""

import pytest

from summarizer import Article, find_quotes

BORDER = " said on Tuesday that the border would “stay closed until further notice”."


@pytest.mark.parametrize(
    ("before", "word", "speaker"),
    [
        ("Jordan Pell, an analyst, expects little.", "Jordan", "Jordan"),
        ("Georgia Pell lost her job. Pell was a nurse.", "Georgia", "Georgia"),
        ("Chad Pell called. Chad was late. Chad wept. Chad left.", "Chad", "Chad Pell"),
        ("Chad Pell flew in from Chad. Chad was late. Chad wept.", "Chad", "Chad"),
        ("Paris Pell sang in Paris.", "Paris", "Paris"),
        ("Chelsea Pell sang at home.", "Chelsea", "Chelsea Pell"),
        ("Chelsea Pell sang in Chelsea.", "Chelsea", "Chelsea"),
        ("Nora Pell sang at home.", "Nora", "Nora Pell"),
    ],
)
def test_a_first_name_alone_is_the_person_only_where_it_is_no_place(before, word, speaker):
    (quote,) = find_quotes(Article(f"{before}\n\n{word}{BORDER}", language="en"))

    assert quote.speaker_full == speaker
