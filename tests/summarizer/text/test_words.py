import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.text.words import count_words, find_content, find_tokens, find_words, is_stop_word, stem


def test_words_are_found_without_their_punctuation():
    assert find_words("The ferry's 3,000 tonnes: “gone”.") == ("The", "ferry", "s", "3", "000", "tonnes", "gone")


def test_scripts_without_spaces_are_read_in_pairs():
    assert find_words("今日は雨") == ("今日", "日は", "は雨")


def test_marks_on_letters_do_not_cut_a_word():
    assert find_words("हिन्दी में") == ("हिन्दी", "में")


def test_singular_and_plural_are_one_stem():
    assert stem("ministers", "en") == stem("minister", "en")
    assert stem("boot", "de") == "boot"  # four letters must remain


def test_numbers_are_not_stemmed():
    assert stem("2026", "en") == "2026"


def test_content_leaves_stop_words_out():
    assert find_content("The ferry and the bridge", "en") == ("ferry", "bridge")


def test_a_language_without_a_list_still_has_content():
    assert find_content("o bala ferri tun", "xx") == ("bala", "ferri", "tun")
    assert is_stop_word("o", None)


@pytest.mark.parametrize(("text", "count"), [("One two three.", 3), ("今日は雨です", 3), ("", 0), ("… — !", 0)])
def test_words_are_counted_as_a_reader_counts_them(text, count):
    assert count_words(text) == count


@given(st.text(max_size=200), st.sampled_from(["en", "de", "tr", "xx", None]))
def test_no_text_makes_the_words_fail(text, language):
    assert all(find_tokens(text, language))
    assert count_words(text) >= 0
