"""A channel whose people type /digest, in memory."""

from typing import Any, cast

from bot.app.handlers import Subscriptions, subscription_handlers
from bot.errors import HTTPStatusError
from bot.newsroom.command_names import DEFAULT_NAMES, CommandNames
from bot.newsroom.editions.history import HistoryService
from bot.newsroom.feeds.following import FollowedFeeds
from bot.newsroom.feeds.ports import FeedAddress, FeedDoubt
from bot.newsroom.forgetting import DeletionService
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.requests.errors import UnreadableFileError
from bot.newsroom.requests.request import SharedFile
from bot.newsroom.subscriptions.access import AccessPolicy
from bot.newsroom.subscriptions.feed_lists import FeedListService, OpmlFiles
from bot.newsroom.subscriptions.pausing import PauseService
from bot.newsroom.subscriptions.service import EditionCalendar, SubscriptionService
from bot.slack.api.files import SlackFiles
from bot.slack.handlers.requests.file_reader import SharedFileReader
from bot.slack.parsing.payloads import parse_payload
from bot.web.feeds.opml import read_opml, write_opml
from tests.bot.slack.edition_channel import EditionChannel
from tests.bot.slack.gateways import make_gateway

SITES = {
    "https://gazette.example": ("https://gazette.example/feed.xml",),
    "https://courier.example": ("https://courier.example/rss", "https://courier.example/comments"),
    "https://herald.example/feed.xml": ("https://herald.example/feed.xml",),
    "https://empty.example": (),
}


class FakeFiles:
    """Shared files by their id; others may not be read."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    async def read(self, file: SharedFile) -> bytes:
        if file.id not in self.kept:
            raise UnreadableFileError(file.id)
        return self.kept[file.id]


class DigestChannel(EditionChannel):
    """A channel whose people type /digest."""

    def __init__(self, *, admins: frozenset[str] = frozenset(), **options: Any) -> None:
        self.admins = admins
        self.commands = self.stopped = self.erased = 0
        self.can_erase = True
        self.served: dict[str, bytes] = {}
        self.doubts: dict[str, tuple[FeedDoubt, ...]] = {}
        self.files = FakeFiles()
        super().__init__(**options)
        self.slack.answers |= {
            "users.info": {"ok": True, "user": {"tz": "Africa/Lagos", "is_admin": False}},
            "conversations.info": {"ok": True, "channel": {"creator": "UMAKER", "is_member": True}},
            "conversations.members": {"ok": True, "members": ["U1", "U2", "UMAKER", "UBOSS"]},
            "users.conversations": {"ok": True, "channels": [{"id": "C1", "creator": "UMAKER"}]},
            "views.push": {"ok": True, "view": {"id": "VPREVIEW"}},
        }

    def restart(self) -> None:
        super().restart()
        gateway = make_gateway(
            api=self.api,
            sender=self.sender,
            private=self.private,
            files=SharedFileReader(cast("SlackFiles", self.files), self.api),
            inbox=self.mail,
            outbox=self.mail,
            clock=self.clock,
            commands=self.names,
        )
        access = AccessPolicy(gateway.directory, self.admins)
        service = SubscriptionService(
            self.subscriptions,
            FollowedFeeds(self.news, self.discover, self.drafter.poll_new_feeds),
            gateway.directory,
            access,
            EditionCalendar(self.records, self.clock),
        )
        forgetting = DeletionService(
            tables=(self.subscriptions, self.records),
            stop=self.stop,
            erase=self.erase,
            count_under_way=self.mail.count_waiting,
            sleep=self.clock.sleep,
        )
        subscriptions = Subscriptions(
            service=service,
            history=HistoryService(self.subscriptions, self.records, access, self.news, self.clock),
            lists=FeedListService(service, OpmlFiles(self.read_list, self.fetch_list, write_opml)),
            pausing=PauseService(self.subscriptions, gateway.owners),
            forgetting=forgetting,
        )
        self.parts.handlers.update(subscription_handlers(subscriptions, self.editions, gateway, self.mail))

    async def read_list(self, body: bytes) -> tuple[FeedAddress, ...]:
        return read_opml(body)

    async def fetch_list(self, link: str) -> bytes:
        if link not in self.served:
            raise HTTPStatusError(404)
        return self.served[link]

    async def stop(self) -> int:
        self.stopped += 1
        return 0

    async def erase(self) -> bool:
        self.erased += 1
        return self.can_erase

    async def discover(self, address: str) -> tuple[FeedAddress, ...]:
        full = address if "://" in address else f"https://{address}"
        if full not in SITES:
            raise HTTPStatusError(404)
        return tuple(FeedAddress(url, doubts=self.doubts.get(url, ())) for url in SITES[full])

    async def say(self, text: str, *, user: str = "U1") -> str:
        """What the requester is told."""
        self.commands += 1
        before = len(self.private.sent)
        body = {"command": self.names.digest, "text": text, "team_id": "T1", "channel_id": "C1", "user_id": user}
        body |= {"trigger_id": f"t{self.commands}", "response_url": "http://r/1"}
        await self.run(job_of(body, self.names))
        return "\n".join(f"{message.text} {message.blocks}" for _, message, _ in self.private.sent[before:])

    @property
    def wanted(self) -> Any:
        return self.subscriptions.kept.get(("T1", "C1"))

    @property
    def said_privately(self) -> str:
        return "\n".join(f"{message.text} {message.blocks}" for _, message, _ in self.private.sent)

    @property
    def home(self) -> dict[str, Any]:
        """The home that was drawn last."""
        view: dict[str, Any] = self.slack.said("views.publish")[-1]["view"]
        return view

    async def press(self, action: str, value: str = "C1", *, user: str = "U1", **more: Any) -> None:
        """Somebody presses a button in the app's home, or with a place in a message."""
        self.commands += 1
        body = {"type": "block_actions", "actions": [{"action_id": action, "value": value}], "team": {"id": "T1"}}
        where = {"container": {"type": "view", "view_id": "VHOME"}} | more
        await self.run(job_of({**body, "user": {"id": user}, "trigger_id": f"t{self.commands}", **where}))

    async def hear(self, event: dict[str, Any]) -> None:
        """Slack tells of something."""
        self.commands += 1
        event_id = f"Ev{self.commands}"
        us = [{"user_id": "UBOT", "is_bot": True}]
        body = {"type": "event_callback", "event_id": event_id, "team_id": "T1", "authorizations": us, "event": event}
        job = parse_payload(body)
        if job is not None:
            await self.run(job)


def job_of(body: dict[str, Any], names: CommandNames = DEFAULT_NAMES) -> AnyJob:
    """What there is to do for a payload of Slack's."""
    job = parse_payload(body, names)
    assert job is not None
    return job


def submission(rig: DigestChannel, *, user: str = "U1", **entered: Any) -> dict[str, Any]:
    """What Slack sends when the form that was opened last is sent, with some inputs changed."""
    view = rig.slack.said("views.open")[-1]["view"]
    values = {
        "ch": {"selected_conversation": "C1"},
        "time": {"selected_time": "07:15"},
        "days": {"selected_options": [{"value": "0"}, {"value": "3"}]},
        "feeds": {"value": "gazette.example\nhttps://courier.example"},
        "kw": {"value": 'ferry, "interest rate", -football'},
        "n": {"value": "7"},
        "len": {"selected_option": {"value": "short"}},
        "empty": {"selected_options": []},
    }
    state = {"values": {block: {"v": value} for block, value in (values | entered).items()}}
    sent = {**view, "id": f"V{rig.commands}", "hash": "1.a", "state": state}
    return {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": user}, "view": sent}
