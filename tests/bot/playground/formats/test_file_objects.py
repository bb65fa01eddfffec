"""A file as Slack tells of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.formats.file_objects import MODES, Upload, file_object, in_message


def told(upload):
    return file_object(upload, "F1", "U1", 1, "http://localhost/")


@given(st.text(min_size=1, max_size=20), st.binary(max_size=2000), st.sampled_from(("", *MODES)))
def test_whatever_is_shared_has_a_type_and_a_size(name, content, mode):
    upload = Upload(name, content, mode=mode)
    full = told(upload)
    assert (full["name"], full["size"]) == (name, len(content))
    assert "/" in full["mimetype"]
    assert full["mode"] in ("snippet", "hosted")


@pytest.mark.parametrize("mode", ["hidden_by_limit", "tombstone", "file_access"])
def test_what_slack_hides_has_no_address(mode):
    upload = Upload("a.txt", b"x", mode=mode)
    assert "url_private" not in in_message(upload, told(upload))
