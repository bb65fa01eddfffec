"""The form of `/digest`: what is wrong with it is said in the form; what is right is in the inbox already.

A form that is being saved gives way to a word about it: `bot.slack.digest_form_desk` puts the outcome in its place.
"""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.digest_form import CALLBACK, FormError, read_form, show_saving


def register(app: AsyncApp) -> None:
    """Listen for the form."""

    async def on_submit(ack: AsyncAck, view: dict[str, Any]) -> None:
        try:
            read_form(view)
        except FormError as error:
            await ack(response_action="errors", errors=error.errors)
        else:
            await ack(response_action="update", view=show_saving())

    app.view(CALLBACK)(on_submit)
