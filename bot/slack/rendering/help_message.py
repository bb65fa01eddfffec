"""What the bot says about itself, in three lines."""

from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Message


def help_message(first: str | None = None, *, bot_name: str = "nutgraf") -> Message:
    """How to use the bot.

    Args:
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
            kit.text("/summarize", code=True),
            kit.text(" and a link or text: only you see it. "),
            kit.text("short", code=True),
            kit.text(" or "),
            kit.text("long", code=True),
            kit.text(" beside the link sets the length."),
        ],
        [
            kit.text("/digest", code=True),
            kit.text(": this channel's news, once a day; "),
            kit.text("/digest help", code=True),
            kit.text(" says more."),
        ],
    )
    text = (
        f"{mention} and a link, a file or text: a digest in the thread. "
        "/summarize and a link or text: only you see it. /digest: this channel's news, once a day."
    )
    if first is None:
        return Message(text=text, blocks=(kit.bullets(lines),))
    return Message(text=f"{first} {text}", blocks=(kit.paragraph(kit.text(first)), kit.bullets(lines)))
