"""Hashes of many digests, on any Python: python -m tests.quality.same_digests [--write | --shared FOLDER | --messages FOLDER]

Prints one hash for each article, over the places, scores and reasons of the sentences that are chosen. `--write` keeps those
of the composed articles as what every Python and numpy must come to. `--messages` prints one line for each article of the
measuring data, over whole digests, speakers among them, and the messages made of them: before and after a change that must
change nothing, the output is the same.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from bot.slack.rendering.digest_details import all_quotes, as_text, why_these
from bot.slack.rendering.digest_messages import private_digest, shared_digest, single_digest
from summarizer import digest
from summarizer.errors import SummarizerError
from summarizer.model import Article
from summarizer.paste.read_text import take_clean
from summarizer.quotes import find_speech
from summarizer.ranking import rank
from summarizer.selection.select_sentences import select
from summarizer.text.sentences import split_sentences
from tests.quality.composed_news import compose

EXPECTED = Path(__file__).with_name("same_digests.json")
LENGTHS = (2, 3, 6)


def hash_composed() -> list[str]:
    """One hash for each composed article."""
    return hash_all(Article(body=each.text, headline=each.headline, language=each.language) for each in compose())


def hash_shared(shared: Path) -> list[str]:
    """One hash for each of 200 articles of the measuring data."""
    rows = []
    for name in ("orangesum", "cnndm"):
        lines = (shared / f"summaries/dev/{name}.jsonl").read_text("utf-8").splitlines()
        rows += [json.loads(line) for line in lines[:100]]
    return hash_all(take_clean(row["text"], headline=row.get("title")) for row in rows)


def hash_messages(shared: Path) -> Iterator[str]:
    """`SET/ID HASH` of every article of the dev parts, in order."""
    files = [shared / "editor/dev.jsonl", *sorted((shared / "quotes/dev").glob("*.jsonl"))]
    files += sorted((shared / "summaries/dev").glob("*.jsonl"))
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            article = take_clean(row["text"], headline=row.get("title"))
            described = "\n".join(_describe_messages(article, length) for length in ("medium", "long"))
            yield f"{file.stem}/{row['id']} {hashlib.sha256(described.encode()).hexdigest()[:12]}"


def _describe_messages(article: Article, length: str) -> str:
    """A digest, and everything that Slack shows of it; or why there is none."""
    try:
        found = digest(article, length=length)
    except SummarizerError as error:
        return repr(error)
    parent, thread = shared_digest(found, user_id="U1")
    shown = [*single_digest(found, digest_id="d1"), *private_digest(found, digest_id="d1"), parent, *thread]
    shown += [*all_quotes(found), why_these(found), as_text(found)]
    values = [sentence.span for sentence in found.sentences], [asdict(quote) for quote in found.quotes]
    return repr((values, found.method)) + json.dumps([asdict(message) for message in shown], sort_keys=True)


def hash_all(articles: Iterable[Article]) -> list[str]:
    """One hash for each article, over its digests of every length."""
    return [hashlib.sha256(_describe(article).encode()).hexdigest()[:12] for article in articles]


def _describe(article: Article) -> str:
    """All there is to compare."""
    ranked = rank(article, split_sentences(article))
    is_speech = find_speech(article).hides
    return repr(
        [
            (sentence.span.start, sentence.span.end, sentence.score, sentence.reasons)
            for length in LENGTHS
            for sentence in select(article, ranked, budget=length, is_speech=is_speech)
        ]
    )


def main() -> None:
    """Print the hashes, or keep them."""
    if sys.argv[1:2] == ["--write"]:
        EXPECTED.write_text(json.dumps(hash_composed(), indent=0) + "\n", "utf-8")
    elif sys.argv[1:2] == ["--messages"]:
        for line in hash_messages(Path(sys.argv[2])):
            print(line)
    else:
        print(json.dumps(hash_shared(Path(sys.argv[2])) if sys.argv[1:2] == ["--shared"] else hash_composed()))


if __name__ == "__main__":
    main()
