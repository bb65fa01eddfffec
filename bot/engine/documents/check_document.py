"""Documents -> what has become of what was shown of them: what worker processes run for "Check again"."""

from bot.engine.documents.read_document import Document, read_any
from bot.newsroom.corrections.compare import compare
from bot.newsroom.corrections.model import ArticleCheck, ShownArticle


def check_document(document: Document, shown: ShownArticle) -> ArticleCheck:
    """Return what has become of what was shown of a document.

    Raises:
        SummarizerError: something is wrong with the text.
        FetchError: it is not an article but a paywall, a consent page, a script's shell, a PDF of pictures.
    """
    return compare(shown, read_any(document))
