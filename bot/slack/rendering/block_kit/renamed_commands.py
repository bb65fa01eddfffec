"""Our messages and views with the commands' names of this workspace. Pure.

Everything is written with the default names. What has an article's words in it is never changed.
"""

from dataclasses import replace
from typing import Any

from bot.newsroom.command_names import DEFAULT_NAMES, CommandNames
from bot.slack.rendering.block_kit.blocks import Message


def rename_in_message(message: Message, names: CommandNames) -> Message:
    """A message of ours with other names of the commands; the same one where it has an article's words."""
    if names == DEFAULT_NAMES or message.has_article:
        return message
    blocks = tuple(rename_in_json(block, names) for block in message.blocks)
    return replace(message, text=names.rename(message.text), blocks=blocks)


def rename_in_json(part: Any, names: CommandNames) -> Any:
    """Blocks, or a view of ours, with other names in every `text`; what people entered stays as it is."""
    if names == DEFAULT_NAMES:
        return part
    if isinstance(part, dict):
        return {name: _renamed(name, value, names) for name, value in part.items()}
    return [rename_in_json(each, names) for each in part] if isinstance(part, list | tuple) else part


def _renamed(name: str, value: Any, names: CommandNames) -> Any:
    return names.rename(value) if name == "text" and isinstance(value, str) else rename_in_json(value, names)
