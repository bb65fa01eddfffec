"""What `/digest …` says. Pure: text in, a `DigestCommand` out, or an error about what was not understood."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches

from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.keyword_filter import MAX_RULE
from bot.newsroom.subscriptions.model import QuietDays
from bot.slack.parsing.messages.markup import find_links
from bot.slack.parsing.times_and_dates import read_days, read_time, read_zone
from summarizer.digest import LENGTHS

MAX_COMMAND = 4_000
"""Characters: more than the form takes. Lists of feeds come as files."""

MAX_STORIES = 20
LIKENESS = 0.6
"""How similar to a verb a word must be to count as a typo: "lst" is, "frobnicate" is not (difflib's ratio)."""

_TOKEN = re.compile(r"[+\-–−]?[\"“”„«][^\"“”„«»]+[\"“”»]?|<[^<>\s]+>|[^\s\"“”„«»]+")
_QUOTES = '"“”„«»'
_SIGNS = "+-–−"
_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[^\W\d_][\w-]+(?::\d+)?(?:[/?#]\S*)?|https?://\S+", re.IGNORECASE)
_VERBS = {
    "add": "add", "subscribe": "add", "follow": "add",
    "remove": "remove", "delete": "remove", "unsubscribe": "remove", "rm": "remove",
    "list": "list", "show": "list", "status": "list", "settings": "list",
    "time": "time", "at": "time", "schedule": "time",
    "filter": "filter", "filters": "filter", "keywords": "filter",
    "max": "max", "stories": "max",
    "length": "length",
    "quiet": "quiet", "empty": "quiet",
    "pause": "pause", "stop": "pause",
    "resume": "resume", "start": "resume", "unpause": "resume",
    "import": "import", "opml": "import", "export": "export", "forget": "forget",
    "preview": "preview", "now": "now", "history": "history", "help": "help",
}  # fmt: skip
"""What people type -> our verb."""


@dataclass(frozen=True, slots=True)
class DigestCommand:
    """What somebody wants done.

    Attributes:
        verb: open, add, remove, list, time, filter, max, length, quiet, pause, resume, preview, now,
            import, export, forget, history or help.
        addresses: of sites or feeds; for remove as they were typed: also numbers and parts of names.
        include, exclude: words and phrases.
        at, weekdays, zone: the parts of the schedule that are given.
        until: for pause, in words; "" means until somebody resumes.
        number: stories of an edition.
        length: of the digests.
        quiet_days: what happens without news.
        everything: remove all, clear the filters, or confirm forget.
    """

    verb: str
    addresses: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    at: time | None = None
    weekdays: frozenset[int] | None = None
    zone: str | None = None
    until: str = ""
    number: int | None = None
    length: str | None = None
    quiet_days: QuietDays | None = None
    everything: bool = False


def parse(text: str) -> DigestCommand:
    """Parse a command.

    Raises:
        CommandError: with a sentence for the requester.
    """
    if len(text) > MAX_COMMAND:
        raise CommandError(
            f"A command may have {MAX_COMMAND:,} characters.",
            "Say it in parts; many feeds come in with /digest import.",
        )
    tokens = _TOKEN.findall(text)
    if not tokens:
        return DigestCommand("open")
    first = tokens[0].casefold()
    verb = _VERBS.get(first)
    if verb is None and (_as_address(tokens[0]) or tokens[0][0] in _SIGNS):
        return _read_add(tokens)  # "/digest gazette.example" can only mean one thing
    if verb is None:
        raise _unknown(first)
    read = _READERS.get(verb)
    return read(tokens[1:]) if read else DigestCommand(verb)


def _unknown(word: str) -> CommandError:
    """The error for an unknown verb, with the nearest one we know."""
    near = get_close_matches(word, _VERBS, n=1, cutoff=LIKENESS)
    said = f"I do not know “{word[:40]}”."
    if not near:
        return CommandError(said)
    return CommandError(said, f"Did you mean /digest {near[0]}? /digest help says what I understand.")


def read_rules(tokens: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Included and excluded words and phrases: `+nato "interest rate" -football`."""
    include: dict[str, None] = {}
    exclude: dict[str, None] = {}
    for token in tokens:
        word = token.lstrip(_SIGNS).strip(_QUOTES + " ,;")
        if word:
            (exclude if token[0] in "-–−" else include).setdefault(word[:MAX_RULE])
    return tuple(include), tuple(exclude)


def split_words(text: str) -> tuple[str, ...]:
    """The words and phrases of a text."""
    return tuple(_TOKEN.findall(text))


def find_addresses(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses in a text, and its other words."""
    tokens = _TOKEN.findall(text.replace(",", " "))
    found = [_as_address(token) for token in tokens]
    return (
        tuple(dict.fromkeys(address for address in found if address)),
        tuple(token for token, address in zip(tokens, found, strict=True) if not address),
    )


def _read_add(tokens: Sequence[str]) -> DigestCommand:
    addresses = tuple(dict.fromkeys(address for token in tokens if (address := _as_address(token))))
    rest = [token for token in tokens if not _as_address(token)]
    unknown = [token for token in rest if token[0] not in _SIGNS + _QUOTES]
    if unknown:
        raise CommandError(
            f"“{unknown[0][:60]}” is no address.",
            "Give the address of a site or feed (gazette.example/news), or a word with + or - before it.",
        )
    include, exclude = read_rules(rest)
    if not addresses and not include and not exclude:
        raise CommandError("Add what?", "Give the address of a site or of a feed: /digest add gazette.example")
    return DigestCommand("add", addresses=addresses, include=include, exclude=exclude)


def _read_remove(tokens: Sequence[str]) -> DigestCommand:
    if not tokens:
        raise CommandError("Remove what?", "Give a number or name that /digest list shows, or say /digest remove all.")
    if [token.casefold() for token in tokens] in (["all"], ["everything"], ["digest"]):
        return DigestCommand("remove", everything=True)
    return DigestCommand("remove", addresses=tuple(_plain(token) for token in tokens))


def _read_filter(tokens: Sequence[str]) -> DigestCommand:
    if [token.casefold() for token in tokens] in (["clear"], ["none"], ["off"], ["reset"]):
        return DigestCommand("filter", everything=True)
    include, exclude = read_rules(tokens)
    if not include and not exclude:
        raise CommandError("Filter what?", 'Say: /digest filter +ferry "interest rate" -football, or: filter clear')
    return DigestCommand("filter", include=include, exclude=exclude)


def _read_schedule(tokens: Sequence[str]) -> DigestCommand:
    """09:00 [weekdays|daily|mon,thu] [zone], in any order that makes sense."""
    at, rest = read_time([token.strip(",") for token in tokens])
    days, rest = read_days(rest)
    zone = read_zone(rest) if rest else None
    if rest and zone is None:
        raise CommandError(
            f"I do not know the time zone “{' '.join(rest)[:60]}”.",
            "Name one like Europe/Berlin: /digest time 09:00 weekdays Europe/Berlin",
        )
    if at is None and days is None and zone is None:
        raise CommandError("When?", "Say: /digest time 09:00 weekdays, or: /digest time 7:30 mon,thu Europe/Berlin")
    if days is not None and not days:
        raise CommandError("On no day at all?", "To stop editions for a while say /digest pause.")
    return DigestCommand("time", at=at, weekdays=days, zone=zone)


def _read_max(tokens: Sequence[str]) -> DigestCommand:
    number = int(tokens[0]) if tokens and tokens[0].isascii() and tokens[0].isdigit() and len(tokens[0]) < 5 else 0
    if not 1 <= number <= MAX_STORIES:
        raise CommandError(
            f"An edition has 1 to {MAX_STORIES} stories.", "Say /digest max 5; what is left over is counted."
        )
    return DigestCommand("max", number=number)


def _read_length(tokens: Sequence[str]) -> DigestCommand:
    length = tokens[0].casefold() if tokens else ""
    length = "medium" if length == "normal" else length
    if length not in LENGTHS:
        raise CommandError("Which length?", "Say /digest length short, medium or long.")
    return DigestCommand("length", length=length)


def _read_quiet(tokens: Sequence[str]) -> DigestCommand:
    said = " ".join(tokens).casefold().replace("-", " ").replace("_", " ")
    if said in {"skip", "silent", "nothing", "on", "yes"}:
        return DigestCommand("quiet", quiet_days=QuietDays.SKIP)
    if said in {"say", "say so", "tell", "tell us", "off", "no"}:
        return DigestCommand("quiet", quiet_days=QuietDays.SAY_SO)
    raise CommandError("On days without news?", "Say /digest quiet skip (post nothing) or /digest quiet say.")


def _read_import(tokens: Sequence[str]) -> DigestCommand:
    links = [address for token in tokens if (address := _as_address(token))]
    if len(links) != 1 or len(tokens) != 1:
        raise CommandError(
            "Import which list?",
            "Say /digest import and the link of one OPML file, or share the file with me here and mention me.",
        )
    return DigestCommand("import", addresses=(links[0],))


def _read_forget(tokens: Sequence[str]) -> DigestCommand:
    return DigestCommand("forget", everything=[token.casefold() for token in tokens] == ["everything"])


def _read_pause(tokens: Sequence[str]) -> DigestCommand:
    words = [token.casefold().strip(",") for token in tokens]
    if words and words[0] in {"until", "till", "for"}:
        words = words[1:]
    return DigestCommand("pause", until=" ".join(words))


_READERS: dict[str, Callable[[Sequence[str]], DigestCommand]] = {
    "add": _read_add,
    "remove": _read_remove,
    "filter": _read_filter,
    "time": _read_schedule,
    "max": _read_max,
    "length": _read_length,
    "quiet": _read_quiet,
    "pause": _read_pause,
    "import": _read_import,
    "forget": _read_forget,
}


def _plain(token: str) -> str:
    """A token without Slack's markup of links."""
    links = find_links(token)
    return links[0] if links else token.strip("<>,;" + _QUOTES)


def _as_address(token: str) -> str | None:
    """The address in a token, as it was typed; None for words."""
    if token[0] in _SIGNS + _QUOTES:
        return None
    plain = _plain(token)
    return plain if _ADDRESS.fullmatch(plain) else None


def until_when(until: str, today: date, read_day: Callable[[str, date], date | None]) -> date:
    """The date on which a pause ends; `date.max` for one without an end.

    Raises:
        CommandError: no date, or a past one.
    """
    if not until:
        return date.max
    day = read_day(until, today)
    if day is None:
        raise CommandError(
            f"I do not know the date “{until[:40]}”.", "Say /digest pause until 2026-12-31, until monday, or 2 weeks."
        )
    if day <= today:
        raise CommandError("That day has passed.", "Name a day that is still to come.")
    return day
