"""The digest desk: does what `/digest …`, its form and its buttons ask for, and says what happens next and when.

`subscription_replies` keeps what changes, `subscription_form` has the form, `opml_import` has lists of feeds; here a
wish becomes one of these, and an answer.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.errors import BotError
from bot.newsroom.editions.edition_builder import REMEMBERED
from bot.newsroom.editions.model import EditionRecord
from bot.newsroom.forgetting import Forgetting
from bot.newsroom.jobs.inbox import Job, JobRunner
from bot.newsroom.subscriptions.model import Subscription
from bot.newsroom.subscriptions.schedule import key_of, local_date
from bot.newsroom.subscriptions.setup import short
from bot.slack.api.files import SharedFile
from bot.slack.handlers.app_home import HomeDesk
from bot.slack.handlers.edition import EditionDesk, extra_edition_job
from bot.slack.handlers.opml_import import ListDesk
from bot.slack.handlers.reply_router import Answers
from bot.slack.handlers.subscription_form import FormDesk
from bot.slack.handlers.subscription_replies import Keeping, with_filters
from bot.slack.outbound.owner_notifier import SHARED
from bot.slack.parsing.digest_command import CommandError, Wish, parse, until_when
from bot.slack.parsing.payloads import Asker, short_id
from bot.slack.parsing.times_and_dates import read_date
from bot.slack.rendering.block_kit import Message
from bot.slack.rendering.error_messages import error_message
from bot.slack.rendering.subscription_messages import (
    answer,
    describe_history,
    digest_help,
    say_filters,
    say_quiet,
    say_schedule,
)

_SHOWN_EDITIONS = 5
_NOT_ANY_MORE = "This channel has no digest any more."
_NOT_YET = "This channel has no digest yet."
_SET_UP = "Set one up: /digest add, and the address of a site or feed."
_LOOKING = frozenset({"help", "list", "preview", "history", "export", "open"})
"""What changes nothing."""

Doing = Callable[[Job, Asker, Wish, Subscription], Awaitable[Sequence[Message]]]


class DigestDesk:
    """Does jobs of the kind "digest".

    Args:
        keeping: keeps changes.
        forms: opens and keeps the form.
        lists: takes lists of feeds in and gives them out.
        editions: makes previews.
        home: shows people what they have changed.
        answers: answers whoever asked.
        runner: takes the jobs of editions that are asked for.
        forgetting: forgets all that is kept of a channel, for `/digest forget`.
    """

    def __init__(
        self,
        *,
        keeping: Keeping,
        forms: FormDesk,
        lists: ListDesk,
        editions: EditionDesk,
        home: HomeDesk,
        answers: Answers,
        runner: JobRunner,
        forgetting: Forgetting,
    ) -> None:
        self._keeping = keeping
        self._forms = forms
        self._lists = lists
        self._editions = editions
        self._home = home
        self._answers = answers
        self._runner = runner
        self._forgetting = forgetting
        self._doings: dict[str, Doing] = {
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
            "export": self._export,
            "forget": self._forget,
            "history": self._tell_history,
        }

    async def do(self, job: Job) -> None:
        """Do what somebody asks for, and answer so that only they see it.

        Raises:
            BotError: with a sentence for the asker.
        """
        asker, team_id = Asker(**job.payload["asker"]), job.payload["team_id"]
        is_told_elsewhere, is_change = bool(job.payload.get("response_url") or asker.ts), True
        try:
            if "form" in job.payload:
                is_told_elsewhere |= await self._forms.save(job, asker)
            elif "preview" in job.payload or "problems" in job.payload:
                is_change = False
                await self._forms.preview(job, asker)
            elif "file" in job.payload:
                said = await self._lists.take_file(team_id, asker, SharedFile.of(job.payload["file"]))
                await self._answers.give(job, (said,))
            else:
                wish = parse(job.payload["text"])
                is_change = wish.verb not in _LOOKING
                await self._answers.give(job, await self._obey(job, asker, wish))
        except BotError as error:
            if is_told_elsewhere:
                raise  # the desk tells it there
            await self._answers.give(job, (error_message(error, reference=short_id(job.id)),))
            return
        if is_change and is_told_elsewhere:
            await self._home.refresh(team_id, asker.user)

    async def _obey(self, job: Job, asker: Asker, wish: Wish) -> Sequence[Message]:
        team_id = job.payload["team_id"]
        if wish.verb == "help":
            return (digest_help(),)
        if wish.verb == "import":
            return (await self._lists.take_link(team_id, asker, wish.addresses[0]),)
        subscription = await self._keeping.find(team_id, asker.channel)
        if wish.verb == "open":
            return await self._forms.open(job, asker, subscription)
        if wish.verb == "add":
            return (await self._add(team_id, asker, wish, subscription),)
        if subscription is None:
            return await self._obey_without(team_id, asker, wish)
        return await self._doings[wish.verb](job, asker, wish, subscription)

    async def _obey_without(self, team_id: str, asker: Asker, wish: Wish) -> Sequence[Message]:
        """What can be done where there is no digest any more: see who removed it, and have even that forgotten.

        Raises:
            CommandError: everything else.
        """
        changes = await self._keeping.subscriptions.changes(team_id, asker.channel)
        if wish.verb == "history" and changes:
            await self._keeping.permits.check_presence(asker.channel, asker.user)
            editions = await self._latest_editions(team_id, asker.channel)
            return (describe_history(changes, editions, "UTC", f"{_NOT_ANY_MORE} {_SET_UP}"),)
        if wish.verb == "forget" and changes:
            await self._keeping.permits.check_rank(asker.channel, asker.user)
            return await self._forget_all(team_id, asker.channel, is_meant=wish.everything)
        raise CommandError(_NOT_YET, _SET_UP)

    # -- feeds --------------------------------------------------------------------------------------------------------

    async def _add(self, team_id: str, asker: Asker, wish: Wish, subscription: Subscription | None) -> Message:
        """Follow feeds, set a digest up where there is none."""
        await self._keeping.check(asker, subscription)
        found = await self._keeping.look_up(wish.addresses)
        if not found.feeds and not wish.include and not wish.exclude:
            raise CommandError(" ".join(found.problems), "Check the address, or give the feed's own.")
        return await self._keeping.add(team_id, asker, subscription, found, wish)

    async def _remove(self, job: Job, asker: Asker, wish: Wish, subscription: Subscription) -> Sequence[Message]:
        if wish.everything:
            return await self._forget(job, asker, replace(wish, everything=False), subscription)
        await self._keeping.check(asker, subscription)
        if subscription.removal == job.id:
            return (await self._keeping.conclude(subscription, "Not followed any more."),)
        gone = [await self._pick(subscription, said) for said in wish.addresses]
        kept = tuple(feed for feed in subscription.feeds if feed not in gone)
        said = f"Not followed any more: {', '.join(short(feed) for feed in gone)}."
        wanted = replace(subscription, feeds=kept, removal=job.id)
        return (await self._keeping.change(asker, subscription, wanted, f"removed {', '.join(gone)}", said),)

    async def _pick(self, subscription: Subscription, said: str) -> str:
        """The one feed that a number, an address or a part of a name means."""
        if said.isdecimal() and 1 <= int(said[:6]) <= len(subscription.feeds):
            return subscription.feeds[int(said) - 1]
        folded = said.casefold().rstrip("/")
        names = {feed: f"{feed} {await self._keeping.name(feed)}".casefold() for feed in subscription.feeds}
        found = [feed for feed, name in names.items() if feed == said] or [
            feed for feed, name in names.items() if folded in name
        ]
        if len(found) != 1:
            what = "no feed" if not found else "more than one feed"
            raise CommandError(f"“{said[:60]}” is {what} of this channel.", "Say the number that /digest list shows.")
        return found[0]

    async def _forget(self, _job: Job, asker: Asker, wish: Wish, subscription: Subscription) -> Sequence[Message]:
        """Take a digest away; said twice over (`everything`), what is remembered of it too."""
        await self._keeping.check(asker, subscription)
        if wish.verb == "remove":
            await self._keeping.subscriptions.remove(subscription.team_id, subscription.channel, by=asker.user)
            return (answer(_REMOVED),)
        return await self._forget_all(subscription.team_id, subscription.channel, is_meant=wish.everything)

    async def _forget_all(self, team_id: str, channel: str, *, is_meant: bool) -> Sequence[Message]:
        if not is_meant:
            return (answer(_WOULD_FORGET),)
        forgotten = await self._forgetting.forget_channel(team_id, channel)
        return (answer(_FORGOTTEN if forgotten.is_erased else f"{_FORGOTTEN} {_NOT_ERASED}"),)

    async def _export(self, _job: Job, _asker: Asker, _wish: Wish, subscription: Subscription) -> Sequence[Message]:
        return await self._lists.give(subscription)

    # -- settings -----------------------------------------------------------------------------------------------------

    async def _set_time(self, _job: Job, asker: Asker, wish: Wish, subscription: Subscription) -> Sequence[Message]:
        wanted = replace(
            subscription,
            at=wish.at if wish.at is not None else subscription.at,
            weekdays=wish.weekdays if wish.weekdays is not None else subscription.weekdays,
            zone=wish.zone or subscription.zone,
            created_at=self._keeping.clock.now(),  # a time that has passed today is for tomorrow
        )
        said = say_schedule(wanted)
        return (await self._keeping.change(asker, subscription, wanted, said, said),)

    async def _set_filters(self, _job: Job, asker: Asker, wish: Wish, subscription: Subscription) -> Sequence[Message]:
        wanted = replace(subscription, include=(), exclude=()) if wish.everything else with_filters(subscription, wish)
        said = f"Filters: {say_filters(wanted)}." if say_filters(wanted) else "No filters: every story counts."
        return (await self._keeping.change(asker, subscription, wanted, said, said),)

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
            "quiet": say_quiet(wanted),
        }[wish.verb]
        return (await self._keeping.change(asker, subscription, wanted, said, said),)

    async def _pause(self, _job: Job, asker: Asker, wish: Wish, subscription: Subscription) -> Sequence[Message]:
        day = until_when(wish.until, local_date(subscription, self._keeping.clock.now()), read_date)
        wanted = replace(subscription, paused_until=day, pause_reason=None)
        said = "paused" if not wish.until else f"paused until {day.isoformat()}"
        return (await self._keeping.change(asker, subscription, wanted, said, "Paused." if wish.until else ""),)

    async def _resume(self, _job: Job, asker: Asker, _wish: Wish, subscription: Subscription) -> Sequence[Message]:
        is_consent = subscription.pause_reason == SHARED
        wanted = replace(
            subscription,
            paused_until=None,
            pause_reason=None,
            may_be_shared=subscription.may_be_shared or is_consent,
            created_at=self._keeping.clock.now(),
        )
        change = "resumed; agreed that people of another organisation read along" if is_consent else "resumed"
        return (await self._keeping.change(asker, subscription, wanted, change, "Resumed."),)

    # -- answers ------------------------------------------------------------------------------------------------------

    async def _list(self, _job: Job, _asker: Asker, _wish: Wish, subscription: Subscription) -> Sequence[Message]:
        return (await self._keeping.describe(subscription),)

    async def _preview(self, _job: Job, _asker: Asker, _wish: Wish, subscription: Subscription) -> Sequence[Message]:
        if not subscription.feeds:
            raise CommandError("This channel follows no feed yet.", "Follow one first: /digest add gazette.example")
        return await self._editions.preview(subscription, following=await self._keeping.next_line(subscription))

    async def _post_now(self, job: Job, asker: Asker, _wish: Wish, subscription: Subscription) -> Sequence[Message]:
        await self._keeping.check(asker, subscription)
        key = key_of(subscription, local_date(subscription, self._keeping.clock.now()))
        asked = {"asker": job.payload["asker"], "response_url": job.payload["response_url"]}
        await self._runner.submit(extra_edition_job(key, asked=job.payload["trigger_id"], **asked))
        said = "I am making an edition; it comes into the channel within a minute or two."
        return (await self._keeping.conclude(subscription, said, hint="It will hold what is new by then."),)

    async def _tell_history(self, _job: Job, _asker: Asker, _wish: Wish, wanted: Subscription) -> Sequence[Message]:
        changes = await self._keeping.subscriptions.changes(wanted.team_id, wanted.channel)
        editions = await self._latest_editions(wanted.team_id, wanted.channel)
        return (describe_history(changes, editions, wanted.zone, await self._keeping.next_line(wanted)),)

    async def _latest_editions(self, team_id: str, channel: str) -> Sequence[EditionRecord]:
        since = self._keeping.clock.now() - REMEMBERED
        editions = await self._keeping.archive.of_channel(team_id, channel, since)
        return tuple(reversed(editions))[:_SHOWN_EDITIONS]


_REMOVED = "This channel's digest is removed. No more editions come. /digest add sets a new one up."
_WOULD_FORGET = (
    "This would delete the channel's digest, who changed it and when, what I know of its past editions, and what the "
    "buttons under digests in this channel show, at once and for good; stories that were posted may come again if you "
    "set a new one up. Nothing is deleted yet. "
    "If that is meant, say /digest forget everything. (/digest remove all only stops the editions.)"
)
_FORGOTTEN = (
    "Forgotten: the digest, its history and its past editions. No more editions come. What was posted stays in the "
    "channel; copies in backups go as these are replaced."
)
_NOT_ERASED = (
    "Something else reads my database right now, so traces are left in its files; they are erased within minutes after "
    "that ends."
)
