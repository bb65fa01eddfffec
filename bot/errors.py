"""Errors outside the text.

    BotError
      ConfigError              a setting is missing or wrong; raised at start, never later
      RequestError             the request cannot be answered as it is
        NothingToReadError       neither a link nor text
        TooManyLinksError        more links than one message may have
      FetchError               a page could not be fetched
        BlockedAddressError      an address that may not be opened
        InvalidLinkError         not a link that can be followed
        UnreachableError         no such host, no connection, broken TLS
        TimedOutError            no complete response within the deadline
        TooLargeError            more bytes than the maximum
        TooManyRedirectsError    an endless chain
        HTTPStatusError          the site returned an error
        UnsupportedContentError  an image, a video, an archive: nothing to read
        MalformedResponseError   a response that is not proper HTTP, or has an unknown encoding
        ConsentPageError         the site shows a consent page instead of the story
        BotWallError             the site rejects programs
        PaywalledError           only the opening lines are public
        AggregatorLinkError      a link that only the aggregator's own script can follow
        NeedsBrowserError        a page that a script fills in
        NotAFeedError            a page where a feed should be
        NoFeedFoundError         a site without a known feed
        DisallowedError          the site's robots.txt asks this program to stay away
      WorkerError              a worker process could not finish
        WorkerTimedOutError      over its time limit
        WorkerDiedError          killed, or out of memory
      StorageError             the database cannot be used
        SchemaTooNewError        the tables are from a later version of this program
        DatabaseLostError        its file was removed, replaced or damaged under the running bot
      SlackError               Slack rejected a call
        UnknownOutcomeError      it cannot be determined whether Slack did it
      UnreadableDeliveryError  a payload from Slack does not have its documented shape
      UnreadableJobError       a stored job cannot be read
      BusyError                a limit was reached

`str(error)` is for the log; it may contain addresses and causes. `message` (what happened) and `advice` (what to do)
are for the requester; they never contain an address, a path or a token.
"""

from functools import partial
from typing import Any, ClassVar


class BotError(Exception):
    """Base of all expected errors of the shell.

    Args:
        cause: for the log.
    """

    code: ClassVar[str] = "internal"
    message: str = "Something went wrong on my side."
    advice: str = "Try again in a minute."
    emoji: ClassVar[str] = "warning"
    can_retry: ClassVar[bool] = False

    def __init__(self, cause: str = "") -> None:
        super().__init__(cause or self.message)
        self.cause = cause

    def __reduce__(self) -> tuple[type["BotError"], tuple[str]]:
        return type(self), (self.cause,)


class ConfigError(BotError):
    """A setting is missing or wrong. `cause` names the variable and how to set it; it never contains its value."""

    code = "config"


class RequestError(BotError):
    """The request cannot be answered as it is."""

    code = "request"
    emoji = "speech_balloon"


class NothingToReadError(RequestError):
    """The message has neither a link nor text."""

    code = "nothing_to_read"
    message = "I found neither a link nor text in that message."
    advice = "Send me the link of a story, or paste its text."


class TooManyLinksError(RequestError):
    """The message has more links than allowed.

    Args:
        limit: maximum number of links per message.
    """

    code = "too_many_links"
    advice = "Send the rest in another message."

    def __init__(self, limit: int) -> None:
        super().__init__(str(limit))
        self.limit = limit
        self.message = f"I read up to {limit} links of one message."

    def __reduce__(self) -> tuple[type["TooManyLinksError"], tuple[int]]:  # type: ignore[override]  # built from its limit
        return TooManyLinksError, (self.limit,)


class FetchError(BotError):
    """A page could not be fetched."""

    code = "fetch"
    message = "I could not open that page."
    advice = "Check the link, or paste the text and I will summarise it."
    emoji = "link"


class BlockedAddressError(FetchError):
    """An address that may not be opened. One wording for every reason, so that no one can map a network with us."""

    code = "blocked_address"
    message = "That address is not one I may open: I only read public web pages."
    advice = "Paste the text and I will summarise it."
    emoji = "no_entry"


class InvalidLinkError(FetchError):
    """Not a link that can be followed."""

    code = "invalid_link"
    message = "That does not look like a link to a web page."
    advice = "Send a link that starts with https://, or paste the text."


class UnreachableError(FetchError):
    """No such host, no connection, or a broken certificate."""

    code = "unreachable"
    message = "I could not reach that site."
    advice = "Check the link for a typing mistake, or paste the text."
    can_retry = True


class TimedOutError(FetchError):
    """No complete response within the deadline.

    Args:
        seconds: the deadline.
    """

    code = "timed_out"
    advice = "I will not keep trying on my own: try again later, or paste the text."
    emoji = "hourglass"
    can_retry = True

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:g} s")
        self.seconds = seconds
        self.message = f"The site did not answer in {seconds:g} seconds."

    def __reduce__(self) -> tuple[type["TimedOutError"], tuple[float]]:  # type: ignore[override]  # built from its seconds
        return TimedOutError, (self.seconds,)


class TooLargeError(FetchError):
    """More bytes than the maximum."""

    code = "too_large"
    message = "That page is too big for me to read."
    advice = "Paste the part you care about."


class TooManyRedirectsError(FetchError):
    """An endless chain of redirects."""

    code = "too_many_redirects"
    message = "That link sends me in circles."
    advice = "Open it in a browser and send me the address you land on."


class HTTPStatusError(FetchError):
    """The site returned an error.

    Args:
        status: the HTTP status.
        retry_after_s: how long the site asks us to wait, if it does.
    """

    code = "http_status"
    _SAID: ClassVar[dict[int, tuple[str, str]]] = {
        401: ("That page asks for a login.", "Paste the text and I will summarise it."),
        402: ("That page asks for a subscription.", "Paste the text and I will summarise it."),
        403: ("The site does not let me read that page.", "Paste the text and I will summarise it."),
        404: ("The site says there is no such page.", "Check the link."),
        410: ("The site says that page is gone.", "Look for another link to the story."),
        429: ("The site says I have asked too often.", "Try again later, or paste the text."),
        451: ("The site may not show that page here, for legal reasons.", "Paste the text and I will summarise it."),
    }

    def __init__(self, status: int, retry_after_s: float | None = None) -> None:
        super().__init__(
            f"HTTP {status}" if retry_after_s is None else f"HTTP {status}, retry after {retry_after_s:g} s"
        )
        self.status = status
        self.retry_after_s = retry_after_s
        default = (f"The site answered with an error (HTTP {status}).", "Try again later, or paste the text.")
        self.message, self.advice = self._SAID.get(status, default)

    def __reduce__(self) -> tuple[type["HTTPStatusError"], tuple[int, float | None]]:  # type: ignore[override]
        return HTTPStatusError, (self.status, self.retry_after_s)


class UnsupportedContentError(FetchError):
    """An image, a video, an archive: nothing to read.

    Args:
        what: "an image", "a video", used in the sentence.
    """

    code = "unsupported_content"
    advice = "Send the link of a story, or paste its text."
    emoji = "paperclip"

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
        self.message = f"I read web pages, text and PDF. This link is {what}."

    def __reduce__(self) -> tuple[type["UnsupportedContentError"], tuple[str]]:
        return UnsupportedContentError, (self.what,)


class MalformedResponseError(FetchError):
    """A response that is not proper HTTP, or has an unknown encoding."""

    code = "malformed_response"
    message = "The site sent an answer that I could not make sense of."
    advice = "Try again later, or paste the text."


class ConsentPageError(FetchError):
    """The site shows a consent page instead of the story. We never accept on behalf of others."""

    code = "consent_page"
    message = "The site showed me a consent page instead of the story."
    advice = "Paste the text and I will summarise it."
    emoji = "cookie"


class BotWallError(FetchError):
    """The site rejects programs."""

    code = "bot_wall"
    message = "The site does not let programs like me read that page."
    advice = "Paste the text and I will summarise it."
    emoji = "no_entry"


class PaywalledError(FetchError):
    """Only the opening lines are public, too few to summarise."""

    code = "paywall"
    message = "That page asks for a subscription, so I only saw the opening lines."
    advice = "Paste the text and I will summarise it."
    emoji = "lock"


class AggregatorLinkError(FetchError):
    """A link that only the aggregator's own script can follow, such as Google News'."""

    code = "aggregator_link"
    message = "That is a link into a news aggregator, which does not tell me where the story is."
    advice = "Open it and send me the publisher's own link."


class NeedsBrowserError(FetchError):
    """A page that a script fills in."""

    code = "needs_browser"
    message = "That page is empty until a browser runs its scripts, which I do not do."
    advice = "Paste the text and I will summarise it."
    emoji = "page_facing_up"


class NotAFeedError(FetchError):
    """A page, or nothing, where a feed should be."""

    code = "not_a_feed"
    message = "There is no feed at that address, but something else."
    advice = "Give me the address of the site, and I will look for its feed."
    emoji = "satellite_antenna"


class NoFeedFoundError(FetchError):
    """A site without a known feed."""

    code = "no_feed_found"
    message = "I found no feed at that address."
    advice = "Look for an RSS link on the site, and give me its address."
    emoji = "satellite_antenna"


class DisallowedError(FetchError):
    """The site's robots.txt asks this program, by its name, to stay away."""

    code = "disallowed"
    message = "The site asks nutgraf by name not to read that feed (robots.txt)."
    advice = "Ask the site for a feed that may be read."
    emoji = "no_entry"


class WorkerError(BotError):
    """A worker process could not finish."""

    code = "worker"
    message = "I could not read that page to the end."
    advice = "Paste the text and I will summarise it."
    emoji = "hourglass"


class WorkerTimedOutError(WorkerError):
    """The worker process exceeded its time limit and was killed."""

    code = "worker_timed_out"
    message = "That text took me too long to read, so I stopped."
    advice = "Paste the part you care about."


class WorkerDiedError(WorkerError):
    """The worker process was killed or ran out of memory."""

    code = "worker_died"
    message = "That page is built in a way that I could not read."


class StorageError(BotError):
    """The database cannot be used. `cause` says why and never contains a password."""

    code = "storage"
    message = "I could not save your request."
    advice = "If you hear nothing from me in a few minutes, ask again."


class SchemaTooNewError(StorageError):
    """A later version of this program has changed the tables; older code must not write into them."""

    code = "schema_too_new"


class DatabaseLostError(StorageError):
    """The database's file was removed, moved, replaced or damaged under the running bot, which must end."""

    code = "database_lost"


class SlackError(BotError):
    """Slack rejected a call, or did not answer it.

    Args:
        cause: for the log.
        slack_code: Slack's error code, such as "not_in_channel"; "" where Slack gave none.
    """

    code = "slack"

    def __init__(self, cause: str = "", *, slack_code: str = "") -> None:
        super().__init__(cause)
        self.slack_code = slack_code

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), slack_code=self.slack_code), (self.cause,)


class UnknownOutcomeError(SlackError):
    """Slack may or may not have posted a message, and does not show which. It is never posted again automatically."""

    code = "unknown_outcome"
    message = "I cannot tell whether Slack posted my answer: it broke off before it said so."
    advice = "It may already be posted, so look for it before you ask me again."


class UnreadableDeliveryError(BotError):
    """A payload from Slack lacks a field, or has one of the wrong type. `cause` names the field, never its value."""

    code = "unreadable_delivery"
    message = "I could not read what Slack sent me of your request."
    advice = "Please try once more. If it happens again, tell the person who runs me."


class UnreadableJobError(BotError):
    """A stored job cannot be read: of a kind or version that this program does not know, or broken."""

    code = "unreadable_job"
    message = "I could not read your request again."
    advice = "Please ask me once more."


class BusyError(BotError):
    """A limit was reached."""

    code = "busy"
    message = "I have too much waiting right now."
    advice = "Try again in a few minutes."
    emoji = "traffic_light"
    can_retry = True
