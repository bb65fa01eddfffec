"""Names that running installations hold: in their database, in posted messages, in settings and scripts.

A name here may only change with a migration, or with code that still reads the old one.
"""

import dataclasses
from typing import get_args

from dbos._registrations import get_dbos_func_name
from typer.models import CommandInfo

import summarizer
from bot.cli import app
from bot.config import Settings
from bot.engine.jobs.job_engine import ENGINE_VERSION, QUEUE, answer, do_job
from bot.newsroom.corrections.model import ShownArticle, ShownQuote
from bot.newsroom.editions.model import EditionRecord, EditionState, ListedAs, ListedStory, PostedStory
from bot.newsroom.jobs.inbox import InboxState
from bot.newsroom.jobs.keys import (
    KeyPrefix,
    abandoned_id,
    deletion_id,
    edit_id,
    extra_edition_id,
    guest_key,
    job_of_private,
    notice_id,
    outbox_key,
    private_key,
    share_id,
    shared_prefix,
    short_id,
)
from bot.newsroom.jobs.outbox import OutboxState
from bot.newsroom.jobs.payloads import AnyPayload, ChannelEvent, JobKind
from bot.newsroom.requester import Requester
from bot.newsroom.requests.posted_digests import PostedDigest
from bot.newsroom.requests.request import FileAccess, Intent, Remarks, Request, SharedFile
from bot.newsroom.subscriptions.model import EditionKey, PauseReason, QuietDays
from bot.newsroom.subscriptions.settings import EnteredSettings
from bot.slack.outbound.outbox_sender import METADATA_EVENT
from bot.slack.parsing import payloads
from bot.slack.parsing.subscription_form import CALLBACK, PREVIEW
from bot.slack.parsing.subscription_payloads import PRESSES
from bot.storage import schema
from tests.bot.slack.connection.test_inbox_middleware import click, command, mention

TABLES = {
    "answer": ["id", "payload", "expires_at"],
    "edition": [
        "job_id",
        "team_id",
        "channel",
        "local_date",
        "is_extra",
        "state",
        "made_at",
        "stories",
        "draft",
        "story_count",
        "article_count",
    ],
    "feed": ["id", "url", "address_id", "is_gone", "next_poll_at", "payload"],
    "inbox": ["id", "kind", "payload", "fingerprint", "state", "received_at", "finished_at", "error", "tries"],
    "installation": ["team_id", "enterprise_id", "bot_id", "bot_user_id", "installed_at", "dead_since", "dead_why"],
    "item": [
        "feed_id",
        "key",
        "address",
        "url",
        "title",
        "summary",
        "outlet",
        "published_at",
        "seen_at",
        "shown_at",
        "place",
        "is_news",
    ],
    "outbox": [
        "key",
        "job_id",
        "part",
        "channel",
        "thread_ts",
        "payload",
        "state",
        "ts",
        "created_at",
        "attempted_at",
        "not_before",
        "error",
        "attempt_margin_s",
    ],
    "replica": ["executor_id", "beat_at"],
    "requester": ["id", "user_id", "job_ids", "expires_at"],
    "shown": ["id", "payload", "expires_at", "channel"],
    "subscription": ["team_id", "channel", "payload"],
    "subscription_change": ["id", "team_id", "channel", "by", "at", "change"],
}


PAYLOAD_OF: dict[JobKind, type] = {
    payload.__dataclass_fields__["kind"].default: payload for payload in get_args(AnyPayload)
}


def fields(kind: type) -> list[str]:
    return [field.name for field in dataclasses.fields(kind)]


def test_tables_and_columns_have_the_names_of_installed_databases():
    columns = {table.name: [column.name for column in table.columns] for table in schema.metadata.sorted_tables}
    assert columns == TABLES


def test_states_in_the_tables_are_the_same_words():
    assert [state.value for state in InboxState] == ["waiting", "done", "failed"]
    assert [state.value for state in OutboxState] == ["pending", "attempting", "posted", "skipped", "unknown"]
    assert [state.value for state in EditionState] == ["drafted", "posted", "refused", "empty"]
    assert [state.value for state in QuietDays] == ["skip", "say_so"]


def test_what_is_packed_into_a_column_has_the_same_fields():
    assert fields(Requester) == ["channel", "user", "ts", "thread_ts"]
    assert {kind.value: fields(payload)[5:] for kind, payload in PAYLOAD_OF.items()} == {
        "message": ["request", "intent", "remarks", "edited_ts"],
        "edit": ["of", "mention"],
        "deletion": ["of"],
        "command": ["request", "intent", "remarks"],
        "click": ["action", "digest_id", "message_ts", "is_private", "pressed_at"],
        "digest": ["text", "trigger_id"],
        "digest_form": ["entered", "shown_for", "view_id"],
        "digest_preview": ["entered", "problems", "trigger_id"],
        "opml": ["file"],
        "home": ["user"],
        "place": ["channel_id", "event", "new_channel_id"],
        "uninstalled": [],
        "notice": ["channel_id", "feed", "problem", "text"],
        "edition": ["key"],
        "given_up": ["of"],
    }
    assert {tuple(fields(payload)[:5]) for payload in PAYLOAD_OF.values()} == {
        ("kind", "version", "team_id", "requester", "response_url")
    }
    assert fields(SharedFile) == ["id", "name", "url", "media_type", "access", "size"]
    assert [access.value for access in FileAccess] == ["open", "ask", "hidden", "deleted"]
    assert fields(Remarks) == ["unknown_options", "language", "is_question"]
    assert [intent.value for intent in Intent] == [
        "read", "help", "thank", "longer", "shorter", "quotes", "why", "unclear",
    ]  # fmt: skip
    assert [event.value for event in ChannelEvent] == [
        "is_archived",
        "channel_not_found",
        "unarchived",
        "joined",
        "left",
        "id_changed",
    ]
    assert [reason.value for reason in PauseReason] == [
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "ekm_access_denied",
        "restricted_action",
        "posting_to_channel_denied",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
        "messages_tab_disabled",
        "shared",
        "other",
    ]
    assert fields(PostedDigest) == ["request", "digests", "channel", "user", "thread_ts", "length", "job_ids"]
    assert fields(Request) == ["links", "text", "options", "files", "permalinks", "link_options"]
    assert fields(PostedStory) == [
        "headline",
        "texts",
        "keys",
        "links",
        "outlets",
        "reasons",
        "shown",
        "outlet_names",
        "told_at",
    ]
    assert fields(ListedStory) == [
        "listed_as",
        "headline",
        "url",
        "outlet",
        "outlets",
        "told_at",
        "texts",
        "keys",
        "links",
    ]
    assert [reason.value for reason in ListedAs] == ["more", "went_on", "repeat"]
    assert fields(ShownArticle) == [
        "url",
        "outlet",
        "headline",
        "sentences",
        "quotes",
        "words",
        "corrections",
        "is_paywalled",
        "is_from_feed",
        "is_withheld",
    ]
    assert fields(ShownQuote) == ["text", "speaker", "paragraph"]
    assert fields(EditionRecord) == [
        "job_id",
        "key",
        "state",
        "made_at",
        "stories",
        "draft",
        "is_extra",
        "story_count",
        "article_count",
        "listed",
    ]
    assert fields(EditionKey) == ["team_id", "channel", "local_date"]
    assert fields(EnteredSettings) == [
        "addresses",
        "at",
        "weekdays",
        "include",
        "exclude",
        "max_stories",
        "length",
        "quiet_days",
        "zone",
    ]


def test_workflows_that_wait_in_the_engine_are_found_by_name():
    names = get_dbos_func_name(answer), get_dbos_func_name(do_job), QUEUE, ENGINE_VERSION
    assert names == ("answer", "do_job", "answer", "1")


def test_jobs_have_the_kinds_and_ids_under_which_they_were_stored():
    made = [payloads.parse_payload(body) for body in (mention(), command("t1"), click())]
    assert [(job.payload.kind, job.id) for job in made if job] == [
        ("message", "message:C1:5.0"),
        ("command", "command:t1"),
        ("click", "click:t"),
    ]
    assert deletion_id("message:C1:5.0") == "deletion:message:C1:5.0"
    assert (edit_id("j", "6.0"), share_id("d"), share_id("d", press=2)) == ("edit:j:6.0", "share:d", "share-again:d:2")
    assert (extra_edition_id("edition:T:C:d", "t1"), notice_id("n", "T", "C")) == (
        "edition:T:C:d:now:t1",
        "notice:n:T:C",
    )
    assert abandoned_id("message:C1:5.0", "#2") == "giving-up:message:C1:5.0#2"
    assert short_id("message:C1:5.0") == "7134b529ec"
    assert METADATA_EVENT == "nutgraf_message"


def test_messages_have_the_keys_under_which_they_were_stored_and_posted():
    assert [prefix.value for prefix in KeyPrefix] == [
        "", "answer-direct:", "error:", "error-direct:", "note:", "owner:", "parent:", "remark:", "reply:", "back:",
    ]  # fmt: skip
    assert outbox_key("j", KeyPrefix.REPLY, 2) == "j:reply:2"
    assert (private_key("j", "error"), job_of_private("j:error")) == ("j:error", "j")
    assert (shared_prefix(1, is_parent=True), shared_prefix(1, is_parent=False)) == ("1:parent:", "1:")
    assert guest_key("share:d", 1, 0) == "share:d:1:guest:0"


def test_buttons_and_forms_in_posted_messages_still_work():
    assert sorted(payloads._BUTTONS) == [
        "digest_dismiss",
        "digest_longer",
        "digest_more",
        "digest_reasons",
        "digest_recheck",
        "digest_repeats",
        "digest_retry",
        "digest_share",
        "digest_shorter",
        "digest_untold",
    ]
    assert dict(PRESSES) == {
        "digest_new": "",
        "digest_now": "now",
        "digest_pause": "pause",
        "digest_resume": "resume",
        "digest_settings": "",
    }
    assert (CALLBACK, PREVIEW) == ("digest_save", "digest_preview")


def name_of(command: CommandInfo) -> str:
    if command.name:
        return command.name
    assert command.callback is not None
    return command.callback.__name__


def test_settings_commands_and_the_library_are_called_as_documented():
    assert sorted(Settings.model_fields) == [
        "contact",
        "data_dir",
        "database_must_exist",
        "database_url",
        "digest_admins",
        "digest_command",
        "edition_late_h",
        "fetch_allow_origins",
        "fetch_max_bytes",
        "fetch_proxy",
        "fetch_timeout_s",
        "health_port",
        "http_host",
        "http_port",
        "log_level",
        "max_feeds",
        "max_links",
        "playground_port",
        "replica",
        "slack_api_url",
        "slack_app_token",
        "slack_bot_token",
        "slack_mode",
        "slack_proxy",
        "slack_signing_secret",
        "summarize_command",
        "workers",
    ]
    assert sorted(map(name_of, app.registered_commands)) == [
        "backup",
        "batch",
        "digest",
        "doctor",
        "edition",
        "feed",
        "manifest",
        "playground",
        "restored",
        "run",
        "verify",
    ]
    assert sorted(summarizer.__all__) == [
        "Article",
        "Digest",
        "Mention",
        "Quote",
        "QuoteKind",
        "Sentence",
        "Span",
        "Story",
        "UNNAMED_PERSON",
        "digest",
        "find_quotes",
        "group_stories",
        "name_the_sure",
        "read_page",
        "read_text",
        "verify",
    ]
