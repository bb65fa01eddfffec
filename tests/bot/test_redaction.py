"""No token and no query of a link gets into a log, wherever it stands; the path stays."""

import json
import traceback
from dataclasses import dataclass
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.logs import redact
from bot.logs.redaction import LONGEST

SECRET = "s3cr3tT0ken"
LINK = f"https://gazette.example/2026/ferry?token={SECRET}&page=2"


def hidden(value, name="cause"):
    return redact(None, "info", {name: value})[name]


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        (LINK, "https://gazette.example/2026/ferry?[hidden]"),
        (f"https://gazette.example/#access_token={SECRET}", "https://gazette.example/#[hidden]"),
        (f"https://gazette.example?{SECRET}", "https://gazette.example?[hidden]"),
        (f"HTTPS://Gazette.example/a/b/?q={SECRET}", "HTTPS://Gazette.example/a/b/?[hidden]"),
        (f"https://ada:{SECRET}@gazette.example:8443/feed", "https://[hidden]@gazette.example:8443/feed"),
        (f"https://{SECRET}@gazette.example/feed", "https://[hidden]@gazette.example/feed"),
        (f"https://ada:p@ss{SECRET}@gazette.example/", "https://[hidden]@gazette.example/"),
        (f"https://ada:{SECRET}?x@gazette.example/", "https://[hidden]?[hidden]"),
        (f"postgresql://ada:{SECRET}@db:5432/nutgraf", "postgresql://[hidden]@db:5432/nutgraf"),
        (f"https://gazette.example/page;jsessionid={SECRET}", "https://gazette.example/page;[hidden]"),
        (f"https://gazette.example/page&token={SECRET}", "https://gazette.example/page&[hidden]"),
        (
            f"https://proxy.example/https%3A%2F%2Fgazette.example%2Fferry%3Ftoken%3D{SECRET}",
            "https://proxy.example/https%3A%2F%2Fgazette.example%2Fferry?[hidden]",
        ),
        (
            f"https://proxy.example/https%253a%252f%252fada%253A{SECRET}%2540gazette.example%252fferry",
            "https://proxy.example/https%253a%252f%252f[hidden]@gazette.example%252fferry",
        ),
        (
            f"https://proxy.example/login?next=https://gazette.example/?t={SECRET}",
            "https://proxy.example/login?[hidden]",
        ),
        (
            f"https://web.example/save/https://ada:{SECRET}@gazette.example/",
            "https://web.example/save/https://[hidden]@gazette.example/",
        ),
        (f"https%3A%2F%2Fgazette.example%2Fferry%3Ftoken%3D{SECRET}", "https%3A%2F%2Fgazette.example%2Fferry?[hidden]"),
        (f"http://[2001:db8::1]:8080/a?b={SECRET}", "http://[2001:db8::1]:8080/a?[hidden]"),
        (f"https:\\/\\/gazette.example\\/ferry?token={SECRET}", "https:\\/\\/gazette.example\\/ferry?[hidden]"),
        (f"https://gazette.example/ferry\\u003ftoken={SECRET}", "https://gazette.example/ferry?[hidden]"),
        (f"/2026/ferry?token={SECRET}", "/2026/ferry?[hidden]"),
    ],
)
def test_a17_the_query_of_a_link_its_fragment_and_its_user_are_hidden_and_its_path_stays(link, shown):
    assert hidden(link) == shown
    assert hidden(f"before {link} after") == f"before {shown} after"


@pytest.mark.parametrize(
    "text",
    [
        "https://gazette.example/2026/11/ferry-strike-ends",
        "https://gazette.example:8443/@ada/pier.html",
        "URL('https://gazette.example/pier')",
        '{"url":"https://gazette.example/pier"}',
        "<https://gazette.example/pier|the pier>",
        "What does it mean? 3 = 2 + 1, and/or 50 % of AT&T.",
        "message:C1:1700000000.000001",
        'Traceback (most recent call last):\n  File "/opt/nutgraf/bot/app.py", line 3, in run',
    ],
)
def test_a17_what_holds_no_secret_stays_as_it_is(text):
    assert hidden(text) == text


@dataclass
class Odd:
    """A value that JSON does not have."""

    link: str


class Broken:
    def __str__(self) -> str:
        raise RuntimeError(LINK)


@pytest.mark.parametrize(
    "value",
    [
        [LINK, {"link": LINK}],
        {LINK: ["x"]},
        {"deep": [[[[[[[[[[[[LINK]]]]]]]]]]]]},
        (LINK,),
        {LINK},
        URL(LINK),
        PurePosixPath(f"/ferry?token={SECRET}"),
        Odd(LINK),
        ValueError(LINK),
        {"error": ValueError("no", LINK)},
        LINK.encode(),
        repr([LINK]),
        json.dumps({"url": LINK}),
        f"GET {LINK} HTTP/1.1",
        f"({LINK})",
        f"<{LINK}|label>",
        f"moved from {LINK} to {LINK}",
        f"{LINK}\n{LINK}\t{LINK}",
        f"https://gazette.example/a b?token={SECRET}",
        f"https://gazette.example/?q=a&b c&token={SECRET}",
        f"Authorization: Bearer {SECRET * 2}",
    ],
)
def test_a17_it_is_hidden_in_whatever_a_line_is_made_of(value):
    said = json.dumps(hidden(value), default=str)

    assert SECRET not in said
    assert "[hidden]" in said


def test_a17_it_is_hidden_in_tracebacks():
    try:
        raise ValueError(f"cannot read {LINK}")  # noqa: TRY301  (its traceback is what is tested)
    except ValueError:
        said = hidden(traceback.format_exc(), "exception")

    assert SECRET not in said
    assert "https://gazette.example/2026/ferry?[hidden]" in said


def test_a17_values_that_cannot_be_shown_or_hold_themselves_cost_no_line():
    endless: list[object] = [LINK]
    endless.append(endless)

    assert hidden(Broken()) == "<Broken>"
    assert SECRET not in json.dumps(hidden(endless))


def test_a17_numbers_and_nothing_stay_what_they_are():
    values = {"count": 3, "s": 1.5, "is_well": True, "cause": None}

    assert redact(None, "info", dict(values)) == values


@pytest.mark.parametrize("name", ["authorization", "Cookie", "password", "client_secret", "token"])
def test_a17_fields_that_are_secrets_by_name_are_hidden_however_deep(name):
    assert hidden({"headers": {name: "x"}}) == {"headers": {name: "[hidden]"}}


@given(
    before=st.text(alphabet="ab(<'\"=,[", max_size=4),
    user=st.sampled_from(["", f"ada:{SECRET}@", f"{SECRET}@", f"a%40b:{SECRET}@"]),
    path=st.text(alphabet="ab/-._~%2@:", max_size=12),
    query=st.sampled_from([f"?token={SECRET}", f"#{SECRET}", f"?a={SECRET}#b", f"%3Ft%3D{SECRET}", f"?'{SECRET}\"x"]),
    after=st.text(alphabet="b)>'\",;] \n", max_size=4),
)
def test_a17_no_link_however_it_is_written_lets_a_secret_through(before, user, path, query, after):
    assert SECRET not in hidden(f"{before}https://{user}gazette.example/{path}{query}{after}")


@pytest.mark.parametrize("part", ["://", "https://a@", "%3A%2F%2F", "%252525", "?a", "&a", ";a", ":\\/", "bearer "])
def test_a17_a_megabyte_of_hostile_text_is_one_short_line(part):
    said = hidden(f"{part * (1_000_000 // len(part))}{LINK}")

    assert SECRET not in said
    assert len(said) < 2 * LONGEST
    assert said.endswith("characters more)")
