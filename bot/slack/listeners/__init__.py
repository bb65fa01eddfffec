"""The triggers, one file each. What they carry is in the inbox already (`bot.slack.inbox`); a listener acknowledges."""

from slack_bolt.async_app import AsyncApp

from bot.slack.listeners import digest_buttons, digest_command, digest_form, events, summarize_command


def register(app: AsyncApp) -> None:
    """Connect every trigger."""
    events.register(app)
    summarize_command.register(app)
    digest_buttons.register(app)
    digest_command.register(app)
    digest_form.register(app)
