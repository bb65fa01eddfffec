"""Not one article of the measuring data is refused for what it is: a wrong refusal costs more than junk that is read."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from summarizer.errors import NoArticleError
from summarizer.no_story.text_check import check_story
from summarizer.paste.read_text import read_text

SHORTEST = 40
"""Characters; the sets of headlines have texts of a word or two."""

pytestmark = pytest.mark.shared


def read_texts(shared: Path) -> Iterator[tuple[str, str]]:
    """The name and the text of every article of the dev parts, and of the pasted pages."""
    files = [
        shared / "editor/dev.jsonl",
        shared / "pages/dev/expected.jsonl",
        shared / "pages/paste_dev/expected.jsonl",
    ]
    files += [
        file for part in ("quotes", "summaries", "stories") for file in sorted((shared / part / "dev").glob("*.jsonl"))
    ]
    for file in files:
        for line in file.read_text("utf-8").strip().split("\n"):
            row = json.loads(line)
            text = row.get("pasted") or row.get("body_text") or row.get("text") or ""
            if len(text) >= SHORTEST:
                yield f"{file.stem}/{row.get('id')}", text


def find_refused(shared: Path, *, every: int) -> tuple[int, dict[str, str]]:
    """How many texts were read, one in so many, and which of them were refused as what."""
    count, refused = 0, {}
    for name, text in islice(read_texts(shared), 0, None, every):
        count += 1
        try:
            check_story(text)
            read_text(text)
        except NoArticleError as error:
            refused[name] = error.code
    return count, refused


def test_no_article_of_a_sample_of_the_measuring_data_is_refused_as_no_story(shared: Path):
    count, refused = find_refused(shared, every=10)

    assert refused == {}
    assert count > 400


@pytest.mark.slow
def test_no_article_of_the_measuring_data_is_refused_as_no_story(shared: Path):
    count, refused = find_refused(shared, every=1)

    assert refused == {}
    assert count > 4_000
