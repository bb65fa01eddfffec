import pytest

from summarizer.text.inflections import is_inflected


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("election", "elections", "en"),
        ("elections", "election", None),
        ("stop", "stopping", "en"),
        ("wahl", "wahlen", "de"),
        ("hauser", "haus", "de"),
        ("ville", "villes", "fr"),
        ("citta", "citta", "it"),
        ("crisis", "crises", "en"),
        ("wife", "wives", "xx"),
    ],
)
def test_forms_of_one_word_are_known(one, other, language):
    assert is_inflected(one, other, language)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("import", "important", "en"),
        ("rat", "rates", "en"),
        ("car", "care", "en"),
        ("new", "news", "en"),
        ("wahl", "wahlen", "en"),
        ("ferry", "ferret", "en"),
    ],
)
def test_words_that_share_only_a_stem_or_only_an_ending_are_two(one, other, language):
    assert not is_inflected(one, other, language)
