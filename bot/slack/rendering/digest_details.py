"""What the "⋯" menu shows to the clicker: all quotes, the reasons, the digest as plain text."""

from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Message
from bot.slack.rendering.block_kit.escaping import count, fallback, shorten
from bot.slack.rendering.digest_messages import format_quote_text, format_speakers, headline_text, quote_blocks
from summarizer import Digest


def all_quotes(digest: Digest) -> tuple[Message, ...]:
    """Every quote in `digest.quotes`, in as many messages as it takes."""
    title = kit.paragraph(kit.text(f"{count(len(digest.quotes), 'quote')} in the article", bold=True))
    if not digest.quotes:
        return (Message("The article quotes nobody.", (kit.paragraph(kit.text("The article quotes nobody.")),)),)
    groups = [[title], *([block] for block in quote_blocks(digest))]
    text = fallback(f"{count(len(digest.quotes), 'quote')} in {headline_text(digest)}.")
    return tuple(Message(text, blocks) for blocks in kit.pack(groups))


def why_these(digest: Digest) -> Message:
    """Each sentence of the digest with the reasons for choosing it."""
    items = []
    for sentence in digest.sentences:
        reasons = ", ".join(sentence.reasons) or "scored highest of what was left"
        items.append([kit.text(f"{shorten(sentence.text, 120)} "), kit.text(f"– {reasons}", italic=True)])
    blocks = (
        kit.paragraph(kit.text("Why these sentences?", bold=True)),
        kit.bullets(items),
        kit.context(f"Chosen by {digest.method} out of {count(digest.sentence_count, 'sentence')}, never rewritten."),
    )
    return Message("Why these sentences?", blocks)


def as_text(digest: Digest) -> Message:
    """The digest as plain text in a box that is easy to copy."""
    lines = [headline_text(digest)]
    lines += [digest.article.url] if digest.article.url and kit.is_postable(digest.article.url) else []
    lines += ["", *(f"- {sentence.text}" for sentence in digest.sentences)]
    for quote, speaker in zip(digest.quotes, format_speakers(digest.quotes), strict=True):
        lines += ["", f"“{format_quote_text(quote)}”", f"— {speaker}"]
    return Message("The digest as text.", (_in_a_box("\n".join(lines)),))


def _in_a_box(content: str) -> Block:
    """A text in a box, as long as one message takes: a character may be several bytes."""
    limit = 8_000
    while kit.size([box := kit.preformatted(shorten(content, limit))]) > kit.MAX_BYTES:
        limit = limit * 3 // 4
    return box
