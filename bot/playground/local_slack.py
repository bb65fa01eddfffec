"""What people and the bot do in the local Slack: one method per action, and the resulting events."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from bot.playground.connection.transport import EVENTS, Answer, Delivery, Envelope, EventHistory
from bot.playground.connection.trigger_ids import ResponseUrls, Triggers
from bot.playground.errors import ApiError
from bot.playground.faults import Faults
from bot.playground.files import Files
from bot.playground.formats import payloads
from bot.playground.formats.api_objects import Json, message_json, with_ids
from bot.playground.formats.composing import Composed, Names, compose, link_names
from bot.playground.formats.file_objects import Upload
from bot.playground.formats.payloads import mentions
from bot.playground.formats.shares import share_attachment
from bot.playground.installation import Installation
from bot.playground.open_views import OpenViews
from bot.playground.rate_limit import RateLimiter
from bot.playground.shifted_clock import ShiftedClock
from bot.playground.workspace import BOT_USER_ID, SLACKBOT, Channel, Message, User, Workspace

KEPT_CALLS = 5000


@dataclass(slots=True)
class CallLog:
    """The bot's last calls, oldest first."""

    calls: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT_CALLS))

    def add(self, *, time: str, method: str, args: Json, answer: Json, status: int) -> None:
        """Record a call, without tokens."""
        shown = {name: value for name, value in args.items() if name != "token"}
        self.calls.append({"time": time, "method": method, "args": shown, "answer": answer, "status": status})


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody posts. Blocks and attachments are sent as they are; without blocks, the text makes them."""

    text: str = ""
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    files: tuple[Upload, ...] = ()
    thread_ts: str | None = None


class LocalSlack:
    """The workspace and everything that happens in it.

    Args:
        clock: the current time.
        base_url: the playground's address, with a slash at its end.
        connect: creates the connection to the bot; its argument is called when a bot has connected.
        installation: what the app may do and hears.
    """

    def __init__(
        self,
        clock: ShiftedClock,
        base_url: str,
        connect: Callable[[Callable[[], None]], Delivery],
        installation: Installation,
    ) -> None:
        self.clock = clock
        self.base_url = base_url
        self.workspace = Workspace(clock)
        self.triggers = Triggers(clock)
        self.response_urls = ResponseUrls(clock, base_url)
        self.limiter = RateLimiter(clock)
        self.faults = Faults()
        self.installation = installation
        self.files = Files(base_url, self.faults, lambda: "files:read" in self.installation.scopes)
        self.views = OpenViews(self.workspace)
        self.sent_events = EventHistory()
        self.log = CallLog()
        self.closing = False
        self.on_connect: list[Callable[[], None]] = []
        self.delivery = connect(self._connected)

    def _connected(self) -> None:
        for listener in self.on_connect:
            listener()

    # -- what reaches the bot

    def emit(self, event: Json, channel: Channel | None = None) -> Json:
        """Send an event about a channel if the app subscribes to it with the scope, and store it to be sent again."""
        payload = payloads.event_callback(event, int(self.clock.now().timestamp()), channel)
        if self.installation.hears(event["type"], channel.kind if channel else ""):
            self.deliver(payload)
        return payload

    def deliver(self, payload: Json) -> None:
        """Send an event, whatever the app subscribes to."""
        self.sent_events.keep(payload)
        self.delivery.send(Envelope(EVENTS, payload))

    async def ask(self, kind: str, payload: Json) -> Answer:
        """Send a command or an interaction. Returns the bot's acknowledgement."""
        envelope = Envelope(kind, payload, answer=asyncio.get_running_loop().create_future())
        self.delivery.send(envelope)
        assert envelope.answer is not None  # noqa: S101  (created two lines above)
        return await envelope.answer

    # -- messages

    def person_says(self, channel: Channel, user: User, typed: str, thread_ts: str | None = None) -> Message:
        """Post what a person typed."""
        return self.post(channel, user, Post(typed, thread_ts=thread_ts))

    def post(self, channel: Channel, author: User, post: Post, *, webhook: bool = False) -> Message:
        """Post as a person, or as another app's bot user; `webhook`: as an incoming webhook, which has no user.

        Raises:
            ApiError: there is no such thread.
        """
        written = self._written(author, post)
        message = Message(
            channel.id,
            self.workspace.next_ts(),
            "" if webhook else author.id,
            written.text,
            blocks=with_ids(written.blocks),
            attachments=post.attachments,
            thread_ts=self._thread(channel, post.thread_ts),
            client_msg_id=None if author.app else str(uuid4()),
            subtype="file_share" if post.files else "bot_message" if webhook else None,
            files=tuple(self._keep(upload, author, channel) for upload in post.files),
            app=author.app,
            username=author.real_name if webhook else "",
        )
        self.workspace.put(message)
        self._tell_about(message, channel)
        return message

    def _keep(self, upload: Upload, author: User, channel: Channel) -> Json:
        """Store a file. In a channel shared with another organisation its message has no more than its id."""
        if channel.is_shared and not upload.mode:
            upload = replace(upload, mode="file_access")
        return self.files.keep(upload, author.id, int(self.clock.now().timestamp()))

    def forward(self, message: Message, source: Channel, user: User, target: Channel, comment: Post) -> Message:
        """Share a message in another conversation, as Slack's client does."""
        shared = share_attachment(message, source, self.workspace, self.base_url)
        return self.post(target, user, replace(comment, attachments=(shared, *comment.attachments)))

    def _written(self, author: User, post: Post) -> Composed:
        """Return text and blocks: composed as Slack's client does, or those that were given."""
        if post.blocks or author.app:
            return Composed(link_names(post.text, self._names()), post.blocks)
        return compose(post.text, self._names())

    def _names(self) -> Names:
        users = {user.name: user.id for user in self.workspace.users.values()}
        return Names(users, {each.name: each.id for each in self.workspace.channels.values() if each.name})

    def _tell_about(self, message: Message, channel: Channel) -> None:
        """Send a message's events: that there is one, and that it mentions the app."""
        if BOT_USER_ID in channel.members:
            self.emit(payloads.message_event(message, channel, self.workspace, self.base_url), channel)
            self._tell_of_mention(message, channel)

    def _tell_of_mention(self, message: Message, channel: Channel) -> None:
        """Send app_mention, which Slack does not send for direct messages."""
        is_heard = BOT_USER_ID in channel.members and channel.kind != "im"
        if is_heard and mentions(message, BOT_USER_ID) and not message.by_bot:
            self.emit(payloads.app_mention(message, self.workspace, self.base_url), channel)

    def _thread(self, channel: Channel, thread_ts: str | None) -> str | None:
        """Return the ts of the thread that a message is to be posted in.

        Raises:
            ApiError: there is no such message.
        """
        if not thread_ts:
            return None
        root = self.workspace.thread_root(channel.id, thread_ts)
        if root is None or root.ephemeral_to:
            raise ApiError("thread_not_found")
        return root.ts

    def person_edits(self, message: Message, channel: Channel, typed: str) -> Message:
        """Edit a message as its author. A mention is sent again, with `edited`, as Slack does."""
        written = compose(typed, self._names())
        changed = self._change(message, channel, text=written.text, blocks=with_ids(written.blocks))
        self._tell_of_mention(changed, channel)
        return changed

    def _change(self, message: Message, channel: Channel, **changes: Any) -> Message:
        before = message_json(message, self.workspace, self.base_url)
        edited = (message.user_id, self.workspace.next_ts())
        changed = self.workspace.put(replace(message, edited=edited, **changes))
        if BOT_USER_ID in channel.members and message.ephemeral_to is None:
            self.emit(payloads.message_changed(before, changed, channel, self.workspace, self.base_url), channel)
        return changed

    def delete(self, message: Message, channel: Channel) -> None:
        """Delete a message. The parent of a thread is replaced by a tombstone, which goes with its last reply.

        Slack tells of a tombstone as of an edit; source: slack-edge/slack-edge#10, 42wim/matterbridge#600.
        """
        before = message_json(message, self.workspace, self.base_url)
        self.workspace.remove(message)
        left = self.workspace.find_message(channel.id, message.ts)
        if BOT_USER_ID in channel.members and message.ephemeral_to is None:
            self.emit(
                payloads.message_changed(before, left, channel, self.workspace, self.base_url)
                if left
                else payloads.message_deleted(before, channel, self.workspace),
                channel,
            )
        tombstone = self.workspace.bare_tombstone(message)
        if tombstone is not None:
            self.delete(tombstone, channel)

    def bot_posts(
        self,
        channel: Channel,
        text: str,
        *,
        blocks: tuple[Json, ...] = (),
        attachments: tuple[Json, ...] = (),
        thread_ts: str | None = None,
        metadata: Json | None = None,
        ephemeral_to: str | None = None,
    ) -> Message:
        """Post a message as the app, publicly or as an ephemeral message.

        Raises:
            ApiError: there is no such thread.
        """
        message = Message(
            channel.id,
            self.workspace.next_ts(),
            BOT_USER_ID,
            text,
            blocks=with_ids(blocks),
            attachments=attachments,
            thread_ts=self._thread(channel, thread_ts),
            metadata=metadata,
            ephemeral_to=ephemeral_to,
        )
        self.workspace.put(message)
        if ephemeral_to is None:
            self._tell_about(message, channel)
        return message

    def bot_updates(self, message: Message, channel: Channel, changes: Json) -> Message:
        """Change one of the app's messages; other fields stay."""
        if "blocks" in changes:
            changes = changes | {"blocks": with_ids(changes["blocks"])}
        return self._change(message, channel, **changes)

    def slackbot_whispers(self, channel: Channel, user_id: str, text: str, *, thread_ts: str | None = None) -> Message:
        """Send an ephemeral message from Slack itself, such as that a command failed."""
        ts, thread = self.workspace.next_ts(), self._thread(channel, thread_ts)
        return self.workspace.put(Message(channel.id, ts, SLACKBOT, text, thread_ts=thread, ephemeral_to=user_id))

    # -- reactions, members, home

    def react(self, message: Message, name: str, user_id: str) -> None:
        """Add a reaction.

        Raises:
            ApiError: the person has already reacted with it.
        """
        reactions = dict(message.reactions)
        if user_id in reactions.get(name, ()):
            raise ApiError("already_reacted")
        reactions[name] = (*reactions.get(name, ()), user_id)
        self._put_reactions(message, reactions, "reaction_added", name, user_id)

    def unreact(self, message: Message, name: str, user_id: str) -> None:
        """Remove a reaction.

        Raises:
            ApiError: the person has no such reaction.
        """
        reactions = dict(message.reactions)
        if user_id not in reactions.get(name, ()):
            raise ApiError("no_reaction")
        reactions[name] = tuple(user for user in reactions[name] if user != user_id)
        if not reactions[name]:
            del reactions[name]
        self._put_reactions(message, reactions, "reaction_removed", name, user_id)

    def _put_reactions(
        self, message: Message, reactions: dict[str, tuple[str, ...]], kind: str, name: str, user_id: str
    ) -> None:
        self.workspace.put(replace(message, reactions=tuple(reactions.items())))
        channel = self.workspace.channels[message.channel_id]
        if BOT_USER_ID in channel.members:
            self.emit(payloads.reaction_event(kind, message, name, user_id, self.workspace.next_ts()), channel)

    def join(self, channel: Channel, inviter: str) -> Channel:
        """Add the bot to a channel."""
        if BOT_USER_ID in channel.members:
            return channel
        joined = self.workspace.add_member(channel, BOT_USER_ID)
        self.emit(payloads.member_joined(joined, BOT_USER_ID, inviter, self.workspace.next_ts()), joined)
        return joined

    def leave(self, channel: Channel, actor_id: str) -> Channel:
        """Remove the bot from a channel."""
        left = self.workspace.remove_member(channel, BOT_USER_ID)
        self.emit(payloads.channel_left(left, actor_id, self.workspace.next_ts()), left)
        return left

    def change_id(self, channel: Channel) -> Channel:
        """Give a channel another id."""
        changed = self.workspace.change_id(channel)
        if BOT_USER_ID in channel.members:
            self.emit(payloads.channel_id_changed(channel, changed, self.workspace.next_ts()), changed)
        return changed

    def archive(self, channel: Channel, user: User, *, is_archived: bool) -> Channel:
        """Archive or unarchive a channel."""
        if channel.is_archived is is_archived:
            raise ApiError("already_archived" if is_archived else "not_archived")
        changed = self.workspace.archive(channel, is_archived=is_archived)
        if BOT_USER_ID in channel.members:
            self.emit(payloads.channel_archived(changed, user.id, self.workspace.next_ts()), changed)
        return changed

    def open_home(self, user: User, tab: str) -> Json:
        """Open the App Home or its messages."""
        channel = self.workspace.open_im(user.id)
        view = self.workspace.home_of(user.id)
        return self.emit(payloads.home_opened(user, channel, tab, view, self.workspace.next_ts()))
