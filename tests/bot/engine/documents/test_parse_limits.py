"""Pages that are refused before a tree is built."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.documents.parse_limits import MAX_BYTES, check_page
from bot.errors import TooLargeError
from tests.alarm import alarm

STORY = b"<p>The northern pier of Holm reopened on Tuesday.</p>"


@pytest.mark.parametrize(
    "page",
    [
        b"x" * (MAX_BYTES + 1),
        b"<div>" * 5_000 + STORY,
        b"<p>x" * 20_000 + STORY,
        b"<i></i>" * 100_000 + STORY,
        b"<p " + b" ".join(b"a%d=1" % number for number in range(1_000)) + b">" + STORY,
        b"<p " + b"a " * 1_000 + b">" + STORY,
        b"<p " + b"a/" * 1_000 + b">" + STORY,
        b"<p>" + b"word " * 400_000,
        b"<script><!--</script>" + b"<div>" * 5_000,
        b"<!--><!--->" + b"<div>" * 5_000,
        b"".join(b"<p>%s</p>" % (b"word " * 20) for _ in range(20_000)),
    ],
    ids=["bytes", "depth", "open", "tags", "attributes", "bare", "slashes", "text", "script", "comments", "texts"],
)
def test_page_built_to_hurt_is_refused(page: bytes) -> None:
    with pytest.raises(TooLargeError):
        check_page(page)


@pytest.mark.parametrize(
    "page",
    [
        b"",
        STORY * 1_000,
        b"<div>" * 200 + STORY + b"</div>" * 200,
        b"<ul>" + b"<li>one" * 2_000 + b"</ul>" + STORY,
        b"<br>" * 20_000 + STORY,
        b"<img src=a>" * 20_000 + STORY,
        b'<div data-state="' + b"a=1 " * 2_000 + b'">' + STORY,
        b"<script>" + b"'<div a b c>' + " * 50_000 + b"</script>" + STORY,
        b"<script>" + b"x" * 3_000_000 + b"</script>" + STORY,
        b"<!--" + b"- <p><div a " * 200_000 + b"-->" + STORY,
        STORY + b"<!--" + b"<div>" * 200_000,
    ],
    ids=["empty", "long", "deep", "list", "breaks", "pictures", "attribute", "in script", "script", "comment", "open"],
)
def test_page_that_is_only_big_is_read(page: bytes) -> None:
    check_page(page)


@given(st.binary(max_size=2_000))
def test_any_bytes_pass_or_are_refused(page: bytes) -> None:
    check_page(page)


@pytest.mark.parametrize("piece", [b"<", b"<a", b"<p ", b"<p '", b'<p "', b"<script>", b"</script", b"<a b='", b"<!--"])
def test_the_check_itself_takes_linear_time(piece: bytes) -> None:
    page = piece * (1_000_000 // len(piece))
    with alarm(20), suppress(TooLargeError):  # far below a second; where it is not linear, minutes
        check_page(page)
