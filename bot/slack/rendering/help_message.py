"""What the bot says about itself, in three lines."""

from bot.newsroom.command_names import CommandNames
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.block_kit.escaping import fallback


def help_message(names: CommandNames, first: str | None = None, *, bot_name: str = "nutgraf") -> Message:
    """How to use the bot.

    Args:
        names: of the slash commands.
        first: a sentence before it: why the help comes.
        bot_name: how people mention it.
    """
    mention = f"@{bot_name}"
    lines = (
        [
            kit.text(mention, code=True),
            kit.text(" and a link, a file or text: a digest in the thread. In a thread, "),
            kit.text(mention, code=True),
            kit.text(" alone reads what is above."),
        ],
        [
            kit.text(names.summarize, code=True),
            kit.text(" and a link or text: only you see it. "),
            kit.text("short", code=True),
            kit.text(" or "),
            kit.text("long", code=True),
            kit.text(" beside the link sets the length."),
        ],
        [
            kit.text(names.digest, code=True),
            kit.text(": this channel's news, once a day; "),
            kit.text(f"{names.digest} help", code=True),
            kit.text(" says more."),
        ],
    )
    text = (
        f"{mention} and a link, a file or text: a digest in the thread. "
        f"{names.summarize} and a link or text: only you see it. {names.digest}: this channel's news, once a day."
    )
    if first is None:
        return Message(text=fallback(text), blocks=(kit.bullets(lines),))
    return Message(text=fallback(f"{first} {text}"), blocks=(kit.paragraph(kit.text(first)), kit.bullets(lines)))
