"""Jobs that version 1 stored as dictionaries -> payloads. Pure.

Jobs wait for a week at most, so this is needed for as long after an update. Version 1 stored the text of a message as
Slack sends it, and five kinds of requests under the kind "digest".
"""

from collections.abc import Callable, Mapping
from datetime import date, time

from bot.newsroom.feeds.ports import FeedNoticeKind
from bot.newsroom.jobs.payloads import (
    AnswerCommand,
    AnswerMention,
    AppUninstalled,
    ChannelChanged,
    ChannelEvent,
    ExplainEdit,
    ImportFeedList,
    JobKind,
    JobPayload,
    MessageDeleted,
    NotifyFeedProblem,
    PressButton,
    PreviewSubscriptionForm,
    PublishEdition,
    ReportAbandonedJob,
    RunDigestCommand,
    SaveSubscriptionForm,
    ShowAppHome,
)
from bot.newsroom.ports import Json
from bot.newsroom.requester import Requester
from bot.newsroom.subscriptions.model import EditionKey, QuietDays
from bot.newsroom.subscriptions.settings import EnteredSettings
from bot.slack.parsing.messages.asking import Asked, read_asked
from bot.slack.parsing.messages.content import read_content, read_file


def read_old_payload(kind: str, stored: Json) -> JobPayload:
    """The payload of a job of version 1.

    Args:
        kind: as it was stored.
        stored: the dictionary.

    Raises:
        ValueError, KeyError, TypeError: version 1 stored nothing like it.
    """
    return _READERS[JobKind(kind)](stored)


def _asked(stored: Json) -> Asked:
    """What a stored text asks for."""
    return read_asked(read_content({"text": stored["text"]}))


def _mention(stored: Json) -> JobPayload:
    asked, edited_ts = _asked(stored), stored.get("edited_ts")
    return AnswerMention(
        team_id=_team(stored),
        requester=_requester(stored),
        request=asked.request,
        intent=asked.intent,
        remarks=asked.remarks,
        edited_ts=edited_ts,
    )


def _edit(stored: Json) -> JobPayload:
    return ExplainEdit(team_id=_team(stored), requester=_requester(stored))


def _deletion(stored: Json) -> JobPayload:
    return MessageDeleted(team_id=_team(stored), of=stored["of"])


def _command(stored: Json) -> JobPayload:
    asked = _asked(stored)
    return AnswerCommand(
        team_id=_team(stored),
        requester=_requester(stored),
        response_url=stored["response_url"],
        request=asked.request,
        intent=asked.intent,
        remarks=asked.remarks,
    )


def _click(stored: Json) -> JobPayload:
    return PressButton(
        team_id=_team(stored),
        requester=Requester(stored["channel"], stored["user"], None, stored["thread_ts"]),
        response_url=stored["response_url"],
        action=stored["action"],
        digest_id=stored["digest_id"],
        message_ts=stored["message_ts"],
        is_private=stored["is_private"],
    )


def _digest(stored: Json) -> JobPayload:
    """One of five, told apart by which key is there."""
    team_id, requester, url = _team(stored), _requester(stored), stored.get("response_url") or ""
    if "form" in stored:
        return SaveSubscriptionForm(
            team_id=team_id,
            requester=requester,
            response_url=url,
            entered=_entered(stored["form"]),
            shown_for=stored["form"]["shown_for"],
            view_id=stored["view_id"],
        )
    if "preview" in stored or "problems" in stored:
        return PreviewSubscriptionForm(
            team_id=team_id,
            requester=requester,
            entered=_entered(stored["preview"]) if "preview" in stored else None,
            problems=tuple(stored.get("problems") or ()),
            trigger_id=stored["trigger_id"],
        )
    if "file" in stored:
        return ImportFeedList(team_id=team_id, requester=requester, file=read_file(stored["file"]))
    return RunDigestCommand(
        team_id=team_id,
        requester=requester,
        response_url=url,
        text=stored["text"],
        trigger_id=stored["trigger_id"],
    )


def _entered(form: Json) -> EnteredSettings:
    return EnteredSettings(
        addresses=tuple(form["addresses"]),
        at=time.fromisoformat(form["at"]),
        weekdays=frozenset(form["weekdays"]),
        include=tuple(form["include"]),
        exclude=tuple(form["exclude"]),
        max_stories=form["max_stories"],
        length=form["length"],
        quiet_days=QuietDays(form["quiet_days"]),
        zone=form.get("zone", ""),
    )


def _home(stored: Json) -> JobPayload:
    return ShowAppHome(team_id=_team(stored), user=stored["viewer"])


def _place(stored: Json) -> JobPayload:
    return ChannelChanged(team_id=_team(stored), channel_id=stored["place"], event=ChannelEvent(stored["what"]))


def _uninstalled(stored: Json) -> JobPayload:
    return AppUninstalled(team_id=_team(stored))


def _notice(stored: Json) -> JobPayload:
    return NotifyFeedProblem(
        team_id=_team(stored),
        channel_id=stored["place"],
        feed=stored["feed"],
        problem=FeedNoticeKind(stored["kind"]),
        text=stored["text"],
    )


def _edition(stored: Json) -> JobPayload:
    return PublishEdition(
        team_id=_team(stored),
        requester=_requester(stored) if "asker" in stored else None,
        response_url=stored.get("response_url") or "",
        key=EditionKey(stored["team_id"], stored["channel"], date.fromisoformat(stored["local_date"])),
    )


def _given_up(stored: Json) -> JobPayload:
    clicked = {name: stored[name] for name in ("channel", "user", "thread_ts") if name in stored}
    return ReportAbandonedJob(
        team_id=_team(stored),
        requester=_requester(stored) if "asker" in stored else Requester(**clicked),
        response_url=stored.get("response_url") or "",
        of=stored["of"],
    )


def _team(stored: Json) -> str:
    return str(stored.get("team_id") or "")


def _requester(stored: Json) -> Requester:
    return Requester(**stored["asker"])


_READERS: Mapping[JobKind, Callable[[Json], JobPayload]] = {
    JobKind.MENTION: _mention,
    JobKind.EDITED_MENTION: _edit,
    JobKind.DELETED_MESSAGE: _deletion,
    JobKind.SUMMARIZE: _command,
    JobKind.BUTTON: _click,
    JobKind.DIGEST_COMMAND: _digest,
    JobKind.APP_HOME: _home,
    JobKind.CHANNEL_CHANGE: _place,
    JobKind.UNINSTALLED: _uninstalled,
    JobKind.FEED_NOTICE: _notice,
    JobKind.EDITION: _edition,
    JobKind.ABANDONED: _given_up,
}
