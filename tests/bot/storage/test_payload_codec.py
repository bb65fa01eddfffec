import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import StorageError
from bot.storage import payload_codec
from bot.storage.payload_codec import pack, unpack

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=20,
)


@given(JSON)
def test_what_is_packed_comes_back(value):
    assert unpack(pack(value)) == value


@pytest.mark.parametrize("text", ["\ud83d", "\x00", "“Löwe” 🦁"])
def test_every_text_slack_can_send_comes_back(text):
    assert unpack(pack({"text": text})) == {"text": text}


def test_a_text_is_packed_to_a_fraction():
    text = "The pier at Saltmouth reopened on Monday. " * 100

    assert len(pack(text)) < len(text) / 20


def test_a_payload_that_unpacks_to_more_than_is_allowed_is_not_read(monkeypatch):
    monkeypatch.setattr(payload_codec, "MAX_UNPACKED", 1000)

    with pytest.raises(StorageError, match="a stored value is damaged"):
        unpack(zlib.compress(json.dumps("a" * 5000).encode()))


@pytest.mark.parametrize("place", range(0, 60, 7))
def test_f40_one_flipped_byte_of_a_stored_value_is_noticed(place):
    packed = bytearray(pack({"text": "The pier at Saltmouth reopened on Monday, two years after the storm."}))
    packed[place] ^= 0x10

    with pytest.raises(StorageError, match="a stored value is damaged"):
        unpack(bytes(packed))
