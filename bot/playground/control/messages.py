"""POST /playground/{say,forward,edit,delete,react,unreact}: what people and other apps do with messages."""

from bot.playground.control.long_texts import long_posts
from bot.playground.control.request_bodies import Named, objects_of, text_of, uploads_of
from bot.playground.errors import ApiError, UsageError
from bot.playground.formats.api_objects import Json
from bot.playground.local_slack import LocalSlack, Post
from bot.playground.methods.chat import MAX_TEXT
from bot.playground.methods.reactions import emoji_name
from bot.playground.workspace import BOT_NAME, Channel, Message, User


class MessageControls:
    """The actions on messages."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self._named = Named(slack)

    async def say(self, body: Json) -> Json:
        """Post a message as a person, or (`as_app`) as another app: text, `blocks`, `attachments`, `files`."""
        channel = self._named.channel(body)
        post, *following = long_posts(_post(body), text_of(body, "too_long"))
        if not post.text.strip() and not (post.blocks or post.attachments or post.files):
            raise UsageError("A message has text, blocks, attachments or files.")
        if channel.is_archived:
            raise ApiError("is_archived")
        author, webhook = self._author(body), bool(body.get("webhook"))
        _check_member(author, channel)
        message = self._slack.post(channel, author, post, webhook=webhook)
        others = [self._slack.post(channel, author, each, webhook=webhook).ts for each in following]
        return _posted(message, channel) | ({"all_ts": [message.ts, *others]} if others else {})

    async def forward(self, body: Json) -> Json:
        """Forward a message `to` another conversation, with a comment (`text`) if given."""
        source, message = self._named.message(body)
        target, user = self._named.channel(body, "to"), self._named.user(body)
        if target.is_archived:
            raise ApiError("is_archived")
        if message.ephemeral_to is not None:
            raise UsageError("Nobody can forward a message that only one person sees.")
        _check_member(user, target)
        comment = Post(text_of(body, "text"), thread_ts=text_of(body, "thread_ts"))
        return _posted(self._slack.forward(message, source, user, target, comment), target)

    async def edit(self, body: Json) -> Json:
        """Edit a message as its author."""
        channel, message = self._named.message(body)
        if message.by_bot:
            raise ApiError("cant_update_message")
        changed = self._slack.person_edits(message, channel, text_of(body, "text"))
        return {"ok": True, "ts": changed.ts, "text": changed.text}

    async def delete(self, body: Json) -> Json:
        """Delete a message."""
        channel, message = self._named.message(body)
        self._slack.delete(message, channel)
        return {"ok": True}

    async def react(self, body: Json) -> Json:
        """Add a reaction."""
        message = self._named.message(body)[1]
        self._slack.react(message, emoji_name(text_of(body, "name")), self._named.user(body).id)
        return {"ok": True}

    async def unreact(self, body: Json) -> Json:
        """Remove a reaction."""
        message = self._named.message(body)[1]
        self._slack.unreact(message, emoji_name(text_of(body, "name")), self._named.user(body).id)
        return {"ok": True}

    def _author(self, body: Json) -> User:
        name = text_of(body, "as_app")
        if not name:
            return self._named.user(body)
        if name == BOT_NAME:
            raise UsageError(f"{BOT_NAME} speaks for itself; as_app is another app.")
        return self._slack.workspace.users[self._slack.workspace.add_app(name).user_id]


def _check_member(author: User, channel: Channel) -> None:
    """Check that a person is in a conversation where that matters: one of a few people, or of two organisations.

    Raises:
        ApiError: not_in_channel.
    """
    is_closed = channel.is_mpim or author.is_external
    if is_closed and author.id not in channel.members and not author.is_bot:
        raise ApiError("not_in_channel")


def _post(body: Json) -> Post:
    text = text_of(body, "text")
    if len(text) > MAX_TEXT:
        raise UsageError(f"text has at most {MAX_TEXT} characters.")
    return Post(
        text,
        blocks=objects_of(body, "blocks"),
        attachments=objects_of(body, "attachments"),
        files=uploads_of(body),
        thread_ts=text_of(body, "thread_ts"),
    )


def _posted(message: Message, channel: Channel) -> Json:
    answer: Json = {"ok": True, "ts": message.ts, "channel": channel.id}
    return answer | ({"files": [file["id"] for file in message.files]} if message.files else {})
