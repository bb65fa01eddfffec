"""What `/digest`, its form, its buttons and the app's home consist of, built in one place."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.clock import Clock
from bot.newsroom.archive import Archive
from bot.newsroom.forgetting import Forgetting
from bot.newsroom.mail import Job, JobRunner
from bot.newsroom.news import Feeds, Subscriptions
from bot.slack.calling import Caller
from bot.slack.digest_answers import Answers
from bot.slack.digest_desk import DigestDesk
from bot.slack.digest_form_desk import FormDesk
from bot.slack.digest_home import HomeDesk
from bot.slack.digest_keeping import Keeping
from bot.slack.digest_lists import ListDesk, Lists
from bot.slack.digest_pausing import Pausing
from bot.slack.digest_places import PlaceDesk
from bot.slack.edition_desk import EditionDesk
from bot.slack.files import SlackFiles
from bot.slack.permits import Permits
from bot.slack.posting import Poster
from bot.slack.private_replies import PrivateReplies
from bot.slack.setting_up import Discover


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
