"""A message as Slack sends it -> what is in it: words, links, files, and messages that it shares.

Blocks are read first, because they have the letters that were typed; `text` has markup among them, and is read only
where there are no blocks with words. A forwarded message, and much of what other apps post, is in `attachments`.
Source: docs.slack.dev/reference/block-kit, docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments,
docs.slack.dev/reference/objects/file-object. `is_share`, `from_url` and `message_blocks` of forwarded messages are not
documented: slackapi/java-slack-sdk#1179.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.newsroom.requests.request import FileAccess, SharedFile
from bot.slack.parsing.messages.blocks import Elements, read_blocks
from bot.slack.parsing.messages.markup import read_markup
from bot.slack.parsing.messages.rich_text import mappings, string
from bot.slack.parsing.messages.text_elements import ElementKind, TextElement, is_place_in_page, links_in, words

_MAX_DEPTH = 3
"""A forwarded message may hold a forwarded message."""

_WEB = ("http://", "https://")
_PARAGRAPH = words("\n\n")

_OUR_BUTTONS = "digest_"
_TO_PLACE = "↗"

_ACCESS_BY_MODE = {
    "tombstone": FileAccess.DELETED,
    "hidden_by_limit": FileAccess.HIDDEN,
    "file_access": FileAccess.ASK,
}


@dataclass(frozen=True, slots=True)
class MessageContent:
    """What is in a message.

    Attributes:
        elements: its own words and links, without formatting.
        files: its files.
        shared: what it forwards, or shows of other apps.
        source: the permalink of a forwarded message; "" for all others.
        is_deleted: only its place in a thread is left.
        is_hidden: Slack hides it, because the workspace is over its limit.
        is_digest: it shows a digest or an edition of ours, as where a person forwards one.
    """

    elements: Elements = ()
    files: tuple[SharedFile, ...] = ()
    shared: tuple["MessageContent", ...] = ()
    source: str = ""
    is_deleted: bool = False
    is_hidden: bool = False
    is_digest: bool = False


def read_content(message: Mapping[str, Any], *, depth: int = _MAX_DEPTH) -> MessageContent:
    """What is in a message of an event, a thread or a channel's history. Parts of unknown shape are left out."""
    own = read_blocks(message.get("blocks"))
    if not _has_something(own):
        own = read_markup(string(message, "text"))
    files = tuple(mappings(message.get("files")))
    kept_elsewhere = [TextElement(ElementKind.LINK, " ", url) for file in files if (url := _external_address(file))]
    own = (*own, *kept_elsewhere)
    return MessageContent(
        elements=own,
        files=tuple(read_file(file) for file in files if not _external_address(file)),
        shared=tuple(_read_attachments(message, has_links=bool(links_in(own)), depth=depth)) if depth else (),
        is_deleted=message.get("subtype") == "tombstone",
        is_hidden=bool(message.get("hidden_by_limit") or message.get("is_hidden_by_limit")),
        is_digest=_is_digest(message.get("blocks"), own),
    )


def read_file(file: Mapping[str, Any]) -> SharedFile:
    """A file object."""
    url = string(file, "url_private_download") or string(file, "url_private")
    access = _ACCESS_BY_MODE.get(string(file, "mode"), FileAccess.OPEN)
    if access is FileAccess.OPEN and (string(file, "file_access") == "check_file_info" or not url):
        access = FileAccess.ASK
    name = string(file, "name") or string(file, "title")
    size = file.get("size")
    return SharedFile(
        string(file, "id"),
        name,
        url,
        string(file, "mimetype"),
        access,
        size if isinstance(size, int) and not isinstance(size, bool) else 0,
    )


def _is_digest(blocks: object, elements: Elements) -> bool:
    """Whether a message is ours, by its buttons, or by its links to places in a page."""
    pressed = (element for block in mappings(blocks) for element in mappings(block.get("elements")))
    if any(string(element, "action_id").startswith(_OUR_BUTTONS) for element in pressed):
        return True
    return any(element.text.startswith(_TO_PLACE) and is_place_in_page(element.target) for element in elements)


def _has_something(elements: Elements) -> bool:
    """Whether elements have words, links or people."""
    return any(element.text.strip() or element.target for element in elements)


def _external_address(file: Mapping[str, Any]) -> str:
    """The address of a file that is not kept by Slack but elsewhere, as in Google Drive; "" for all others."""
    url = string(file, "external_url") or string(file, "url_private")
    return url if file.get("is_external") and url.startswith(_WEB) else ""


def _read_attachments(message: Mapping[str, Any], *, has_links: bool, depth: int) -> Iterator[MessageContent]:
    for attachment in mappings(message.get("attachments")):
        is_message = bool(attachment.get("is_share") or attachment.get("is_msg_unfurl"))
        is_preview = bool(string(attachment, "from_url") or string(attachment, "original_url")) and not is_message
        if not (is_preview and has_links):  # a preview shows a link that the message has
            yield _read_attachment(attachment, depth=depth - 1)


def _read_attachment(attachment: Mapping[str, Any], *, depth: int) -> MessageContent:
    inner = [entry.get("message") for entry in mappings(attachment.get("message_blocks"))]
    blocks = [block for message in inner if isinstance(message, Mapping) for block in mappings(message.get("blocks"))]
    read = read_content({**attachment, "blocks": blocks or attachment.get("blocks"), "text": ""}, depth=depth)
    own = read.elements if _has_something(read.elements) else tuple(_read_fields(attachment))
    source = string(attachment, "from_url")
    return MessageContent(own, read.files, read.shared, source, is_hidden=read.is_hidden, is_digest=read.is_digest)


def _read_fields(attachment: Mapping[str, Any]) -> Iterator[TextElement]:
    """The fields of an attachment without blocks: its title, which may be a link, and its texts, in Slack's markup."""
    title, url = string(attachment, "title"), string(attachment, "title_link")
    parts: list[Elements] = [read_markup(string(attachment, "pretext"))]
    if url.startswith(_WEB):
        parts.append((TextElement(ElementKind.LINK, title, url),))
    elif title:
        parts.append(read_markup(title))
    parts.append(read_markup(string(attachment, "text")))
    for field in mappings(attachment.get("fields")):
        parts += [read_markup(string(field, "title")), read_markup(string(field, "value"))]
    filled = [part for part in parts if _has_something(part)]
    if not filled:
        filled = [read_markup(string(attachment, "fallback"))]
    for part in filled:
        yield from part
        yield _PARAGRAPH
