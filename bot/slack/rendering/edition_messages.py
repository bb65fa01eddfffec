"""Editions -> messages: a parent with the headlines, and one reply per story. Source text is literal everywhere."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from itertools import pairwise
from typing import Any

from bot.newsroom.editions.model import Edition, EditionRecord, EditionStory, FeedProblem, StoryCandidate, outlet_of
from bot.newsroom.feeds.model import Item
from bot.newsroom.ports import Json
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Element, Message
from bot.slack.rendering.block_kit.escaping import count, fallback, one_line, shorten
from bot.slack.rendering.digest_messages import MAX_HEADLINE, READING_WORDS_A_MINUTE, format_quote_text, format_speakers
from summarizer.model import Article, ArticleKind, Digest, Quote, Sentence, Span
from summarizer.text_fragments import text_fragment_url

MOST_PREVIEWS = 5
"""Slack takes five messages by a response_url."""

MOST_REPLIES = 8
"""Slack takes one message a second: with more stories, two share a reply."""

_NAMED_OUTLETS = 6
_NAMED_TROUBLES = 5
_NAMED_REPEATS = 10
_OUTLET = 60


def edition_messages(edition: Edition, zone: tzinfo, *, edition_id: str) -> tuple[Message, tuple[Message, ...]]:
    """The parent and the messages of its thread, one per story where Slack's limits allow.

    Args:
        edition: what is to be posted.
        zone: the channel's, for times.
        edition_id: what the parent's buttons carry.
    """
    parent = parent_message(edition, zone, foot=_buttons(edition_id))
    a_reply = 2 if len(edition.stories) > MOST_REPLIES else 1
    numbered = list(enumerate(edition.stories, 1))
    parts = [numbered[start : start + a_reply] for start in range(0, len(numbered), a_reply)]
    return parent, tuple(message for part in parts for message in stories_messages(part))


def preview_messages(edition: Edition, zone: tzinfo, *, following: str = "") -> tuple[Message, ...]:
    """An edition for one person only: a message a story, as in the channel; `following` says what happens next.

    The list of stories comes with the first and what happens next with the last. With more stories than a response_url
    takes messages, several share one.
    """
    parent = parent_message(edition, zone, title="Preview", has_thread=False)
    foot = [kit.context(f"Only you can see this. Nothing was posted. {following}".strip())]
    text = f"Preview of the digest: {parent.text}"
    parts = _share_out(list(enumerate(edition.stories, 1)), MOST_PREVIEWS)
    said: list[Message] = []
    for place, part in enumerate(parts, 1):
        groups: list[list[Block]] = [list(parent.blocks)] if place == 1 else []
        for number, story in part:
            first, *rest = _story_groups(story, number)
            groups += [[*([kit.divider()] if groups else []), *first], *rest]
        if place == len(parts):
            groups.append(foot)
        title = text if place == 1 else fallback(f"Preview: {one_line(part[0][1].top.title, MAX_HEADLINE)}")
        said += [Message(title, blocks, has_article=True) for blocks in kit.pack(groups)]
    return tuple(said)


def _share_out(numbered: Sequence[tuple[int, EditionStory]], most: int) -> list[Sequence[tuple[int, EditionStory]]]:
    """Stories in at most so many parts, the first ones larger where they do not come out even."""
    parts = min(most, len(numbered))
    small, larger = divmod(len(numbered), parts) if parts else (0, 0)
    ends = [small * part + min(part, larger) for part in range(parts + 1)]
    return [numbered[start:end] for start, end in pairwise(ends)]


def parent_message(
    edition: Edition, zone: tzinfo, *, title: str = "Daily digest", foot: Block | None = None, has_thread: bool = True
) -> Message:
    """The first message of the thread of stories."""
    day = format_day(edition.key.local_date)
    head = [kit.header(f"{title} · {day}"), kit.context(_counts(edition, has_thread=has_thread))]
    listing = (
        [_headline_list(edition.stories)] if edition.stories else [kit.paragraph(kit.text(_format_empty(edition)))]
    )
    tail = [kit.context(_window(edition, zone)), *([foot] if foot else [])]
    if kit.size([*head, *listing, *tail]) > kit.MAX_BYTES:  # addresses of a kilobyte each: the replies have them too
        listing = [_headline_list(edition.stories, with_links=False)]
    return Message(_format_edition(edition, day), (*head, *listing, *tail))


def empty_message(edition: Edition, zone: tzinfo, *, following: str = "") -> Message:
    """What a channel gets on a day without news, if it wants a message then, or where no feed could be read."""
    line = _format_empty(edition)
    foot = " · ".join(part for part in (_window(edition, zone), following) if part)
    repeats = [] if edition.all_failed else _list_repeats(edition.quiet.repeats)
    return Message(fallback(line), (kit.paragraph(kit.text(line)), *repeats, kit.context(foot)))


def stories_messages(numbered: Sequence[tuple[int, EditionStory]]) -> tuple[Message, ...]:
    """A reply of a story or two: headline, outlets, sentences with their outlet's link, quotes with their speakers."""
    titles = [f"{number}. {_mark(story)}{one_line(story.top.title, MAX_HEADLINE)}" for number, story in numbered]
    text = fallback(" · ".join(titles))
    groups: list[list[Block]] = []
    for number, story in numbered:
        first, *rest = _story_groups(story, number)
        groups += [[*([kit.divider()] if groups else []), *first], *rest]
    packed = kit.pack(groups)
    return tuple(Message(text if part == 0 else f"{text} (continued)", blocks) for part, blocks in enumerate(packed))


def why_message(record: EditionRecord) -> Message:
    """Why an edition has these stories, in this order."""
    items = [
        [kit.text(f"{one_line(story.headline, 120)} "), kit.text(f"– {', '.join(story.reasons)}", italic=True)]
        for story in record.stories
    ]
    chosen = f"Chosen from {count(record.article_count, 'article')}: what most outlets tell in their own words first"
    blocks = (
        kit.paragraph(kit.text("Why these stories?", bold=True)),
        *([kit.bullets(items)] if items else []),
        kit.context(f"{chosen}, then your keywords, newness, and place in the feed."),
    )
    return Message("Why these stories?", blocks)


def format_day(day: date) -> str:
    """A day in words: "Sunday 22 November"."""
    return f"{day:%A} {day.day} {day:%B}"


def format_moment(moment: datetime) -> str:
    """A moment in words: "Sat 21 Nov, 09:00 CET"."""
    return f"{moment:%a} {moment.day} {moment:%b}, {format_clock(moment)}"


def format_clock(moment: datetime) -> str:
    """A time of day and its zone: "09:00 CET", "09:00 UTC+1" where the zone has no name but its offset."""
    zone = moment.tzname() or ""
    if zone[:1] in {"+", "-"}:
        hours, minutes = int(zone[1:3]), zone[3:]
        zone = f"UTC{'+' if zone[0] == '+' else '−'}{hours}{f':{minutes}' if minutes else ''}"
    return f"{moment:%H:%M} {zone}".strip()


def _format_edition(edition: Edition, day: str) -> str:
    """The whole edition in a sentence, for notifications."""
    if not edition.stories:
        return fallback(_format_empty(edition))
    more = f"; and {len(edition.stories) - 1} more" if len(edition.stories) > 1 else ""
    first = one_line(edition.stories[0].top.title, MAX_HEADLINE)
    return fallback(f"Daily digest, {day}: {_count_stories(len(edition.stories))}. {first}{more}.")


def _format_empty(edition: Edition) -> str:
    if edition.all_failed:
        return "No news could be fetched: none of this channel's feeds could be reached."
    quiet, said = edition.quiet, []
    if quiet.repeats:
        number = sum(len(story.items) for story in quiet.repeats)
        said.append(f"{count(number, 'article')} {'goes' if number == 1 else 'go'} on with stories you had.")
    if quiet.filtered_count:
        others = count(quiet.filtered_count, "new article")
        said.append(f"{others} {'does' if quiet.filtered_count == 1 else 'do'} not pass this channel's filters.")
    if not said:
        when = "in the last 2 days" if quiet.is_first else "since the last edition"
        said.append(f"Nothing new in {_readable_feeds(quiet.unread_count)} {when}.")
    elif quiet.unread_count:
        said.append(f"{count(quiet.unread_count, 'feed')} couldn't be read.")
    return " ".join(said)


def _readable_feeds(unread: int) -> str:
    if not unread:
        return "this channel's feeds"
    return f"the feeds I could read ({unread} couldn't be read)"


def _list_repeats(repeats: Sequence[StoryCandidate]) -> list[Block]:
    """Links to the newest articles of stories that an earlier edition had."""
    items = [item for story in repeats for item in story.items]
    shown = [[kit.link(item.url, one_line(item.title, MAX_HEADLINE))] for item in items[:_NAMED_REPEATS]]
    rest = len(items) - len(shown)
    more = [kit.context(f"and {rest} more")] if rest > 0 else []
    return [kit.bullets(shown), *more] if shown else []


def _counts(edition: Edition, *, has_thread: bool) -> str:
    articles, feeds = count(edition.article_count, "article"), count(edition.feed_count, "feed")
    stories = _count_stories(len(edition.stories))
    minutes = max(1, round(sum(_words(story) for story in edition.stories) / READING_WORDS_A_MINUTE))
    said = [f"{stories} from {articles} in {feeds}"]
    if edition.stories:
        said += [f"about {minutes} min", *(["details in the thread"] if has_thread else [])]
    return " · ".join(said)


def _words(story: EditionStory) -> int:
    """Words of a story as it is shown."""
    parts = story.digest.parts if story.digest is not None else ()
    shown = [story.top.title]
    for part in parts:
        shown += [*(sentence.text for sentence in part.sentences), *(quote.text for quote in part.quotes)]
    return sum(len(text.split()) for text in shown)


def _count_stories(number: int) -> str:
    return count(number, "story", "stories")


def _window(edition: Edition, zone: tzinfo) -> str:
    """Since when, how many stories are left out, and which feeds could not be read."""
    parts = [f"Since {format_moment(edition.since.astimezone(zone))}"]
    if edition.left_out:
        parts.append(f"+{edition.left_out} more {'story' if edition.left_out == 1 else 'stories'} not shown")
    if edition.stories and edition.quiet.repeats:
        number = sum(len(story.items) for story in edition.quiet.repeats)
        parts.append(f"{count(number, 'article')} on stories you had, not shown again")
    if edition.troubles:
        named = [_format_problem(trouble, zone) for trouble in edition.troubles[:_NAMED_TROUBLES]]
        rest = len(edition.troubles) - len(named)
        parts.append(f"could not be reached: {', '.join(named)}{f' and {rest} more' if rest else ''}")
    if edition.missed:
        days = " and ".join(f"{day:%a} {day.day} {day:%b}" for day in edition.missed)
        parts.append(f"none came on {days}: the news since then is in this one")
    return " · ".join(parts)


def _format_problem(trouble: FeedProblem, zone: tzinfo) -> str:
    name = one_line(trouble.name, _OUTLET)
    if trouble.since is None:
        return f"{name} (not read any more)"
    return f"{name} (since {format_moment(trouble.since.astimezone(zone))})"


def _headline_list(stories: Sequence[EditionStory], *, with_links: bool = True) -> Block:
    sections = []
    for story in stories:
        title = one_line(story.top.title, MAX_HEADLINE)
        elements = [kit.text("Update: ", italic=True)] if story.candidate.is_update else []
        elements.append(kit.link(story.top.url, title) if with_links else kit.text(one_line(title, 150)))
        elements.append(kit.text(f"  {_count_outlets(story)}"))
        sections.append({"type": "rich_text_section", "elements": elements})
    listing = {"type": "rich_text_list", "style": "ordered", "indent": 0, "border": 0, "elements": sections}
    return {"type": "rich_text", "elements": [listing]}


def _count_outlets(story: EditionStory) -> str:
    outlets = story.candidate.outlets
    return one_line(outlets[0], _OUTLET) if len(outlets) == 1 else count(len(outlets), "outlet")


def _story_groups(story: EditionStory, number: int) -> list[list[Block]]:
    """The blocks of a story; the headline stays with the first sentences."""
    title = f"{number}. {one_line(story.top.title, MAX_HEADLINE)}"
    mark = [kit.text("Update: ", italic=True)] if story.candidate.is_update else []
    head = [kit.paragraph(*mark, kit.link(story.top.url, title, bold=True)), kit.context(_facts(story))]
    parts = story.digest.parts if story.digest is not None else ()
    if not parts:
        return [[*head, kit.context("None of its articles could be read, and the feed has no more than the headline.")]]
    bullets = [_bullet(part.article, sentence) for part in parts for sentence in part.sentences]
    groups: list[list[Block]] = [[*head, *([kit.bullets(bullets)] if bullets else [])]]
    quotes = [(part, quote) for part in parts for quote in part.quotes]
    speakers = format_speakers([quote for _, quote in quotes])
    groups += [[_quote(part, quote, speaker)] for (part, quote), speaker in zip(quotes, speakers, strict=True)]
    foot = [*_also_in(story, parts), *_feeds_words(story, parts)]
    return [*groups, foot] if foot else groups


def _mark(story: EditionStory) -> str:
    return "Update: " if story.candidate.is_update else ""


def _facts(story: EditionStory) -> str:
    """The first outlet, its day, and how many outlets have the story."""
    moment = story.top.published_at
    day = f"{moment.day} {moment:%b %Y}" if moment else None
    others = len(story.candidate.outlets) - 1
    told = f"and {count(others, 'other outlet')}" if others > 0 else None
    return " · ".join(part for part in (one_line(outlet_of(story.top), _OUTLET), day, told) if part)


def _bullet(article: Article, sentence: Sentence) -> list[Element]:
    """A sentence, and the link to it under its outlet's name."""
    shown = kit.text(f"{shorten(sentence.text, kit.MAX_TEXT - 10)} ")
    url = _place_url(article, sentence.span)
    return [shown, kit.link(url, f"{_name(article)} ↗")] if url else [shown]


def _quote(part: Digest, quote: Quote, speaker: str) -> Block:
    """A quotation, its speaker on a separate line, linked to its place."""
    elements = [kit.text(f"“{format_quote_text(quote)}”", italic=True), kit.text(f"\n— {speaker}")]
    url = _place_url(part.article, quote.span)
    if url:
        elements += [kit.text("  "), kit.link(url, f"{_name(part.article)} ↗")]
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
        elements += [*([kit.text(", ")] if number else []), kit.link(item.url, one_line(outlet, _OUTLET))]
    rest = len(first) - _NAMED_OUTLETS
    return [kit.paragraph(*elements, *([kit.text(f" and {rest} more")] if rest > 0 else []))]


def _feeds_words(story: EditionStory, parts: Sequence[Digest]) -> list[Block]:
    """Names the outlets where only the feed's own summary could be read."""
    named = [_name(part.article) for part in parts if part.article.url in story.from_feed]
    if not named:
        return []
    return [kit.context(f"From the feed's own summary, the page could not be read: {', '.join(named)}")]


def _place_url(article: Article, span: Span) -> str | None:
    """A link to a place in a page; to the article where there are no places that a browser would find."""
    place = text_fragment_url(article, span) if article.kind is ArticleKind.PAGE else None
    return place or article.url


def _name(article: Article) -> str:
    return one_line(article.outlet or "source", _OUTLET)


def _buttons(edition_id: str) -> Block:
    """The row under a parent. Whether somebody may change something is checked at the click, not here."""
    return kit.actions(
        "edition",
        kit.button("Settings", "digest_settings", edition_id),
        kit.button("Pause", "digest_pause", edition_id, confirm=kit.confirm(*_PAUSE)),
        kit.button("Why these?", "digest_reasons", edition_id),
    )


_PAUSE = ("Pause the digest?", "This channel gets no editions until somebody resumes it.", "Pause it", "Not now")


class BlockKitEditions:
    """Makes drafts: a parent, and the replies in its thread."""

    def draft(self, edition: Edition, zone: tzinfo, *, edition_id: str) -> Json:
        """The messages of an edition with stories; its button carries `edition_id`."""
        parent, replies = edition_messages(edition, zone, edition_id=edition_id)
        return {"parent": _plain(parent), "replies": [_plain(reply) for reply in replies]}

    def draft_empty(self, edition: Edition, zone: tzinfo) -> Json:
        """The message that says that there is nothing new."""
        return {"parent": _plain(empty_message(edition, zone)), "replies": []}


def read_message(plain: dict[str, Any]) -> Message:
    """A message of a draft."""
    return Message(plain["text"], tuple(plain["blocks"]))


def _plain(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks)}
