"""Digests -> messages. Source text is literal everywhere."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from bot.newsroom.requests.answer_request import Answer
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Element, Message
from bot.slack.rendering.block_kit.escaping import count, fallback, one_line, shorten
from bot.slack.rendering.error_messages import error_line, error_message
from summarizer import Digest, Quote, QuoteKind, Sentence, Span
from summarizer.model import ArticleKind
from summarizer.text.language import language_name
from summarizer.text_fragments import text_fragment_url

READING_WORDS_A_MINUTE = 230
MAX_HEADLINE = 300
MAX_NAME = 120
MAX_LINE = 200


def reply_messages(
    answers: Sequence[Answer], *, digest_id: str, left_out: int = 0, limit: int = 5
) -> tuple[Message, ...]:
    """The messages of a thread that answers a mention, in order, each within Slack's limits.

    Args:
        answers: of `AnswerRequest.answer`.
        digest_id: what the buttons carry.
        left_out: links over the limit.
        limit: links one message may have.
    """
    if len(answers) == 1 and left_out == 0:
        (answer,) = answers
        if answer.error is not None:
            return (error_message(answer.error, reference=digest_id, retry_id=digest_id),)
        return single_digest(_digest(answer), digest_id=digest_id)
    menu = kit.actions(f"{digest_id}:a", _menu(digest_id, "Delete these digests"))
    foot = [menu] if any(answer.digest for answer in answers) else []
    return _several(answers, left_out=left_out, limit=limit, foot=foot)


def private_messages(
    answers: Sequence[Answer], *, digest_id: str, left_out: int = 0, limit: int = 5
) -> tuple[Message, ...]:
    """The messages that answer a slash command, for the requester only; the last one has the buttons."""
    if len(answers) == 1 and left_out == 0:
        (answer,) = answers
        if answer.error is not None:
            return (error_message(answer.error, reference=digest_id),)
        return private_digest(_digest(answer), digest_id=digest_id)
    *before, last = _several(answers, left_out=left_out, limit=limit)
    if not any(answer.digest for answer in answers):
        return (*before, last)
    foot = (private_actions(digest_id, can_resize=False), kit.context("Only you can see this."))
    return (*before, replace(last, blocks=(*last.blocks, *foot)))


def single_digest(digest: Digest, *, digest_id: str) -> tuple[Message, ...]:
    """One digest with its buttons."""
    groups = [*digest_groups(digest), [reply_actions(digest_id)]]
    return _messages(groups, fallback(format_summary(digest)))


def private_digest(digest: Digest, *, digest_id: str) -> tuple[Message, ...]:
    """A digest that only the requester sees, with buttons to share or dismiss it."""
    groups = [*digest_groups(digest), [private_actions(digest_id), kit.context("Only you can see this.")]]
    return _messages(groups, fallback(f"{headline_text(digest)}. Only you can see this."))


def shared_digest(digest: Digest, *, user_id: str) -> tuple[Message, tuple[Message, ...]]:
    """A shared digest: the parent (headline and outlet) and the messages of its thread."""
    sharer: list[Element] = [kit.text("Shared by "), {"type": "user", "user_id": user_id}]
    parent = Message(fallback(headline_text(digest)), (*headline(digest), kit.paragraph(*sharer)))
    return parent, _messages([[block] for block in body_blocks(digest)], fallback(format_summary(digest)))


def format_summary(digest: Digest) -> str:
    """One sentence about a digest, for notifications: "Pier reopens (Harbour Gazette): 3 sentences, 2 quotes."."""
    parts = [count(len(digest.sentences), "sentence")]
    if digest.quotes:
        parts.append(count(len(digest.quotes), "quote"))
    return f"{headline_text(digest)}: {', '.join(parts)}."


def digest_groups(digest: Digest) -> list[list[Block]]:
    """A digest's blocks: the headline stays with the first sentences, quotes may go into another message."""
    first, *rest = [[block] for block in body_blocks(digest)]
    return [[*headline(digest), *first], *rest]


def headline(digest: Digest) -> list[Block]:
    """The linked headline and the line of facts under it."""
    article = digest.article
    title = one_line(article.headline or _untitled(digest), MAX_HEADLINE)
    if article.url:
        return [kit.paragraph(kit.link(article.url, title, bold=True)), kit.context(format_facts(digest))]
    return [kit.paragraph(kit.text(title, bold=True)), kit.context(format_facts(digest))]


def format_facts(digest: Digest) -> str:
    """Outlet, day, reading time and how much of the article is shown, joined by dots."""
    article = digest.article
    shown_words = _words(" ".join(sentence.text for sentence in digest.sentences))
    shown_words += _words(" ".join(quote.text for quote in digest.quotes))
    language = language_name(article.language) if article.language and article.kind is ArticleKind.TEXT else None
    parts = [
        one_line(article.outlet or _host(article.url) or "", MAX_NAME),
        _day(article.published_at),
        f"{_duration(_words(article.body))} read, {_duration(shown_words)} here",
        language,
        _share(digest),
        "subscriber article: only its free part was read" if article.is_paywalled else None,
        "live page: it goes on changing" if article.is_live else None,
    ]
    return " · ".join(part for part in parts if part)


def body_blocks(digest: Digest) -> list[Block]:
    """The sentences as bullets and the key quotes as quotations, one block each where they are long."""
    items = [_bullet(digest, sentence) for sentence in digest.sentences]
    listing = [kit.bullets(items)]
    if kit.size(listing) > kit.MAX_BYTES:
        listing = [kit.bullets([item]) for item in items]
    return [*listing, *quote_blocks(digest)]


def quote_blocks(digest: Digest) -> list[Block]:
    """Each of `digest.quotes` as a block."""
    speakers = format_speakers(digest.quotes)
    return [_quote_block(digest, quote, speaker) for quote, speaker in zip(digest.quotes, speakers, strict=True)]


def _quote_block(digest: Digest, quote: Quote, speaker: str) -> Block:
    """A quotation, its speaker on a separate line, linked to its place."""
    elements = [kit.text(f"“{format_quote_text(quote)}”", italic=True), kit.text(f"\n— {speaker}")]
    url = _place_url(digest, quote.span)
    if url:
        elements += [kit.text("  "), kit.link(url, "↗ in source")]
    return kit.quotation(*elements)


def format_quote_text(quote: Quote) -> str:
    """The quote's words as shown: without the comma that only leads on to "he said"."""
    return shorten(quote.text.removesuffix(","), kit.MAX_TEXT - 10)


def format_speakers(quotes: Sequence[Quote]) -> list[str]:
    """The line under each quote: who spoke, and whether only a part of a sentence is quoted. A role is said once."""
    lines, met = [], set()
    for quote in quotes:
        name = quote.speaker_full or (quote.speaker.text if quote.speaker else None)
        line = _format_speaker(quote, name, is_met=name in met)
        lines.append(f"{line} (partial quote)" if quote.kind is QuoteKind.PARTIAL else line)
        met.add(name)
    return lines


def _format_speaker(quote: Quote, name: str | None, *, is_met: bool) -> str:
    """Name and role as one slice of the article where it prints them side by side; only the name if met before."""
    if name is None:
        return "speaker not named"
    if quote.speaker_line is not None and not is_met:
        return one_line(quote.speaker_line.text, MAX_LINE)
    parts = (name,) if is_met else (name, quote.role)
    return ", ".join(one_line(part, MAX_NAME) for part in parts if part)


def reply_actions(digest_id: str) -> Block:
    """The buttons under a digest in a thread."""
    return kit.actions(
        f"{digest_id}:a",
        kit.button("Longer", "digest_longer", digest_id),
        kit.button("Shorter", "digest_shorter", digest_id),
        _menu(digest_id, "Delete this digest"),
    )


def _menu(digest_id: str, delete: str) -> Element:
    """The menu under digests; `delete` is the last entry's label, "" under private ones, which are dismissed."""
    more = (
        ("All quotes", f"quotes:{digest_id}"),
        ("Why these sentences?", f"why:{digest_id}"),
        ("Copy as text", f"copy:{digest_id}"),
        ("Check again", f"check:{digest_id}"),
    )
    last = ((delete, f"delete:{digest_id}"),) if delete else ()
    return kit.overflow("digest_more", (*more, *last))


def private_actions(digest_id: str, *, can_resize: bool = True) -> Block:
    """The buttons under a digest that only one person sees."""
    longer = [kit.button("Longer", "digest_longer", digest_id)] if can_resize else []
    return kit.actions(
        f"{digest_id}:a",
        kit.button("Share to channel", "digest_share", digest_id, primary=True),
        *longer,
        kit.button("Dismiss", "digest_dismiss", digest_id),
        _menu(digest_id, ""),
    )


def _several(
    answers: Sequence[Answer], *, left_out: int, limit: int, foot: Sequence[Block] = ()
) -> tuple[Message, ...]:
    """Several links or files: a line that counts them, then each digest or error in their order, then the foot."""
    read = sum(answer.digest is not None for answer in answers)
    failed = len(answers) - read
    outcome = [f"{count(read, 'digest')} below"] if read else []
    outcome += [f"{failed} could not be read"] if failed else []
    kind = _kind_of(answers)
    outcome += [f"{left_out} left out: I read up to {count(limit, kind)} a message"] if left_out else []
    total = count(len(answers) + left_out, kind)
    groups: list[list[Block]] = [[kit.paragraph(kit.text(total, bold=True), kit.text(f" · {', '.join(outcome)}"))]]
    for answer in answers:
        if answer.digest is not None:
            first, *rest = digest_groups(answer.digest)
            groups += [[kit.divider(), *first], *rest]
        elif answer.error is not None:
            groups.append([kit.divider(), error_line(answer.error, answer.link, file_name=answer.file_name)])
    groups += [list(foot)] if foot else []
    return _messages(groups, fallback(f"{total}: {', '.join(outcome)}."))


def _kind_of(answers: Sequence[Answer]) -> str:
    """What several answers are about, in one word."""
    if all(answer.link for answer in answers):
        return "link"
    return "file" if all(answer.file_name for answer in answers) else "text"


def _messages(groups: Sequence[Sequence[Block]], text: str) -> tuple[Message, ...]:
    """Messages that share one top-level text; later ones are marked as continued."""
    packed = kit.pack(groups)
    return tuple(
        Message(text if number == 0 else f"{text} (continued)", blocks) for number, blocks in enumerate(packed)
    )


def _bullet(digest: Digest, sentence: Sentence) -> list[Element]:
    """A sentence and where it is: a link into the page, or the number of its paragraph."""
    shown = kit.text(f"{shorten(sentence.text, kit.MAX_TEXT - 10)} ")
    url = _place_url(digest, sentence.span)
    if url:
        return [shown, kit.link(url, "↗")]
    if digest.article.kind is ArticleKind.TEXT:
        return [shown, kit.text(f"¶{sentence.paragraph + 1}", code=True)]
    return [shown]


def _place_url(digest: Digest, span: Span) -> str | None:
    """A link to a place in a page. PDFs, plain texts and shared files have no places that a browser would find."""
    has_places = digest.article.kind is ArticleKind.PAGE and digest.article.url
    return text_fragment_url(digest.article, span) if has_places else None


def _digest(answer: Answer) -> Digest:
    """The digest of an answer that has one."""
    if answer.digest is None:
        raise ValueError("an answer holds a digest or an error")
    return answer.digest


def headline_text(digest: Digest) -> str:
    """Headline and outlet in one line, each cut where it is long: "Pier reopens (Harbour Gazette)"."""
    outlet = one_line(digest.article.outlet or _host(digest.article.url) or "", MAX_NAME)
    title = one_line(digest.article.headline or _untitled(digest), MAX_HEADLINE)
    return f"{title} ({outlet})" if outlet else title


def _untitled(digest: Digest) -> str:
    return _host(digest.article.url) or "Pasted text"


def _share(digest: Digest) -> str:
    if digest.is_whole:
        return "short article, shown whole"
    return f"{len(digest.sentences)} of {count(digest.sentence_count, 'sentence')}, word for word"


def _host(url: str | None) -> str | None:
    return (urlsplit(url).hostname or "").removeprefix("www.") or None if url else None


def _day(moment: datetime | None) -> str | None:
    return f"{moment.day} {moment:%b %Y}" if moment else None


def _words(content: str) -> int:
    """Words; two characters of a script without spaces count as one."""
    dense = sum("\u3040" <= character <= "\u9fff" for character in content)
    return len(content.split()) + dense // 2


def _duration(words: int) -> str:
    seconds = words * 60 / READING_WORDS_A_MINUTE
    return f"{max(1, round(seconds / 60))} min" if seconds >= 55 else f"{max(5, round(seconds / 5) * 5)} s"
