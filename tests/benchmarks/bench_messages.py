"""CPU time of everything that reads outside text on the event loop, for the worst of many texts built to be slow.

Run: `.venv/bin/python tests/benchmarks/bench_messages.py [CHARACTERS]` (40,000, Slack's longest message; 3 minutes).
Each reader gets repetitions of every piece and of every pair of pieces below, with and without another ending: first an
eighth of the length, then the whole length of those that took longest. Prints the milliseconds of the worst, and of its
first quarter, half and whole: linear doubles, quadratic quadruples. A reader that takes over a second is stopped there,
and its row says so.
"""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from itertools import product

from bot.logs import redact
from bot.newsroom.ports import Page
from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.keyword_filter import find_rule
from bot.slack.parsing.digest_command import find_addresses, parse, read_rules, split_words
from bot.slack.parsing.messages.asking import read_asked
from bot.slack.parsing.messages.content import read_content
from bot.slack.parsing.messages.markup import find_links
from bot.slack.parsing.payloads import parse_payload
from bot.slack.parsing.time_zones import read_zone
from bot.slack.parsing.times_and_dates import read_date, read_days, read_time
from bot.slack.rendering.block_kit.escaping import escape, one_line, printable
from bot.web.http.conditional_requests import fresh_s
from bot.web.http.content_type import sniff
from bot.web.http.response_headers import MAX_REFRESH_BYTES, refresh_target
from bot.web.pages.alternates import find_alternates
from bot.web.pages.interstitials import check_wall
from bot.web.urls import article_key, unwrap

SECONDS = 1.0
PIECES = (
    *"-–—−: ,;.!?<>@#|\"'“”„«»()[]&/\\_*~`+0aAxé\u00a0\n",
    *("<@", "<@U1", "<!", "<#C1", "<mailto:", "http://", "<http://a", "&lt;", "--method ", ":a", "a-", "a.", "short "),
    *(
        "<meta ",
        "<link ",
        "http-equiv=",
        "content=",
        "href=",
        "rel=",
        "<title>",
        "<script",
        "<!--",
        "/response/",
        "xoxb-",
    ),
)
ENDS = ("", "!")
CANDIDATES = 12


def _event(kind: str, **more: str) -> Callable[[str], object]:
    known = {"type": kind, "channel": "C1", "user": "U1", "ts": "1.2", **more}
    return lambda text: parse_payload({"type": "event_callback", "event": {**known, "text": text}})


def _command(name: str) -> Callable[[str], object]:
    known = {
        "command": name,
        "channel_id": "C1",
        "user_id": "U1",
        "team_id": "T1",
        "trigger_id": "1",
        "response_url": "u",
    }
    return lambda text: parse_payload({**known, "text": text})


def _digest(before: str) -> Callable[[str], object]:
    def read(text: str) -> object:
        try:
            return parse(before + text)
        except CommandError as error:
            return error

    return read


def _form(block: str) -> Callable[[str], object]:
    def read(text: str) -> object:
        values = {block: {"v": {"value": text}}}
        view = {"callback_id": "digest_save", "id": "V1", "state": {"values": values}}
        return parse_payload({"type": "view_submission", "view": view, "user": {"id": "U1"}})

    return read


def _wall(text: str) -> None:
    check_wall(200, {}, text.encode("utf-8", "replace"))


def _rich_text(text: str) -> dict[str, object]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


READERS: dict[str, Callable[[str], object]] = {
    "a mention": _event("app_mention"),
    "a direct message": _event("message", channel_type="im"),
    "/summarize": _command("/summarize"),
    "/digest": _command("/digest"),
    "a form's sources": _form("feeds"),
    "a form's words": _form("kw"),
    "a message in blocks": lambda text: read_asked(read_content({"blocks": [_rich_text(text)]})),
    "a message of another app": lambda text: read_asked(read_content({"blocks": [{"type": "markdown", "text": text}]})),
    "find_links": find_links,
    **{f"parse {verb or 'anything'}": _digest(verb) for verb in ("", "add ", "remove ", "filter ", "time ", "quiet ", "pause ")},
    "find_addresses": find_addresses,
    "read_rules": lambda text: read_rules(split_words(text)),
    "read_time": lambda text: read_time(text.split()),
    "read_days": lambda text: read_days(text.split()),
    "read_zone": lambda text: read_zone(text.split()),
    "read_date": lambda text: read_date(text, date(2030, 1, 1)),
    "find_rule": lambda text: find_rule(text, ("- - - x", "a -b", "a b c d e f")),
    "printable, escape, one_line": lambda text: (printable(text), escape(text), one_line(text, 300)),
    "redact": lambda text: redact(None, "info", {"cause": text}),
    "check_wall": _wall,
    "refresh_target": lambda text: refresh_target(text[:MAX_REFRESH_BYTES].encode("utf-8", "replace")[:MAX_REFRESH_BYTES]),
    "find_alternates": lambda text: find_alternates(Page("https://a.example/", text.encode("utf-8", "replace"))),
    "sniff": lambda text: sniff(text.encode("utf-8", "replace")[:512]),
    "fresh_s": lambda text: fresh_s({"cache-control": text}),
    "article_key, unwrap": lambda text: (article_key(f"https://a.example/{text}"), unwrap(f"https://a.example/{text}")),
}  # fmt: skip


def make_texts(length: int) -> Iterator[str]:
    """Yields repetitions of each piece and of each pair of pieces, of this length."""
    for unit in (*PIECES, *map("".join, product(PIECES, repeat=2))):
        for end in ENDS:
            yield (unit * (length // len(unit) + 1))[: length - len(end)] + end


class _TooLongError(BaseException):
    """A reader took longer than its limit."""


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise _TooLongError

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def cost_ms(read: Callable[[str], object], text: str) -> float:
    """Returns CPU milliseconds; a second where it is stopped."""
    started = time.process_time()
    try:
        with _within(SECONDS), suppress(Exception):  # an error is a valid result too
            read(text)
    except _TooLongError:
        return SECONDS * 1000
    return (time.process_time() - started) * 1000


def find_worst(read: Callable[[str], object], length: int, texts: list[str]) -> tuple[float, str]:
    """Returns milliseconds and text of the slowest case at the whole length."""
    likely = sorted(texts, key=lambda text: -cost_ms(read, text))[:CANDIDATES]
    whole = [(text[:-2] * (length // len(text) + 1))[: length - 2] + text[-2:] for text in likely]
    return max((min(cost_ms(read, text) for _ in range(3)), text) for text in whole)


def main() -> None:
    """Print a row for each reader."""
    length = int(sys.argv[1]) if len(sys.argv) > 1 else 40_000
    texts = list(make_texts(length // 8))
    print(
        f"{'reader':30} {'quarter':>8} {'half':>8} {'whole':>8}  ms, the worst of {len(texts)} texts of {length} characters"
    )
    for name, read in READERS.items():
        read(texts[0])  # loads caches before the measurement
        worst_ms, worst = find_worst(read, length, texts)
        parts = [worst[: length // share - 2] + worst[-2:] for share in (4, 2)]
        quarter_ms, half_ms = (min(cost_ms(read, part) for _ in range(5)) for part in parts)
        cut = ", cut off" if worst_ms >= SECONDS * 1000 else ""
        print(f"{name:30} {quarter_ms:8.2f} {half_ms:8.2f} {worst_ms:8.2f}  {worst[:16]!r}{cut}", flush=True)


if __name__ == "__main__":
    main()
