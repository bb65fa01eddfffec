"""Writes summarizer/lexicon/stories/document_frequencies.tsv: in how many news texts each word occurs.

    .venv/bin/python tools/build_idf.py ../shared/stories/history/background_clean.jsonl

Only words and numbers are taken from the texts. A word that occurs in a single text is left out, like an unknown one.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from summarizer.stories.document_frequency import find_headline_terms, find_opening_terms

TARGET = Path(__file__).parents[1] / "summarizer" / "lexicon" / "stories/document_frequencies.tsv"
LEAST = 2
HEAD = """\
# In how many of so many English news texts (headline and first sixty words) a word, cut after eight letters, occurs.
# Counted by tools/build_idf.py over the grouping history (headlines and leads of the NeuS train part, Lee et al.,
# NAACL 2022, without the titles of the measuring sets); words that occur in one text only are left out.
# texts {texts}
"""


def main(source: str) -> None:
    """Count the words of a JSON-lines file of {"title", "text"} and write the table."""
    counts, texts = Counter[str](), 0
    with Path(source).open(encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            counts.update({*find_headline_terms(item["title"] or ""), *find_opening_terms(item["text"] or "")})
            texts += 1
    rows = sorted((-count, term) for term, count in counts.items() if count >= LEAST)
    body = "".join(f"{term}\t{-count}\n" for count, term in rows)
    TARGET.write_text(HEAD.format(texts=texts) + body, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
