"""Imported by worker processes before their first job: loads the core and reads a small story, so no answer waits."""

from contextlib import suppress

from bot.engine.documents.read_document import Document, digest_document, digest_text

_STORY = (
    "The ferry to Holm island will run again from Monday, the harbour office said. It had stopped in March after "
    'a storm broke its ramp. "We tested the new ramp for three weeks," said harbour master Ida Lund. Tickets cost '
    "as much as before. The first boat leaves at six in the morning, and the last returns at ten in the evening."
)
_PAGE = f"<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1><p>{_STORY}</p></article></body></html>"

with suppress(Exception):  # if something is broken, the first real job reports it to the requester
    digest_text(_STORY, "short", None)
    digest_document(Document(_PAGE.encode(), "https://news.example/ferry", "text/html", "utf-8"), "short", None)
