"""What is left of a message without its blocks."""

from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.plain_text import in_plain_text


def test_the_title_of_an_edition_is_kept():
    blocks = [kit.header("Daily digest · Monday 3 March"), kit.context("3 stories")]

    assert in_plain_text({"text": "a summary", "blocks": blocks}) == "Daily digest · Monday 3 March\n3 stories"
