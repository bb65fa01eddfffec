"""Clicks on the buttons under a digest."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.buttons import Buttons, Click
from bot.slack.desk import Asker, Desk

Doing = Callable[[Click], Awaitable[None]]


def register(app: AsyncApp, desk: Desk, buttons: Buttons) -> None:
    """Listen for every action_id that the messages of `bot.slack.rendering` carry."""
    menu: dict[str, Doing] = {
        "quotes": buttons.show_quotes,
        "why": buttons.explain,
        "copy": buttons.copy,
        "delete": buttons.delete,
    }

    def longer(click: Click) -> Awaitable[None]:
        return buttons.resize(click, 1)

    def shorter(click: Click) -> Awaitable[None]:
        return buttons.resize(click, -1)

    def listen(action_id: str, doing: Doing, *, once_a_digest: bool = False) -> None:
        async def on_click(ack: AsyncAck, body: dict[str, Any]) -> None:
            await ack()
            click = read_click(body)
            job = f"{action_id}:{click.digest_id}" if once_a_digest else f"{action_id}:{click.click_id}"
            desk.take_click(job, click, lambda: doing(click))

        app.action(action_id)(on_click)

    async def on_menu(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        chosen, _, _ = body["actions"][0]["selected_option"]["value"].partition(":")
        click = read_click(body)
        if chosen in menu:
            desk.take_click(f"{chosen}:{click.click_id}", click, lambda: menu[chosen](click))

    async def on_retry(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        click = read_click(body)
        asker = Asker(click.channel, click.user, None, click.thread_ts or click.message_ts)
        if not desk.take_retry(click.digest_id, asker, click.click_id):
            desk.take_click(f"retry:{click.click_id}", click, lambda: buttons.say_forgotten(click))

    listen("digest_longer", longer)
    listen("digest_shorter", shorter)
    listen("digest_share", buttons.share, once_a_digest=True)
    listen("digest_dismiss", buttons.dismiss)
    app.action("digest_more")(on_menu)
    app.action("digest_retry")(on_retry)


def read_click(body: dict[str, Any]) -> Click:
    """A Click from Slack's block_actions payload."""
    action = body["actions"][0]
    container = body.get("container") or {}
    value = action.get("value") or action["selected_option"]["value"].partition(":")[2]
    return Click(
        digest_id=value,
        channel=(body.get("channel") or {}).get("id") or container["channel_id"],
        user=body["user"]["id"],
        response_url=body["response_url"],
        message_ts=container["message_ts"],
        thread_ts=container.get("thread_ts") or (body.get("message") or {}).get("thread_ts"),
        click_id=body["trigger_id"],
        is_private=bool(container.get("is_ephemeral")),
    )
