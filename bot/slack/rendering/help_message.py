"""What the bot says about itself."""

from bot.newsroom.command_names import CommandNames
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Message


def help_message(names: CommandNames, bot_name: str = "nutgraf") -> Message:
    """How to use the bot, in six lines."""
    lines = (
        [
            kit.text(f"@{bot_name} https://…", code=True),
            kit.text(" – a digest of the story behind the link, in this thread"),
        ],
        [
            kit.text(f"@{bot_name} https://… https://…", code=True),
            kit.text(" – several links, answered in their order"),
        ],
        [kit.text(f"@{bot_name}", code=True), kit.text(" and pasted text – a digest of that text")],
        [kit.text(f"@{bot_name}", code=True), kit.text(" in a thread – a digest of the links of its first message")],
        [
            kit.text(f"{names.summarize} https://…", code=True),
            kit.text(" – a digest that only you see, to share if you like"),
        ],
        [
            kit.text(f"{names.digest} add gazette.example", code=True),
            kit.text(" – this channel's news, once a day, each story once; "),
            kit.text(f"{names.digest} help", code=True),
            kit.text(" says more"),
        ],
    )
    return Message(
        text="Send me the link of a story, or paste its text, and I reply with a short digest.",
        blocks=(
            kit.paragraph(
                kit.text("Send me the link of a story, or paste its text. ", bold=True),
                kit.text("I reply with the few sentences that carry it and the key quotes, word for word."),
            ),
            kit.bullets(lines),
            kit.context(
                "Add “short” or “long” for another length. I use no AI service; every sentence is the article's own."
            ),
        ),
    )
