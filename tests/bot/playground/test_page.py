"""The page in a real browser: a newcomer types, reads, presses."""

import asyncio
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import ConsoleMessage, FilePayload, Page, async_playwright

from bot.playground.server import PlaygroundServer

NEWS = "C0NEWS0001"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a system Chromium")

BLOCKS = [
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_quote",
                "elements": [
                    {"type": "text", "text": "<img src=x onerror=alert(1)> <!channel>", "style": {"italic": True}},
                    {"type": "link", "url": "javascript:alert(1)", "text": "do not"},
                ],
            }
        ],
    },
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "longer", "value": "d1", "text": {"type": "plain_text", "text": "Longer"}}
        ],
    },
]


@pytest.fixture
def complaints() -> list[str]:
    """Errors of the page's scripts, and those it has put on the console."""
    return []


@pytest.fixture
async def page(server: PlaygroundServer, complaints: list[str]) -> AsyncIterator[Page]:
    def hear(line: ConsoleMessage) -> None:
        if line.type == "error":
            complaints.append(line.text)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = await browser.new_page(viewport={"width": 390, "height": 800})
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", hear)
        await page.goto(server.url)
        yield page
        await browser.close()


@pytest.mark.slow
async def test_a_form_keeps_what_was_typed_below_another_window(app, connect, page: Page, complaints: list[str]):
    plain = {"type": "plain_text", "text": "x"}
    field = {"type": "plain_text_input", "action_id": "v"}
    days = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("Mon", "Tue")]
    button = {"type": "button", "action_id": "look", "text": {"type": "plain_text", "text": "Look"}}
    form = {
        "type": "modal",
        "callback_id": "save",
        "title": {"type": "plain_text", "text": "Form"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": [
            {"type": "input", "block_id": "a", "label": plain, "element": field},
            {"type": "input", "block_id": "b", "label": plain, "element": {"type": "checkboxes", "options": days}},
            {"type": "actions", "elements": [button]},
        ],
    }
    seen = []

    @app.command("/digest")
    async def open_form(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form)

    @app.action("look")
    async def look(ack, body, client):
        await ack()
        seen.append(body["view"]["state"]["values"]["a"]["v"]["value"])
        top = {"type": "modal", "title": {"type": "plain_text", "text": "On top"}, "blocks": []}
        await client.views_push(trigger_id=body["trigger_id"], view=top)

    await connect()
    await page.get_by_text("● Bot connected").wait_for()
    await page.get_by_label("Message #news").fill("/digest")
    await page.keyboard.press("Enter")
    await page.locator("#input-a").fill("typed")
    await page.get_by_label("Tue").check()
    await page.get_by_role("button", name="Look").click()
    await page.get_by_role("heading", name="On top").wait_for()
    await page.get_by_role("button", name="Close").click()
    await page.locator("#input-a").wait_for()

    assert seen == ["typed"]
    assert await page.locator("#input-a").input_value() == "typed"
    assert await page.get_by_label("Tue").is_checked()
    assert not await page.get_by_label("Mon").is_checked()
    assert complaints == []


async def test_a_newcomer_types_reads_and_presses(app, connect, page: Page, complaints: list[str]):
    pressed = asyncio.Event()

    @app.event("app_mention")
    async def mention(event, say):
        await say(text="a digest", thread_ts=event["ts"], blocks=BLOCKS)

    @app.action("longer")
    async def longer(ack, respond):
        await ack()
        await respond(text="longer *now*", replace_original=True)
        pressed.set()

    await page.get_by_text("No bot connected").wait_for()
    await connect()
    await page.get_by_text("● Bot connected").wait_for()
    await page.get_by_label("Message #news").fill("@nutgraf https://example.org/x")
    await page.keyboard.press("Enter")
    reply = page.locator(".replies .message")
    await reply.wait_for()
    assert "<img src=x onerror=alert(1)> <!channel>" in await reply.inner_text()
    assert await reply.locator("img, a").count() == 0
    await reply.get_by_role("button", name="Longer").click()
    await asyncio.wait_for(pressed.wait(), 3)
    await reply.locator("strong", has_text="now").wait_for()
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    assert complaints == []


async def test_what_goes_wrong_is_said(page: Page, driver):
    await page.get_by_label("Message #news").fill("/summarize something")
    await page.get_by_role("button", name="Send").click()
    await page.get_by_text("No bot is connected, so nobody took that.").wait_for()
    await page.get_by_text("Only visible to you").wait_for()
    await driver.say("from elsewhere", user="sanna")
    await page.get_by_text("from elsewhere").wait_for()


async def test_what_is_formatted_forwarded_and_attached_is_shown(page: Page, driver, complaints: list[str]):
    text = "Hello *bold* and _it_\n- one\n- two\n> said\n```\na = 1\n```"
    files = [
        {"name": "note.txt", "content": "first line\nsecond"},
        {"name": "b.txt", "content": "x", "mode": "tombstone"},
    ]
    ts = await driver.say(text, user="sanna", files=files)
    card = {"title": "Storm", "title_link": "https://example.org/storm", "text": "It *blows*"}
    await driver.say("", as_app="Harbour Alerts", attachments=[card])
    await driver.press("forward", channel=NEWS, ts=ts, to=NEWS, text="look", user="tobi")
    first, second, third = (page.locator(".message").nth(number) for number in range(3))
    await third.wait_for()
    assert await first.locator("strong", has_text="bold").count() == 1
    assert await first.locator("li").all_inner_texts() == ["one", "two"]
    assert await first.locator(".rich pre").inner_text() == "a = 1"
    assert "first line" in await first.locator(".file pre").inner_text()
    assert "This file was deleted." in await first.inner_text()
    assert await second.locator("a", has_text="Storm").count() == 1
    assert "Harbour Alerts" in await second.locator(".byline").inner_text()
    shared = third.locator(".shared")
    assert await shared.locator("blockquote").inner_text() == "said"
    assert "Sanna Lindqvist" in await shared.inner_text()
    assert "Posted in #news" in await shared.inner_text()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    assert complaints == []


async def test_a_person_attaches_a_file_and_forwards_the_message(page: Page, driver, complaints: list[str]):
    file: FilePayload = {"name": "a.bin", "mimeType": "application/octet-stream", "buffer": b"\xff\x00"}
    await page.get_by_label("Attach files").set_input_files(file)
    await page.get_by_label("Message #news").fill("*see* this")
    await page.keyboard.press("Enter")
    message = page.locator(".message").first
    await message.locator(".file").wait_for()
    await message.hover()
    await message.get_by_role("button", name="Forward").click()
    await page.get_by_label("To", exact=True).select_option("C0PRESS001")
    await page.get_by_label("Add a message (optional)").fill("for the desk")
    await page.get_by_role("dialog").get_by_role("button", name="Forward").click()
    await page.get_by_role("dialog").wait_for(state="hidden")
    sent, (shared,) = await driver.messages(), await driver.messages("press-desk")
    assert sent[0]["text"] == "*see* this"
    assert sent[0]["files"][0]["size"] == 2
    assert (shared["text"], shared["attachments"][0]["text"]) == ("for the desk", "*see* this")
    assert complaints == []


async def test_a_long_text_is_asked_about(page: Page, driver):
    await page.get_by_label("Message #news").fill("@nutgraf " + "word " * 1000)
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Send as a snippet").click()
    await page.locator(".file", has_text="Untitled").wait_for()
    (message,) = await driver.messages()
    assert message["text"] == "<@U0NUTGRAF1>"


async def test_slackbot_says_that_a_thread_has_no_commands(page: Page, driver):
    await driver.say("hello")
    message = page.locator(".message").first
    await message.hover()
    await message.get_by_role("button", name="Reply in thread").click()
    await page.get_by_label("Reply", exact=True).fill("/summarize x")
    await page.keyboard.press("Enter")
    await page.locator(".replies").get_by_text("/summarize is not supported in threads. Sorry!").wait_for()
