"""Writes summarizer/lexicon/stories/document_frequencies.tsv: in how many news texts each word occurs.

And beside it lower_case_words.txt: which of them are written small, and so are no names.

    .venv/bin/python tools/build_idf.py ../shared/stories/history/background_clean.jsonl

Only words and numbers are taken from the texts. A word that occurs in a single text is left out, like an unknown one.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from summarizer.model import Article
from summarizer.stories.document_frequency import cut_term, find_headline_terms, find_opening_terms
from summarizer.stories.pair_evidence.names import LOWER_CASE_LEAST, read_case
from summarizer.text.words import LISTED_LANGUAGES, stop_words

TARGET = Path(__file__).parents[1] / "summarizer" / "lexicon" / "stories/document_frequencies.tsv"
SMALL_TARGET = TARGET.with_name("lower_case_words.txt")
LEAST = 2
HEAD = """\
# In how many of so many English news texts (headline and first sixty words) a word, cut after eight letters, occurs.
# Counted by tools/build_idf.py over the grouping history (headlines and leads of the NeuS train part, Lee et al.,
# NAACL 2022, without the titles of the measuring sets); words that occur in one text only are left out.
# texts {texts}
"""


SMALL_HEAD = """\
# Words, cut after eight letters, that past news or a list of stop words writes small: with a capital they are no names.
# Counted by tools/build_idf.py over the same texts as document_frequencies.tsv.
"""


def main(source: str) -> None:
    """Count the words of a JSON-lines file of {"title", "text"} and write the tables."""
    with Path(source).open(encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    counts = Counter[str]()
    for item in items:
        counts.update({*find_headline_terms(item["title"] or ""), *find_opening_terms(item["text"] or "")})
    rows = sorted((-count, term) for term, count in counts.items() if count >= LEAST)
    body = "".join(f"{term}\t{-count}\n" for count, term in rows)
    TARGET.write_text(HEAD.format(texts=len(items)) + body, "utf-8")
    small = find_small([Article(item["text"] or "", headline=item["title"]) for item in items])
    SMALL_TARGET.write_text(SMALL_HEAD + "".join(f"{term}\n" for term in sorted(small)), "utf-8")


def find_small(articles: list[Article]) -> set[str]:
    """Return terms that enough of these articles write small, and all stop words."""
    small, capital = Counter[str](), Counter[str]()
    for article in articles:
        case = read_case(article)
        small.update(case.small)
        capital.update(case.capital)
    often = {
        term
        for term, count in small.items()
        if count >= LEAST and count > LOWER_CASE_LEAST * (count + capital[term]) and not term[:1].isdigit()
    }
    return often | {cut_term(word) for language in LISTED_LANGUAGES for word in stop_words(language)}


if __name__ == "__main__":
    main(sys.argv[1])
