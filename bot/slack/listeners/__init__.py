"""What Slack sends us, one file a trigger. Listeners are short: they acknowledge and hand over to the desk."""

from slack_bolt.async_app import AsyncApp

from bot.slack.buttons import Buttons
from bot.slack.desk import Desk
from bot.slack.listeners import digest_buttons, digest_command, direct_message, mention, quiet, summarize_command


def register(app: AsyncApp, *, desk: Desk, buttons: Buttons) -> None:
    """Connect every trigger with the desk."""
    mention.register(app, desk)
    direct_message.register(app, desk)
    summarize_command.register(app, desk)
    digest_buttons.register(app, desk, buttons)
    digest_command.register(app)
    quiet.register(app)
