"""What people paste, name files and type does not act when the bot shows it again: from Slack's payload to Slack."""

from typing import Any

import pytest

from bot.newsroom.jobs.keys import short_id
from bot.slack.parsing.messages.markup import unescape
from tests.bot.fakes import STORY, FakeSlack
from tests.bot.slack.digest_channel import DigestChannel
from tests.bot.slack.rendering.payload_faults import Row, find_faults, payloads_of, read_rows
from tests.bot.slack.slack_cases import BOT, NEWS, Channel

OURS = (
    Row("a broadcast", "broadcast", "body", "<!channel> the pier", "<!", "the pier", ""),
    Row("a broadcast with words", "broadcast", "body", "<!here and the pier>", "<!", "&lt;!here and the pier&gt;", ""),
    Row("a broadcast in another", "broadcast", "body", "<<!here>!here> pier", "<!", "&lt;!here&gt; pier", ""),
    Row("a member", "mention", "body", "<@U0ADMIN1|CEO> opens the pier", "<@", "CEO opens the pier", ""),
    Row("a link", "link", "body", "<https://evil.example|the pier> is open", "<http", "the pier is open", ""),
    Row("a quotation", "format", "body", "> the pier is open", r"^\s*(>|&gt;)", "the pier is open", ""),
    Row("signs", "control", "body", "AT&T < R&D", "&amp;amp;", "AT&amp;T &lt; R&amp;D", ""),
)
"""Strings of our own, and what the top-level text of a digest begins with whose headline has them.

Also where a pasted text has the source of Slack's markup in it, the core reads what that shows.
"""


@pytest.fixture
def rows(shared) -> tuple[Row, ...]:
    return (*OURS, *read_rows(shared / "security/mrkdwn_injection.tsv"))


def sent_by(slack: FakeSlack) -> list[dict[str, Any]]:
    """All that was sent to be read, with how it was sent."""
    return [said for name, said in slack.transcript if name.startswith(("chat.", "views."))]


def check(slack: FakeSlack, shown: Any, row: Row) -> None:
    """Nothing that was sent, and nothing that was shown privately, acts."""
    payloads = [*sent_by(slack), *payloads_of(shown)]
    assert [fault for payload in payloads for fault in find_faults(payload, row.never_in_words)] == [], row.id
    assert all("link_names" not in said and said.get("parse") != "full" for said in sent_by(slack)), row.id


def pasted(words: str) -> dict[str, Any]:
    """A mention as Slack sends it: the words literally in rich_text, and escaped in `text`."""
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    elements = [{"type": "user", "user_id": BOT}, {"type": "text", "text": f" {words}"}]
    section = {"type": "rich_text_section", "elements": elements}
    return {"text": escaped, "blocks": [{"type": "rich_text", "elements": [section]}]}


async def paste(words: str) -> Channel:
    """A channel where somebody pasted a story with words in it, then pressed everything that shows them again.

    They are at the beginning of the headline, and inside the first sentence and the first quote.
    """
    channel = Channel()
    story = f"{words} {STORY}".replace("on Monday", f"on {words} Monday").replace("our word", f"our {words} word")
    said = pasted(story)
    await channel.mention(said["text"], blocks=said["blocks"])
    for entry in ("quotes", "why", "copy", "digest_longer", "digest_share"):
        await channel.press(entry, short_id("message:C1:5.0"))
    return channel


def private(channel: Channel | DigestChannel) -> list[Any]:
    return [message for _, message, _ in channel.private.sent]


@pytest.mark.shared
async def test_no_pasted_text_acts_when_it_is_shown_again(rows):
    for row in rows:
        channel = await paste(row.text[:2_000])
        check(channel.slack, private(channel), row)


@pytest.mark.parametrize("row", OURS, ids=lambda row: row.id)
async def test_a_pasted_text_is_shown_and_escaped_once(row):
    channel = await paste(row.text)

    check(channel.slack, private(channel), row)
    posted = channel.slack.posted[0]
    assert posted["text"].startswith(f"{row.must} Pier at Saltmouth")
    quotes, _, copied, *_ = private(channel)
    literal = unescape(row.must)
    assert all(literal in str(blocks) for blocks in (posted["blocks"], quotes.blocks, copied.blocks))


@pytest.mark.shared
async def test_no_name_of_a_file_acts_when_it_is_shown_again(rows):
    for row in rows:
        channel = await share(row.text)
        check(channel.slack, private(channel), row)


@pytest.mark.parametrize("row", OURS, ids=lambda row: row.id)
async def test_a_file_that_cannot_be_read_is_called_by_its_name(row):
    channel = await share(row.text)

    check(channel.slack, private(channel), row)
    assert row.text in str(channel.slack.posted[0]["blocks"])


async def share(name: str) -> Channel:
    """A channel where somebody shared two files of a name; one of them cannot be read."""
    channel = Channel()
    channel.file_reader.bodies["F1"] = STORY
    files = [
        {"id": file, "name": name, "title": name, "url_private": "https://files.slack.com/a"} for file in ("F1", "F2")
    ]
    await channel.mention("", files=files)
    return channel


@pytest.mark.shared
async def test_no_option_that_somebody_made_up_acts_in_the_remark_about_it(rows):
    for row in rows:
        channel = Channel()
        said = pasted(f"--{row.text} {NEWS}")
        await channel.mention(f"--{row.text} <{NEWS}>", blocks=said["blocks"])
        check(channel.slack, private(channel), row)


@pytest.mark.shared
@pytest.mark.parametrize("command", ["{}", "add {}", 'filter +"{}"', "remove {}", "pause until {}", "time 09:00 {}"])
async def test_nothing_that_is_typed_after_digest_acts_in_the_answer(rows, command):
    for row in rows:
        rig = DigestChannel()
        await rig.say(command.format(row.text))
        await rig.say("list")
        await rig.say("history")
        check(rig.slack, private(rig), row)
