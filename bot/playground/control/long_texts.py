"""What a person's client does with a text of over 4,000 characters.

Slack asks clients to keep messages under 4,000 characters and to offer, above, several messages or a snippet
(docs.slack.dev/legacy/legacy-rtm-api, "Limits"). Where its own clients begin to offer that, and whether a longer
message can be sent all the same, is not documented: the person says, with `too_long`.
"""

import re
from dataclasses import replace

from bot.playground.errors import UsageError
from bot.playground.formats.file_objects import Upload
from bot.playground.local_slack import Post

LONGEST = 4_000
CHOICES = ("", "split", "snippet")
_NAMES = re.compile(r"(?:(?:@[\w.-]+|<@[A-Z0-9]+>)\s+){0,5}")


def long_posts(post: Post, choice: str) -> list[Post]:
    """Return the messages for a post: one, or what the person chose for a text of over 4,000 characters.

    Args:
        post: as typed.
        choice: "split": several messages; "snippet": a file, beside the names the text began with; "": as it is.

    Raises:
        UsageError: there is no such choice.
    """
    if choice not in CHOICES:
        raise UsageError("too_long is split or snippet, or missing.")
    if len(post.text) <= LONGEST or not choice:
        return [post]
    if choice == "snippet":
        begin = _NAMES.match(post.text)
        end = begin.end() if begin else 0
        snippet = Upload("Untitled", post.text[end:].encode(), mode="snippet")
        return [replace(post, text=post.text[:end].rstrip(), files=(*post.files, snippet))]
    first, *following = _pieces(post.text)
    return [replace(post, text=first), *(Post(text, thread_ts=post.thread_ts) for text in following)]


def _pieces(text: str) -> list[str]:
    """Return a text in pieces of at most 4,000 characters, cut at a line or a word, if there are any."""
    pieces = []
    while len(text) > LONGEST:
        end = max(text.rfind("\n", 1, LONGEST), 0) or max(text.rfind(" ", 1, LONGEST), 0) or LONGEST
        pieces.append(text[:end])
        text = text[end:].lstrip()
    return [*pieces, text] if text else pieces
