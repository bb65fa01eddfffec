import pytest

from summarizer.form import asks_or_announces, has_end_mark, is_balanced, is_boilerplate, is_bracketed, points_back


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("He left at noon.", "en"),
        ("“It happens every day,” she said.", "en"),
        ("It’s the third time.", "en"),
        ("However, the bridge stayed shut.", "en"),
        ("In addition, two boats sank.", "en"),
        ("Er kam zu spät.", "de"),
        ("Das ist neu.", "de"),
        ("Elle est partie.", "fr"),
        ("Sin embargo, nadie vino.", "es"),
    ],
)
def test_pronouns_and_connectives_point_back(text, language):
    assert points_back(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ferry left at noon.", "en"),
        ("One in five boats is late.", "en"),
        ("Although rain fell, the ferry left.", "en"),
        ("Das Boot ist neu.", "de"),
        ("He left.", "xx"),
    ],
)
def test_other_openings_do_not_point_back(text, language):
    assert not points_back(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "Read more about the ferry.",
        "© 2026 Harbour Gazette",
        "Foto: Ana Vesper",
        "You can find the full list here.",
        "Write to ana@gazette.example today.",
    ],
)
def test_the_site_speaking_is_boilerplate(text):
    assert is_boilerplate(text)


def test_a_story_about_reading_is_not_boilerplate():
    assert not is_boilerplate("Children in Port Ellery read 3,000 books this summer, the library said.")


def test_questions_and_announcements_promise_something_elsewhere():
    assert asks_or_announces("Who paid for it?")
    assert asks_or_announces("The list in full:")
    assert not asks_or_announces("“Who paid?” he asked.")
    assert not asks_or_announces("he said.?")  # a quote mark lost in a bad conversion


def test_end_marks_quotes_and_brackets_are_seen():
    assert has_end_mark("She said no.”")
    assert not has_end_mark("What happens next")
    assert is_balanced("„Nein“, sagte sie.")
    assert not is_balanced("“No, she said.")
    assert is_bracketed("[The editors add this.]")
