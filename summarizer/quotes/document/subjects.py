"""The place of a mention in its sentence: what is beside it, and which verbs it is the subject of."""

from collections.abc import Iterator

from summarizer.quotes.document.mentions import PRONOUN, EntityMention
from summarizer.quotes.document.quote_context import CueKind, QuoteContext
from summarizer.quotes.document.tokens import GAP, MARK, NUMBER, QUOTE, WORD
from summarizer.quotes.grammar.romance_words import HELPING
from summarizer.quotes.grammar.word_lists import all_words, short_list

JOINING = short_list("en", "joining")
RELATIVE = short_list("en", "relative")
HELPERS = short_list("en", "helpers")
TIES = short_list("en", "tying")
FINITE = frozenset([CueKind.SPEECH, CueKind.WEAK, "is", "ed", "ly"])
OPENS_CLAUSE = frozenset(
    [CueKind.SPEECH, CueKind.PARTICIPLE, CueKind.WEAK, "that", "n", ",", "who", "if", "x", "9", "s", "Q", "-"]
)
DEMANDING = short_list("en", "demanding")
ROMANCE = ("fr", "es", "it", "pt")
ROMANCE_PASSIVES = frozenset().union(*(short_list(language, "passives") for language in ROMANCE))
ROMANCE_BY = frozenset().union(*(short_list(language, "by") for language in ROMANCE))
BEEN = all_words("been")
BETWEEN_PASSIVE = frozenset(["n", "x", "of", "in", "to", "s", "9", "ing"])
PASSIVES = short_list("en", "passives")
GENITIVE_ARTICLES = short_list("de", "genitive_articles")
TO_BE = short_list("en", "to_be")
MOST_BEFORE_VERB = 6  # tokens between a subject and its verb
MOST_BESIDE = 2  # tokens between "to" and the quote: "to stop the"
MOST_IN_PASSIVE = 12  # tokens between the participle and the quote
LONGEST = 150  # tokens of a sentence that are read


def sign_before(context: QuoteContext, mention: EntityMention) -> str:
    """The sign of the token in front of a mention; "^" where the sentence begins."""
    begins = context.tokenized.bounds[context.tokenized.sentence_of[mention.first]][0]
    return "^" if mention.first <= begins else sign_of(context, mention.first - 1)


def sign_of(context: QuoteContext, index: int) -> str:
    """What a token is to its neighbours, in short: S, I, K speech verbs, n a mention, "that", "of", "ed", a mark."""
    tokens = context.tokenized.tokens
    if index >= len(tokens):
        return "^"
    token = tokens[index]
    if token.kind in (GAP, QUOTE):
        return "^" if token.kind == GAP else "Q"
    if context.cue[index]:
        return context.cue[index]
    if token.kind == MARK:
        return _sign_of_mark(token.text)
    return _sign_of_word(context, index, token.lower)


def _sign_of_mark(text: str) -> str:
    if text in ",:;()":
        return text
    if text in "–—-":
        return "-"
    return "." if text in ".!?…" else "m"


def _sign_of_word(context: QuoteContext, index: int, word: str) -> str:
    if word in RELATIVE:
        return "who"
    if context.mention_at[index] >= 0:
        return "n"
    if word in ("to", "that"):
        return word
    if word in HELPERS:
        return "is"
    if word in JOINING:
        return "and"
    words = context.lexicon
    if word in words.prepositions:
        return "of" if word in TIES else "in"
    if word in words.conjunctions:
        return "if"
    if word in words.adverbs or word.endswith("ly"):
        return "ly"
    if context.tokenized.tokens[index].kind == NUMBER:
        return "9"
    return next((ending for ending in ("ed", "ing", "s") if word.endswith(ending)), "x")


def find_subjects(context: QuoteContext, sentence: int) -> dict[int, int]:
    """For each speech verb in a sentence (token index), the mention that is its subject; -1 for none."""
    if sentence not in context.subjects:
        context.subjects[sentence] = _read_clauses(context, sentence)
    return context.subjects[sentence]


def _read_clauses(context: QuoteContext, sentence: int) -> dict[int, int]:
    reader = _ClauseReader(context)
    first, last = context.tokenized.bounds[sentence]
    index = first
    last = min(last, first + LONGEST)
    while index < last:
        number = context.mention_at[index]
        if number >= 0:
            reader.read_mention(number)
            index = context.mentions[number].last
        else:
            reader.read_sign(index, sign_of(context, index))
            index += 1
    return reader.subjects


class _ClauseReader:
    """Reads a sentence from left to right and tracks the subject of the clause. No parser, but often right."""

    def __init__(self, context: QuoteContext) -> None:
        self.context = context
        self.subjects: dict[int, int] = {}
        self.main = -1
        self.clause = -1
        self.outer: list[int] = []
        self.expects_subject = True

    def read_mention(self, number: int) -> None:
        mention = self.context.mentions[number]
        before = sign_before(self.context, mention)
        if self.context.is_relative(number):
            self._enter(number)
        elif mention.is_possessive or (before in ("of", "in") or (before == "to" and not self.expects_subject)):
            return
        elif self.expects_subject:
            self.clause, self.expects_subject = number, False
            self.main = number if self.main < 0 else self.main
        elif before in OPENS_CLAUSE and sign_of(self.context, mention.last) in (*FINITE, "s"):
            self._enter(number)

    def _enter(self, number: int) -> None:
        self.outer.append(self.clause)
        self.clause, self.expects_subject = number, False

    def read_sign(self, index: int, sign: str) -> None:
        if sign in (CueKind.SPEECH, CueKind.WEAK):
            self.subjects[index] = self.clause
            self.expects_subject = False
        elif sign == CueKind.PARTICIPLE:  # "…, calling it a farce": the subject of the whole sentence does
            self.subjects[index] = self.main if self.main >= 0 else self.clause
        elif sign in ("that", "if"):
            self.outer.append(self.clause)
            self.expects_subject = True
        elif sign in (".", ";"):
            self.expects_subject = True
        elif sign in ("and", ","):
            self._read_join(sign, sign_of(self.context, index + 1))

    def _read_join(self, sign: str, following: str) -> None:
        if sign == "and":
            self.expects_subject = following not in (*FINITE, CueKind.PARTICIPLE)
        elif self.outer and following in FINITE:  # "Lind, who was there, said": back in the outer clause
            self.clause = next((mention for mention in self.outer if mention >= 0), self.clause)
            self.outer = []


def subject_before(context: QuoteContext, verb: int) -> int:
    """The mention that only helping verbs and adverbs part from an English verb behind it; -1 for none."""
    for index in range(verb - 1, max(-1, verb - MOST_BEFORE_VERB), -1):
        if context.mention_at[index] >= 0:
            return context.mention_at[index]
        if context.tokenized.tokens[index].text == ",":
            return context.mention_at[index - 1]  # "the porter, Jo Lind, had asked"
        if sign_of(context, index) not in ("is", "ly"):
            return -1
    return -1


def is_genitive(context: QuoteContext, number: int) -> bool:
    """Whether a German article shows that the mention belongs to the noun in front of it: "die Nachfrage der Stadt"."""
    first = context.mentions[number].first
    if not context.lexicon.traits.genitive_shows_in_article or first == 0:
        return False
    owned = context.mention_at[first - 1]
    is_noun = owned >= 0 and context.mentions[owned].kind != PRONOUN
    return is_noun and context.tokenized.tokens[first].lower in GENITIVE_ARTICLES


def is_cleft(context: QuoteContext, number: int) -> bool:
    """Whether the mention is whom an English sentence is about: "it was Lind who opened the count"."""
    mention, tokens = context.mentions[number], context.tokenized.tokens
    opens = mention.first > 1 and tokens[mention.first - 1].lower in TO_BE and tokens[mention.first - 2].lower == "it"
    return (
        opens
        and mention.last < len(tokens)
        and any(token.lower == "who" for token in tokens[mention.last : mention.last + MOST_BEFORE_VERB])
    )


def find_passive(context: QuoteContext, at: int) -> int:
    """The participle of the passive that frames an English quote, "was called “…”", "described by Falk as “…”"; or -1.

    Nothing comes between but a mention or two: no other verb, quote, comma or clause.
    """
    tokens = context.tokenized.tokens
    for index in range(at - 1, max(0, at - MOST_IN_PASSIVE), -1):
        if tokens[index].lower in PASSIVES:
            before = index - 2 if sign_of(context, index - 1) == "ly" else index - 1
            is_passive = tokens[before].lower in TO_BE or tokens[index + 1].lower == "by"
            return index if is_passive else -1
        if sign_of(context, index) not in BETWEEN_PASSIVE and tokens[index].lower != "being":
            return -1
    return -1


def passive_subject(context: QuoteContext, participle: int) -> int:
    """Of whom the passive says something, "Lind was called", "Lind, described by Falk as"; -1 for nobody named."""
    tokens = context.tokenized.tokens
    before = participle - 2 if tokens[participle - 1].text == "," else participle - 1
    return context.mention_at[before] if before < participle - 1 else subject_before(context, participle)


def find_romance_passive(context: QuoteContext, at: int) -> tuple[int, int]:
    """The same in French, Spanish, Italian and Portuguese, and the word for "by" behind it; -1 for each that is not."""
    tokens, by = context.tokenized.tokens, -1
    for index in range(at - 1, max(0, at - MOST_IN_PASSIVE), -1):
        if tokens[index].kind in (GAP, QUOTE) or tokens[index].text in ",;:." or context.cue[index] is CueKind.SPEECH:
            return -1, -1
        if tokens[index].lower in ROMANCE_BY and tokens[index - 1].lower in ROMANCE_PASSIVES:
            by = index
        if tokens[index].lower in ROMANCE_PASSIVES:
            is_passive = by >= 0 or tokens[index - 1].lower in BEEN
            return (index, by) if is_passive else (-1, -1)
    return -1, -1


def subject_of_romance_passive(context: QuoteContext, participle: int) -> int:
    """Of whom it says something: "Lind fue acusado", "Lind, qualifié par"; -1 for nobody named."""
    tokens = context.tokenized.tokens
    for index in range(participle - 1, max(-1, participle - MOST_BEFORE_VERB), -1):
        if context.mention_at[index] >= 0:
            return context.mention_at[index]
        if tokens[index].lower not in BEEN and tokens[index].lower not in HELPING and tokens[index].text != ",":
            return -1
    return -1


def find_asked(context: QuoteContext, at: int) -> tuple[int, int]:
    """Whom the quote asks something of, and the verb: "called on her to “…”", "urged Lind to stop the “…”"; -1, -1."""
    tokens, to = context.tokenized.tokens, last_to(context, at)
    asked = context.mention_at[to - 1] if to > 1 else -1
    if asked < 0 or context.mentions[asked].last != to:
        return -1, -1
    verb = context.mentions[asked].first - 1
    if verb > 0 and tokens[verb].lower in ("on", "upon"):
        verb -= 1
    return (asked, verb) if verb > 0 and tokens[verb].lower in DEMANDING else (-1, -1)


def last_to(context: QuoteContext, at: int) -> int:
    """The "to" in front of the quote, with a verb between at most; -1 for none."""
    tokens = context.tokenized.tokens
    for index in range(at - 1, max(0, at - 2 - MOST_BESIDE), -1):
        if tokens[index].lower == "to":
            return index
        if tokens[index].kind != WORD or context.mention_at[index] >= 0:
            return -1
    return -1


def mentions_between(context: QuoteContext, first: int, last: int) -> Iterator[int]:
    """The mentions between two tokens, each once."""
    index = first
    while index < last:
        number = context.mention_at[index]
        if number >= 0:
            yield number
            index = context.mentions[number].last
        else:
            index += 1
