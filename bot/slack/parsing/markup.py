"""What a person meant, read from Slack's message markup.

Slack sends `<https://…|label>` for links, `<@U…>` for people, `<#C…|name>` for channels, `<!here>` for broadcasts,
`:name:` for emoji, and writes & < > as entities.
Source: docs.slack.dev/messaging/formatting-message-text, "Retrieving messages".
"""

import re
from collections.abc import Iterator

_LINK = re.compile(r"<((?:https?|ftp|file)://[^|<>\s]+)(?:\|([^<>]*))?>", re.IGNORECASE)
_BARE_LINK = re.compile(r"(?<![<|\w])((?:https?|ftp|file)://[^\s<>|\"]+)", re.IGNORECASE)
_MENTION = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^<>]*)?>")
_CHANNEL = re.compile(r"<#[CG][A-Z0-9]+(?:\|([^<>]*))?>")
_SPECIAL = re.compile(r"<!(?:[^<>|]*)(?:\|([^<>]*))?>")
_MAIL = re.compile(r"<mailto:([^<>|]*)(?:\|([^<>]*))?>")
_EMOJI = re.compile(r":(?<!\w:)[a-z0-9_+'-]+:(?!\w)")
_SCHEME_END = "://"
"""In every link: most messages have none, and are not searched for one."""

_TRAILING = ".,;:!?'\"…»”’*_~`"


def find_links(text: str) -> tuple[str, ...]:
    """The links of a message in order, as the person typed or pasted them (entities resolved)."""
    if _SCHEME_END not in text:
        return ()
    found = [(match.start(), match.group(1)) for match in _LINK.finditer(text)]
    outside = _LINK.sub(lambda match: " " * len(match.group()), text)
    found += [(match.start(), _trim(match.group(1))) for match in _BARE_LINK.finditer(outside)]
    return tuple(unescape(link) for _, link in sorted(found))


def plain_text(text: str) -> str:
    """The message as the person sees it, without mentions: labels for links, names for channels, no entities."""
    text = _MENTION.sub("", text)
    text = _LINK.sub(lambda match: match.group(2) or match.group(1), text)
    text = _MAIL.sub(lambda match: match.group(2) or match.group(1), text)
    text = _CHANNEL.sub(lambda match: f"#{match.group(1) or 'channel'}", text)
    text = _SPECIAL.sub(lambda match: match.group(1) or "", text)
    return unescape(text).strip()


def words_beside_links(text: str) -> str:
    """The message without links, mentions and emoji: what the person wrote in words."""
    text = _MENTION.sub(" ", text)
    if _SCHEME_END in text:
        text = _BARE_LINK.sub(" ", _LINK.sub(" ", text))
    return _EMOJI.sub(" ", unescape(_SPECIAL.sub(" ", text))).strip()


def mentions(text: str) -> Iterator[str]:
    """The ids of the people mentioned."""
    return (match.group()[2:-1].partition("|")[0] for match in _MENTION.finditer(text))


def unescape(text: str) -> str:
    """Slack's three entities as characters."""
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _trim(link: str) -> str:
    """A bare link without the punctuation of its sentence; a closing bracket stays if it was opened."""
    end = len(link.rstrip(_TRAILING))
    unopened = link.count(")") - link.count("(")
    # By positions, not by shorter and shorter copies: forty thousand brackets are read in one go.
    while unopened > 0 and link[end - 1] == ")":
        unopened -= 1
        end -= 1
        while link[end - 1] in _TRAILING:
            end -= 1
    return link[:end]
