"""What `/digest`, its form, its buttons and the app's home consist of, built in one place."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.clock import Clock
from bot.newsroom.editions.model import Archive
from bot.newsroom.forgetting import Forgetting
from bot.newsroom.jobs.inbox import Job, JobRunner
from bot.newsroom.subscriptions.access import Permits
from bot.newsroom.subscriptions.model import Feeds, Subscriptions
from bot.newsroom.subscriptions.setup import Discover
from bot.slack.api.files import SlackFiles
from bot.slack.api.web_api import Caller
from bot.slack.handlers.app_home import HomeDesk
from bot.slack.handlers.channel_changes import PlaceDesk
from bot.slack.handlers.digest_command import DigestDesk
from bot.slack.handlers.edition import EditionDesk
from bot.slack.handlers.opml_import import ListDesk, Lists
from bot.slack.handlers.reply_router import Answers
from bot.slack.handlers.subscription_form import FormDesk
from bot.slack.handlers.subscription_replies import Keeping
from bot.slack.outbound.outbox_sender import Poster
from bot.slack.outbound.owner_notifier import Pausing
from bot.slack.outbound.response_url import PrivateReplies


@dataclass(frozen=True, slots=True)
class DigestRoom:
    """The desks of channels' digests."""

    digests: DigestDesk
    home: HomeDesk
    places: PlaceDesk

    @property
    def jobs(self) -> dict[str, Callable[[Job], Awaitable[None]]]:
        """Kinds of jobs and who does them."""
        return {"digest": self.digests.do, "home": self.home.do, **self.places.jobs}


def build_digest_room(
    *,
    subscriptions: Subscriptions,
    feeds: Feeds,
    archive: Archive,
    editions: EditionDesk,
    runner: JobRunner,
    discover: Discover,
    lists: Lists,
    files: SlackFiles,
    caller: Caller,
    poster: Poster,
    private: PrivateReplies,
    permits: Permits,
    clock: Clock,
    forgetting: Forgetting,
    sleep: Callable[[float], Awaitable[None]],
) -> DigestRoom:
    """The desks.

    Args:
        subscriptions: what channels want.
        feeds: what is polled.
        archive: past editions.
        editions: makes editions and previews.
        runner: takes the jobs of editions that are asked for.
        discover: the feeds of a site, the best first; of a feed its own address.
        lists: reads and writes lists of feeds.
        files: what people share in Slack.
        caller: calls Slack's Web API.
        poster: posts to channels.
        private: answers that only the asker sees.
        permits: says who may change what.
        clock: says when.
        forgetting: forgets channels and workspaces.
        sleep: waits.
    """
    keeping = Keeping(subscriptions, feeds, archive, editions.freshen, discover, caller, permits, clock)
    home = HomeDesk(subscriptions=subscriptions, archive=archive, caller=caller, permits=permits, clock=clock)
    answers = Answers(private=private, poster=poster, home=home)
    digests = DigestDesk(
        keeping=keeping,
        forms=FormDesk(keeping=keeping, editions=editions, answers=answers, sleep=sleep),
        lists=ListDesk(keeping=keeping, lists=lists, files=files),
        editions=editions,
        home=home,
        answers=answers,
        runner=runner,
        forgetting=forgetting,
    )
    pausing = Pausing(subscriptions=subscriptions, caller=caller, poster=poster)
    places = PlaceDesk(keeping=keeping, pausing=pausing, poster=poster, forgetting=forgetting)
    return DigestRoom(digests, home, places)
