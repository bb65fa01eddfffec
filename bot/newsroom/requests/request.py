"""What a person asks for. Stored with its job, so a name here changes only with code that still reads the old one."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.newsroom.ports import DigestOptions


class Intent(StrEnum):
    """What a message asks for."""

    READ = "read"
    """To read what the message holds; where that is nothing, what is above it in its thread."""

    HELP = "help"
    THANK = "thank"
    LONGER = "longer"
    SHORTER = "shorter"
    QUOTES = "quotes"
    WHY = "why"
    UNCLEAR = "unclear"
    """Words that ask for nothing that is known here."""


ABOUT_DIGEST = frozenset({Intent.LONGER, Intent.SHORTER, Intent.QUOTES, Intent.WHY})
"""Intents that are about a posted digest, and have a button under it."""


class FileAccess(StrEnum):
    """Whether a file can be read as a message describes it."""

    OPEN = "open"
    ASK = "ask"
    """Its address has to be asked for, as with files of other organisations."""

    HIDDEN = "hidden"
    """The workspace is over its limit of messages and files."""

    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file as a message describes it.

    Attributes:
        id: Slack's id.
        name: its name; "" where Slack does not say.
        url: where it is; "" where that has to be asked for.
        media_type: such as "text/plain"; "" where Slack does not say.
        access: whether it can be read.
        size: in bytes; 0 where Slack does not say.
    """

    id: str
    name: str
    url: str
    media_type: str = ""
    access: FileAccess = FileAccess.OPEN
    size: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What a person wants read.

    Attributes:
        links: in the order of the request; a repeated link is answered once.
        text: pasted text; used only when there is no link.
        options: the requested kind of digest.
        files: to be read beside the links.
        permalinks: of Slack's own messages, whose content is meant.
        link_options: for links that have options of their own.
    """

    links: tuple[str, ...] = ()
    text: str | None = None
    options: DigestOptions = field(default_factory=DigestOptions)
    files: tuple[SharedFile, ...] = ()
    permalinks: tuple[str, ...] = ()
    link_options: tuple[tuple[str, DigestOptions], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not (self.links or self.text or self.files or self.permalinks)

    def options_for(self, link: str) -> DigestOptions:
        """The options of one link."""
        return dict(self.link_options).get(link, self.options)


@dataclass(frozen=True, slots=True)
class Remarks:
    """What of a request is not done as asked; the requester reads a sentence about each.

    Attributes:
        unknown_options: options that do not exist, as they were written.
        language: the language that the digest was asked for in, by its English name; "": none.
        is_question: it asks something about the story, which only the article's own sentences may answer.
    """

    unknown_options: tuple[str, ...] = ()
    language: str = ""
    is_question: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return self == NOTHING_TO_REMARK


NOTHING_TO_REMARK = Remarks()
