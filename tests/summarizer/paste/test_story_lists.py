"""Pasted front pages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.errors import FrontPageError
from summarizer.paste.read_text import read_text
from summarizer.paste.story_lists import lists_stories

PLACES = ("Lowmoor", "Ellerby", "Vestnes", "Skerry", "Brine", "Holm", "Ravnsund", "Tern Quay")
ENGLISH = (
    "Ferry to {} cancelled after storm damages the pier",
    "Hundreds of passengers had to wait overnight.",
    "2 hours ago",
)
GERMAN = ("Fähre nach {} fällt nach dem Sturm aus", "Hunderte Reisende mussten über Nacht warten.", "vor 2 Stunden")
FRENCH = ("Le ferry pour {} annulé après la tempête", "Des centaines de passagers ont attendu.", "il y a 2 heures")
JAPANESE = ("嵐の影響で{}行きフェリー欠航へ", "乗客数百人が一夜を明かした。", "2時間前")


@pytest.mark.parametrize("language", [ENGLISH, GERMAN, FRENCH, JAPANESE])
@pytest.mark.parametrize("shown", [(0, 1), (0, 2), (2, 0, 1)])
def test_headlines_with_teasers_or_times_are_a_list_of_stories(language: tuple[str, ...], shown: tuple[int, ...]):
    lines = [language[part].format(place) for place in PLACES for part in shown]

    with pytest.raises(FrontPageError) as refusal:
        read_text("\n".join(["The Lowmoor Gazette", *lines]))

    assert refusal.value.message == "That text is a list: many stories, none of them whole."


STORY = [
    "The old pier at Lowmoor reopened on Tuesday after nine months of repairs that cost the town 4.2 million crowns.",
    "Crowds of more than three thousand people waited from early morning, the harbour office said.",
    "The council plans to raise the entrance fee from two to three crowns in April to pay back a loan.",
]


@pytest.mark.parametrize(
    "lines",
    [
        [*(ENGLISH[0].format(place) for place in PLACES), *STORY],
        [line for place in PLACES for line in (f"News from {place}", f"{STORY[1]} {STORY[2]}")],
        [f"- {ENGLISH[0].format(place)}" for place in PLACES],
        [f"Vera will call the harbour office of {place}" for place in PLACES],
        [line for place in PLACES for line in (f"What do you say about {place}?", "I like it as it is.")],
        [
            "The ferry company Northline said on",
            "Tuesday it would close its yard at",
            "Ellerby Sound in March, ending ninety",
            "years of shipbuilding on the estuary",
        ]
        * 4,
    ],
    ids=[
        "a story below other headlines",
        "a newsletter",
        "a list",
        "notes",
        "an interview",
        "lines cut at the width of a page",
    ],
)
def test_other_texts_of_short_lines_are_read(lines: list[str]):
    assert not lists_stories(lines)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=60) | st.sampled_from([*STORY, *ENGLISH, *JAPANESE]), max_size=30))
def test_any_lines_can_be_looked_at(lines: list[str]):
    assert lists_stories(lines) in {True, False}
