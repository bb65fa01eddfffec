"""Where editions, subscriptions, the form and the App Home show what others wrote: a name and a function for each."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import BotError
from bot.newsroom.editions.history import History, ListedSubscription, Overview
from bot.newsroom.editions.model import (
    Edition,
    EditionRecord,
    EditionState,
    EditionStory,
    ListedAs,
    ListedStory,
    PostedStory,
    QuietDay,
    StoryCandidate,
)
from bot.newsroom.editions.model import FeedProblem as EditionTrouble
from bot.newsroom.feeds.following import FeedLookup, FeedProblem, OtherFeeds, short
from bot.newsroom.feeds.health import FeedHealth, assess
from bot.newsroom.feeds.model import Feed
from bot.newsroom.feeds.ports import FeedAddress, FeedDoubt, FeedNoticeKind
from bot.newsroom.subscriptions.feed_lists import ListImport
from bot.newsroom.subscriptions.keyword_filter import MAX_RULE
from bot.newsroom.subscriptions.model import Change, EditionKey, PauseReason, Subscription
from bot.newsroom.subscriptions.service import EnteredFeedsError, SubscriptionChange, SubscriptionDetails
from bot.newsroom.subscriptions.settings import add_filters, format_added, pick_feed
from bot.newsroom.subscriptions.setup import ChannelObstacle
from bot.slack.handlers.feed_notice import format_notice
from bot.slack.outbound.owner_notifier import format_not_posted, format_paused
from bot.slack.parsing.digest_command import parse, until_when
from bot.slack.parsing.subscription_form import CALLBACK, FormError, read_form
from bot.slack.parsing.times_and_dates import read_date
from bot.slack.rendering import subscription_messages as said
from bot.slack.rendering.app_home_view import home_view
from bot.slack.rendering.block_kit.plain_text import in_plain_text
from bot.slack.rendering.block_kit.renamed_commands import rename_in_json
from bot.slack.rendering.editions.drafts import BlockKitEditions, edition_messages, read_message
from bot.slack.rendering.editions.listings import more_messages, repeats_messages
from bot.slack.rendering.editions.parent import parent_message
from bot.slack.rendering.editions.previews import preview_messages
from bot.slack.rendering.editions.quiet_days import empty_message
from bot.slack.rendering.editions.reasons import why_message
from bot.slack.rendering.error_messages import error_message
from bot.slack.rendering.subscription_form_view import form_errors, form_view, saving_view, text_view
from bot.web.feeds.opml import write_opml
from summarizer.stories.story_digest import StoryDigest
from tests.bot.newsroom.sample_items import NOON, item, subscribe
from tests.bot.slack.rendering.digest_surfaces import NAMES, Surface, digest_of
from tests.payload_recorder import find_payloads

ZONE = ZoneInfo("Europe/Berlin")
KEY = EditionKey("T1", "C1", date(2026, 11, 24))


def edition_of(words: str, address: str, *, stories: int = 2) -> Edition:
    """An edition in which everything is somebody else's; its second story could not be read."""
    named = item("k1", words, words, url=address)
    items = tuple(replace(named, outlet=outlet) for outlet in (words, f"{words} too", ""))
    candidate = StoryCandidate(
        words, items, (words, f"{words} too", "Courier"), (words,), is_update=True, told_at=NOON, earlier=items
    )
    read = EditionStory(candidate, StoryDigest((digest_of(words, address),)), frozenset({address}))
    unread = EditionStory(replace(candidate, items=items[2:]), None)
    troubles = (EditionTrouble(words, NOON), EditionTrouble(words, None))
    return Edition(
        key=KEY,
        made_at=NOON,
        since=NOON,
        stories=(read, unread, *(read for _ in range(2, stories)))[:stories],
        troubles=troubles,
        missed=(date(2026, 11, 23),),
        left_out=3,
        quiet=QuietDay((candidate,), went_on=(candidate,) * 10),
    )


def _edition(words: str, address: str, *, stories: int = 2) -> list[Any]:
    parent, replies = edition_messages(edition_of(words, address, stories=stories), ZONE, edition_id="e1")
    return [parent, *replies]


def _drafts(words: str, address: str) -> Any:
    drafts = BlockKitEditions()
    edition = edition_of(words, address)
    made = [drafts.draft(edition, ZONE, edition_id="e1"), drafts.draft_empty(edition, ZONE, edition_id="e1")]
    return [payload for draft in made for plain in (draft["parent"], *draft["replies"]) for payload in _as_sent(plain)]


def _as_sent(plain: dict[str, Any]) -> list[Any]:
    """A message of a draft: its text, and its blocks."""
    message = read_message(plain)
    return [message.text, *message.blocks]


def _edition_without_blocks(words: str, address: str) -> Any:
    return [in_plain_text(payload) for payload in find_payloads(_edition(words, address))]


def _no_news(words: str, address: str) -> Any:
    edition = edition_of(words, address)
    empty = replace(edition, stories=(), all_failed=True)
    candidate = edition.stories[0].candidate
    quiet = QuietDay((candidate,), filtered_count=2, unread_count=1, went_on=(candidate,) * 10)
    quiet_one = replace(empty, all_failed=False, quiet=quiet)
    return [
        parent_message(empty, ZONE),
        *(empty_message(each, ZONE, following=words) for each in (empty, quiet_one)),
    ]


def record_of(words: str) -> EditionRecord:
    """What is kept of a posted edition with one story."""
    stories = (PostedStory(words, reasons=(words,)),)
    return EditionRecord("e1", KEY, EditionState.POSTED, NOON, stories, is_extra=True, story_count=1)


def _listings(words: str, address: str) -> list[Any]:
    """What the buttons under an edition list."""
    kinds = (*(each for each in ListedAs for _ in range(12)),)
    listed = tuple(ListedStory(each, words, address, words, told_at=NOON) for each in kinds)
    full, empty = replace(record_of(words), listed=listed), record_of(words)
    return [
        *(message for record in (full, empty) for message in more_messages(record)),
        *(message for record in (full, empty) for message in repeats_messages(record, ZONE)),
    ]


def wanted_of(words: str, address: str) -> Subscription:
    """A subscription with somebody else's feeds and words."""
    rule = words[:MAX_RULE]
    return subscribe(feeds=(address, "https://gazette.example/feed.xml"), include=(rule, "ferry"), exclude=(rule,))


def _change(words: str, address: str, **more: Any) -> SubscriptionChange:
    wanted = wanted_of(words, address)
    values: dict[str, Any] = {
        "before": None,
        "after": wanted,
        "next_edition_at": NOON,
        "added": (words, short(address)),
        "revived": (words,),
        "removed": (address, words),
        "followed": (words, short(address)),
        "found": (address,),
        "problems": (FeedProblem(words, words), FeedProblem(address, words)),
        "others": (OtherFeeds(words, (address, words)),),
        "doubts": ((address, FeedDoubt.DISALLOWED), (words, FeedDoubt.EMPTY)),
        "obstacle": ChannelObstacle.NOT_A_MEMBER,
    }
    return SubscriptionChange(**values | more)


def _feeds(words: str, address: str) -> tuple[FeedHealth, FeedHealth]:
    failing = Feed(address, title=words, failures=3, failing_since=NOON, error=words)
    return assess(address, failing, NOON), assess(words, Feed(words, title=None, is_gone=True), NOON)


def _details(words: str, address: str) -> SubscriptionDetails:
    return SubscriptionDetails(wanted_of(words, address), _feeds(words, address), NOON)


def _answers(words: str, address: str) -> Any:
    """What the commands that change something answer."""
    change = _change(words, address)
    changed = add_filters(change.after, (words,), (words,))
    return [
        said.added_message(change, with_filters=True),
        said.added_message(_change(words, address, before=change.after, revived=(), added=()), with_filters=False),
        said.removed_message(change),
        said.saved_message(change),
        said.change_message(change, changed.words, format_added((short(address),), (words,), (words,)), hint=words),
        said.lines_message(words, words),
    ]


def _lists(words: str, address: str) -> Any:
    change = _change(words, address)
    done = ListImport(change, known=2, problems=change.problems, left_out=3)
    written = write_opml([FeedAddress("https://gazette.example/feed.xml", words)], words).decode()
    listed = [said.list_messages(_details(words, address), text) for text in (written, words[:2_000])]
    nothing = _change(words, address, added=())
    return [said.imported_message(done, change), said.imported_message(done, nothing), *listed]


def _history(words: str, address: str) -> Any:
    changes = (Change("U1", NOON, words), Change("nutgraf", NOON, format_added((short(address),), (words,), ())))
    return said.history_message(History(changes, (record_of(words),)), "UTC", "Nothing is planned.")


def _owner(words: str, address: str) -> Any:
    """What owners read about their feeds and editions."""
    wanted = wanted_of(words, address)
    failed = BotError("for the log")
    failed.message = failed.advice = words
    notices = [format_notice(wanted, words, kind) for kind in FeedNoticeKind]
    return [*notices, format_not_posted(wanted, failed), *(format_paused(wanted, reason) for reason in PauseReason)]


def _typed(words: str, address: str) -> Any:
    """Errors about what people type after /digest."""
    for command in (words, f"x{words}", f"add {words}", f"time 09:00 {words}", f"import {words}", f"max {words}"):
        yield from _error_of(parse, command)
    yield from _error_of(until_when, words, date(2026, 11, 24), read_date)
    yield from _error_of(pick_feed, {}, words)
    yield from _error_of(_enter_feeds, words, address)


def _enter_feeds(words: str, address: str) -> None:
    raise EnteredFeedsError(FeedLookup(problems=_change(words, address).problems).message)


def _error_of(call: Any, *values: Any) -> Any:
    try:
        call(*values)
    except BotError as error:
        yield error_message(error, reference="r1")


def _form(words: str, address: str) -> Any:
    problems = {"": words, "feeds": f"{words}: {address}"}
    shown = wanted_of(words, address[:1_000])
    view = form_view(shown, NOON, channel="C1", response_url="http://r/1", problems=problems)
    new = form_view(shown, NOON, channel="", response_url="")
    return [view, rename_in_json(new, NAMES), saving_view(), _errors_below_inputs(words)]


def _errors_below_inputs(words: str) -> dict[str, Any]:
    """What Slack shows below the inputs of a form that was sent: plain text."""
    values = {"feeds": {"v": {"value": words}}, "kw": {"v": {"value": words}}, "n": {"v": {"value": words}}}
    view = {"callback_id": CALLBACK, "private_metadata": json.dumps({}), "state": {"values": values}}
    try:
        read_form(view)
    except FormError as error:
        return {"errors": form_errors(error.errors)}
    return {}


def _preview_window(words: str, address: str) -> Any:
    messages = preview_messages(edition_of(words, address), ZONE, following=words)
    return text_view("Preview", *(block for message in messages for block in message.blocks))


def _home(words: str, address: str) -> Any:
    wanted = wanted_of(words, address)
    paused = replace(wanted, paused_until=date.max, pause_reason=PauseReason.NO_MESSAGES)
    listed = (
        ListedSubscription(wanted, NOON, latest=record_of(words), feeds=_feeds(words, address)),
        ListedSubscription(replace(paused, channel="C2"), None, is_paused=True),
    )
    answered = [said.lines_message(words, short(address)), *said.settings_messages(_details(words, address))]
    return home_view(Overview(listed, 2, UTC), said=answered)


CHANNEL_SURFACES: Mapping[str, Surface] = {
    "an edition": _edition,
    "an edition with two stories a reply": lambda words, address: _edition(words, address, stories=9),
    "drafts of editions": _drafts,
    "an edition without blocks": _edition_without_blocks,
    "an edition without news": _no_news,
    "a preview": lambda words, address: preview_messages(edition_of(words, address), ZONE, following=words),
    "what an edition did not tell": _listings,
    "why these stories": lambda words, _: why_message(record_of(words)),
    "answers about subscriptions": _answers,
    "settings": lambda words, address: said.settings_messages(_details(words, address)),
    "lists of feeds": _lists,
    "the history": _history,
    "notices to owners": _owner,
    "errors about what was typed": lambda words, address: list(_typed(words, address)),
    "help with /digest": lambda _words, _address: said.digest_help(),
    "the form": _form,
    "the preview window": _preview_window,
    "the App Home": _home,
}
