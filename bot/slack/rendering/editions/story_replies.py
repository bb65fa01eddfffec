"""Stories -> the replies in an edition's thread. Source text is literal everywhere."""

from collections.abc import Sequence

from bot.newsroom.editions.model import EditionStory, outlet_of
from bot.newsroom.feeds.model import Item
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Element, Message
from bot.slack.rendering.block_kit.escaping import count, fallback, one_line, shorten
from bot.slack.rendering.digest_messages import MAX_HEADLINE, format_quote_text, format_speakers
from bot.slack.rendering.editions.moments import format_short_day
from summarizer.model import Article, ArticleKind, Digest, Quote, Sentence, Span
from summarizer.text_fragments import text_fragment_url

_NAMED_OUTLETS = 6
_NAMED_EARLIER = 4
LONGEST_OUTLET = 60
"""Characters of an outlet's name that are shown."""

SOURCE = "source"
"""What a link is called where one outlet only is shown, which is named above."""


def stories_messages(
    numbered: Sequence[tuple[int, EditionStory]], *, is_one_outlet: bool = False
) -> tuple[Message, ...]:
    """A reply of a story or two: headline, outlets, sentences with their outlet's link, quotes with their speakers.

    Args:
        numbered: the stories and their numbers.
        is_one_outlet: the whole edition is of one outlet, which its heading names.
    """
    titles = [f"{number}. {mark_update(story)}{one_line(story.top.title, MAX_HEADLINE)}" for number, story in numbered]
    text = fallback(" · ".join(titles))
    groups: list[list[Block]] = []
    for number, story in numbered:
        first, *rest = story_groups(story, number, is_one_outlet=is_one_outlet)
        groups += [[*([kit.divider()] if groups else []), *first], *rest]
    packed = kit.pack(groups)
    return tuple(Message(text if part == 0 else f"{text} (continued)", blocks) for part, blocks in enumerate(packed))


def story_groups(story: EditionStory, number: int, *, is_one_outlet: bool = False) -> list[list[Block]]:
    """The blocks of a story; the headline stays with the first sentences. Outlets are named only where they differ."""
    title = f"{number}. {one_line(story.top.title, MAX_HEADLINE)}"
    mark = [kit.text("Update: ", italic=True)] if story.candidate.is_update else []
    head = [
        kit.paragraph(*mark, kit.link(story.top.url, title, bold=True)),
        *_facts(story, is_one_outlet=is_one_outlet),
    ]
    parts = story.digest.parts if story.digest is not None else ()
    if not parts:
        return [[*head, kit.context("None of its articles could be read, and the feed has no whole sentence of it.")]]
    has_several = _has_several_outlets(story, parts)
    labels = [f"{_name(part.article)} ↗" if has_several else SOURCE for part in parts]
    labelled = list(zip(parts, labels, strict=True))
    bullets = [_bullet(part.article, sentence, label) for part, label in labelled for sentence in part.sentences]
    groups: list[list[Block]] = [[*head, *([kit.bullets(bullets)] if bullets else [])]]
    quotes = [(part, quote, label) for part, label in labelled for quote in part.quotes]
    speakers = format_speakers([quote for _, quote, _ in quotes])
    groups += [
        [_quote(part.article, quote, speaker, label)]
        for (part, quote, label), speaker in zip(quotes, speakers, strict=True)
    ]
    foot = [*_also_in(story, parts), *_earlier(story), *_feeds_words(story, parts)]
    return [*groups, foot] if foot else groups


def mark_update(story: EditionStory) -> str:
    """The word before the headline of a story that goes on; empty for a new one."""
    return "Update: " if story.candidate.is_update else ""


def _facts(story: EditionStory, *, is_one_outlet: bool) -> list[Block]:
    """The first outlet, its day, and how many outlets have the story; the day alone where the heading names the outlet.

    Nothing where there is neither.
    """
    moment = story.top.published_at
    day = f"{moment.day} {moment:%b %Y}" if moment else None
    others = len(story.candidate.outlets) - 1
    told = f"and {count(others, 'other outlet')}" if others > 0 else None
    outlet = None if is_one_outlet else one_line(outlet_of(story.top), LONGEST_OUTLET)
    facts = " · ".join(part for part in (outlet, day, told) if part)
    return [kit.context(facts)] if facts else []


def _bullet(article: Article, sentence: Sentence, label: str) -> list[Element]:
    """A sentence, and the link to it."""
    shown = kit.text(f"{shorten(sentence.text, kit.MAX_TEXT - 10)} ")
    url = _place_url(article, sentence.span)
    return [shown, kit.link(url, label)] if url else [shown]


def _quote(article: Article, quote: Quote, speaker: str, label: str) -> Block:
    """A quotation, its speaker on a separate line, linked to its place."""
    elements = [kit.text(f"“{format_quote_text(quote)}”", italic=True), kit.text(f"\n— {speaker}")]
    url = _place_url(article, quote.span)
    if url:
        elements += [kit.text("  "), kit.link(url, label)]
    return kit.quotation(*elements)


def _also_in(story: EditionStory, parts: Sequence[Digest]) -> list[Block]:
    """Links to the outlets whose articles are not shown."""
    shown = {part.article.outlet for part in parts}
    first: dict[str, Item] = {}
    for item in story.candidate.items:
        if outlet_of(item) in story.candidate.outlets and outlet_of(item) not in shown:
            first.setdefault(outlet_of(item), item)
    if not first:
        return []
    elements: list[Element] = [kit.text("Also in: ")]
    for number, (outlet, item) in enumerate(list(first.items())[:_NAMED_OUTLETS]):
        elements += [*([kit.text(", ")] if number else []), kit.link(item.url, one_line(outlet, LONGEST_OUTLET))]
    rest = len(first) - _NAMED_OUTLETS
    return [kit.paragraph(*elements, *([kit.text(f" and {rest} more")] if rest > 0 else []))]


def _earlier(story: EditionStory) -> list[Block]:
    """Links to the older articles of an event that lasts longer than a story."""
    items = story.candidate.earlier
    if not items:
        return []
    elements: list[Element] = [kit.text("Earlier: ")]
    for number, item in enumerate(items[:_NAMED_EARLIER]):
        moment = item.published_at
        day = f", {format_short_day(moment.date())}" if moment else ""
        title = one_line(item.title, MAX_HEADLINE)
        elements += [*([kit.text("; ")] if number else []), kit.link(item.url, title)]
        elements.append(kit.text(f" ({one_line(outlet_of(item), LONGEST_OUTLET)}{day})"))
    rest = len(items) - _NAMED_EARLIER
    return [kit.paragraph(*elements, *([kit.text(f" and {rest} more")] if rest > 0 else []))]


def _feeds_words(story: EditionStory, parts: Sequence[Digest]) -> list[Block]:
    """Says where only the feed's own summary could be read, with the outlets if others are shown too."""
    named = dict.fromkeys(_name(part.article) for part in parts if part.article.url in story.from_feed)
    if not named:
        return []
    whose = f": {', '.join(named)}" if _has_several_outlets(story, parts) else ""
    return [kit.context(f"From the feed's own summary, the page could not be read{whose}")]


def _has_several_outlets(story: EditionStory, parts: Sequence[Digest]) -> bool:
    """Return whether a reader has to be told which outlet a sentence is from."""
    return len({*story.candidate.outlets, *(part.article.outlet for part in parts)}) > 1


def _place_url(article: Article, span: Span) -> str | None:
    """A link to a place in a page; to the article where there are no places that a browser would find."""
    place = text_fragment_url(article, span) if article.kind is ArticleKind.PAGE else None
    return place or article.url


def _name(article: Article) -> str:
    return one_line(article.outlet or "source", LONGEST_OUTLET)
