"""Payloads as Slack sends them, and such as it never would: one or two parts of a good one replaced or missing."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.bot.slack.connection.test_inbox_middleware import click, command, mention

_ENTERED = {
    "ch": {"selected_conversation": "C1"},
    "time": {"selected_time": "07:15"},
    "days": {"selected_options": [{"value": "0"}]},
    "feeds": {"value": "gazette.example"},
    "kw": {"value": "ferry"},
    "n": {"value": "7"},
    "len": {"selected_option": {"value": "short"}},
    "empty": {"selected_options": []},
}
_VIEW = {
    "type": "modal",
    "id": "V1",
    "callback_id": "digest_save",
    "hash": "h",
    "private_metadata": '{"channel": "C1"}',
    "state": {"values": {block: {"v": value} for block, value in _ENTERED.items()}},
}


def _event(**inner: Any) -> dict[str, Any]:
    us = [{"user_id": "UBOT", "is_bot": True}]
    return {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "authorizations": us, "event": inner}


def _press(action: dict[str, Any], **more: Any) -> dict[str, Any]:
    who = {"team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "t1", "container": {"type": "view"}}
    return {"type": "block_actions", "actions": [action], **who, **more}


_EDIT = {"message": {"user": "U1", "ts": "1.0", "text": "a", "edited": {"ts": "2"}}, "previous_message": {"text": "b"}}

GOOD: list[dict[str, Any]] = [  # one of every kind that the bot does something with, and some that it leaves alone
    mention(),
    command(),
    command() | {"command": "/digest", "team_id": "T1"},
    click(),
    click() | {"actions": [{"action_id": "digest_more", "selected_option": {"value": "quotes:d"}}]},
    _press({"action_id": "digest_pause", "value": "C1"}),
    _press({"action_id": "digest_preview", "value": "p"}, view=_VIEW),
    {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": _VIEW},
    _event(type="message", channel_type="im", subtype="message_changed", channel="D1", **_EDIT),
    _event(type="message", channel_type="im", subtype="message_deleted", channel="D1", deleted_ts="1.0"),
    _event(
        type="app_mention", channel="C1", user="U1", ts="1.1", text="import", files=[{"id": "F1", "name": "a.opml"}]
    ),
    _event(type="member_joined_channel", user="UBOT", channel="C1"),
    _event(type="channel_left", channel="C1"),
    _event(type="group_left", channel="G1"),
    _event(type="channel_id_changed", old_channel_id="G1", new_channel_id="C9"),
    _event(type="app_home_opened", user="U1", tab="home", channel="D1"),
    _event(type="app_uninstalled"),
    _event(type="tokens_revoked", tokens={"bot": ["UBOT"]}),
    {"type": "url_verification", "challenge": "x"},
    {"type": "shortcut", "callback_id": "x", "trigger_id": "t", "user": {"id": "U1"}},
    {"type": "interactive_message", "callback_id": "x", "actions": [{"name": "x"}], "user": {"id": "U1"}},
]

_NAMES = sorted({name for good in GOOD for name in json.dumps(good).split('"')[1::2]})

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(_NAMES),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=5),
    max_leaves=12,
)
"""JSON that looks a little like Slack's."""


@st.composite
def bent(draw: st.DrawFn) -> Any:
    """A payload with one or two parts replaced or missing."""
    payload: Any = draw(st.sampled_from(GOOD))
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.sampled_from(list(_places(payload))))
        payload = _bend(payload, place, draw(junk), is_gone=draw(st.booleans()))
    return payload


_OTHER_TYPES: tuple[Any, ...] = (None, 5, "", [], {}, [None])


def break_each_part(payload: Any) -> Iterator[Any]:
    """The payload with one part missing, or of another type; every part in turn."""
    for place in _places(payload):
        yield _bend(payload, place, None, is_gone=True)
        for value in _OTHER_TYPES:
            yield _bend(payload, place, value, is_gone=False)


def _places(payload: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield above
    inner = payload.items() if isinstance(payload, dict) else enumerate(payload) if isinstance(payload, list) else ()
    for name, value in inner:
        yield from _places(value, (*above, name))


def _bend(payload: Any, place: tuple[Any, ...], value: Any, *, is_gone: bool) -> Any:
    if not place:
        return value
    copy = json.loads(json.dumps(payload))
    part = copy
    for name in place[:-1]:
        part = part[name]
    if is_gone:
        del part[place[-1]]
    else:
        part[place[-1]] = value
    return copy
