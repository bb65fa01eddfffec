"""Article -> Digest; and `verify`, which checks every word of it against the article."""

from collections.abc import Iterator

from summarizer.errors import EmptyTextError, NoArticleError, NotVerbatimError, TooLongError, TooShortError
from summarizer.model import Article, ArticleKind, Digest, Mention, Quote, Sentence, Span
from summarizer.quotes import SpeechMap, find_quotes, find_speech, has_unmatched_mark
from summarizer.quotes.key_quotes.pick import pick_quotes
from summarizer.ranking import DEFAULT_METHOD, rank
from summarizer.selection.select_sentences import select
from summarizer.text.language import check_supported
from summarizer.text.sentences import split_sentences
from summarizer.text.words import count_words

LENGTHS: dict[str, tuple[int, int]] = {"short": (2, 1), "medium": (3, 2), "long": (6, 3)}
"""Name of a length -> (sentences, key quotes)."""

MIN_WORDS = 12
"""A text with fewer words has nothing to shorten."""

MAX_CHARACTERS = 400_000
"""About 65,000 words: far more than any news story, few enough that every step is fast."""


def digest(
    article: Article, *, length: str = "medium", method: str | None = None, sentences: int | None = None
) -> Digest:
    """Returns the digest of an article: its most important sentences and its key quotes, verbatim.

    Args:
        article: from `read_page` or `read_text`.
        length: "short" (2 sentences, 1 quote), "medium" (3, 2) or "long" (6, 3).
        method: a ranking method of `summarizer.ranking.METHODS`; None is our own.
        sentences: a number of sentences that replaces the named length's.

    Returns:
        The digest, with fewer sentences and quotes than asked for when too few are worth showing. The same article
        gives the same digest, byte for byte.

    Raises:
        EmptyTextError: the body has no words.
        TooShortError: the body has nothing to shorten.
        TooLongError: the body is over the limit.
        NoArticleError: the body has no sentence.
        UnsupportedLanguageError: a script that we cannot split into words.
        UnknownMethodError: no method of that name.
        ValueError: no length of that name.
    """
    if length not in LENGTHS:
        raise ValueError(f"length must be one of {', '.join(LENGTHS)}, not {length!r}")
    sentence_budget, quote_budget = LENGTHS[length]
    if sentences is not None:
        sentence_budget = sentences
    _check_body(article)

    all_sentences = split_sentences(article)
    ranked = rank(article, all_sentences, method=method)
    speech = find_speech(article)
    chosen = select(article, ranked, budget=sentence_budget, is_speech=speech.hides)
    if not chosen:
        raise NoArticleError("on that page" if article.kind is ArticleKind.PAGE else "in that text")
    quotes = pick_quotes(article, find_quotes(article), chosen, limit=quote_budget)

    prose_count = max(len(chosen), sum(sentence.is_prose for sentence in all_sentences))
    result = Digest(
        article=article,
        sentences=chosen,
        quotes=quotes,
        sentence_count=prose_count,
        method=method or DEFAULT_METHOD,
        is_whole=len(chosen) == prose_count,
    )
    _verify(result, speech)
    return result


def verify(shown: Digest) -> None:
    """Check that everything the digest shows is verbatim in the article, at its span, and as its speaker's words.

    A sentence inside a quote, or half a quote, would be read as the reporter's own. It passes only with all of its
    article, or alone, where a text has nothing else.

    Raises:
        NotVerbatimError: names the first part that is not.
    """
    _verify(shown, find_speech(shown.article))


def _verify(shown: Digest, speech: SpeechMap) -> None:
    """The same, where the article's speech is known."""
    body = shown.article.body
    for what, text, span in _claims(shown):
        if not 0 <= span.start < span.end <= len(body) or span.of(body) != text:
            raise NotVerbatimError(f"{what} {span.start}:{span.end} {text[:80]!r}")
    has_more = len(shown.sentences) > 1 and not shown.is_whole
    for sentence in shown.sentences if has_more else ():
        if speech.hides(sentence.span):
            raise NotVerbatimError(f"sentence {sentence.span.start} is somebody's words: {sentence.text[:80]!r}")
    for quote in shown.quotes:
        if has_unmatched_mark(quote.text):
            raise NotVerbatimError(f"quote {quote.span.start} has a mark without its partner: {quote.text[:80]!r}")
        for name in (quote.speaker_full, quote.role):
            if name is not None and name not in body:
                raise NotVerbatimError(f"speaker {name!r} is not in the body")
            if name is not None and quote.speaker_line is not None and name not in quote.speaker_line.text:
                raise NotVerbatimError(f"speaker {name!r} is not in the line {quote.speaker_line.text[:80]!r}")


def _claims(shown: Digest) -> Iterator[tuple[str, str, Span]]:
    """Yields everything that claims to be a slice of the body."""
    claims: tuple[Sentence | Quote | Mention, ...] = (
        *shown.sentences,
        *shown.quotes,
        *(quote.speaker for quote in shown.quotes if quote.speaker is not None),
        *(quote.speaker_line for quote in shown.quotes if quote.speaker_line is not None),
    )
    for claim in claims:
        yield type(claim).__name__.lower(), claim.text, claim.span


def _check_body(article: Article) -> None:
    """Refuse bodies that are empty, too short, too long, or in a script we cannot split into words."""
    if not any(character.isalnum() for character in article.body):
        raise EmptyTextError
    if len(article.body) > MAX_CHARACTERS:
        raise TooLongError(len(article.body), MAX_CHARACTERS)
    words = count_words(article.body)
    if words < MIN_WORDS:
        raise TooShortError(words)
    check_supported(article.body, article.language)
