"""Errors as messages."""

import pytest

from bot.slack.rendering.error_messages import emoji_of
from summarizer.errors import NoArticleError


@pytest.mark.parametrize("kind", [NoArticleError, *NoArticleError.__subclasses__()])
def test_each_kind_of_text_that_is_no_story_has_an_emoji(kind: type[NoArticleError]) -> None:
    assert emoji_of(kind()) != "warning"
