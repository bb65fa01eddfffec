"""The edition accounts of a drill find every kind of error."""

import pytest

from tests.drills.edition_accounts import EditionAccount, _check_channel

DAY = "2031-03-03"
ISSUES: dict[str, tuple[str, ...]] = {DAY: ("pier", "ferry")}


def message(part, number, *, ts, thread="1", slug="", day=DAY):
    key = f"edition:T1:C1:{day}:{part}:{number}"
    link = f"http://127.0.0.1/gazette/{slug}"
    return {
        "ts": ts,
        "thread_ts": thread if part == "reply" else None,
        "text": slug,
        "blocks": [{"url": link}] if slug else [],
        "metadata": {"event_payload": {"key": key}},
    }


def edition(**more):
    """Returns a correct parent and its two replies."""
    return [
        message("parent", 0, ts="1", **more),
        message("reply", 0, ts="2", slug="pier", **more),
        message("reply", 1, ts="3", slug="ferry", **more),
    ]


def check(messages, *, planned=None, issues=None):
    account = EditionAccount(expected=1)
    keys = {each["metadata"]["event_payload"]["key"] for each in edition()} if planned is None else planned
    _check_channel(account, "C1", issues or ISSUES, messages, keys)
    return account


def test_a_whole_edition_is_in_order():
    assert check(edition()).is_balanced


@pytest.mark.parametrize(
    ("messages", "wrong"),
    [
        ([], "lost"),
        (edition()[:2], "incomplete"),
        (edition()[:2], "missing"),
        ([*edition(), message("reply", 1, ts="4", slug="ferry")], "posted_twice"),
        ([*edition(), message("parent", 0, ts="4")], "posted_twice"),
        ([edition()[index] for index in (0, 2, 1)], "out_of_order"),
        ([edition()[0], *(each | {"thread_ts": "9"} for each in edition()[1:])], "out_of_order"),
        ([*edition()[:2], message("reply", 1, ts="3", slug="pier")], "repeated"),
    ],
)
def test_what_goes_wrong_is_told(messages, wrong):
    account = check(messages)

    assert getattr(account, wrong)
    assert not account.is_balanced


def test_a_story_of_the_day_before_is_repeated():
    other = "2031-03-04"
    messages = [*edition(), *edition(day=other)]
    keys = {each["metadata"]["event_payload"]["key"] for each in messages}

    assert check(messages, planned=keys, issues={**ISSUES, other: ("pier", "ferry")}).repeated
