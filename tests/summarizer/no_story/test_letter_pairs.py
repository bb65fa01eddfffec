"""Letters follow each other as in words, or as keys are hit."""

import pytest

from summarizer.no_story.letter_pairs import rate_letters, without_accents
from tests.summarizer.no_story import texts


@pytest.mark.parametrize("name", texts.STORIES)
def test_words_of_any_language_are_likely(name: str):
    likelihood = rate_letters(texts.STORIES[name])

    assert likelihood is not None
    assert likelihood > -4.4


@pytest.mark.parametrize("name", ["keys of one row", "three keys", "German keys"])
def test_keys_hit_at_random_are_not(name: str):
    likelihood = rate_letters(texts.GIBBERISH[name])

    assert likelihood is not None
    assert likelihood < -5


@pytest.mark.parametrize(
    "text",
    ["", "too few letters", "Северный причал откроется во вторник после ремонта.", "桟橋は火曜日に再開する。" * 4],
)
def test_other_letters_and_too_few_of_them_are_not_rated(text: str):
    assert rate_letters(text) is None


def test_accents_do_not_count():
    assert without_accents("Łódź, Ørsted, Crème brûlée") == "lodz, orsted, creme brulee"
