import pytest

from summarizer.paste.markdown import plain_markdown
from tests.alarm import alarm

PIER = "https://gazette.example/pier"


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        ("# Pier reopens #\n\nIt **did**.", "Pier reopens\n\nIt did."),
        ("Pier reopens\n============\n\nIt did.", "Pier reopens\n\nIt did."),
        ("said **Maren Holt**, the *mayor*, _today_", "said Maren Holt, the mayor, today"),
        ("- one\n* two\n1. three\n> > four", "one\ntwo\nthree\nfour"),
        ("one\n\n---\n\n* * *\n\ntwo", "one\n\ntwo"),
        ("---\ntitle: Pier\nauthor: Ines\n---\nIt reopened.", "It reopened."),
        ("It cost ~~3~~ `4` million <!-- check -->", "It cost 3 4 million"),
        (f"![the pier]({PIER}.jpg) see [the **story**]({PIER})", "the pier see the story"),
        ("2 * 3 * 4 and snake_case_name and 5\\*", "2 * 3 * 4 and snake_case_name and 5*"),
        ("```\ncode\n```\r\nend", "code\n\nend"),
    ],
)
def test_markdown_is_read_as_its_reader_sees_it(markdown, seen):
    assert plain_markdown(markdown) == seen


@pytest.mark.parametrize("part", ["*", "_a", "[", "![](", "- ", "#", "---\n", "<!--", "`", "\\", "* ", "= "])
def test_a01_markdown_of_one_thing_over_and_over_is_read_at_once(part):
    with alarm():
        plain_markdown((part * 40_000)[:100_000])
