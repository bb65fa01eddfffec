"""Where a spot stands in its sentence: what is beside it, and which verbs it is the subject of."""

from collections.abc import Iterator

from summarizer.quotes.document.mentions import Spot
from summarizer.quotes.document.quote_context import Scene
from summarizer.quotes.document.tokens import GAP, MARK, NUMBER, QUOTE

JOINING = frozenset(["and", "but", "or", "nor", "yet"])
RELATIVE = frozenset(["who", "which", "whom", "whose"])
HELPERS = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "should",
        "shall",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
        "hasn't",
        "haven't",
        "hadn't",
        "don't",
        "doesn't",
        "didn't",
        "won't",
        "wouldn't",
        "can't",
        "couldn't",
        "shouldn't",
    ]
)
TIES = frozenset(["of", "by", "with", "for"])
FINITE = frozenset(["S", "K", "is", "ed", "ly"])
OPENS_CLAUSE = frozenset(["S", "I", "K", "that", "n", ",", "who", "if", "x", "9", "s", "Q", "-"])
LONGEST = 150  # tokens of a sentence that are read


def sign_before(scene: Scene, spot: Spot) -> str:
    """The sign of the token in front of a spot; "^" where the sentence begins."""
    begins = scene.layout.bounds[scene.layout.sentence_of[spot.first]][0]
    return "^" if spot.first <= begins else sign_of(scene, spot.first - 1)


def sign_of(scene: Scene, index: int) -> str:
    """What a token is to its neighbours, in short: S, I, K verbs of saying, n a spot, "that", "of", "ed", a mark."""
    tokens = scene.layout.tokens
    if index >= len(tokens):
        return "^"
    token = tokens[index]
    if token.kind in (GAP, QUOTE):
        return "^" if token.kind == GAP else "Q"
    if scene.cue[index]:
        return scene.cue[index]
    if token.kind == MARK:
        return _sign_of_mark(token.text)
    return _sign_of_word(scene, index, token.lower)


def _sign_of_mark(text: str) -> str:
    if text in ",:;()":
        return text
    if text in "–—-":
        return "-"
    return "." if text in ".!?…" else "m"


def _sign_of_word(scene: Scene, index: int, word: str) -> str:
    if word in RELATIVE:
        return "who"
    if scene.spot_at[index] >= 0:
        return "n"
    if word in ("to", "that"):
        return word
    if word in HELPERS:
        return "is"
    if word in JOINING:
        return "and"
    words = scene.words
    if word in words.prepositions:
        return "of" if word in TIES else "in"
    if word in words.conjunctions:
        return "if"
    if word in words.adverbs or word.endswith("ly"):
        return "ly"
    if scene.layout.tokens[index].kind == NUMBER:
        return "9"
    return next((ending for ending in ("ed", "ing", "s") if word.endswith(ending)), "x")


def find_subjects(scene: Scene, sentence: int) -> dict[int, int]:
    """For each verb of saying in a sentence (token index), the spot that is its subject; -1 where none is in sight."""
    if sentence not in scene.subjects:
        scene.subjects[sentence] = _read_clauses(scene, sentence)
    return scene.subjects[sentence]


def _read_clauses(scene: Scene, sentence: int) -> dict[int, int]:
    reader = _ClauseReader(scene)
    first, last = scene.layout.bounds[sentence]
    index = first
    last = min(last, first + LONGEST)
    while index < last:
        number = scene.spot_at[index]
        if number >= 0:
            reader.read_spot(number)
            index = scene.spots[number].last
        else:
            reader.read_sign(index, sign_of(scene, index))
            index += 1
    return reader.subjects


class _ClauseReader:
    """Reads a sentence from left to right and keeps in mind whose clause it is in. No grammar, but often right."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.subjects: dict[int, int] = {}
        self.main = -1
        self.clause = -1
        self.outer: list[int] = []
        self.expects_subject = True

    def read_spot(self, number: int) -> None:
        spot = self.scene.spots[number]
        before = sign_before(self.scene, spot)
        if self.scene.is_relative(number):
            self._enter(number)
        elif spot.is_possessive or (before in ("of", "in") or (before == "to" and not self.expects_subject)):
            return
        elif self.expects_subject:
            self.clause, self.expects_subject = number, False
            self.main = number if self.main < 0 else self.main
        elif before in OPENS_CLAUSE and sign_of(self.scene, spot.last) in (*FINITE, "s"):
            self._enter(number)

    def _enter(self, number: int) -> None:
        self.outer.append(self.clause)
        self.clause, self.expects_subject = number, False

    def read_sign(self, index: int, sign: str) -> None:
        if sign in ("S", "K"):
            self.subjects[index] = self.clause
            self.expects_subject = False
        elif sign == "I":  # "…, calling it a farce": the subject of the whole sentence does
            self.subjects[index] = self.main if self.main >= 0 else self.clause
        elif sign in ("that", "if"):
            self.outer.append(self.clause)
            self.expects_subject = True
        elif sign in (".", ";"):
            self.expects_subject = True
        elif sign in ("and", ","):
            self._read_join(sign, sign_of(self.scene, index + 1))

    def _read_join(self, sign: str, following: str) -> None:
        if sign == "and":
            self.expects_subject = following not in (*FINITE, "I")
        elif self.outer and following in FINITE:  # "Lind, who was there, said": back in the outer clause
            self.clause = next((spot for spot in self.outer if spot >= 0), self.clause)
            self.outer = []


def spots_between(scene: Scene, first: int, last: int) -> Iterator[int]:
    """The spots between two tokens, each once."""
    index = first
    while index < last:
        number = scene.spot_at[index]
        if number >= 0:
            yield number
            index = scene.spots[number].last
        else:
            index += 1
