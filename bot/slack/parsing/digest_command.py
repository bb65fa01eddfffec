"""What `/digest …` says. Pure: text in, a `DigestCommand` out, or an error about what was not understood."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from itertools import pairwise

from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.keyword_filter import MAX_RULE
from bot.newsroom.subscriptions.model import QuietDays
from bot.slack.parsing.messages.markup import find_links
from bot.slack.parsing.time_zones import names_a_zone, read_zone
from bot.slack.parsing.times_and_dates import names_a_rhythm, read_days, read_time
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
_JOINING = frozenset({"or", "and", "oder", "und", "|", "||", "&", ",", "/"})
_BOTH = frozenset({"AND", "&&", "UND"})
_NOT = frozenset({"NOT", "NICHT"})
_TIME_EXAMPLE = "/digest time 09:00 weekdays Berlin"
_UNTIL = frozenset({"until", "till", "til", "for", "bis", "für", "jusqu'au", "jusqu’au", "hasta", "fino", "tot"})
_FILTER_EXAMPLE = '/digest filter +ferry "interest rate" -football'
_CLEARS = frozenset({"clear", "none", "off", "reset", "aus", "keine", "löschen", "zurücksetzen"})
"""Alone after "filter" these mean "no filters"; as a word to filter by they need a sign: "+off"."""

_TAKES_AWAY = frozenset({"remove", "delete", "drop", "rm"})
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
        taken_away: words and phrases that are to leave the filters.
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
    taken_away: tuple[str, ...] = ()
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
    """The error for an unknown verb, with the nearest one we know; never `forget`, which deletes for good."""
    near = [verb for verb in get_close_matches(word, _VERBS, n=1, cutoff=LIKENESS) if verb != "forget"]
    said = f"I do not know “{word[:40]}”."
    if not near:
        return CommandError(said)
    return CommandError(said, f"Did you mean /digest {near[0]}? /digest help says what I understand.")


def read_rules(tokens: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Included and excluded words and phrases: `+nato "interest rate" -football`.

    Words that join others are left out, unless they are quoted or have a sign: "tide OR quay" is two words. After "NOT"
    comes an excluded one.

    Raises:
        CommandError: somebody wants two words in one story, which filters cannot say.
    """
    include: dict[str, None] = {}
    exclude: dict[str, None] = {}
    is_next_excluded = False
    for token in tokens:
        if token in _BOTH:
            raise CommandError(
                "A filter can't ask for two words in one story.",
                'Name them side by side for stories with either, or as a phrase: /digest filter +"ferry strike"',
            )
        if token.casefold() in _JOINING:
            continue
        if token in _NOT:
            is_next_excluded = True
            continue
        word = _bare(token)
        if word.strip("*"):
            is_excluded = token[0] in "-–−" or is_next_excluded
            (exclude if is_excluded else include).setdefault(word, None)
            is_next_excluded = False
    return tuple(include), tuple(exclude)


def _bare(token: str) -> str:
    """A word or phrase without its sign and quotation marks."""
    return token.lstrip(_SIGNS).strip(_QUOTES + " ,;")[:MAX_RULE]


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
    if all(token[0] in _SIGNS for token in tokens):
        return _take_away(tokens)
    return DigestCommand("remove", addresses=tuple(_plain(token) for token in tokens))


def _read_filter(tokens: Sequence[str]) -> DigestCommand:
    if len(tokens) == 1 and tokens[0].casefold() in _CLEARS:
        return DigestCommand("filter", everything=True)
    if tokens and tokens[0].casefold() in _TAKES_AWAY:
        return _take_away(tokens[1:])
    include, exclude = read_rules(tokens)
    if not include and not exclude:
        raise CommandError("Which words should I filter by?", f"For example: {_FILTER_EXAMPLE}")
    return DigestCommand("filter", include=include, exclude=exclude)


def _take_away(tokens: Sequence[str]) -> DigestCommand:
    words = tuple(dict.fromkeys(word for token in tokens if (word := _bare(token))))
    if not words:
        raise CommandError("Which word should I remove?", "For example: /digest filter remove ferry")
    return DigestCommand("filter", taken_away=words)


def _read_schedule(tokens: Sequence[str]) -> DigestCommand:
    """09:00 [weekdays|daily|mon,thu] [zone], in any order that makes sense."""
    offset, tokens = _split_offset([token.strip(",") for token in tokens])
    at, rest = read_time(tokens)
    days, rest = read_days(rest)
    rest = _without_weekly(rest, has_days=days is not None)
    if names_a_rhythm(rest) or (at is not None and read_time(rest)[0] is not None):
        raise CommandError("An edition comes once a day at most, at one time.", f"For example: {_TIME_EXAMPLE}")
    named = [*rest, *offset]
    zone = read_zone(named) if named else None
    if named and zone is None:
        raise _not_understood(named)
    if at is None and days is None and zone is None:
        raise CommandError("When should editions be posted?", f"For example: {_TIME_EXAMPLE}")
    if days is not None and not days:
        raise CommandError("That leaves no days for editions.", "To stop editions for a while, type /digest pause.")
    return DigestCommand("time", at=at, weekdays=days, zone=zone)


def _without_weekly(words: Sequence[str], *, has_days: bool) -> list[str]:
    """The words without "weekly".

    Raises:
        CommandError: no day is named.
    """
    rest = [word for word in words if word.casefold() not in {"weekly", "wöchentlich"}]
    if len(rest) < len(words) and not has_days:
        raise CommandError("On which day of the week?", "For example: /digest time 09:00 mondays")
    return rest


def _split_offset(tokens: Sequence[str]) -> tuple[list[str], list[str]]:
    """An offset from UTC of two words ("UTC +2"), and the other words: its number is no time of day."""
    for place, (token, number) in enumerate(pairwise(tokens)):
        if token.casefold() in {"utc", "gmt"} and number[:1] in _SIGNS:
            return [token, number], [*tokens[:place], *tokens[place + 2 :]]
    return [], list(tokens)


def _not_understood(words: Sequence[str]) -> CommandError:
    said = " ".join(words)[:60]
    if names_a_zone(words):
        return CommandError(f"I don't know the time zone “{said}”.", f"Name one like Europe/Berlin: {_TIME_EXAMPLE}")
    return CommandError(
        f"I don't understand “{said}”.", f"Type a time, days and, if you like, a big city: {_TIME_EXAMPLE}"
    )


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
    if words and words[0] in _UNTIL:
        words = words[1:]
    if words in (["further", "notice"], ["resumed"], ["weiteres"]):
        words = []
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
            f"I don't recognise the date “{until[:40]}”.",
            "For example: /digest pause until 2026-12-31, until monday, or for 2 weeks",
        )
    if day <= today:
        raise CommandError("A pause can't end today or earlier.", "Name a day that is still to come.")
    return day
