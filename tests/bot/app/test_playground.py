"""The playground as the bot starts it."""

from bot.app.playground import open_playground
from bot.config import Settings


async def test_the_playground_knows_the_commands_under_the_names_that_are_set():
    settings = Settings(_env_file=None, playground_port=0, summarize_command="/brief", digest_command="/daily")
    async with open_playground(settings, greet=False) as playground:
        assert playground.slack.installation.commands == {"/brief", "/daily"}
