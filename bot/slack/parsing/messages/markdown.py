"""Markdown, as other apps post it -> elements: links, and words without its signs."""

from bot.slack.parsing.messages.text_elements import ElementKind, TextElement, words
from summarizer.paste.markdown import LINK, without_front_matter, without_signs


def read_markdown(text: str) -> tuple[TextElement, ...]:
    """The elements of a text in Markdown."""
    text = without_front_matter(text)
    elements: list[TextElement] = []
    end = 0
    for link in LINK.finditer(text):
        elements.append(words(without_signs(text[end : link.start()])))
        elements.append(TextElement(ElementKind.LINK, without_signs(link.group(1)), link.group(2)))
        end = link.end()
    return (*elements, words(without_signs(text[end:])))
