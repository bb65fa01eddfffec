import pytest

from bot.newsroom.subscriptions.model import PauseReason
from bot.slack.rendering.refusals import PAUSES, REFUSALS, UNKNOWN, Way, format_pause, refusal_for
from tests.bot.slack.refusal_codes import GONE, INVENTED, PAUSING, REFUSED


def test_a_code_that_nobody_knows_has_the_default_which_reaches_the_requester():
    assert refusal_for(INVENTED) is UNKNOWN
    assert refusal_for("") is UNKNOWN
    assert UNKNOWN.ways == (Way.THREAD, Way.EPHEMERAL, Way.DIRECT)
    assert UNKNOWN.pause is None


@pytest.mark.parametrize("code", REFUSED)
def test_every_refusal_has_a_way_to_the_requester_that_does_not_need_the_channel(code):
    assert refusal_for(code).ways[-1] is Way.DIRECT


def test_codes_that_pause_are_those_of_channels_that_take_no_editions():
    assert {code for code in (*REFUSED, *GONE) if refusal_for(code).pause is not None} == set(PAUSING)


def test_a_code_and_the_reason_for_which_it_pauses_are_stored_alike():
    """Subscriptions that an earlier version paused hold the code."""
    assert {code: refusal.pause for code, refusal in REFUSALS.items() if refusal.pause is not None} == {
        code: PauseReason(code)  # type: ignore[call-arg]  # a look-up, which mypy takes for a new member
        for code in PAUSING
    }


def test_every_reason_says_what_happened_and_what_to_do():
    assert set(PAUSES) == set(PauseReason)
    for reason in PauseReason:
        assert reason.what
        assert PAUSES[reason].next.endswith((" say", "then say"))
        assert format_pause(reason).startswith(reason.what)


def test_a_reason_of_a_later_version_can_still_be_read():
    read = PauseReason("a_reason_of_tomorrow")  # type: ignore[call-arg]  # a look-up, too
    assert read is PauseReason.OTHER
