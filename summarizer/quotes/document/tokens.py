"""The article as the attribution rules see it: words, punctuation, and each quote as one opaque token."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from summarizer.quotes.grammar.arabic_names import find_name_words, fold
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import FIRST_NAMES
from summarizer.quotes.spans.quotation_marks import QuoteSpan

_REST = r"[^\W_]*JOINED[’'‘]?"
"""What follows the first letter of a word."""

_PIECES = (
    r"(?P<gap>\n\s*)"
    r"|(?P<plain>(?<![\w@])[a-z]{2,}(?=[\s,]))"  # most words: found first, they cost least
    r"|(?P<initials>(?![a-z ])(?:(?:[^\W\d_a-z]\.){2,}|\b[^\W\d_a-z]\.(?=\s?[^\W\d_])))"
    r"|(?P<title>(?=[A-Zdp])\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|St|Prof|Jr|Sr|Capt|Rev|Hon|Adm|Cmdr|Maj|Mme|Sra|Dra|Sig|Dott"
    r"|dr|prof)\.)"
    r"|(?P<handle>(?<![\w@])@[^\W\dA-ZÀ-Þ](?:[\w.-]{0,80}\w)?)"
    r"|(?P<age>\d{1,3}[-‑][^\W\d_]+(?:[-‑][^\W\d_]+){0,3})"
    r"|(?P<number>\d+(?:[.,:]\d+){0,4}%?(?:[^\W\d_]{1,2}\b)?)"
    rf"|(?P<word>[^\W\d_]{_REST})"
    r"|(?P<mark>[^\w\s])"
)
# French and Italian glue small words on: "l’avocat", "dit-elle", "a-t-il". They are words of their own here.
_GLUED = (
    r"(?P<elision>\b(?i:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|un|all|dall|dell|nell|sull|quest|quell)[’'‘](?=[^\W\d_]))"
    r"|(?P<clitic>-(?:t-)?(?=(?:ils?|elles?|on|je)\b))|"
)
# What holds a word together; a dot does, "U.S.-led", unless a sentence begins behind it: "the mayor.Then".
_JOIN = r"(?:[’'‘\-‑&·]|\.(?![A-ZÀ-Þ][a-zß-ÿ’'])(?!(?<=[a-zß-ÿ]\.)(?:[A-ZÀ-Þ]{2}|\d)))[^\W_]+"
TOKEN = re.compile(_PIECES.replace("JOINED", f"(?:{_JOIN}){{0,5}}"))
GLUED_TOKEN = re.compile(_GLUED + _PIECES.replace("JOINED", rf"(?:(?!-(?:t-)?(?:ils?|elles?|on|je)\b){_JOIN}){{0,5}}"))
ARABIC_TOKEN = re.compile(_PIECES.replace(_REST, r"(?:[^\W_]|[\u064b-\u0652\u0670])*"))
"""Vowel signs are no letters, and hold no word together with a dot or a dash."""

ARABIC_ARTICLE = r"(?:al|el|as|ad|an|ar|ash|at|az|ul)-"
ARABIC_SURNAME = re.compile(ARABIC_ARTICLE + "[A-ZÀ-Þ]")
"""A name in small letters: "Omar al-Lind"."""

GLUED_OPENER = re.compile(
    r"(?P<before>[^\W\d_][^\W_]{0,40}[a-zß-ÿ]{3}|[A-ZÀ-Þ]{2,6})(?P<opener>[A-ZÀ-Þ][a-zß-ÿ]{0,7}(?:[’'‘](?=\w))?)"
)
"""A sentence that begins without a space: "négociablesLe député", "LRLes Français"."""

LAST_KINDS = ".!?…؟"
INITIALS = re.compile(r"(?:[^\W\d_a-z]\.){2,}")
LEAST_SENTENCE = 5
PLACEHOLDER = "\ufffc"  # Unicode: OBJECT REPLACEMENT CHARACTER; the text of a quote token


class TokenKind(StrEnum):
    """What a token is. The learned weights have the values of QUOTE and GAP in the names of features."""

    QUOTE = "Q"
    WORD = "w"
    CAPITAL = "C"
    NUMBER = "d"
    MARK = "p"
    GAP = "N"


# Loops over tokens read these names: on Python 3.11 the attribute of an enum costs ten times as much.
QUOTE, WORD, CAPITAL = TokenKind.QUOTE, TokenKind.WORD, TokenKind.CAPITAL
NUMBER, MARK, GAP = TokenKind.NUMBER, TokenKind.MARK, TokenKind.GAP

KINDS = {"gap": GAP, "number": NUMBER, "mark": MARK, "age": WORD, "handle": CAPITAL, "plain": WORD}
"""Of the pieces that are no words."""


class Token(NamedTuple):
    """A word, mark, gap or quote, and its place in the body. `quote` is the quote's number, else -1."""

    text: str
    lower: str
    start: int
    end: int
    kind: TokenKind
    quote: int = -1


@dataclass(frozen=True, slots=True)
class TokenizedArticle:
    """Tokens with their sentences and paragraphs.

    Attributes:
        tokens: all tokens in document order.
        sentence_of: number of the sentence each token is in.
        bounds: first and last (exclusive) token of each sentence.
        paragraph_of: number of the paragraph each token is in.
        quote_at: token index of each quote.
        small: the words printed without a capital.
    """

    tokens: Sequence[Token]
    sentence_of: Sequence[int]
    bounds: Sequence[tuple[int, int]]
    paragraph_of: Sequence[int]
    quote_at: Sequence[int]
    small: frozenset[str]


def tokenize(body: str, marked: Sequence[QuoteSpan], lexicon: LanguageLexicon) -> TokenizedArticle:
    """The tokens of a body whose quotes are `marked`."""
    pattern = GLUED_TOKEN if lexicon.traits.elides_small_words else TOKEN
    if lexicon.traits.lacks_capitals:
        tokens = _mark_names(_tokens(body, marked, ARABIC_TOKEN), lexicon)
    else:
        tokens = tuple(split_glued(_tokens(body, marked, pattern), lexicon))
    sentence_of, bounds = _sentences(body, tokens, lexicon)
    paragraph, paragraph_of = 0, []
    for token in tokens:
        paragraph_of.append(paragraph)
        paragraph += token.kind == GAP
    quote_at = [index for index, token in enumerate(tokens) if token.kind == QUOTE]
    small = frozenset([token.lower for token in tokens if token.kind is WORD])
    return TokenizedArticle(tokens, sentence_of, bounds, paragraph_of, quote_at, small)


def _tokens(body: str, marked: Sequence[QuoteSpan], pattern: re.Pattern[str]) -> Iterator[Token]:
    position = 0
    for number, piece in enumerate(marked):
        yield from _plain_tokens(body, position, piece.outer_start, pattern)
        yield Token(PLACEHOLDER, PLACEHOLDER, piece.outer_start, piece.outer_end, QUOTE, number)
        position = piece.outer_end
    yield from _plain_tokens(body, position, len(body), pattern)


def split_glued(tokens: Iterable[Token], lexicon: LanguageLexicon) -> Iterator[Token]:
    """The tokens, with two for a word onto which a sentence's first word is glued: "négociablesLe"."""
    elides = lexicon.traits.elides_small_words  # elsewhere a capital may be glued to another: "LinkedIn"
    for token in tokens:
        is_mixed = token.kind == WORD and token.text != token.lower
        if is_mixed or (elides and token.kind == CAPITAL and not token.text[1:].islower()):
            yield from _split_one(token, lexicon)
        else:
            yield token


def _split_one(token: Token, lexicon: LanguageLexicon) -> Iterator[Token]:
    match = GLUED_OPENER.match(token.text)
    opener = match["opener"].lower().replace("’", "'").replace("‘", "'") if match else ""
    is_whole = match is not None and (match.end() == len(token.text) or opener.endswith("'"))
    if match is None or not is_whole or opener not in lexicon.starters or opener in FIRST_NAMES:
        yield token
        return
    at = token.start + match.start("opener")
    yield Token(match["before"], match["before"].lower(), token.start, at, token.kind)
    if match.end() < len(token.text):
        yield Token(match["opener"], opener, at, token.start + match.end(), CAPITAL)
        at = token.start + match.end()
    rest = token.text[at - token.start :]
    kind = WORD if rest[0].islower() else CAPITAL
    yield Token(rest, rest.lower().replace("’", "'").replace("‘", "'"), at, token.end, kind)


def _plain_tokens(body: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[Token]:
    new_token = tuple.__new__  # one call less for each word than Token(…)
    has_curly = "’" in body or "‘" in body
    for match in pattern.finditer(body, start, end):
        group = match.lastgroup or "word"
        if group == "clitic":
            continue
        text = match.group()
        lower = text.lower()
        if has_curly:
            lower = lower.replace("’", "'").replace("‘", "'")
        kind = KINDS.get(group) or _kind_of_word(text, lower)
        yield new_token(Token, (text, lower, match.start(), match.end(), kind, -1))


def _kind_of_word(text: str, lower: str) -> TokenKind:
    """Whether a word begins with a capital, or is an Arabic surname."""
    if text[0] != lower[0] and not text[0].islower():
        return CAPITAL
    return CAPITAL if "-" in text and ARABIC_SURNAME.match(text) else WORD


def _mark_names(tokens: Iterator[Token], lexicon: LanguageLexicon) -> tuple[Token, ...]:
    """The tokens with folded words; those of names are of the kind of words with a capital."""
    folded = tuple(token._replace(lower=fold(token.lower)) for token in tokens)
    names = find_name_words([token.lower if token.kind in (WORD, CAPITAL) else "" for token in folded], lexicon)
    return tuple(token._replace(kind=CAPITAL) if index in names else token for index, token in enumerate(folded))


def _sentences(body: str, tokens: Sequence[Token], lexicon: LanguageLexicon) -> tuple[list[int], list[tuple[int, int]]]:
    sentence_of: list[int] = []
    bounds: list[tuple[int, int]] = []
    first = 0
    for index, token in enumerate(tokens):
        sentence_of.append(len(bounds))
        if _is_inside(token, tokens[index + 1 : index + 2]):
            continue
        if _ends_sentence(body, tokens, index, lexicon):
            bounds.append((first, index + 1))
            first = index + 1
    if first < len(tokens):
        bounds.append((first, len(tokens)))
    return sentence_of, bounds


def _is_inside(token: Token, following: Sequence[Token]) -> bool:
    """Whether the token is a word with a space behind it, which ends no sentence: most tokens are."""
    return token.kind is WORD and token.text[-1] != "." and bool(following) and following[0].start > token.end


def _ends_sentence(body: str, tokens: Sequence[Token], index: int, lexicon: LanguageLexicon) -> bool:
    token = tokens[index]
    if token.kind == GAP:
        return True
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None or following.kind == GAP:
        return False  # the gap ends it
    if following.start == token.end and following.kind == CAPITAL and token.kind in (WORD, CAPITAL):
        return following.lower in lexicon.starters and not token.text.endswith(".")
    if following.kind == QUOTE and INITIALS.fullmatch(token.text):
        return _is_whole_sentence(body[following.start : following.end])
    if token.kind == MARK and token.text in LAST_KINDS and lexicon.traits.lacks_capitals:
        return True
    if token.kind == MARK and token.text in LAST_KINDS:
        return following.kind in (CAPITAL, QUOTE, NUMBER) or following.text in "([-–—•"
    if token.kind != QUOTE or following.kind not in (CAPITAL, QUOTE):
        return False
    last = body[token.start : token.end].rstrip("“”\"'’‘«»„ \u00a0\u202f")[-1:]
    if last not in LAST_KINDS or last == "":
        return False
    if following.kind == QUOTE:
        return True
    return last == "." or not _cue_within(tokens, index + 1, lexicon)


def _is_whole_sentence(quoted: str) -> bool:
    """Whether a quote is likely a sentence of its own, so that another ended before it: "in the U.S. “…”"."""
    opening = next((sign for sign in quoted if sign.isalnum()), "")
    return opening.isupper() and len(quoted.split()) >= LEAST_SENTENCE


def _cue_within(tokens: Sequence[Token], index: int, lexicon: LanguageLexicon) -> bool:
    """Whether a speech verb follows within a few words, as in `"Ready?" Ana Lind asked.`."""
    for token in tokens[index : index + 6]:
        if token.lower in lexicon.speech_verbs:
            return True
        if token.kind in (GAP, QUOTE) or token.text in LAST_KINDS:
            return False
    return False
