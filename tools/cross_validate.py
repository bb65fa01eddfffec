r"""Cross-validate the quotes: read each labelled article with weights that were learned without its outlet.

    .venv/bin/python -m tools.cross_validate ../shared OUT.jsonl [--input IN.jsonl] [--figures]

Five folds by outlet over all articles that editors read (editor/train, train2, train3, dev); PolNeAR's train part is in
every training part. Writes a line of `nutgraf batch` for each article, which ../shared/editor/shown.py, score.py and
name_swap.py --score read. `--input` names other lines instead, such as those of `name_swap.py --write`: each is read by
the fold of the article it was made from (its id up to "#"). The confidence of a fold is learned from what the other
folds' models found in articles they had not seen.
"""

import argparse
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.cli.json_records import digest_record
from summarizer.digest import LENGTHS, digest
from summarizer.errors import SummarizerError
from summarizer.paste.read_text import take_clean
from summarizer.quotes import find_quotes
from summarizer.quotes.attribution.attribute import Models
from summarizer.quotes.key_quotes.pick import pick_quotes
from summarizer.quotes.softmax import Weights
from tools.rows import Row, read_rows, write_rows
from tools.training.labelled import LabelledArticle, read_editors, read_polnear, read_renamed
from tools.training.train import Corpus, Fold, found_in, learn_confidence, learn_picking, train_folds

FOLDS = 5


def main() -> None:
    """Learn five times, read each article with weights that do not know its outlet, write the lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--input", type=Path, nargs="*", default=[], help="other lines; written to OUT.0.jsonl, OUT.1…")
    arguments = parser.parse_args()
    corpus = read_corpus(arguments.shared)
    readers = learn_readers(corpus, train_folds(corpus))
    own = [{"id": each.row["id"], "text": each.row["text"], "title": each.row["title"]} for each, _ in corpus.editors]
    write_rows(arguments.out, read_unseen(corpus, readers, own))
    for number, source in enumerate(arguments.input):
        write_rows(arguments.out.with_suffix(f".{number}.jsonl"), read_unseen(corpus, readers, read_rows(source)))


def read_unseen(corpus: Corpus, readers: Mapping[int, "FoldReader"], rows: Iterable[Row]) -> Iterator[Row]:
    """Each line read by the fold that does not know its outlet."""
    fold_of = {each.row["id"]: fold for each, fold in corpus.editors}
    return (readers[fold_of[row["id"].split("#")[0]]].read(row) for row in rows)


def read_corpus(shared: Path) -> Corpus:
    """All labelled articles in folds by outlet."""
    return Corpus(*(_in_folds(read(shared)) for read in (read_editors, read_renamed, read_polnear)))


def _in_folds(articles: Sequence[LabelledArticle]) -> list[tuple[LabelledArticle, int]]:
    return [(each, fold_of_outlet(each.outlet)) for each in articles]


def fold_of_outlet(outlet: str) -> int:
    """The fold of all articles of one outlet."""
    return int(hashlib.sha256(outlet.encode()).hexdigest(), 16) % FOLDS


class FoldReader:
    """Reads articles with the weights of one fold."""

    def __init__(self, models: Models, confidence: Weights, picking: Weights) -> None:
        self.models = models
        self.confidence = confidence
        self.picking = picking

    def read(self, row: Row) -> Row:
        """The line that `nutgraf batch` would write."""
        article = take_clean(row["text"], headline=row.get("title") or None)
        try:
            shown = digest(article)
        except SummarizerError as error:
            return {"id": row["id"], "error": {"code": error.code}}
        quotes = find_quotes(article, self.models, self.confidence)
        limit = LENGTHS["medium"][1]
        picked = pick_quotes(article, quotes, shown.sentences, limit=limit, weights=self.picking)
        return {"id": row["id"], **digest_record(replace(shown, quotes=picked), quotes)}


def learn_readers(corpus: Corpus, folds: Sequence[Fold]) -> dict[int, FoldReader]:
    """For each fold, a reader that has learned from all the others."""
    return {fold.number: _learn_reader(corpus, folds, fold) for fold in folds}


def _learn_reader(corpus: Corpus, folds: Sequence[Fold], fold: Fold) -> FoldReader:
    found = found_in(corpus, folds, without=fold.number)
    confidence = learn_confidence(found)
    editors = [(each, best) for each, best in found if each.source != "renamed"]
    return FoldReader(fold.models, confidence, learn_picking(editors, confidence))


if __name__ == "__main__":
    main()
