"""The form of `/digest`: what is wrong with it is said in the form; what is right is in the inbox already."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.digest_form import CALLBACK, FormError, read_form


def register(app: AsyncApp) -> None:
    """Listen for the form."""

    async def on_submit(ack: AsyncAck, view: dict[str, Any]) -> None:
        try:
            read_form(view)
        except FormError as error:
            await ack(response_action="errors", errors=error.errors)
        else:
            await ack()

    app.view(CALLBACK)(on_submit)
