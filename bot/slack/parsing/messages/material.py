"""What there is to read in a message: links, files, or a text that is long enough to be an article."""

import re
from collections.abc import Iterable

from bot.newsroom.requests.request import Request, SharedFile
from bot.slack.parsing.messages.content import MessageContent
from bot.slack.parsing.messages.text_elements import (
    ElementKind,
    is_place_in_page,
    links_in,
    visible_text,
    words_between_links,
)
from summarizer.text.words import count_words

PASTED_WORDS = 60
"""A message with links and at least this many other words is a pasted article that contains its links."""

LEAST_WORDS = 15
"""A text with fewer words is no article but something that is said."""

_PERMALINK = re.compile(r"https?://[^/\s]+/archives/[A-Z0-9]{5,}/p\d{16}(?:[?#].*)?")
"""Source: docs.slack.dev/reference/methods/chat.getPermalink."""

_NOT_READABLE = ("image/", "video/", "audio/")


def find_material(content: MessageContent, *, least_words: int = PASTED_WORDS) -> Request:
    """What there is to read in a message, and in what it forwards.

    Args:
        content: the message.
        least_words: a text with fewer words, without a link, is not read.
    """
    if content.is_digest:
        return _find_stories(content)
    shared = [find_material(part, least_words=LEAST_WORDS) for part in content.shared]
    written = words_between_links(content.elements)
    count = count_words(" ".join(written))
    all_links = links_in(content.elements)
    is_pasted = count >= (PASTED_WORDS if all_links else least_words)
    links = () if is_pasted else tuple(link for link in all_links if not is_permalink(link))
    shown = {part.source for part in content.shared}
    permalinks = () if is_pasted else tuple(link for link in all_links if is_permalink(link) and link not in shown)
    carriers = (
        part.source for part, held in zip(content.shared, shared, strict=True) if held.is_empty and _is_carrier(part)
    )
    permalinks = (*permalinks, *carriers)
    texts = [visible_text(content.elements) if is_pasted else None, *(part.text for part in shared)]
    files = (*content.files, *(file for part in shared for file in part.files))
    found = Request(
        links=(*links, *(link for part in shared for link in part.links)),
        text=next((text for text in texts if text), None),
        permalinks=(*permalinks, *(link for part in shared for link in part.permalinks)),
    )
    return Request(found.links, found.text, found.options, _worth_reading(files, beside=found), found.permalinks)


def _find_stories(content: MessageContent) -> Request:
    """The stories of a digest of ours. A digest of the digest would take its line of facts for a headline."""
    links = (link for link in links_in(content.elements) if not (is_permalink(link) or is_place_in_page(link)))
    return Request(links=tuple(dict.fromkeys(links)))


def _is_carrier(part: MessageContent) -> bool:
    """Whether a forwarded message may hold more than it shows here, as one that only forwards another does.

    It shows no words, or calls somebody, as the bot, to read what it holds.
    """
    seen = {element.kind for element in part.elements if element.text.strip() or element.target}
    is_empty = ElementKind.WORDS not in seen or ElementKind.PERSON in seen
    return is_permalink(part.source) and is_empty and not part.is_hidden


def is_permalink(link: str) -> bool:
    """Whether a link leads to a message in Slack."""
    return _PERMALINK.fullmatch(link) is not None


def _worth_reading(files: Iterable[SharedFile], *, beside: Request) -> tuple[SharedFile, ...]:
    """The files; without pictures and the like where there is something else to read."""
    files = tuple(files)
    readable = tuple(file for file in files if not file.media_type.startswith(_NOT_READABLE))
    return readable if readable or not beside.is_empty else files
