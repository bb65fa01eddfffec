import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import HTTPStatusError, InvalidLinkError
from bot.newsroom.requests.answer_request import Answer
from bot.slack.rendering.block_kit.blocks import MAX_BLOCKS, MAX_BYTES, Block, Message, size
from bot.slack.rendering.digest_details import all_quotes, as_text, why_these
from bot.slack.rendering.digest_messages import (
    format_facts,
    format_speakers,
    private_messages,
    reply_messages,
    shared_digest,
    single_digest,
)
from summarizer import Article, Digest, Mention, Quote, QuoteKind, Sentence, Span, digest, read_text
from summarizer.model import ArticleKind
from summarizer.paste.read_text import take_clean
from tests.bot.fakes import STORY

URL = "https://gazette.example/pier"


def shown_of(body: str, **more: Any) -> Digest:
    """A digest that shows the whole body as one sentence and as one quote."""
    fields: dict[str, Any] = {"headline": "Pier reopens", "url": URL, **more}
    article = Article(body, **fields)
    whole = Span(0, len(body))
    speaker = Mention(body, whole)
    quote = Quote(body, whole, QuoteKind.PARTIAL, speaker, "said", speaker_full=body, role=body)
    return Digest(article, (Sentence(body, whole, 0, reasons=(body,)),), (quote,), 17, "nutgraf")


def all_messages(digest: Digest) -> list[Message]:
    parent, thread = shared_digest(digest, user_id="U1")
    error = Answer("https://user:pass@news.example/<@U1>", error=InvalidLinkError())
    return [
        *single_digest(digest, digest_id="d1"),
        *private_messages([Answer(URL, digest)], digest_id="d1"),
        *reply_messages([Answer(URL, digest), error], digest_id="d1"),
        parent,
        *thread,
        *all_quotes(digest),
        why_these(digest),
        as_text(digest),
    ]


def test_a_digest_reads_as_it_was_designed():
    article = read_text(STORY)
    published = datetime(2026, 11, 20, 8, tzinfo=UTC)
    placed = Article(
        article.body,
        article.headline,
        outlet="Gazette",
        published_at=published,
        url=URL,
        language="en",
        kind=ArticleKind.PAGE,
    )

    (message,) = single_digest(digest(placed), digest_id="d1")

    kinds = [block["type"] for block in message.blocks]
    assert kinds == ["rich_text", "context", "rich_text", "rich_text", "actions"]
    headline = message.blocks[0]["elements"][0]["elements"][0]
    assert (headline["type"], headline["url"], headline["style"]) == ("link", URL, {"bold": True})
    line = message.blocks[1]["elements"][0]["text"]
    assert line.startswith("Gazette · 20 Nov 2026 · ")
    assert line.endswith("3 of 6 sentences, word for word")
    bullets = message.blocks[2]["elements"][0]
    assert bullets["type"] == "rich_text_list"
    assert all("#:~:text=" in item["elements"][1]["url"] for item in bullets["elements"])
    said, speaker, *_ = message.blocks[3]["elements"][0]["elements"]
    assert said["text"] == "“We kept our word and the sea kept its temper”"
    assert speaker["text"] == "\n— Mayor Ada Brandt"
    assert message.text == "Pier at Saltmouth reopens after two years (Gazette): 3 sentences, 1 quote."


def test_pasted_text_names_paragraphs_and_its_language():
    (message,) = single_digest(digest(read_text(STORY)), digest_id="d1")

    assert "English" in message.blocks[1]["elements"][0]["text"]
    assert {"type": "text", "text": "¶1", "style": {"code": True}} in message.blocks[2]["elements"][0]["elements"][0][
        "elements"
    ]


def test_a_short_article_a_live_page_and_a_paywall_say_what_they_are():
    article = Article("One. Two.", url=URL, is_paywalled=True, is_live=True, kind=ArticleKind.PAGE)
    whole = Digest(article, (), (), 2, "nutgraf", is_whole=True)

    line = format_facts(whole)

    assert "shown whole" in line
    assert "subscriber article" in line
    assert "live page" in line


def test_a_partial_quote_says_so_and_an_unknown_speaker_too():
    article = Article("“twice the weight” of the old one")
    quote = Quote("twice the weight", Span(1, 17), QuoteKind.PARTIAL)

    shown = json.dumps(
        single_digest(Digest(article, (), (quote,), 1, "m"), digest_id="d")[0].blocks, ensure_ascii=False
    )

    assert "— speaker not named (partial quote)" in shown


def quotes_of_mayor(body: str) -> tuple[Quote, ...]:
    """Two quotes of the mayor and one of a skipper, in a body that prints the mayor's name beside her role."""
    line = Mention("Mayor Ada Brandt", Span(0, 16))
    said = Span(body.index("“") + 1, body.index("”"))
    mayor = Quote(said.of(body), said, QuoteKind.DIRECT, None, None, "Ada Brandt", "Mayor", speaker_line=line)
    skipper = replace(mayor, speaker_full="Olav Lind", role="skipper", speaker_line=None)
    return mayor, skipper, replace(mayor, kind=QuoteKind.PARTIAL), replace(skipper, role=None)


def test_a_speaker_is_a_slice_of_the_article_and_the_role_is_said_once():
    quotes = quotes_of_mayor("Mayor Ada Brandt cut the ribbon. “Here we are,” said she and Olav Lind.")

    assert format_speakers(quotes) == [
        "Mayor Ada Brandt",
        "Olav Lind, skipper",
        "Ada Brandt (partial quote)",
        "Olav Lind",
    ]


def test_all_quotes_and_the_plain_text_have_the_same_speakers():
    body = "Mayor Ada Brandt cut the ribbon. “Here we are,” said she and Olav Lind."
    shown = Digest(Article(body), (), quotes_of_mayor(body)[:3], 1, "m")

    for message in (*all_quotes(shown), as_text(shown)):
        text = json.dumps(message.blocks, ensure_ascii=False)
        assert text.count("— Mayor Ada Brandt") == 1
        assert text.count("— Ada Brandt (partial quote)") == 1
        assert text.count("— Olav Lind, skipper") == 1


def digest_blocks(digest: Digest) -> list[Block]:
    return [block for message in single_digest(digest, digest_id="d") for block in message.blocks]


@given(st.text(min_size=1, max_size=4000))
def test_whatever_a_page_says_every_message_is_within_slacks_limits(text):
    for message in all_messages(shown_of(text, headline=text, outlet=text)):
        assert len(message.text) <= 3000
        assert len(message.blocks) <= MAX_BLOCKS
        assert size(message.blocks) <= MAX_BYTES + 4000
        assert not re.search(r"[<>]", message.text)


def test_a_digest_as_text_is_cut_by_bytes_as_slack_counts():
    message = as_text(shown_of("橋が開いた。" * 2_000))

    assert size(message.blocks) <= MAX_BYTES
    assert message.blocks[0]["elements"][0]["elements"][0]["text"].endswith(" …")


def test_many_long_digests_are_spread_over_messages_in_their_order():
    long = "The council of Saltmouth met on the pier to talk. " * 28
    answers = [Answer(f"{URL}/{number}", shown_of(f"{number} {long}")) for number in range(5)]

    messages = reply_messages(answers, digest_id="d1")

    assert len(messages) > 1
    assert all(size(message.blocks) <= MAX_BYTES for message in messages)
    shown = json.dumps([message.blocks for message in messages])
    places = [shown.index(f'"{number} The council') for number in range(5)]
    assert places == sorted(places)


def test_one_bad_link_among_several_keeps_its_place_and_its_reason():
    answers = [Answer(f"{URL}/gone", error=HTTPStatusError(404)), Answer(URL, shown_of("The pier reopened on Monday."))]

    (message,) = reply_messages(answers, digest_id="d1", left_out=2, limit=2)

    assert message.text == "4 links: 1 digest below, 1 could not be read, 2 left out: I read up to 2 links a message."
    shown = json.dumps(message.blocks)
    assert "gazette.example/pier/gone" in shown
    assert "The site says there is no such page. Check the link." in shown


def test_a19_half_a_surrogate_pair_or_nul_in_an_article_never_stops_its_message() -> None:
    odd = "\ud83d\0\ufffe\x02"
    body = STORY.replace("the", f"the{odd}")
    made = digest(take_clean(body, headline=f"Pier {odd} reopens"))
    article = replace(made.article, outlet=f"Gazette{odd}", byline=(f"Kari{odd}",), url=f"{URL}{odd}")
    shown = replace(made, article=article)
    parent, replies = shared_digest(shown, user_id="U1")
    for message in (
        *single_digest(shown, digest_id="1"),
        parent,
        *replies,
        *all_quotes(shown),
        why_these(shown),
        as_text(shown),
    ):
        written = json.dumps([message.text, message.blocks], ensure_ascii=False)
        written.encode()
        assert "\\u0000" not in written
