"""The names of the bot's slash commands. A workspace may choose its own: of two apps with the same one, one is deaf."""

import re
from dataclasses import dataclass

_NAMED = re.compile(r"(?<![\w/.:-])/(summarize|digest)(?![\w/-])")


@dataclass(frozen=True, slots=True)
class CommandNames:
    """The names, with their slash.

    Attributes:
        summarize: answers with a digest that only the requester sees.
        digest: the channel's daily digest.
    """

    summarize: str = "/summarize"
    digest: str = "/digest"

    def rename(self, sentence: str) -> str:
        """Return a sentence of ours, written with the default names, with the names of this workspace.

        Only for what the bot says itself: an article's words are never changed.
        """
        return _NAMED.sub(lambda found: str(getattr(self, found[1])), sentence)


DEFAULT_NAMES = CommandNames()
