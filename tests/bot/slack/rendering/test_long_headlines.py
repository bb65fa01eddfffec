"""A headline of 400 characters is cut at the end of a word, with an ellipsis, wherever it is shown."""

import re
from dataclasses import replace

import pytest

from bot.newsroom.editions.model import Edition, PostedStory
from bot.slack.rendering.block_kit.blocks import MAX_BYTES, Message, size
from bot.slack.rendering.block_kit.escaping import MAX_FALLBACK, fallback
from bot.slack.rendering.digest_details import all_quotes, as_text
from bot.slack.rendering.digest_messages import (
    MAX_HEADLINE,
    MAX_NAME,
    private_digest,
    reply_messages,
    shared_digest,
    single_digest,
)
from bot.slack.rendering.editions.drafts import edition_messages
from bot.slack.rendering.editions.previews import preview_messages
from bot.slack.rendering.editions.reasons import why_message
from bot.slack.rendering.flat_messages import pieces_of, together
from tests.bot.slack.rendering.channel_surfaces import ZONE, edition_of, record_of
from tests.bot.slack.rendering.digest_surfaces import answers_of, digest_of
from tests.bot.slack.rendering.payload_faults import all_strings
from tests.payload_recorder import find_payloads

ADDRESS = "https://gazette.example/pier"
LONG = " ".join(f"word{number:03}" for number in range(50))[:400]
DIGEST = replace(digest_of("The pier reopened.", ADDRESS), article=digest_of(LONG, ADDRESS, outlet="Gazette").article)


def long_edition() -> Edition:
    """An edition in which only the headlines are long."""
    edition = edition_of("The pier reopened.", ADDRESS)
    stories = []
    for story in edition.stories:
        items = tuple(replace(item, title=LONG) for item in story.candidate.items)
        stories.append(replace(story, candidate=replace(story.candidate, items=items)))
    return replace(edition, stories=tuple(stories))


EDITION = long_edition()
RECORD = replace(record_of("told by all"), stories=(PostedStory(LONG, reasons=("told by all",)),))
PARENT, REPLIES = edition_messages(EDITION, ZONE, edition_id="e1")

SHOWN: dict[str, tuple[Message, ...]] = {
    "a digest": single_digest(DIGEST, digest_id="d1"),
    "a private digest": private_digest(DIGEST, digest_id="d1"),
    "several links": reply_messages([replace(answers_of(LONG, ADDRESS)[0], digest=DIGEST)] * 2, digest_id="d1"),
    "the parent of a shared digest": (shared_digest(DIGEST, user_id="U1")[0],),
    "a shared digest without threads": tuple(said for _, said in together(pieces_of(0, DIGEST, user_id="U1"))),
    "all quotes": all_quotes(DIGEST),
    "a digest as text": (as_text(DIGEST),),
    "the parent of an edition": (PARENT,),
    "the replies of an edition": REPLIES,
    "a preview": preview_messages(EDITION, ZONE),
    "why these stories": (why_message(RECORD),),
}


def headlines_in(strings: list[str]) -> list[str]:
    """The headline as it is shown: from its first word up to the ellipsis."""
    return [found for text in strings for found in re.findall(r"word000.*?(?: …|$)", text)]


@pytest.mark.parametrize("place", SHOWN)
def test_a_long_headline_is_cut_at_a_word_with_an_ellipsis(place):
    texts, blocks = [], []
    for payload in find_payloads(SHOWN[place]):
        texts.append(payload["text"])
        blocks += all_strings({"blocks": payload["blocks"]})

    shown = headlines_in([*texts, *blocks])

    assert shown
    for headline in shown:
        words = headline.removesuffix(" …").split()
        assert headline.endswith(" …")
        assert len(headline) <= MAX_HEADLINE
        assert words == LONG.split()[: len(words)]


@pytest.mark.parametrize(
    "place", ["a digest", "a private digest", "the parent of a shared digest", "the parent of an edition"]
)
def test_what_notifications_say_has_the_beginning_of_a_long_headline(place):
    text = SHOWN[place][0].text

    (headline,) = headlines_in([text])
    assert len(headline) > MAX_HEADLINE - 20
    assert len(text) <= MAX_FALLBACK


def test_what_follows_a_long_headline_is_still_said():
    assert SHOWN["a digest"][0].text.endswith(" … (Gazette): 1 sentence, 2 quotes.")
    assert SHOWN["a private digest"][0].text.endswith(" … (Gazette). Only you can see this.")


def test_a_long_name_of_an_outlet_is_cut_and_the_facts_after_it_stay():
    (message,) = single_digest(digest_of("The pier reopened.", ADDRESS, outlet=LONG), digest_id="d1")

    facts = message.blocks[1]["elements"][0]["text"]
    assert len(facts.partition(" · ")[0]) <= MAX_NAME
    assert facts.endswith("1 of 17 sentences, word for word")
    assert len(message.text) < MAX_NAME + 80


def test_a_headline_in_one_word_is_cut_too():
    (message,) = single_digest(
        digest_of("The pier reopened.", ADDRESS, headline="a" * 400, outlet="Gazette"), digest_id="d1"
    )

    assert message.text.startswith("a" * 298 + " … (Gazette)")
    assert message.blocks[0]["elements"][0]["elements"][0]["text"] == "a" * 298 + " …"


def test_an_entity_is_never_cut():
    assert fallback("&" * 700) == "&amp;" * 598 + " …"


@pytest.mark.parametrize("word", ["मछलीबाज़ार ", "Überprüfung ", "漁港の桟橋"])
def test_twenty_long_headlines_in_any_script_fit_the_first_message_of_an_edition(word: str):
    (story, *_) = EDITION.stories
    items = tuple(replace(item, title=(word * 40)[:250]) for item in story.candidate.items)
    long = replace(story, candidate=replace(story.candidate, items=items), digest=None)

    parent, _ = edition_messages(replace(EDITION, stories=(long,) * 20), ZONE, edition_id="e1")

    assert size(parent.blocks) + len(parent.text.encode()) <= MAX_BYTES
