"""Removes the markup that Slack and mail programs leave in a pasted text."""

import re
from itertools import groupby

WRAP_WIDTHS = range(50, 90)
"""Lengths of a line wrapped by a mail program, in characters."""

_LINK = re.compile(r"<(?:https?://|mailto:)[^<>|\s]*(?:\|([^<>\n]*))?>")
_MENTION = re.compile(r"<[@#!][^<>|\s]{1,80}(?:\|([^<>\n]{0,80}))?>")
_QUOTED = re.compile(r"^[ \t]*(?:(?:>|&gt;)[ \t]?)+", re.MULTILINE)
_HEADER = re.compile(
    r"^(?:from|to|cc|bcc|date|sent|subject|reply-to|von|an|gesendet|betreff|datum|de|à|envoyé|objet|para|enviado|asunto|fecha|assunto"
    r"|da|a|inviato|oggetto|van|aan|onderwerp|fra|til|emne|från|till|ämne)\s?:\s",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?:subject|betreff|objet|asunto|assunto|oggetto|onderwerp|emne|ämne)\s?:"
    r"\s*(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs)\s?:\s*)*(.+)$",
    re.IGNORECASE | re.MULTILINE,
)
_FORWARDED = re.compile(
    r"^\W*(?:original message|forwarded message|begin forwarded message|ursprüngliche nachricht"
    r"|weitergeleitete nachricht|message transféré|message d'origine|mensaje reenviado|mensagem encaminhada"
    r"|messaggio inoltrato)\W*$"
    r"|^(?:on|am|le|el|em|il|op)\s.{5,120}(?:wrote|schrieb.{0,60}|a écrit|escribió|escreveu|ha scritto"
    r"|schreef.{0,60})\s?:$",
    re.IGNORECASE,
)


def without_marks(text: str) -> str:
    """Returns the text as its writer saw it: quote marks of a mail or of Slack, links, mentions and entities resolved.

    Source: Slack's "Formatting text for app surfaces": links are `<url|label>`, only `&`, `<` and `>` are escaped.
    """
    text = _QUOTED.sub("", text)
    text = _LINK.sub(lambda link: link.group(1) or "", text)
    text = _MENTION.sub(lambda mention: mention.group(1) or "", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def subject(text: str) -> str | None:
    """Returns the subject of a mail whose headers open the text; None where there are none."""
    found = _SUBJECT.search(text[:3_000])
    opening = [line for line in text[:3_000].split("\n") if line.strip()][:12]
    is_mail = sum(_HEADER.match(line) is not None for line in opening) >= 2
    return found.group(1).strip() if found is not None and is_mail else None


def to_blocks(text: str) -> list[str]:
    """Returns the text's lines without blank ones, mail headers and signature; wrapped lines are joined."""
    lines = [line.strip() for line in text.split("\n")]
    groups = [list(group) for is_blank, group in groupby(lines, key=lambda line: not line) if not is_blank]
    is_wrapped = _is_wrapped(groups)
    blocks: list[str] = []
    for index, group in enumerate(groups):
        kept = [line for line in group if not _FORWARDED.match(line)]
        if index < 3 and sum(_HEADER.match(line) is not None for line in kept) >= 2:
            kept = [line for line in kept if not _HEADER.match(line)]
        if "--" in kept and index > len(groups) // 2:
            return blocks + kept[: kept.index("--")]
        blocks.extend([" ".join(kept)] if is_wrapped and _is_broken(kept) else kept)
    return blocks


def _is_wrapped(groups: list[list[str]]) -> bool:
    """Whether most paragraphs of more than two lines are wrapped at a fixed width."""
    long = [group for group in groups if len(group) > 2]
    return bool(long) and 2 * sum(map(_is_broken, long)) > len(long)


def _is_broken(group: list[str]) -> bool:
    """Whether a paragraph's lines but the last have about the width of a mail, and most do not end a sentence."""
    opening = group[:-1]
    if not opening or not all(len(line) in WRAP_WIDTHS for line in opening) or len(group[-1]) >= WRAP_WIDTHS.stop:
        return False
    return 2 * sum(line.endswith((".", "!", "?", '"', "”")) for line in opening) <= len(opening)
