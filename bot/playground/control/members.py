"""POST /playground/{channel,group,people,invite,kick,archive,change_id}: who there is, and who is where."""

from bot.playground.control.request_bodies import Named, names_of, text_of
from bot.playground.errors import ApiError, UsageError
from bot.playground.formats.api_objects import Json
from bot.playground.local_slack import LocalSlack
from bot.playground.workspace import BOT_USER_ID, TEAM_ID, Channel

MAX_GROUP = 8  # conversations.open, too_many_users


class MemberControls:
    """The actions on channels and their members."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self._named = Named(slack)

    async def channel(self, body: Json) -> Json:
        """Create a channel, with the bot in it unless `without_bot`; optionally `private`, or `shared` with others."""
        name = text_of(body, "name").removeprefix("#").strip()
        if not name or self._slack.workspace.find_channel(name):
            raise UsageError("name is that of a channel which does not exist yet.")
        channel = self._slack.workspace.add_channel(
            name,
            is_private=bool(body.get("private")),
            with_bot=not body.get("without_bot"),
            is_shared=bool(body.get("shared")),
        )
        return {"ok": True, "id": channel.id}

    async def group(self, body: Json) -> Json:
        """Open a direct conversation of several people (`people`), with the bot in it unless `without_bot`."""
        people = {self._named.person(name).id for name in names_of(body, "people")}
        members = people if body.get("without_bot") else people | {BOT_USER_ID}
        if not 2 < len(members) <= MAX_GROUP + 1:
            raise UsageError(f"people are two or more, with the bot at most {MAX_GROUP}; it takes three for a group.")
        return {"ok": True, "id": self._slack.workspace.open_group(frozenset(members)).id}

    async def people(self, body: Json) -> Json:
        """Add a person: `name`, `real_name`, `display_name`; `organisation` for one from elsewhere, in shared channels.

        With `unknown`, users.info knows nothing of a person from another organisation.
        """
        name, organisation = text_of(body, "name"), text_of(body, "organisation")
        workspace = self._slack.workspace
        if not name or any(name in (user.id, user.name) for user in workspace.users.values()):
            raise UsageError("name is that of a person who does not exist yet.")
        channels = [self._named.channel({"channel": each}) for each in names_of(body, "channels")]
        if organisation and not all(channel.is_shared for channel in channels):
            raise UsageError("A person from another organisation is in shared channels only.")
        user = workspace.add_person(
            name,
            text_of(body, "real_name") or name,
            display_name=None if body.get("display_name") is None else text_of(body, "display_name"),
            organisation=organisation,
            is_unknown=bool(organisation and body.get("unknown")),
        )
        for channel in channels:
            workspace.add_member(workspace.channels[channel.id], user.id)
        return {"ok": True, "id": user.id, "team_id": user.team_id, "is_external": user.team_id != TEAM_ID}

    async def invite(self, body: Json) -> Json:
        """Invite the bot to a channel."""
        self._slack.join(self._named.channel(body), self._named.user(body).id)
        return {"ok": True}

    async def kick(self, body: Json) -> Json:
        """Remove the bot from a channel."""
        channel = _no_direct(self._named.channel(body))
        if BOT_USER_ID not in channel.members:
            raise ApiError("not_in_channel")
        self._slack.leave(channel, self._named.user(body).id)
        return {"ok": True}

    async def archive(self, body: Json) -> Json:
        """Archive a channel, or (undo) unarchive one."""
        channel, user = _no_direct(self._named.channel(body)), self._named.user(body)
        self._slack.archive(channel, user, is_archived=not body.get("undo"))
        return {"ok": True}

    async def change_id(self, body: Json) -> Json:
        """Give a channel another id, as when it becomes shared or its workspace joins an organisation."""
        channel = self._slack.change_id(_no_direct(self._named.channel(body)))
        return {"ok": True, "id": channel.id}


def _no_direct(channel: Channel) -> Channel:
    """Return a channel that is no direct conversation.

    Raises:
        ApiError: it is one.
    """
    if channel.kind in ("im", "mpim"):
        raise ApiError("method_not_supported_for_channel_type")
    return channel
