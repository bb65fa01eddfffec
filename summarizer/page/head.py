"""The head of a page: meta tags by name, links by relation."""

from dataclasses import dataclass, field

from lxml.html import HtmlElement

from summarizer.text.characters import clean_characters

MAX_VALUE = 2_000
"""Characters kept of a meta value."""


@dataclass(frozen=True, slots=True)
class Head:
    """Meta tags, title and canonical link of a page.

    Attributes:
        metas: name (or property, itemprop, http-equiv) in lower case -> values in page order.
        title: the title element.
        canonical: address of its canonical link, as written.
    """

    metas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    title: str | None = None
    canonical: str | None = None

    def first(self, *names: str) -> str | None:
        """Returns the first value of the first of these meta tags that has one."""
        return next((self.metas[name][0] for name in names if name in self.metas), None)

    def all(self, *names: str) -> tuple[str, ...]:
        """Returns all values of these meta tags, without duplicates."""
        return tuple(dict.fromkeys(value for name in names for value in self.metas.get(name, ())))


def read_head(tree: HtmlElement) -> Head:
    """Returns the meta tags, title and canonical link of a page."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iterfind(".//meta[@content]"):
        value = one_line(meta.get("content"))
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = meta.get(key)
            if name and value:
                # Values past a dozen are a flood, not a list.
                metas.setdefault(name.strip().lower()[:80], [])[12:] = []
                metas[name.strip().lower()[:80]].append(value)
    title = tree.find(".//title")
    canonical = next(
        (link for link in tree.iterfind(".//link[@href]") if "canonical" in (link.get("rel") or "").lower()), None
    )
    return Head(
        metas={name: tuple(values) for name, values in metas.items()},
        title=one_line(title.text_content()) if title is not None else None,
        canonical=one_line(canonical.get("href")) if canonical is not None else None,
    )


def one_line(text: str | None) -> str | None:
    """Returns the text on one line without invisible characters, cut to `MAX_VALUE`; None where nothing is left."""
    return " ".join(clean_characters((text or "")[: 2 * MAX_VALUE]).split())[:MAX_VALUE] or None
