"""Phrases of the word lists are found among a title's words."""

import pytest

from bot.newsroom.editions.ranking.phrases import PhraseBook, read_phrase
from bot.newsroom.editions.ranking.titles import split_title, split_words

NUMBERS = frozenset({"five"})


def find(title: str, *written: str) -> str | None:
    return PhraseBook(read_phrase(each, NUMBERS, each) for each in written).find(split_words(title))


def test_a_phrase_is_found_anywhere_unless_it_is_bound_to_an_end() -> None:
    assert find("A week in pictures from Sarn", "week in pictures") == "week in pictures"
    assert find("A week in pictures from Sarn", "^week in pictures", "week in pictures$") is None


def test_signs_stand_for_numbers_and_words() -> None:
    assert find("Five things to know", "# things")
    assert find("12 things", "# things")
    assert find("Best rain jackets to buy", "^best * to buy")
    assert find("Best rain jackets for cold and wet autumns to buy", "^best * to buy") is None
    assert find("Best rain jackets for cold and wet autumns to buy", "^best ** to buy")
    assert find("Middle Quay crisis live", "^* live$")


def test_the_longest_of_several_counts_then_the_first() -> None:
    assert find("The week in pictures", "^the week", "week in pictures") == "week in pictures"
    assert find("The week in Sarn", "week in", "the week") == "the week"


@pytest.mark.parametrize("written", ["", "#", "* live", "^* **", "^** live #$"])
def test_a_phrase_without_words_or_with_an_open_beginning_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="no phrase"):
        read_phrase(written, NUMBERS, "")


def test_a_title_full_of_the_first_word_of_a_phrase_is_read_at_once() -> None:
    assert find("best " * 10_000, "^best ** best ** best ** to buy") is None


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("Opinion | The bridge must go", ["opinion", "the bridge must go"]),
        ("Storm hits Sarn – in pictures", ["storm hits sarn", "in pictures"]),
        ("[Opinion] The bridge (video)", ["opinion", "the bridge", "video"]),
        ("VIDÉO. Tempête sur Sarn", ["video", "tempete sur sarn"]),
        ("Talks at 10:30: ferry-line’s offer", ["talks at 10 30", "ferry-line's offer"]),
        ("Mayor: “What we know: nothing”", ["mayor"]),
        ("", []),
    ],
)
def test_a_title_is_cut_where_it_sets_words_apart(title: str, parts: list[str]) -> None:
    assert [" ".join(part.words) for part in split_title(title)] == parts


def test_what_stands_behind_a_colon_is_no_mark() -> None:
    assert [part.may_be_mark for part in split_title("Halden votes: live")] == [True, False]
    assert [part.may_be_mark for part in split_title("Halden – a vote – live")] == [True, False, True]
