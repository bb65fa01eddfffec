"""The Web API methods, by name. A method takes the local Slack and its arguments and returns Slack's response."""

from collections.abc import Callable
from typing import Any

from bot.playground.local_slack import LocalSlack
from bot.playground.methods import chat, conversations, reactions, users, views
from bot.playground.methods.arguments import Arguments

Method = Callable[[LocalSlack, Arguments], dict[str, Any]]

METHODS: dict[str, Method] = {
    **chat.METHODS,
    **conversations.METHODS,
    **users.METHODS,
    **reactions.METHODS,
    **views.METHODS,
}
