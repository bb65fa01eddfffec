"""Article -> Sentences that know where they stood."""

from summarizer.model import Article, Sentence


def split_sentences(article: Article) -> tuple[Sentence, ...]:
    """All sentences of the body in document order, headings and captions marked by `is_prose=False`."""
    raise NotImplementedError(article)
