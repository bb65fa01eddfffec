"""auth.test, api.test, users.*, team.info, bots.info, files.info."""

from bot.playground.errors import ApiError
from bot.playground.formats.api_objects import UPDATED, Json, external_json, icons, user_json
from bot.playground.formats.file_objects import in_message
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.arguments import Arguments
from bot.playground.methods.lookups import user_of
from bot.playground.workspace import (
    BOT_ID,
    BOT_NAME,
    BOT_USER_ID,
    TEAM_DOMAIN,
    TEAM_ID,
    TEAM_NAME,
)


def auth_test(slack: LocalSlack, _: Arguments) -> Json:
    """auth.test."""
    return {
        "ok": True,
        "url": slack.base_url,
        "team": TEAM_NAME,
        "user": BOT_NAME,
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def api_test(_: LocalSlack, arguments: Arguments) -> Json:
    """api.test: returns what was sent."""
    sent = {name: value for name, value in arguments.values.items() if name != "token"}
    answer: Json = {"args": sent} if sent else {}
    if arguments.text("error"):
        raise ApiError(arguments.text("error"), **answer)
    return {"ok": True, **answer}


def users_info(slack: LocalSlack, arguments: Arguments) -> Json:
    """users.info."""
    user = user_of(slack, arguments.text("user"))
    if user.is_unknown:
        raise ApiError("user_not_found")
    if user.is_external:
        is_stranger = slack.workspace.is_stranger(user)
        return {"ok": True, "user": external_json(user, slack.base_url, is_stranger=is_stranger)}
    return {"ok": True, "user": user_json(user, slack.base_url)}


def users_list(slack: LocalSlack, _: Arguments) -> Json:
    """users.list: the workspace's own members."""
    own = (user for user in slack.workspace.users.values() if not user.is_external)
    members = [user_json(user, slack.base_url) for user in own]
    return {"ok": True, "members": members, "cache_ts": UPDATED, "response_metadata": {"next_cursor": ""}}


def files_info(slack: LocalSlack, arguments: Arguments) -> Json:
    """files.info."""
    file = slack.files.find(arguments.text("file"))
    if file is None:
        raise ApiError("file_not_found")
    if file.upload.mode == "tombstone":
        raise ApiError("file_deleted")
    told = in_message(file.upload, file.told) if file.is_gone else file.told
    return {"ok": True, "file": told, "comments": [], "response_metadata": {"next_cursor": ""}}


def team_info(slack: LocalSlack, _: Arguments) -> Json:
    """team.info."""
    team = {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN, "email_domain": "", "url": slack.base_url}
    return {"ok": True, "team": team | {"icon": {"image_34": f"{slack.base_url}page/icon.svg", "image_default": True}}}


def bots_info(slack: LocalSlack, arguments: Arguments) -> Json:
    """bots.info."""
    wanted = arguments.text("bot") or BOT_ID
    apps = (user.app for user in slack.workspace.users.values() if user.app is not None)
    app = next((app for app in apps if app.bot_id == wanted), None)
    if app is None:
        raise ApiError("bot_not_found")
    bot = {"id": app.bot_id, "deleted": False, "name": app.name, "updated": UPDATED, "app_id": app.id}
    return {"ok": True, "bot": bot | {"user_id": app.user_id, "icons": icons(slack.base_url)}}


METHODS = {
    "auth.test": auth_test,
    "api.test": api_test,
    "users.info": users_info,
    "users.list": users_list,
    "team.info": team_info,
    "files.info": files_info,
    "bots.info": bots_info,
}
