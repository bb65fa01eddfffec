from datetime import UTC, date, datetime, timedelta

import pytest

from bot.newsroom.restoring import Restore
from bot.newsroom.subscriptions.model import EditionKey
from bot.slack.parsing.payloads import parse_payload

BACKUP = datetime(2031, 3, 3, 3, tzinfo=UTC)
RESTORED = datetime(2031, 3, 4, 12, tzinfo=UTC)
RESTORE = Restore(BACKUP, RESTORED)


def mention(moment: datetime) -> str:
    event = {"type": "app_mention", "channel": "C1", "user": "U1", "ts": f"{moment.timestamp():.6f}", "text": "x"}
    job = parse_payload({"type": "event_callback", "event": event})
    assert job is not None
    return job.id


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        (BACKUP - timedelta(days=2), True),  # an old request that the operator lets wait again
        (BACKUP + timedelta(hours=1), True),
        (RESTORED, True),
        (RESTORED + timedelta(minutes=4), True),  # clocks differ
        (RESTORED + timedelta(minutes=6), False),
    ],
)
def test_a_request_of_before_the_restore_may_have_been_answered(moment, may):
    assert RESTORE.may_have_done(mention(moment), RESTORED + timedelta(days=20)) is may


@pytest.mark.parametrize(("ahead", "may"), [(-1, True), (0, True), (1, True), (2, False)])
def test_an_edition_of_a_date_that_had_begun_somewhere_may_have_been_posted(ahead, may):
    day = date(2031, 3, 4) + timedelta(days=ahead)

    assert RESTORE.may_have_done(EditionKey("T1", "C1", day).job_id, RESTORED) is may


def test_what_names_no_moment_may_have_been_said_for_a_day():
    assert RESTORE.may_have_done("notice:abc:T1:C1", RESTORED + timedelta(hours=23))
    assert not RESTORE.may_have_done("notice:abc:T1:C1", RESTORED + timedelta(hours=25))
