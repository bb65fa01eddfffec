"""Why an edition has its stories."""

from bot.newsroom.editions.model import EditionRecord
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.block_kit.escaping import count, one_line


def why_message(record: EditionRecord) -> Message:
    """Why an edition has these stories, in this order."""
    items = [
        [kit.text(f"{one_line(story.headline, 120)} "), kit.text(f"– {', '.join(story.reasons)}", italic=True)]
        for story in record.stories
    ]
    chosen = f"Chosen from {count(record.article_count, 'article')}: what most outlets report in their own words first"
    blocks = (
        kit.paragraph(kit.text("Why these stories?", bold=True)),
        *([kit.bullets(items)] if items else []),
        kit.context(f"{chosen}, then your keywords, newness, and place in the feed."),
    )
    return Message("Why these stories?", blocks)
