"""POST /playground/article: corrects or withdraws an article of the Gazette."""

from bot.playground.control.request_bodies import text_of
from bot.playground.errors import UsageError
from bot.playground.formats.api_objects import Json
from bot.playground.gazette.articles import Article, Gazette
from bot.playground.gazette.changes import CORRECTION, WITHDRAWAL, ArticleChange

_MISSING = (404, 410)


class NewspaperControls:
    """Changes articles after they were published.

    Args:
        gazette: the newspaper.
    """

    def __init__(self, gazette: Gazette) -> None:
        self._gazette = gazette

    async def article(self, body: Json) -> Json:
        """Change an article: `before` and `now`, `notice`, `withdrawn`, `status`; `undo` puts it back as it was."""
        article = self._find(text_of(body, "link"))
        if body.get("undo"):
            self._gazette.changes.pop(article.slug, None)
            return {"ok": True, "headline": article.headline}
        change = _read_change(body)
        if change.before and not any(change.before in text for text in (article.headline, *article.paragraphs)):
            raise UsageError("before is not in that article.")
        self._gazette.changes[article.slug] = change
        return {"ok": True, "headline": change.apply(article).headline}

    def _find(self, link: str) -> Article:
        article = self._gazette.find(link.removeprefix(self._gazette.root))
        if article is None:
            raise UsageError("link is that of an article in `gazette` of /playground/state.")
        return article


def _read_change(body: Json) -> ArticleChange:
    status = body.get("status", 200)
    if status not in (200, *_MISSING):
        raise UsageError("status is 200, 404 or 410.")
    return ArticleChange(
        before=text_of(body, "before"),
        now=text_of(body, "now"),
        notice=_notice_of(body, "notice", CORRECTION),
        withdrawal=_notice_of(body, "withdrawn", WITHDRAWAL),
        status=status,
    )


def _notice_of(body: Json, name: str, usual: str) -> str:
    """Return a notice; `true` for the usual one."""
    return usual if body.get(name) is True else text_of(body, name)
