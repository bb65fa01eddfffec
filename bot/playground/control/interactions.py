"""A person's action on a message or view -> the payload for the bot, and the effect of its acknowledgement."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.playground.block_kit.blocks import check_view
from bot.playground.connection.transport import COMMANDS, INTERACTIVE, Answer
from bot.playground.errors import ApiError, UsageError
from bot.playground.formats import payloads
from bot.playground.formats.api_objects import Json, message_json, view_json
from bot.playground.formats.input_values import action_value, state_values
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.responses import answer_with
from bot.playground.workspace import BOT_USER_ID, Channel, Message, User, View

UNKNOWN_COMMAND, COMMAND_IN_THREAD = "unknown_command", "not_supported_in_threads"
REASONS = {
    "dispatch_failed": "no bot is connected, so nobody took it",
    "operation_timeout": "the bot did not answer within three seconds",
}
"""Why the bot did not acknowledge something, in words. A code that Slack's HTTP mode adds is a reason by itself."""


async def send_command(
    slack: LocalSlack, channel: Channel, user: User, command: str, text: str, *, thread_ts: str = ""
) -> Answer:
    """Send a slash command. Returns the bot's acknowledgement, or why Slack's client did not send it.

    Source: docs.slack.dev/interactivity/implementing-slash-commands (no commands of apps in threads). The sentences of
    Slackbot are those that its client shows; they are quoted in issues, and documented nowhere.
    """
    if refused := _refused_command(slack, command, thread_ts):
        slack.slackbot_whispers(channel, user.id, refused.payload["message"], thread_ts=thread_ts or None)
        return refused
    url = slack.response_urls.issue(channel.id, user.id)
    payload = payloads.slash_command(
        command=command,
        text=text,
        user=user,
        channel=channel,
        trigger_id=slack.triggers.issue(user.id),
        response_url=url,
    )
    answer = await slack.ask(COMMANDS, payload)
    if not answer.ok:
        slack.slackbot_whispers(channel, user.id, f"{command} {failure(answer.error)}")
    elif answer.payload.get("text") or answer.payload.get("blocks"):
        key = url.rsplit("/", 1)[-1]
        answer_with(slack, slack.response_urls.use(key), answer.payload)
    return answer


def failure(error: str) -> str:
    """Return how something failed, in words: it goes on after what did."""
    reason = REASONS.get(error)
    return f"failed with the error “{error}”" + (f": {reason}." if reason else ".")


def _refused_command(slack: LocalSlack, command: str, thread_ts: str) -> Answer | None:
    """Return what Slack's client says to a command that it does not send; None for one that it does."""
    if not slack.installation.offers_command(command):
        said = (
            f"{command} is not a valid command. In Slack, all messages that start with the “/” character are"
            " interpreted as commands.\nIf you are trying to send a message and not run a command, try preceding the"
            " “/” with an empty space."
        )
        return Answer({"message": said}, error=UNKNOWN_COMMAND)
    if thread_ts:
        return Answer({"message": f"{command} is not supported in threads. Sorry!"}, error=COMMAND_IN_THREAD)
    return None


def check_shortcut(slack: LocalSlack, callback_id: str) -> None:
    """Check that a menu offers a shortcut.

    Raises:
        UsageError: the app has no such shortcut.
    """
    if not slack.installation.offers_shortcut(callback_id):
        offered = ", ".join(slack.installation.shortcuts) or "none"
        raise UsageError(
            f"The app has no shortcut {callback_id!r}, so no menu offers it. Its shortcuts: {offered}.", status=404
        )


async def click(slack: LocalSlack, message: Message, channel: Channel, user: User, pressed: Json) -> Answer:
    """Press an element of a message."""
    action = find_action(message.blocks, pressed) | {"action_ts": slack.workspace.next_ts()}
    url = slack.response_urls.issue(
        channel.id, user.id, message_ts=message.ts, thread_ts=message.thread_ts if message.is_reply else None
    )
    place = payloads.message_place(message, channel, slack.workspace, slack.base_url, url)
    trigger_id = slack.triggers.issue(user.id)
    return await slack.ask(INTERACTIVE, payloads.block_actions(user, action, trigger_id=trigger_id, place=place))


async def click_in_view(slack: LocalSlack, view: View, user: User, pressed: Json) -> Answer:
    """Press an element of a modal or the App Home; `values` are the contents of the modal's inputs."""
    entered = pressed.get("values")
    if isinstance(entered, dict):
        view = slack.views.keep_values(view, state_values(view.source["blocks"], entered)[0])
    action = find_action(view.source["blocks"], pressed) | {"action_ts": slack.workspace.next_ts()}
    trigger_id = slack.triggers.issue(user.id)
    place = payloads.view_place(view)
    return await slack.ask(INTERACTIVE, payloads.block_actions(user, action, trigger_id=trigger_id, place=place))


async def use_shortcut(slack: LocalSlack, message: Message, channel: Channel, user: User, callback_id: str) -> Answer:
    """Use one of the app's entries in a message's menu."""
    payload = payloads.message_shortcut(
        user,
        message_json(message, slack.workspace, slack.base_url, metadata=True),
        channel,
        callback_id=callback_id,
        trigger_id=slack.triggers.issue(user.id),
        response_url=slack.response_urls.issue(channel.id, user.id),
        action_ts=slack.workspace.next_ts(),
    )
    return await slack.ask(INTERACTIVE, payload)


async def use_global_shortcut(slack: LocalSlack, user: User, callback_id: str) -> Answer:
    """Use one of the app's entries in Slack's own menu."""
    payload = payloads.global_shortcut(
        user,
        callback_id=callback_id,
        trigger_id=slack.triggers.issue(user.id),
        action_ts=slack.workspace.next_ts(),
    )
    return await slack.ask(INTERACTIVE, payload)


async def submit(slack: LocalSlack, view: View, user: User, entered: Json) -> tuple[Answer, Json]:
    """Submit a modal. Returns the bot's answer, and errors by block_id (then the modal stays open)."""
    values, missing = state_values(view.source["blocks"], entered)
    if missing:
        return Answer(), dict.fromkeys(missing, "Please complete this required field.")
    view = slack.views.keep_values(view, values)
    payload = payloads.interaction(
        "view_submission",
        user,
        trigger_id=slack.triggers.issue(user.id),
        view=view_json(view),
        response_urls=_asked_for_urls(slack, view, user, values),
    )
    answer = await slack.ask(INTERACTIVE, payload)
    return answer, _after_submission(slack, view, user, answer)


def _asked_for_urls(slack: LocalSlack, view: View, user: User, values: Json) -> list[Json]:
    """Create response_urls for the channel pickers that request one."""
    urls = []
    for block in view.source["blocks"]:
        element = block.get("element", {})
        if not element.get("response_url_enabled"):
            continue
        value = values.get(block["block_id"], {}).get(element.get("action_id"), {})
        channel_id = value.get("selected_conversation") or value.get("selected_channel")
        if channel_id in slack.workspace.channels:
            url = slack.response_urls.issue(channel_id, user.id)
            urls.append({"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": channel_id,
                         "response_url": url})  # fmt: skip
    return urls


def _after_submission(slack: LocalSlack, view: View, user: User, answer: Answer) -> Json:
    """Apply the bot's response_action. Returns its errors by block_id."""
    if not answer.ok:
        return {}
    action = answer.payload.get("response_action")
    if action == "errors":
        errors = answer.payload.get("errors")
        return errors if isinstance(errors, dict) else {}
    if action in ("update", "push"):
        source = _checked(answer.payload.get("view"))
        if action == "update":
            slack.views.change(view, source)
        else:
            slack.views.open(user.id, source, below=view)
    elif action == "clear":
        for other in [other for other in slack.workspace.views.values() if other.root_id == view.root_id]:
            slack.workspace.close_view(other.id)
    else:
        slack.workspace.close_view(view.id)
    return {}


def _checked(source: Any) -> Json:
    """Return the view of a response_action.

    Raises:
        ApiError: Slack would reject it.
    """
    problems = check_view(source, "modal") if isinstance(source, dict) else ["[ERROR] missing required field: view"]
    if problems:
        raise ApiError("invalid_arguments", response_metadata={"messages": [str(problem) for problem in problems]})
    return dict(source)


async def close(slack: LocalSlack, view: View, user: User) -> Answer:
    """Close a modal without submitting it; the bot is notified only if it requested that."""
    slack.workspace.close_view(view.id)
    if not view.source.get("notify_on_close"):
        return Answer()
    return await slack.ask(
        INTERACTIVE, payloads.interaction("view_closed", user, view=view_json(view), is_cleared=False)
    )


def find_action(blocks: Sequence[Json], pressed: Json) -> Json:
    """Return the action of a press: on the element with that action_id, and with that value if several match.

    Raises:
        UsageError: there is no such element.
    """
    wanted, value = pressed.get("action_id"), pressed.get("value")
    for block_id, element in _elements(blocks):
        if element.get("action_id") != wanted or pressed.get("block_id") not in (None, block_id):
            continue
        made = action_value(element, value)
        if made is not None:
            return {"action_id": wanted, "block_id": block_id, "type": element["type"], **made}
    raise UsageError(f"There is nothing to press with action_id {wanted!r} and value {value!r}.", status=404)


def _elements(blocks: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    for block in blocks:
        for element in (*block.get("elements", ()), block.get("accessory"), block.get("element")):
            if isinstance(element, dict):
                yield block.get("block_id", ""), element


def may_see(message: Message, user: User) -> None:
    """Check that a person can press something in a message.

    Raises:
        ApiError: it is an ephemeral message for another person.
    """
    if message.ephemeral_to not in (None, user.id) or user.id == BOT_USER_ID:
        raise ApiError("message_not_found")
