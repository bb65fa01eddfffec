"""Machine-readable data of a page: JSON-LD (schema.org) and a framework's state."""

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from summarizer.text.characters import clean_characters
from summarizer.text.markup import unescape

MAX_SCRIPT_CHARACTERS = 1_500_000
MAX_NODES = 4_000
"""Objects read in a page's JSON; real pages have dozens."""

ARTICLE_TYPES = frozenset(
    [
        "article",
        "newsarticle",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "backgroundnewsarticle",
        "opinionnewsarticle",
        "reviewnewsarticle",
        "askpublicnewsarticle",
        "advertisercontentarticle",
        "satiricalarticle",
        "blogposting",
        "liveblogposting",
        "scholarlyarticle",
        "techarticle",
        "report",
        "socialmediaposting",
        "discussionforumposting",
        "review",
    ]
)

_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAK = re.compile(r"</?(?:p|div|br|li|h[1-6]|blockquote)\b[^<>]{0,2000}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Structured:
    """The article as the page's JSON-LD describes it; nothing in it is trusted, all of it is text.

    Attributes:
        types: its types, lower case ("newsarticle"); empty where no article is described.
        headline: `headline`, else `name`.
        authors: names of the persons (and of organisations apart).
        body: `articleBody` without markup.
        published: `datePublished` as printed.
        publisher: its name.
        image: address of the first image.
        is_free: `isAccessibleForFree`; None where absent.
        page_types: types of everything described ("collectionpage").
    """

    types: frozenset[str] = frozenset()
    headline: str | None = None
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    body: str | None = None
    published: str | None = None
    publisher: str | None = None
    image: str | None = None
    is_free: bool | None = None
    page_types: frozenset[str] = frozenset()


def read_structured(tree: HtmlElement) -> Structured:
    """Returns the article that the page's JSON-LD describes; an empty description where none parses."""
    nodes = list(_nodes(tree))
    page_types = frozenset(kind for node in nodes for kind in _types(node))
    articles = [node for node in nodes if ARTICLE_TYPES.intersection(_types(node))]
    # A page may list teasers as articles too: the one described in most detail is the page's own.
    node = max(articles, key=len, default=None)
    if node is None:
        return Structured(page_types=page_types)
    people, organisations = _authors(node.get("author") or node.get("creator"), _by_id(nodes))
    return Structured(
        types=frozenset(_types(node)),
        headline=_line(node.get("headline")) or _line(node.get("name")),
        authors=people,
        organisations=organisations,
        body=plain_text(node.get("articleBody")),
        published=_line(node.get("datePublished")),
        publisher=_name(node.get("publisher"), _by_id(nodes)),
        image=_image(node.get("image"), _by_id(nodes)),
        is_free=_truth(node.get("isAccessibleForFree")),
        page_types=page_types,
    )


def state_text(tree: HtmlElement) -> str | None:
    """Returns the longest text in the page's `__NEXT_DATA__`, which a script would render; None where there is none."""
    for script in tree.iterfind(".//script[@id='__NEXT_DATA__']"):
        loaded = _load(script.text)
        texts = (plain_text(value) for value in _strings(loaded) if value.count(" ") > 40)
        return max((text for text in texts if text), key=len, default=None)
    return None


def plain_text(value: Any) -> str | None:
    """Markup or text from JSON -> paragraphs joined by a blank line; None for anything that is not a string."""
    if not isinstance(value, str) or not value.strip():
        return None
    text = unescape(value) if "&lt;" in value[:2000] else value
    text = unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    lines = (" ".join(line.split()) for line in clean_characters(text).split("\n"))
    return "\n\n".join(line for line in lines if line) or None


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, outermost first, up to `MAX_NODES`."""
    queue: deque[Any] = deque()
    for script in tree.iterfind(".//script[@type]"):
        if "ld+json" in script.get("type", "").lower():
            queue.append(_load(script.text))
    seen = 0
    while queue and seen < MAX_NODES:
        value = queue.popleft()
        seen += 1
        if isinstance(value, dict):
            yield value
            queue.extend(child for child in value.values() if isinstance(child, dict | list))
        elif isinstance(value, list):
            queue.extend(child for child in value[:MAX_NODES] if isinstance(child, dict | list))


def _strings(loaded: Any) -> Iterator[str]:
    """Every string in a JSON value."""
    queue: deque[Any] = deque([loaded])
    seen = 0
    while queue and seen < 50 * MAX_NODES:
        value = queue.popleft()
        seen += 1
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            queue.extend(value.values())
        elif isinstance(value, list):
            queue.extend(value)


def _load(text: str | None) -> Any:
    """Returns the JSON value of a script; None where it is too long, too deep or not JSON."""
    if not text or len(text) > MAX_SCRIPT_CHARACTERS:
        return None
    try:
        return json.loads(text.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _by_id(nodes: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """`@id` -> the most detailed object with that id."""
    found: dict[str, dict[str, Any]] = {}
    for node in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(found.get(name, ())):
            found[name] = node
    return found


def _types(node: dict[str, Any]) -> list[str]:
    """Returns its `@type`s in lower case without the schema's URL."""
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return [kind.rsplit("/", 1)[-1].lower() for kind in values if isinstance(kind, str)]


def _line(value: Any) -> str | None:
    """Returns a string on one line; None for anything else."""
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str):
        return None
    return " ".join(clean_characters(unescape(value[:2000])).split()) or None


def _name(value: Any, by_id: dict[str, dict[str, Any]]) -> str | None:
    """Returns the name of a person or an organisation, in any of the forms JSON-LD allows."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        if "name" not in value and isinstance(value.get("@id"), str):
            value = by_id.get(value["@id"], value)
        return _line(value.get("name"))
    return _line(value)


def _authors(value: Any, by_id: dict[str, dict[str, Any]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns names of persons and names of organisations, in printed order."""
    people: list[str] = []
    organisations: list[str] = []
    for item in (value if isinstance(value, list) else [value])[:50]:
        name = _name(item, by_id)
        if name:
            resolved = by_id.get(str(item.get("@id")), item) if isinstance(item, dict) else {}
            is_person = not isinstance(item, dict) or "organization" not in " ".join(_types(resolved))
            (people if is_person else organisations).append(name)
    return tuple(dict.fromkeys(people)), tuple(dict.fromkeys(organisations))


def _image(value: Any, by_id: dict[str, dict[str, Any]]) -> str | None:
    """The address of the first image."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        if "url" not in value and "contentUrl" not in value and isinstance(value.get("@id"), str):
            value = by_id.get(value["@id"], value)
        value = value.get("url") or value.get("contentUrl")
    return _line(value)


def _truth(value: Any) -> bool | None:
    """Returns True or False for any spelling; None where it is absent."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(str(value).strip().rsplit("/", 1)[-1].lower())
