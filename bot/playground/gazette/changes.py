"""What the Gazette has changed in an article since it was published: a correction, or its withdrawal."""

from dataclasses import dataclass, replace

from bot.playground.gazette.articles import Article

WITHDRAWAL = "This article has been removed because it did not meet our standards. We regret the error."
CORRECTION = "Correction: An earlier version of this article was wrong in this point. It has been put right."


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """What is different in an article.

    Attributes:
        before: words of the article.
        now: what is there instead; "" removes them.
        notice: the notice below the article; "" for none.
        withdrawal: the notice in the place of the article; "" where it is there.
        status: of the page; 404 and 410 have no article.
    """

    before: str = ""
    now: str = ""
    notice: str = ""
    withdrawal: str = ""
    status: int = 200

    def apply(self, article: Article) -> Article:
        """Return the article with the words that are there now, and the notice as its last paragraph."""
        if self.before:
            changed = tuple(text.replace(self.before, self.now) for text in article.paragraphs)
            headline = article.headline.replace(self.before, self.now)
            article = replace(article, paragraphs=tuple(text for text in changed if text.strip()), headline=headline)
        return replace(article, paragraphs=(*article.paragraphs, self.notice)) if self.notice else article
