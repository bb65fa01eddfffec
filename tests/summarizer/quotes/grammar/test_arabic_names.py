"""Names in a script without capitals."""

import json
from pathlib import Path

import pytest

import summarizer
from summarizer.model import Article
from summarizer.quotes import find_quotes
from summarizer.quotes.grammar.arabic_names import find_name_words, fold
from summarizer.quotes.grammar.lexicon import LEXICONS

FILE = Path(summarizer.__file__).parent / "lexicon" / "quotes" / "ar.json"


def names_in(text: str) -> str:
    words = [fold(word) for word in text.split()]
    found = find_name_words(words, LEXICONS["ar"])
    return " ".join(text.split()[index] for index in sorted(found))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("قال سامر الحداد إن الجسر مغلق", "سامر الحداد"),
        ("قال وزير الصحة سامر الحداد إن الجسر مغلق", "سامر الحداد"),
        ("وأكدت المتحدثة باسم الشرطة ليلى منصور أن الجسر مغلق", "ليلى منصور"),
        ("قال وزير التعليم وجدي الحلبي إن الجسر مغلق", "وجدي الحلبي"),
        ("قال محمد شياع السامري في مؤتمر", "محمد شياع السامري"),
        ("سامر الحداد قال إن الجسر مغلق", "سامر الحداد"),
        ("قال سامر الحداد إن الجسر مغلق وأضاف الحداد أن المال متوفر", "سامر الحداد الحداد"),
    ],
)
def test_a_name_is_found_behind_a_verb_and_a_role(text, name):
    assert names_in(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "قال صياد عجوز إن البحر هائج",
        "قال وزير الصحة إن الجسر مغلق",
        "وقال مصدر أمني إن الجسر مغلق",
        "أعلن سامر الحداد إغلاق الجسر في المدينة",
        "يعيش كريم في المدينة",
    ],
)
def test_nothing_else_is_taken_for_a_name(text):
    assert names_in(text) == ""


def test_words_are_compared_without_vowel_signs_and_hamza():
    assert fold("مُحَمَّد") == "محمد"
    assert fold("إلى") == "الي"


def test_the_list_is_folded_as_tokens_are():
    text = FILE.read_text(encoding="utf-8")

    assert json.loads(text)
    assert text == fold(text)


def test_speaker_and_quote_are_slices_of_the_text():
    body = 'قالَ وزيرُ الصحةِ سامر الحدّاد إن "المستشفى لن يغلق هذا العام أبدًا".'
    (quote,) = find_quotes(Article(body=body, language="ar"))

    assert quote.span.of(body) == quote.text == "المستشفى لن يغلق هذا العام أبدًا"
    assert quote.speaker is not None
    assert quote.speaker.span.of(body) == quote.speaker.text
    assert quote.speaker_full == "سامر الحدّاد"
