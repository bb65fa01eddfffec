"""A browser marks exactly the sentence a text fragment names."""

import base64
import shutil
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

from summarizer.model import Article
from summarizer.text.sentences import split_sentences
from summarizer.text_fragments import text_fragment_url

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium of the system's"),
]

PARAGRAPHS = (
    "The ferry to Sund sank on Monday. Twelve people - all of them from Port Ellery - were saved, the harbour board said.",
    "“We heard a bang, and then the water came,” passenger Ida Holm said. The ferry to Sund was built in 1961.",
    "Mayor Dana Orr wants a new one; it would cost 4 million crowns, half of what the town earns in a year & more than it has ever spent, she told the council on Tuesday evening.",
    "Fähre, café and naïve: “schöne” words – with dashes — stay whole, too. Nobody was hurt on the ferry to Sund.",
)

# Where the marked pixels of a screenshot begin and end, and where the sentence's own boxes do.
FIND_RED = """async (png) => {
  const image = new Image(); image.src = 'data:image/png;base64,' + png; await image.decode();
  const canvas = document.createElement('canvas'); canvas.width = image.width; canvas.height = image.height;
  const context = canvas.getContext('2d'); context.drawImage(image, 0, 0);
  const data = context.getImageData(0, 0, image.width, image.height).data;
  let top = 1e9, bottom = -1, count = 0;
  for (let at = 0; at < data.length; at += 4)
    if (data[at] === 255 && data[at + 1] === 0 && data[at + 2] === 0) {
      const y = Math.floor(at / 4 / image.width); top = Math.min(top, y); bottom = Math.max(bottom, y + 1); count += 1;
    }
  return {top, bottom, count};
}"""
FIND_BOXES = """([paragraph, start, end]) => {
  const range = document.createRange(); const text = document.querySelectorAll('p')[paragraph].firstChild;
  range.setStart(text, start); range.setEnd(text, end);
  const boxes = [...range.getClientRects()];
  return {top: Math.min(...boxes.map(b => b.top)), bottom: Math.max(...boxes.map(b => b.bottom)),
          area: boxes.reduce((sum, b) => sum + b.width * b.height, 0)};
}"""


def write_page(folder: Path) -> str:
    style = "p{font:16px monospace;color:white;width:600px;margin:900px 0}::target-text{background:rgb(255,0,0);color:rgb(255,0,0)}"
    paragraphs = "".join(f"<p>{text.replace('&', '&amp;')}</p>" for text in PARAGRAPHS)
    file = folder / "ferry.html"
    file.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style><h1>News</h1>{paragraphs}", "utf-8")
    return file.as_uri()


async def find_marked(page: Page, tool: Page) -> dict[str, float]:
    png = base64.b64encode(await page.screenshot()).decode()
    found: dict[str, float] = await tool.evaluate(FIND_RED, png)
    return found


async def test_chromium_marks_the_sentence_and_nothing_else(tmp_path):
    url = write_page(tmp_path)
    body = "\n\n".join(PARAGRAPHS)
    sentences = split_sentences(Article(body=body, language="en"))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tool = await browser.new_page()
        for sentence in sentences:
            link = text_fragment_url(Article(body=body, url=url), sentence.span)
            assert link is not None, sentence.text
            page = await browser.new_page()
            await page.goto(link)
            await page.wait_for_timeout(150)
            place = PARAGRAPHS[sentence.paragraph].index(sentence.text)
            boxes = await page.evaluate(FIND_BOXES, [sentence.paragraph, place, place + len(sentence.text)])
            marked = await find_marked(page, tool)
            assert marked["top"] == pytest.approx(boxes["top"], abs=3), sentence.text
            assert marked["bottom"] == pytest.approx(boxes["bottom"], abs=3), sentence.text
            assert marked["count"] == pytest.approx(boxes["area"], rel=0.1), sentence.text
            await page.close()
        await browser.close()
