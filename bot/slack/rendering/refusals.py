"""What Slack's error codes mean where Slack refuses a post: for an answer, for an edition, for the App Home. Pure.

The one table of these codes. A code that is not in it has the default `UNKNOWN`, which still reaches the requester: in
the thread, else by an ephemeral message, else by a direct message, else in the log and in `nutgraf jobs`.
Source: docs.slack.dev/reference/methods/chat.postMessage, "Errors".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from bot.newsroom.subscriptions.model import PauseReason


class Way(Enum):
    """A way to tell a requester something."""

    RESPONSE_URL = "response_url"
    THREAD = "thread"
    EPHEMERAL = "ephemeral message"
    DIRECT = "direct message"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What an error code means.

    Attributes:
        message: what the requester of an answer reads: what happened.
        advice: and what to do.
        ways: how to tell the requester, in this order until one works; none: what was asked is most likely gone, and no
            one waits.
        pause: why the channel's editions are paused; None: the next edition is tried as usual, and the owner is told.
        is_open_to_people: people may post there, so a response_url may.
    """

    message: str
    advice: str
    ways: tuple[Way, ...] = (Way.THREAD, Way.EPHEMERAL, Way.DIRECT)
    pause: PauseReason | None = None
    is_open_to_people: bool = False


@dataclass(frozen=True, slots=True)
class PauseAdvice:
    """What people read about a paused subscription, beside the reason itself.

    Attributes:
        next: what to do before `/digest resume`, as the beginning of a sentence.
        home: what the App Home adds to the reason.
    """

    next: str
    home: str = ""


_ELSEWHERE = (Way.EPHEMERAL, Way.DIRECT)
"""The channel shows nothing of ours to everybody, but the requester may still see an ephemeral message there."""

_DIRECTLY = (Way.DIRECT,)
_OTHER_CHANNEL = "Ask me in another channel."
_ELSEWHERE_OR_DIRECTLY = "Ask me in another channel, or in a direct message."

UNKNOWN = Refusal(
    "Slack did not let me do that here.",
    "Ask me in another channel, or tell the person who runs me the reference below.",
)
"""The meaning of a code that is not in the table."""

_GONE = Refusal("I cannot find the thread that you asked me in.", "Ask me in a new message.", ways=())
_LOCKED = Refusal("I cannot reply in that thread: Slack says that it is closed.", "Ask me outside of it.", _ELSEWHERE)
_NO_PERMISSION = Refusal(
    "I miss a permission in this workspace for that.",
    "Ask an admin of this workspace to reinstall me. Until then, send me the link itself.",
)

_TOO_MUCH = Refusal("Slack asked me to wait for too long, so I stopped.", "Ask me again in half an hour.")

REFUSALS: Mapping[str, Refusal] = {
    "thread_not_found": _GONE,
    "message_not_found": _GONE,
    "is_archived": Refusal(
        "The channel you asked me in is archived, so I could not answer there.",
        _ELSEWHERE_OR_DIRECTLY,
        _DIRECTLY,
        PauseReason.ARCHIVED,
    ),
    "channel_not_found": Refusal(
        "I am no longer in the channel you asked me in.",
        "Invite me there, or ask me in a direct message.",
        _DIRECTLY,
        PauseReason.GONE,
        is_open_to_people=True,
    ),
    "not_in_channel": Refusal(
        "I am no longer in the channel you asked me in.",
        "Invite me with /invite and my name, or ask me in a direct message.",
        _DIRECTLY,
        PauseReason.NOT_A_MEMBER,
        is_open_to_people=True,
    ),
    "ekm_access_denied": Refusal(
        "Your organisation's encryption keys do not let me post in the channel you asked me in.",
        "Ask me in another channel, or ask an administrator about the keys.",
        _DIRECTLY,
        PauseReason.NO_KEYS,
    ),
    "restricted_action": Refusal(
        "Posting in this channel is limited to some people.",
        _OTHER_CHANNEL,
        _ELSEWHERE,
        PauseReason.LIMITED,
        is_open_to_people=True,
    ),
    "posting_to_channel_denied": Refusal(
        "I may not post in this channel.", _OTHER_CHANNEL, _ELSEWHERE, PauseReason.DENIED, is_open_to_people=True
    ),
    "restricted_action_read_only_channel": Refusal(
        "This channel is read-only.", _OTHER_CHANNEL, _ELSEWHERE, PauseReason.READ_ONLY, is_open_to_people=True
    ),
    "restricted_action_thread_only_channel": Refusal(
        "Only threads are allowed here.",
        "Mention me in a thread.",
        _ELSEWHERE,
        PauseReason.THREADS_ONLY,
        is_open_to_people=True,
    ),
    "restricted_action_non_threadable_channel": Refusal(
        "No threads are allowed here.", _OTHER_CHANNEL, _ELSEWHERE, PauseReason.NO_THREADS
    ),
    "restricted_action_thread_locked": _LOCKED,
    "thread_locked": _LOCKED,
    "cannot_reply_to_message": Refusal(
        "I cannot reply to that message: Slack does not allow it.", "Ask me in a message of its own.", _ELSEWHERE
    ),
    "messages_tab_disabled": Refusal(
        "Direct messages with me are switched off in this workspace.",
        "Ask me in a channel, or ask an admin to switch on my Messages tab.",
        _ELSEWHERE,
        PauseReason.NO_MESSAGES,
    ),
    "user_not_in_channel": Refusal(
        "I could not answer you in that channel: Slack says that you are not in it.", _ELSEWHERE_OR_DIRECTLY, _DIRECTLY
    ),
    "rate_limited": _TOO_MUCH,
    "ratelimited": _TOO_MUCH,
    "missing_scope": _NO_PERMISSION,
    "not_allowed_token_type": _NO_PERMISSION,
    "no_permission": _NO_PERMISSION,
    "access_denied": _NO_PERMISSION,
    "team_access_not_granted": _NO_PERMISSION,
}

_ONCE_ALLOWED = PauseAdvice("Once I may post, say")

PAUSES: Mapping[PauseReason, PauseAdvice] = {
    PauseReason.GONE: PauseAdvice("Invite me there, then say"),
    PauseReason.ARCHIVED: PauseAdvice("Once it is unarchived the digest goes on; if it does not, say"),
    PauseReason.NOT_A_MEMBER: PauseAdvice("Invite me with /invite and it goes on; if it does not, say"),
    PauseReason.NO_KEYS: PauseAdvice("Ask an administrator about the keys; then say"),
    PauseReason.LIMITED: _ONCE_ALLOWED,
    PauseReason.DENIED: _ONCE_ALLOWED,
    PauseReason.READ_ONLY: _ONCE_ALLOWED,
    PauseReason.THREADS_ONLY: _ONCE_ALLOWED,
    PauseReason.NO_THREADS: PauseAdvice("Once threads are allowed, say"),
    PauseReason.NO_MESSAGES: PauseAdvice(
        "Ask an admin to switch on my Messages tab; then say", home="an admin can switch on my Messages tab"
    ),
    PauseReason.SHARED: PauseAdvice("If that is meant, say", home="resume it if that is meant"),
    PauseReason.OTHER: _ONCE_ALLOWED,
}


def format_pause(reason: PauseReason) -> str:
    """Why a subscription is paused, and what can be done, for the App Home: a clause."""
    return "; ".join(part for part in (reason.what, PAUSES[reason].home) if part)


def refusal_for(slack_code: str) -> Refusal:
    """What an error code means; `UNKNOWN` for one that is not in the table, and for "".

    Args:
        slack_code: as Slack sends it.
    """
    return REFUSALS.get(slack_code, UNKNOWN)
