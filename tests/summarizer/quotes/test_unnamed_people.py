"""People whose names a text does not have: what they say is nobody else's."""

import pytest

from summarizer import UNNAMED_PERSON, find_quotes, read_text

STORY = """The harbour office said on Tuesday that the pier had reopened after nine months of repairs.

"We had promised to be ready before the storms," said {who}, the harbour master, who led the works.

"It has been the longest year of my life," said Jonas Pell, who sells ice cream at the gate of the pier."""


def speakers(who: str) -> list[str | None]:
    return [quote.speaker.text if quote.speaker else None for quote in find_quotes(read_text(STORY.format(who=who)))]


def test_what_an_unnamed_person_says_has_no_speaker():
    assert speakers(UNNAMED_PERSON) == [None, "Jonas Pell"]


def test_a_pronoun_for_an_unnamed_person_has_no_speaker_either():
    text = (
        f'"We are ready for the storms this winter," {UNNAMED_PERSON} said. The harbour office had closed the pier. '
        f'"It was hard work for all of us," {UNNAMED_PERSON} added.'
    )

    assert [quote.speaker for quote in find_quotes(read_text(text))] == [None, None]


@pytest.mark.parametrize("handle", ["@mira.t", "@mira-tolland", "@mira_t", "@mira"])
def test_a_handle_is_the_name_of_a_person(handle):
    assert speakers(handle) == [handle, "Jonas Pell"]


def test_a_name_behind_an_at_sign_is_that_name():
    assert speakers("@Mira Tolland") == ["Mira Tolland", "Jonas Pell"]


def test_an_address_of_mail_is_no_handle():
    text = 'Write to ed@gazette.example. "We had promised to be ready before the storms," said Mira Tolland on Monday.'

    assert [quote.speaker.text for quote in find_quotes(read_text(text)) if quote.speaker] == ["Mira Tolland"]
