"""The digest desk: does what `/digest …` and its form ask for, and says what happens next and when.

Every change is allowed or refused at the moment it is made (`bot.slack.permits`), and recorded with who made it.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.newsroom.archive import Archive
from bot.newsroom.editing import REMEMBERED
from bot.newsroom.editions import key_of, local_date, next_edition_at
from bot.newsroom.mail import Job, JobRunner
from bot.newsroom.matching import MAX_RULES
from bot.newsroom.news import Feeds, Subscription, Subscriptions
from bot.slack.calling import Caller, NotSentError, RefusedError, UncertainError
from bot.slack.deliveries import Asker
from bot.slack.digest_command import CommandError, Wish, parse, until_when
from bot.slack.digest_form import Form, show_form
from bot.slack.digest_times import read_date
from bot.slack.edition_desk import SHARED, EditionDesk, extra_edition_job
from bot.slack.permits import Permits
from bot.slack.private_replies import PrivateReplies
from bot.slack.rendering.blocks import Message
from bot.slack.rendering.subscriptions import (
    answer,
    describe,
    describe_history,
    digest_help,
    say_filters,
    say_next,
    say_schedule,
)
from bot.slack.setting_up import Discover, find_feeds, look_around, short, start

MAX_FEEDS = 20
"""Of one channel."""

_SHOWN_EDITIONS = 5
_NOT_YET = "This channel has no digest yet."
_SET_UP = "Set one up: /digest add, and the address of a site or feed."

_log = structlog.get_logger(__name__)


class DigestDesk:
    """Does jobs of the kind "digest".

    Args:
        subscriptions: what channels want.
        feeds: what is polled.
        archive: past editions.
        editions: makes previews.
        runner: takes the jobs of editions that are asked for.
        discover: the feeds of a site, the best first; of a feed its own address.
        caller: calls Slack's Web API.
        private: answers that only the asker sees.
        permits: says who may change what.
        clock: says when.
    """

    def __init__(
        self,
        *,
        subscriptions: Subscriptions,
        feeds: Feeds,
        archive: Archive,
        editions: EditionDesk,
        runner: JobRunner,
        discover: Discover,
        caller: Caller,
        private: PrivateReplies,
        permits: Permits,
        clock: Clock,
    ) -> None:
        self._subscriptions = subscriptions
        self._feeds = feeds
        self._archive = archive
        self._editions = editions
        self._runner = runner
        self._discover = discover
        self._caller = caller
        self._private = private
        self._permits = permits
        self._clock = clock
        self._doings: dict[str, Callable[[Job, Asker, Wish, Subscription], Awaitable[Sequence[Message]]]] = {
            "list": self._list,
            "remove": self._remove,
            "time": self._set_time,
            "filter": self._set_filters,
            "max": self._set_one,
            "length": self._set_one,
            "quiet": self._set_one,
            "pause": self._pause,
            "resume": self._resume,
            "preview": self._preview,
            "now": self._post_now,
            "history": self._tell_history,
        }

    async def do(self, job: Job) -> None:
        """Do what a command says, and answer so that only the asker sees it.

        Raises:
            BotError: with a sentence for the asker.
        """
        asker = Asker(**job.payload["asker"])
        if "form" in job.payload:
            messages: Sequence[Message] = (await self._save_form(job, asker, Form.unpack(job.payload["form"])),)
        else:
            messages = await self._obey(job, asker, parse(job.payload["text"]))
        for part, message in enumerate(messages):
            place = (asker.channel, asker.user)
            await self._private.send_once(f"{job.id}:{part}", job.payload["response_url"], message, asker=place)

    async def _obey(self, job: Job, asker: Asker, wish: Wish) -> Sequence[Message]:
        if wish.verb == "help":
            return (digest_help(),)
        subscription = await self._subscriptions.find(job.payload["team_id"], asker.channel)
        if wish.verb == "open":
            return await self._open_form(job, asker, subscription)
        if wish.verb == "add":
            return (await self.add(job.payload["team_id"], asker, wish, subscription),)
        if subscription is None:
            raise CommandError(_NOT_YET, _SET_UP)
        return await self._doings[wish.verb](job, asker, wish, subscription)

    # -- feeds --------------------------------------------------------------------------------------------------------

    async def add(self, team_id: str, asker: Asker, wish: Wish, subscription: Subscription | None) -> Message:
        """Follow feeds, set a digest up where there is none; the answer.

        Raises:
            CommandError: nothing of it could be done, or the asker may not.
        """
        await self._permits.check(asker.channel, asker.user, subscription)
        found, problems = await find_feeds(self._discover, wish.addresses)
        known = subscription.feeds if subscription else ()
        fresh = tuple(feed for feed in found if feed not in known)
        if len(known) + len(fresh) > MAX_FEEDS:
            raise CommandError(f"A channel follows up to {MAX_FEEDS} feeds.", "Remove one first: /digest list, remove.")
        if not found and not wish.include and not wish.exclude:
            raise CommandError(" ".join(problems), "Check the address, or give the feed's own.")
        base = subscription or await start(self._caller, team_id, asker, self._clock.now())
        wanted = _with_filters(replace(base, feeds=(*known, *fresh)), wish)
        warnings: list[str] = []
        if subscription is None:
            wanted, warnings = await look_around(self._caller, wanted)
            warnings = [f"{say_schedule(wanted)} /digest time changes that.", *warnings]
        names = await self._follow(subscription, wanted, by=asker.user, change=_say_added(fresh, wish))
        lines = [f"Following now: {', '.join(names)}." if fresh else ""]
        lines += ["This channel follows that already." if found and not fresh else "", *warnings]
        if wish.include or wish.exclude:
            lines.append(f"Filters: {say_filters(wanted)}.")
        return await self._conclude(wanted, *lines, *problems, hint="/digest preview shows you one now.")

    async def _follow(self, before: Subscription | None, wanted: Subscription, *, by: str, change: str) -> list[str]:
        """Keep a subscription, then see to it that its feeds are polled; the names of those that are new.

        In this order: feeds that no subscription names are forgotten at night.
        """
        if wanted != before:
            await self._subscriptions.save(wanted, by=by, change=change)
        fresh = tuple(feed for feed in wanted.feeds if before is None or feed not in before.feeds)
        await self._feeds.want(wanted.feeds)
        await self._editions.freshen(fresh)
        return [await self._name(feed) for feed in fresh]

    async def _remove(self, _job: Job, asker: Asker, wish: Wish, subscription: Subscription) -> Sequence[Message]:
        await self._permits.check(asker.channel, asker.user, subscription)
        if wish.everything:
            await self._subscriptions.remove(subscription.team_id, subscription.channel, by=asker.user)
            return (answer("This channel's digest is removed. No more editions come. /digest add sets a new one up."),)
        gone = [await self._pick(subscription, said) for said in wish.addresses]
        kept = tuple(feed for feed in subscription.feeds if feed not in gone)
        wanted = replace(subscription, feeds=kept)
        await self._subscriptions.save(wanted, by=asker.user, change=f"removed {', '.join(gone)}")
        return (await self._conclude(wanted, f"Not followed any more: {', '.join(short(feed) for feed in gone)}."),)

    async def _pick(self, subscription: Subscription, said: str) -> str:
        """The one feed that a number, an address or a part of a name means."""
        if said.isdecimal() and 1 <= int(said[:6]) <= len(subscription.feeds):
            return subscription.feeds[int(said) - 1]
        folded = said.casefold().rstrip("/")
        names = {feed: f"{feed} {await self._name(feed)}".casefold() for feed in subscription.feeds}
        found = [feed for feed, name in names.items() if feed == said] or [
            feed for feed, name in names.items() if folded in name
        ]
        if len(found) != 1:
            what = "no feed" if not found else "more than one feed"
            raise CommandError(f"“{said[:60]}” is {what} of this channel.", "Say the number that /digest list shows.")
        return found[0]

    # -- settings -----------------------------------------------------------------------------------------------------

    async def _set_time(self, _job: Job, asker: Asker, wish: Wish, subscription: Subscription) -> Sequence[Message]:
        wanted = replace(
            subscription,
            at=wish.at if wish.at is not None else subscription.at,
            weekdays=wish.weekdays if wish.weekdays is not None else subscription.weekdays,
            zone=wish.zone or subscription.zone,
            created_at=self._clock.now(),  # a time that has passed today is for tomorrow
        )
        return (await self._change(asker, subscription, wanted, say_schedule(wanted), say_schedule(wanted)),)

    async def _set_filters(self, _job: Job, asker: Asker, wish: Wish, subscription: Subscription) -> Sequence[Message]:
        wanted = replace(subscription, include=(), exclude=()) if wish.everything else _with_filters(subscription, wish)
        said = f"Filters: {say_filters(wanted)}." if say_filters(wanted) else "No filters: every story counts."
        return (await self._change(asker, subscription, wanted, said, said),)

    async def _set_one(self, _job: Job, asker: Asker, wish: Wish, subscription: Subscription) -> Sequence[Message]:
        wanted = replace(
            subscription,
            max_stories=wish.number or subscription.max_stories,
            length=wish.length or subscription.length,
            quiet_days=wish.quiet_days or subscription.quiet_days,
        )
        said = {
            "max": f"Up to {wanted.max_stories} stories an edition; the rest is counted.",
            "length": f"Stories are told at {wanted.length} length.",
            "quiet": f"On a day without news {_QUIET[wanted.quiet_days.value]}.",
        }[wish.verb]
        return (await self._change(asker, subscription, wanted, said, said),)

    async def _pause(self, _job: Job, asker: Asker, wish: Wish, subscription: Subscription) -> Sequence[Message]:
        day = until_when(wish.until, local_date(subscription, self._clock.now()), read_date)
        wanted = replace(subscription, paused_until=day, pause_reason=None)
        said = "paused" if not wish.until else f"paused until {day.isoformat()}"
        return (await self._change(asker, subscription, wanted, said, "Paused."),)

    async def _resume(self, _job: Job, asker: Asker, _wish: Wish, subscription: Subscription) -> Sequence[Message]:
        is_consent = subscription.pause_reason == SHARED
        wanted = replace(
            subscription,
            paused_until=None,
            pause_reason=None,
            may_be_shared=subscription.may_be_shared or is_consent,
            created_at=self._clock.now(),
        )
        change = "resumed; agreed that people of another organisation read along" if is_consent else "resumed"
        return (await self._change(asker, subscription, wanted, change, "Resumed."),)

    async def _change(
        self, asker: Asker, before: Subscription, wanted: Subscription, change: str, *said: str
    ) -> Message:
        """Keep a change, if the asker may make it; the answer."""
        await self._permits.check(asker.channel, asker.user, before)
        await self._subscriptions.save(wanted, by=asker.user, change=change)
        return await self._conclude(wanted, *said)

    # -- the form -----------------------------------------------------------------------------------------------------

    async def _open_form(self, job: Job, asker: Asker, subscription: Subscription | None) -> Sequence[Message]:
        """Open the form; where Slack does not (it waits three seconds only), say what it would have shown."""
        now = self._clock.now()
        shown = subscription or await start(self._caller, job.payload["team_id"], asker, now)
        view = show_form(shown, channel=asker.channel, response_url=job.payload["response_url"])
        try:
            await self._caller.call_once("views.open", trigger_id=job.payload["trigger_id"], view=view)
        except (RefusedError, NotSentError, UncertainError) as error:
            _log.info("form not opened", cause=str(error))
            return (await self._describe(subscription), digest_help()) if subscription else (digest_help(),)
        return ()

    async def _save_form(self, job: Job, asker: Asker, form: Form) -> Message:
        """Keep what a form says: feeds that it does not name any more are not followed any more."""
        subscription = await self._subscriptions.find(job.payload["team_id"], asker.channel)
        await self._permits.check(asker.channel, asker.user, subscription)
        if subscription is not None and form.shown_for != form.channel:
            raise CommandError("That channel has a digest of its own; nothing was changed.", "Say /digest there.")
        base = subscription or await start(self._caller, job.payload["team_id"], asker, self._clock.now())
        fresh = tuple(address for address in form.addresses if address not in base.feeds)
        found, problems = await find_feeds(self._discover, fresh)
        kept = tuple(feed for feed in base.feeds if feed in form.addresses)
        feeds = tuple(dict.fromkeys((*kept, *found)))[:MAX_FEEDS]
        if not feeds:
            raise CommandError(" ".join(problems) or "No feed was named.", "Nothing was changed: check the addresses.")
        wanted = form.apply(replace(base, feeds=feeds), self._clock.now())
        warnings: list[str] = []
        if subscription is None:
            wanted, warnings = await look_around(self._caller, wanted)
        change = f"set by the form: {len(feeds)} feeds, {say_schedule(wanted)}"
        await self._follow(subscription, wanted, by=asker.user, change=change)
        names = [await self._name(feed) for feed in feeds]
        return await self._conclude(wanted, f"Saved. Following: {', '.join(names)}.", *warnings, *problems)

    # -- answers ------------------------------------------------------------------------------------------------------

    async def _list(self, _job: Job, _asker: Asker, _wish: Wish, subscription: Subscription) -> Sequence[Message]:
        return (await self._describe(subscription),)

    async def _preview(self, _job: Job, _asker: Asker, _wish: Wish, subscription: Subscription) -> Sequence[Message]:
        return await self._editions.preview(subscription)

    async def _post_now(self, job: Job, asker: Asker, _wish: Wish, subscription: Subscription) -> Sequence[Message]:
        await self._permits.check(asker.channel, asker.user, subscription)
        key = key_of(subscription, local_date(subscription, self._clock.now()))
        payload = {"asker": job.payload["asker"], "response_url": job.payload["response_url"]}
        await self._runner.submit(extra_edition_job(key, asked=job.payload["trigger_id"], **payload))
        said = "I am making an edition; it comes into this channel within a minute or two."
        return (await self._conclude(subscription, said, hint="It will hold what is new by then."),)

    async def _tell_history(self, _job: Job, _asker: Asker, _wish: Wish, wanted: Subscription) -> Sequence[Message]:
        changes = await self._subscriptions.changes(wanted.team_id, wanted.channel)
        since = self._clock.now() - REMEMBERED
        editions = await self._archive.of_channel(wanted.team_id, wanted.channel, since)
        return (describe_history(changes, tuple(reversed(editions))[:_SHOWN_EDITIONS], wanted.zone),)

    async def _describe(self, subscription: Subscription) -> Message:
        feeds = [await self._feeds.find(feed) for feed in subscription.feeds]
        return describe(subscription, feeds, await self._next(subscription))

    async def _conclude(self, subscription: Subscription, *said: str, hint: str = "") -> Message:
        """Some sentences, and what happens next and when."""
        following = say_next(subscription, await self._next(subscription))
        return answer(*said, f"{following} {hint}".strip())

    async def _next(self, subscription: Subscription) -> datetime | None:
        now = self._clock.now()
        posted = await self._archive.scheduled_since(now - timedelta(days=2))
        return next_edition_at(subscription, now, posted=posted)

    async def _name(self, address: str) -> str:
        feed = await self._feeds.find(address)
        return feed.title if feed is not None and feed.title else short(address)


_QUIET = {"skip": "nothing is posted", "say_so": "I say that there is none"}


def _with_filters(subscription: Subscription, wish: Wish) -> Subscription:
    """The subscription with some words more; a word moves from one side to the other."""
    include = [word for word in subscription.include if word not in (*wish.exclude, *wish.include)]
    exclude = [word for word in subscription.exclude if word not in (*wish.include, *wish.exclude)]
    include, exclude = [*include, *wish.include], [*exclude, *wish.exclude]
    if len(include) + len(exclude) > MAX_RULES:
        raise CommandError(f"A channel has up to {MAX_RULES} filter words.", "Say /digest filter clear to start anew.")
    return replace(subscription, include=tuple(include), exclude=tuple(exclude))


def _say_added(feeds: Sequence[str], wish: Wish) -> str:
    """A change in words, for the record."""
    words = [*(f"+{word}" for word in wish.include), *(f"-{word}" for word in wish.exclude)]
    return f"added {', '.join([*feeds, *words])}" if feeds or words else "set it up"
