"""The seed article, read from the measuring data: who says what, and what is no quotation."""

from pathlib import Path

import pytest

from summarizer import Article, digest, find_quotes, read_text
from summarizer.quotes.key_quotes.pick import pick_quotes

pytestmark = pytest.mark.shared


@pytest.fixture
def seed(shared: Path) -> Article:
    return read_text((shared / "seed" / "afp-mattis.txt").read_text("utf-8"))


def test_every_quote_of_the_seed_has_its_speaker_in_full_with_the_role(seed: Article):
    quotes = find_quotes(seed)
    spoken = [(quote.speaker_full, quote.role) for quote in quotes]
    american, russian = ("James Mattis", "Pentagon chief"), ("Sergei Shoigu", "Russian Defence Minister")
    assert spoken == [american, russian, *[american] * 6]


def test_what_is_no_quotation_is_not_told(seed: Article):
    texts = [quote.text for quote in find_quotes(seed)]
    assert not any("Vanya" in text for text in texts)
    assert sum(text.casefold() == "rock solid" for text in texts) == 1  # said once in the text; the sub-head is none
    assert len(set(texts)) == len(texts)


def test_the_key_quotes_of_the_seed_are_the_refusal_the_condition_and_the_other_side(seed: Article):
    picked = pick_quotes(seed, find_quotes(seed), (), limit=3)
    lengths = [(quote.speaker_full, len(quote.text.split())) for quote in picked]
    assert lengths == [("James Mattis", 30), ("Sergei Shoigu", 7), ("James Mattis", 23)]
    assert all(quote.role for quote in picked)


def test_the_digest_of_the_seed_hears_both_sides_and_says_nothing_twice(seed: Article):
    shown = digest(seed)
    voices = {quote.speaker_full for quote in shown.quotes}
    assert voices == {"James Mattis"}
    assert len(shown.quotes) == 2
    other_side = next(sentence for sentence in shown.sentences if "Sergei Shoigu" in sentence.text)
    assert "ready to restore cooperation" in other_side.text  # so it is not lifted out of there again
    assert not any(sentence.span.overlaps(quote.span) for sentence in shown.sentences for quote in shown.quotes)
