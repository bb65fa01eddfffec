"""Reads the form that a bare `/digest` opens. Pure: what was entered -> a `SubscriptionForm`, or errors by block.

`bot.slack.rendering.subscription_form_view` makes its view. Source: docs.slack.dev/surfaces/modals.
"""

from dataclasses import dataclass
from datetime import time

from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.keyword_filter import MAX_RULES
from bot.newsroom.subscriptions.model import QuietDays
from bot.newsroom.subscriptions.schedule import knows_zone
from bot.newsroom.subscriptions.settings import EnteredSettings
from bot.slack.parsing import fields
from bot.slack.parsing.digest_command import MAX_STORIES, find_addresses, read_rules, split_words
from bot.slack.parsing.form_entries import View, chosen, entered_in, kept_in, picked, picked_time, ticked, typed

CALLBACK = "digest_save"
PREVIEW = "digest_preview"


class FormError(Exception):
    """Something entered is not valid, found at once or after its addresses were checked.

    Args:
        errors: sentences by the block they belong to.
    """

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class SubscriptionForm:
    """What was entered.

    Attributes:
        channel: where editions go.
        settings: everything else.
        response_url: of the command that opened the form; "" where the App Home did.
        shown_for: the channel whose subscription the form showed; "" for a new one.
    """

    channel: str
    settings: EnteredSettings
    response_url: str
    shown_for: str


def read_form(view: View) -> SubscriptionForm:
    """What was entered in a form.

    Raises:
        FormError: a sentence for each block that is not valid.
        UnreadableDeliveryError: it is not the form that `form_view` makes.
    """
    values = entered_in(view)
    addresses, unknown = find_addresses(typed(values, "feeds")[:MAX_FEEDS_TEXT])
    are_feeds_kept = "feeds" not in values  # there are more than the form shows
    include, exclude, rules_error = _read_rules(typed(values, "kw"))
    opened, ticks = kept_in(view), ticked(values, "days")
    days = tuple(day for day in range(len(DAYS)) if str(day) in ticks)
    channel, at = picked(values, "ch", "conversation"), picked_time(values, "time")
    number, zone = typed(values, "n"), chosen(values, "zone")
    stories = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0
    errors = {
        "ch": "" if channel else "Choose a channel.",
        "time": "" if at else "Choose a time.",
        "zone": "" if not zone or knows_zone(zone) else "I do not know that time zone; choose another.",
        "days": "" if days else "Choose at least one day.",
        "feeds": "" if are_feeds_kept else _judge_feeds(addresses, unknown),
        "kw": rules_error,
        "n": "" if 1 <= stories <= MAX_STORIES else f"A number from 1 to {MAX_STORIES}.",
    }
    if any(errors.values()):
        raise FormError({block: sentence for block, sentence in errors.items() if sentence})
    settings = EnteredSettings(
        addresses=None if are_feeds_kept else addresses,
        at=time.fromisoformat(at),
        weekdays=frozenset(days),
        include=include,
        exclude=exclude,
        max_stories=stories,
        length=chosen(values, "len") or "medium",
        quiet_days=QuietDays.SKIP if ticked(values, "empty") else QuietDays.SAY_SO,
        zone=zone,
    )
    return SubscriptionForm(
        channel=channel,
        settings=settings,
        response_url=fields.maybe(opened, "response_url", longest=fields.LONGEST_ADDRESS) or "",
        shown_for=fields.maybe(opened, "channel") or "",
    )


def _read_rules(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The words of the filters, included and excluded; and what is wrong with them, if anything."""
    try:
        include, exclude = read_rules(split_words(text[:MAX_RULES_TEXT].replace(",", " ")))
    except CommandError as error:
        return (), (), error.message
    is_right = len(include) + len(exclude) <= MAX_RULES
    return include, exclude, "" if is_right else f"Up to {MAX_RULES} words and phrases."


def _judge_feeds(addresses: tuple[str, ...], unknown: tuple[str, ...]) -> str:
    """What is wrong with the sources, if anything."""
    if unknown:
        return f"“{unknown[0][:60]}” is no address."
    return "" if addresses else "Name at least one site or feed."


MAX_ERROR = 1_000
"""Characters of the text below an input."""


MAX_FEEDS_TEXT = 3_000


MAX_RULES_TEXT = 300


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
