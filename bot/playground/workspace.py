"""What exists in the local Slack: people, channels, messages and views. State only: nothing here sends."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.clock import Clock

TEAM_ID = "T0HARBOUR1"
TEAM_NAME = "Harbour Gazette"
TEAM_DOMAIN = "harbour-gazette"
APP_ID = "A0NUTGRAF1"
BOT_ID = "B0NUTGRAF1"
BOT_USER_ID = "U0NUTGRAF1"
BOT_NAME = "nutgraf"
SLACKBOT = "USLACKBOT"
TOMBSTONE, DELETED = "tombstone", "This message was deleted."
READER = "U0MARLOWE1"  # the person at the keyboard


@dataclass(frozen=True, slots=True)
class App:
    """An app of the workspace, as its messages name it."""

    id: str
    bot_id: str
    user_id: str
    name: str


OUR_APP = App(APP_ID, BOT_ID, BOT_USER_ID, BOT_NAME)


@dataclass(frozen=True, slots=True)
class User:
    """A member of the workspace: a person, or (with `app`) an app's bot user."""

    id: str
    name: str
    real_name: str
    app: App | None = None
    timezone: str = "Europe/London"
    display_name: str | None = None  # None: the name; "" where a person has set none
    team_id: str = TEAM_ID
    is_unknown: bool = False  # users.info does not find a person of another organisation

    @property
    def is_bot(self) -> bool:
        """Whether it is an app's bot user."""
        return self.app is not None

    @property
    def is_external(self) -> bool:
        """Whether it is somebody of another organisation (Slack Connect)."""
        return self.team_id != TEAM_ID


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, a private channel, or a direct conversation (`im_with` is then the person)."""

    id: str
    name: str
    members: frozenset[str]
    is_private: bool = False
    is_archived: bool = False
    is_shared: bool = False  # with another organisation
    im_with: str | None = None
    is_mpim: bool = False  # a direct conversation of several people
    created: int = 1700000000
    purpose: str = ""

    @property
    def kind(self) -> str:
        """The `channel_type` in events: channel, group, im or mpim."""
        if self.im_with:
            return "im"
        if self.is_mpim:
            return "mpim"
        return "group" if self.is_private else "channel"


@dataclass(frozen=True, slots=True)
class Message:
    """A message in its current state. Reactions are (name, user ids) in the order they were added."""

    channel_id: str
    ts: str
    user_id: str
    text: str
    blocks: tuple[dict[str, Any], ...] = ()
    thread_ts: str | None = None
    metadata: dict[str, Any] | None = None
    reactions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    edited: tuple[str, str] | None = None  # by whom, when
    ephemeral_to: str | None = None
    client_msg_id: str | None = None
    subtype: str | None = None
    attachments: tuple[dict[str, Any], ...] = ()
    files: tuple[dict[str, Any], ...] = ()
    app: App | None = None  # another app than ours; ours is known by its user_id
    username: str = ""  # of an incoming webhook, which has no user

    @property
    def by_bot(self) -> bool:
        """Whether our app wrote it."""
        return self.user_id == BOT_USER_ID

    @property
    def is_reply(self) -> bool:
        """Whether it is in another message's thread."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(frozen=True, slots=True)
class View:
    """An open modal, or a person's App Home. `source` is what was sent; `values` what was entered."""

    id: str
    user_id: str
    source: dict[str, Any]
    hash: str
    root_id: str
    previous_id: str | None = None
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def is_home(self) -> bool:
        """Whether it is an App Home and not a modal."""
        return self.source.get("type") == "home"


PEOPLE = (
    User(READER, "ines", "Ines Marlowe"),
    User("U0OKAFOR01", "tobi", "Tobi Okafor", timezone="Africa/Lagos"),
    User("U0LINDQV01", "sanna", "Sanna Lindqvist", timezone="Europe/Stockholm"),
    User(BOT_USER_ID, BOT_NAME, BOT_NAME, app=OUR_APP),
    User(SLACKBOT, "slackbot", "Slackbot"),
)
_HUMANS = frozenset(person.id for person in PEOPLE if not person.is_bot and person.id != SLACKBOT)
CHANNELS = (
    Channel("C0NEWS0001", "news", _HUMANS | {BOT_USER_ID}, purpose="Stories worth a minute"),
    Channel("C0PRESS001", "press-desk", _HUMANS | {BOT_USER_ID}, is_private=True, purpose="The desk, among itself"),
    Channel("C0RANDOM01", "random", _HUMANS, purpose="Everything else; nutgraf is not in here"),
    Channel("C0OLDPIER1", "old-pier", _HUMANS | {BOT_USER_ID}, is_archived=True, purpose="Archived"),
)


class Workspace:
    """All state of the local Slack.

    Args:
        clock: the current time, for messages.

    Attributes:
        version: increases with every change, so that a page knows when to reload.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.users = {user.id: user for user in PEOPLE}
        self.channels = {channel.id: channel for channel in CHANNELS}
        self.messages: dict[str, dict[str, Message]] = {channel.id: {} for channel in CHANNELS}
        self.views: dict[str, View] = {}
        self.version = 0
        self._last_microsecond = 0
        self._last_channel = len(CHANNELS)
        self.open_im(READER)

    def next_ts(self) -> str:
        """Return a unique message time in Slack's format: seconds, a point, six digits."""
        now = self._clock.now()
        microsecond = int(now.timestamp()) * 1_000_000 + now.microsecond
        self._last_microsecond = max(microsecond, self._last_microsecond + 1)
        seconds, rest = divmod(self._last_microsecond, 1_000_000)
        return f"{seconds}.{rest:06d}"

    def now(self) -> datetime:
        """Return the time of the workspace's clock."""
        return self._clock.now()

    def find_channel(self, wanted: str) -> Channel | None:
        """Return the channel with an id or a name (with or without #), or the direct messages with a user id."""
        if wanted in self.channels:
            return self.channels[wanted]
        if wanted in self.users and not self.users[wanted].is_bot:
            return self.open_im(wanted)
        name = wanted.removeprefix("#")
        return next((channel for channel in self.channels.values() if channel.name == name), None)

    def open_im(self, user_id: str) -> Channel:
        """Return the direct messages between the bot and a person; opened if necessary."""
        channel_id = "D" + user_id[1:]
        if channel_id not in self.channels:
            self._put_channel(Channel(channel_id, "", frozenset({user_id, BOT_USER_ID}), im_with=user_id))
        return self.channels[channel_id]

    def add_channel(self, name: str, *, is_private: bool, with_bot: bool, is_shared: bool = False) -> Channel:
        """Create a channel that all people are in."""
        people = (
            user.id for user in self.users.values() if not (user.is_bot or user.is_external or user.id == SLACKBOT)
        )
        members = frozenset({*people, BOT_USER_ID} if with_bot else people)
        return self._put_channel(
            Channel(self._new_channel_id(), name, members, is_private=is_private, is_shared=is_shared)
        )

    def open_group(self, members: frozenset[str]) -> Channel:
        """Return the direct conversation of several people; opened if necessary."""
        for channel in self.channels.values():
            if channel.is_mpim and channel.members == members:
                return channel
        name = "mpdm-" + "--".join(sorted(self.users[member].name for member in members)) + "-1"
        return self._put_channel(Channel(self._new_channel_id(), name, members, is_private=True, is_mpim=True))

    def change_id(self, channel: Channel) -> Channel:
        """Give a channel, and its messages, another id."""
        changed = self._put_channel(replace(channel, id=self._new_channel_id()))
        del self.channels[channel.id]
        for message in self.messages.pop(channel.id).values():
            self.messages[changed.id][message.ts] = replace(message, channel_id=changed.id)
        return changed

    def _new_channel_id(self) -> str:
        self._last_channel += 1
        return f"C0{self._last_channel:08d}"

    def _put_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        self.messages.setdefault(channel.id, {})
        self.version += 1
        return channel

    def add_person(
        self, name: str, real_name: str, *, display_name: str | None, organisation: str, is_unknown: bool
    ) -> User:
        """Add a person: to every channel that all people are in; one of another organisation to none."""
        user_id = f"U0{len(self.users):08d}"
        team_id = f"T0{organisation.upper().replace(' ', '')[:8]:X<8}" if organisation else TEAM_ID
        user = User(user_id, name, real_name, display_name=display_name, team_id=team_id, is_unknown=is_unknown)
        self.users[user_id] = user
        self.version += 1
        if not organisation:
            for channel in [channel for channel in self.channels.values() if channel.members >= _HUMANS]:
                self.add_member(channel, user_id)
        return user

    def add_member(self, channel: Channel, user_id: str) -> Channel:
        """Add a member to a channel."""
        return self._put_channel(replace(channel, members=channel.members | {user_id}))

    def remove_member(self, channel: Channel, user_id: str) -> Channel:
        """Remove a member from a channel."""
        return self._put_channel(replace(channel, members=channel.members - {user_id}))

    def is_stranger(self, user: User) -> bool:
        """Return whether a person of another organisation shares no channel with the bot."""
        both = {user.id, BOT_USER_ID}
        return user.is_external and not any(channel.members >= both for channel in self.channels.values())

    def archive(self, channel: Channel, *, is_archived: bool) -> Channel:
        """Archive or unarchive a channel."""
        return self._put_channel(replace(channel, is_archived=is_archived))

    def put(self, message: Message) -> Message:
        """Store a message; it replaces the one with the same time."""
        self.messages[message.channel_id][message.ts] = message
        self.version += 1
        return message

    def find_message(self, channel_id: str, ts: str) -> Message | None:
        """Return the message with that channel and time."""
        return self.messages.get(channel_id, {}).get(ts)

    def remove(self, message: Message) -> None:
        """Delete a message. The parent of a thread leaves a tombstone, as in Slack."""
        if any(True for _ in self.replies(message)):
            self.put(Message(message.channel_id, message.ts, SLACKBOT, DELETED, subtype=TOMBSTONE))
            return
        del self.messages[message.channel_id][message.ts]
        self.version += 1

    def bare_tombstone(self, message: Message) -> Message | None:
        """Return the deleted parent of a deleted reply, if no reply is left; Slack removes it too."""
        parent = self.find_message(message.channel_id, message.thread_ts or "")
        is_bare = parent is not None and parent.subtype == TOMBSTONE and not any(True for _ in self.replies(parent))
        return parent if is_bare else None

    def author_name(self, message: Message) -> str:
        """Return the name that a message is shown under."""
        author = self.users.get(message.user_id)
        return message.username or (author.real_name if author else message.user_id)

    def time_of(self, message: Message) -> datetime:
        """Return when a message was posted."""
        return datetime.fromtimestamp(float(message.ts), self.now().tzinfo)

    def add_app(self, name: str) -> App:
        """Return the app of that name, added with its bot user if there is none."""
        for user in self.users.values():
            if user.app is not None and user.app.name == name:
                return user.app
        number = f"{len(self.users):08d}"
        app = App(f"A0{number}", f"B0{number}", f"U0{number}", name)
        self.users[app.user_id] = User(app.user_id, name.lower().replace(" ", "_"), name, app=app)
        self.version += 1
        return app

    def timeline(self, channel_id: str, *, ephemeral: bool = False) -> list[Message]:
        """Return all messages of a channel, oldest first; ephemeral ones only on request."""
        found = self.messages.get(channel_id, {}).values()  # in order of time, because times only increase
        return [message for message in found if ephemeral or message.ephemeral_to is None]

    def replies(self, parent: Message) -> Iterable[Message]:
        """Return the replies in a message's thread, oldest first."""
        return (m for m in self.timeline(parent.channel_id) if m.is_reply and m.thread_ts == parent.ts)

    def thread_root(self, channel_id: str, ts: str) -> Message | None:
        """Return the first message of the thread that `ts` belongs to: itself, or its parent."""
        message = self.find_message(channel_id, ts)
        if message is not None and message.is_reply and message.thread_ts:
            return self.find_message(channel_id, message.thread_ts)
        return message

    def put_view(self, view: View) -> View:
        """Store a view; it replaces its former state."""
        self.views[view.id] = view
        self.version += 1
        return view

    def close_view(self, view_id: str) -> None:
        """Remove a view."""
        self.views.pop(view_id, None)
        self.version += 1

    def home_of(self, user_id: str) -> View | None:
        """Return a person's App Home, if one was published."""
        return next((view for view in self.views.values() if view.is_home and view.user_id == user_id), None)
