"""The parts of a message: words, links and people; whatever form Slack sends them in. Emoji are left out.

People are kept as tokens in the text until their names are known, which takes a call to Slack: see `name_people`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Around a person's id in a text. Noncharacters, for internal use (The Unicode Standard, section 23.7): none that Slack
sends is kept."""

_TOKEN = re.compile(f"{OPEN}([A-Z0-9]+){CLOSE}")
_BARE_LINK = re.compile(r"(?<![<|\w])((?:https?|ftp|file)://[^\s<>|\"]+)", re.IGNORECASE)
_SCHEME_END = "://"
"""In every link: most texts have none, and are not searched for one."""

_TEXT_FRAGMENT = ":~:text="
"""Source: wicg.github.io/scroll-to-text-fragment."""

_TRAILING = ".,;:!?'\"…»”’*_~`"
_BLANKS = re.compile(r"[ \t]{2,}")
_BLANKS_AT_END = re.compile(r"[ \t]+(?=\n)|(?<=\n)[ \t]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


class ElementKind(StrEnum):
    """What an element is."""

    WORDS = "words"
    LINK = "link"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class TextElement:
    """A part of a message.

    Attributes:
        kind: what it is.
        text: what is seen of it; "" for a link without a text of its own, and for people.
        target: a link's address, or a person's id; "" for all others.
    """

    kind: ElementKind
    text: str
    target: str = ""


def words(text: str) -> TextElement:
    """Words, without the two characters that mark people."""
    if OPEN in text or CLOSE in text:
        text = text.replace(OPEN, "").replace(CLOSE, "")
    return TextElement(ElementKind.WORDS, text)


def visible_text(elements: Iterable[TextElement]) -> str:
    """What the reader of a message sees. People are tokens: see `name_people`."""
    return tidy("".join(_seen(element) for element in elements))


def words_between_links(elements: Iterable[TextElement]) -> tuple[str, ...]:
    """What a person wrote in words before the first link, between each two, and after the last."""
    written = [""]
    for element in _cut_at_bare_links(elements):
        if element.kind is ElementKind.LINK:
            written.append("")
        elif element.kind is ElementKind.WORDS:
            written[-1] += element.text
        else:
            written[-1] += " "
    return tuple(" ".join(part.split()) for part in written)


def links_in(elements: Iterable[TextElement]) -> tuple[str, ...]:
    """The addresses of the links, in their order; those that are typed without being made a link too."""
    return tuple(element.target for element in _cut_at_bare_links(elements) if element.kind is ElementKind.LINK)


def is_place_in_page(link: str) -> bool:
    """Whether a link leads to words in a page (a text fragment), as those beside the sentences of a digest do."""
    return _TEXT_FRAGMENT in link


def without_person(elements: Sequence[TextElement], user_id: str) -> tuple[TextElement, ...]:
    """The elements without the mentions of one person: the bot, which the message is for.

    Where it is not known who that is, the person whom the message opens with.
    """
    user_id = user_id or _addressee(elements)
    return tuple(
        element for element in elements if not (element.kind is ElementKind.PERSON and element.target == user_id)
    )


def _addressee(elements: Sequence[TextElement]) -> str:
    """The person whom a message opens with; "" where it opens with something else."""
    first = next((element for element in elements if element.text.strip() or element.target), None)
    return first.target if first is not None and first.kind is ElementKind.PERSON else ""


def people_in(text: str) -> tuple[str, ...]:
    """The ids of the people in a text of `visible_text`, each once."""
    return tuple(dict.fromkeys(_TOKEN.findall(text)))


def name_people(text: str, names: Mapping[str, str], *, unknown: str) -> str:
    """A text of `visible_text` with names in the place of people.

    Args:
        text: the text.
        names: by id.
        unknown: for people without a name there.
    """
    return _TOKEN.sub(lambda token: names.get(token.group(1)) or unknown, text)


def tidy(text: str) -> str:
    """A text without the blanks that removed elements leave."""
    return _EMPTY_LINES.sub("\n\n", _BLANKS_AT_END.sub("", _BLANKS.sub(" ", text))).strip()


def find_bare_links(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text has links that are not marked as such, as (start, end)."""
    if _SCHEME_END not in text:
        return ()
    found = ((match.start(), _trim(match.group())) for match in _BARE_LINK.finditer(text))
    return tuple((start, start + len(link)) for start, link in found)


def _seen(element: TextElement) -> str:
    if element.kind is ElementKind.PERSON:
        return f"{OPEN}{element.target}{CLOSE}"
    if element.kind is ElementKind.LINK:
        return element.text or element.target
    return element.text


def _cut_at_bare_links(elements: Iterable[TextElement]) -> Iterable[TextElement]:
    for element in elements:
        if element.kind is not ElementKind.WORDS or _SCHEME_END not in element.text:
            yield element
            continue
        seen = 0
        for start, end in find_bare_links(element.text):
            yield words(element.text[seen:start])
            yield TextElement(ElementKind.LINK, "", element.text[start:end])
            seen = end
        yield words(element.text[seen:])


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
