"""What is to be done: one kind of job, one frozen payload. `payload_json` stores them as JSON with a version.

A new kind of job: a member of `JobKind`, a payload in `AnyPayload`, a handler. See CONTRIBUTING, "How to add ...".
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from bot.newsroom.feeds.ports import FeedNoticeKind
from bot.newsroom.job_origin import JobOrigin, Urgency
from bot.newsroom.requester import Requester
from bot.newsroom.requests.request import NOTHING_TO_REMARK, Intent, Remarks, Request, SharedFile
from bot.newsroom.subscriptions.model import EditionKey
from bot.newsroom.subscriptions.settings import EnteredSettings

VERSION: Literal[2] = 2
"""Of the stored JSON. Version 1 has none: `bot.slack.parsing.old_payloads` reads it."""


class JobKind(StrEnum):
    """The kinds of jobs. Values are stored."""

    MENTION = "message"
    EDITED_MENTION = "edit"
    DELETED_MESSAGE = "deletion"
    SUMMARIZE = "command"
    BUTTON = "click"
    DIGEST_COMMAND = "digest"
    SAVE_FORM = "digest_form"
    PREVIEW_FORM = "digest_preview"
    IMPORT_LIST = "opml"
    APP_HOME = "home"
    CHANNEL_CHANGE = "place"
    UNINSTALLED = "uninstalled"
    FEED_NOTICE = "notice"
    EDITION = "edition"
    ABANDONED = "given_up"


IMMEDIATE = frozenset({JobKind.UNINSTALLED, JobKind.DELETED_MESSAGE})
"""Kinds of jobs that ask nothing of Slack, and hold nothing that a person wrote."""

SCHEDULED = frozenset({JobKind.EDITION, JobKind.FEED_NOTICE, JobKind.CHANNEL_CHANGE})
"""Kinds of jobs that nobody waits for, unless they have a requester."""


class ChannelEvent(StrEnum):
    """What happened to a channel, or to the bot there. Values are stored."""

    ARCHIVED = "is_archived"
    DELETED = "channel_not_found"
    UNARCHIVED = "unarchived"
    JOINED = "joined"
    LEFT = "left"
    ID_CHANGED = "id_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPayload:
    """What every payload has.

    Attributes:
        kind: what is to be done.
        version: of the stored JSON.
        team_id: the workspace; "" where Slack does not name it.
        requester: who asked; None for work that nobody waits for.
        response_url: takes answers that only the requester sees; "" where there is none.
    """

    kind: JobKind
    version: Literal[2] = VERSION
    team_id: str = ""
    requester: Requester | None = None
    response_url: str = ""

    @property
    def channel(self) -> str:
        """The channel that it is about; "" where it is about none."""
        return self.requester.channel if self.requester is not None else ""

    @property
    def origin(self) -> JobOrigin:
        """For whom it is done. An edition on request belongs to its requester."""
        return JobOrigin(self.team_id, self.channel, self.requester.user if self.requester is not None else "")

    @property
    def urgency(self) -> Urgency:
        """How soon it is done."""
        if self.kind in IMMEDIATE:
            return Urgency.IMMEDIATE
        return Urgency.SCHEDULED if self.kind in SCHEDULED and self.requester is None else Urgency.INTERACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerMention(JobPayload):
    """A mention or a direct message, to be answered in its thread.

    Attributes:
        request: what to read.
        intent: what it asks for.
        remarks: what of it is not done as asked.
        edited_ts: when it was edited, by Slack's clock; None: it was not.
    """

    kind: Literal[JobKind.MENTION] = JobKind.MENTION
    requester: Requester
    request: Request
    intent: Intent = Intent.READ
    remarks: Remarks = NOTHING_TO_REMARK
    edited_ts: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainEdit(JobPayload):
    """A mention that was edited after it was taken in.

    Attributes:
        of: the id of the job that answers the mention; "" where it is not known.
        mention: what it asks for now; None where it is not known.
    """

    kind: Literal[JobKind.EDITED_MENTION] = JobKind.EDITED_MENTION
    requester: Requester
    of: str = ""
    mention: AnswerMention | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDeleted(JobPayload):
    """A deleted message; `of` is the id of the job that answers it."""

    kind: Literal[JobKind.DELETED_MESSAGE] = JobKind.DELETED_MESSAGE
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCommand(JobPayload):
    """A `/summarize`, to be answered so that only the requester sees it; fields as in `AnswerMention`."""

    kind: Literal[JobKind.SUMMARIZE] = JobKind.SUMMARIZE
    requester: Requester
    request: Request
    intent: Intent = Intent.READ
    remarks: Remarks = NOTHING_TO_REMARK


@dataclass(frozen=True, slots=True, kw_only=True)
class PressButton(JobPayload):
    """A click on one of our buttons.

    Attributes:
        action: what the button does: longer, shorter, share, dismiss, retry, quotes, why, copy, delete, reasons, check,
            recheck.
        digest_id: the id that the button carries.
        message_ts: the message with the button.
        is_private: the message is ephemeral.
        pressed_at: seconds since 1970, by Slack's clock; 0 where Slack does not say.
    """

    kind: Literal[JobKind.BUTTON] = JobKind.BUTTON
    requester: Requester
    action: str
    digest_id: str
    message_ts: str
    is_private: bool = False
    pressed_at: float = 0.0

    @property
    def user(self) -> str:
        """The person who clicked."""
        return self.requester.user

    @property
    def thread_ts(self) -> str | None:
        """The thread of the message with the button."""
        return self.requester.thread_ts


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDigestCommand(JobPayload):
    """A `/digest …`, or a button that says the same.

    Attributes:
        text: what follows `/digest`.
        trigger_id: opens windows, for three seconds; and identifies the command.
    """

    kind: Literal[JobKind.DIGEST_COMMAND] = JobKind.DIGEST_COMMAND
    requester: Requester
    text: str
    trigger_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveSubscriptionForm(JobPayload):
    """A submitted form.

    Attributes:
        entered: what was entered.
        shown_for: the channel whose subscription the form showed; "" for a new one.
        view_id: the form's window.
    """

    kind: Literal[JobKind.SAVE_FORM] = JobKind.SAVE_FORM
    requester: Requester
    entered: EnteredSettings
    shown_for: str
    view_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewSubscriptionForm(JobPayload):
    """The form's preview button.

    Attributes:
        entered: what was entered so far; None where that has problems.
        problems: what is wrong with it, in sentences.
        trigger_id: opens a window, for three seconds.
    """

    kind: Literal[JobKind.PREVIEW_FORM] = JobKind.PREVIEW_FORM
    requester: Requester
    entered: EnteredSettings | None = None
    problems: tuple[str, ...] = ()
    trigger_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFeedList(JobPayload):
    """A list of feeds that somebody shares as a file."""

    kind: Literal[JobKind.IMPORT_LIST] = JobKind.IMPORT_LIST
    requester: Requester
    file: SharedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAppHome(JobPayload):
    """Somebody, the requester without a channel, has opened the App Home."""

    kind: Literal[JobKind.APP_HOME] = JobKind.APP_HOME
    user: str

    @property
    def origin(self) -> JobOrigin:
        """For whom it is done."""
        return JobOrigin(self.team_id, "", self.user)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelChanged(JobPayload):
    """A channel was archived, unarchived or deleted, or got another id; or the bot was invited, or has left.

    Attributes:
        channel_id: the channel, by the id that it had.
        event: what happened.
        new_channel_id: the id that it has now; "" where that is the same.
    """

    kind: Literal[JobKind.CHANNEL_CHANGE] = JobKind.CHANNEL_CHANGE
    channel_id: str
    event: ChannelEvent
    new_channel_id: str = ""

    @property
    def channel(self) -> str:
        """The channel."""
        return self.channel_id


@dataclass(frozen=True, slots=True, kw_only=True)
class AppUninstalled(JobPayload):
    """A workspace has removed the app."""

    kind: Literal[JobKind.UNINSTALLED] = JobKind.UNINSTALLED


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyFeedProblem(JobPayload):
    """A subscription's owner has to hear of a feed.

    Attributes:
        channel_id: the subscription's channel.
        feed: its address, as the subscription has it.
        problem: what happened to it.
        text: the same in a sentence.
    """

    kind: Literal[JobKind.FEED_NOTICE] = JobKind.FEED_NOTICE
    channel_id: str
    feed: str
    problem: FeedNoticeKind
    text: str

    @property
    def channel(self) -> str:
        """The subscription's channel."""
        return self.channel_id


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishEdition(JobPayload):
    """A channel's edition: scheduled, or requested by somebody.

    Attributes:
        key: channel and local date.
    """

    kind: Literal[JobKind.EDITION] = JobKind.EDITION
    key: EditionKey

    @property
    def channel(self) -> str:
        """Where it is posted."""
        return self.key.channel

    @property
    def origin(self) -> JobOrigin:
        """For whom it is done: where it was requested, else where it is posted."""
        if self.requester is None:
            return JobOrigin(self.team_id, self.channel)
        return JobOrigin(self.team_id, self.requester.channel or self.channel, self.requester.user)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAbandonedJob(JobPayload):
    """The requester of another job has to hear that it is given up; `of` is that job's id."""

    kind: Literal[JobKind.ABANDONED] = JobKind.ABANDONED
    requester: Requester
    of: str


AnyPayload = (
    AnswerMention
    | ExplainEdit
    | MessageDeleted
    | AnswerCommand
    | PressButton
    | RunDigestCommand
    | SaveSubscriptionForm
    | PreviewSubscriptionForm
    | ImportFeedList
    | ShowAppHome
    | ChannelChanged
    | AppUninstalled
    | NotifyFeedProblem
    | PublishEdition
    | ReportAbandonedJob
)
"""Every payload; each kind has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadablePayload(JobPayload):
    """A stored payload that this version cannot read: of an unknown kind, of a later version, or broken.

    Attributes:
        kind: as it is stored.
        stored: the JSON.
        cause: what is wrong with it, without what people wrote.
    """

    kind: Any
    stored: Any
    cause: str
