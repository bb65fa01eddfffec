"""Items -> the stories of an edition: filtered, grouped, compared with what was posted, ranked. Pure; runs in a child.

Distinct outlets come first: of all that a channel's feeds tell, what several tell independently is what the world tells
(NDCG@10 .87 to .92, newest first .39 to .50: ../shared/stories/README.md, section 4). The rest is judgement.
"""

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.newsroom.editions.model import PostedStory
from bot.newsroom.subscriptions.keyword_filter import find_rule, fold
from bot.newsroom.subscriptions.model import Item, Subscription
from summarizer.model import Article
from summarizer.stories import HEADLINE_THRESHOLD, OPENING_THRESHOLD, group_stories
from summarizer.stories.document_frequency import read_background
from summarizer.stories.vectors import Vector, make_vectors

MAX_ITEMS = 3_000
"""The newest so many are read; a feed that renames all its entries at once is no reason to read more."""

OLDER_THAN_WINDOW = timedelta(hours=24)
"""Items that were published so long before the last edition are a feed's back numbers, not its news."""

UPDATE_OUTLETS = 2
"""A story that goes on is posted again once so many outlets, and as many as told it before, have something new."""

UPDATE_AT_MOST_ALIKE = 0.65
"""And when what they tell is not what was posted, in other words."""

_REMEMBERED_TEXTS = 4
_OPENING_WORDS = 60
_SAME_LEAD_WORDS = 40
_FEWEST_LEAD_WORDS = 8
_RUN = 4
"""Words of a run that two texts share or not."""

_SAME_RUNS = 0.8
"""Of the shorter text's runs, as many stand in a copy."""

_MOST_WORDINGS = 40
"""Of one story; stories of more articles are rare, and each is compared with each."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A story as far as the feeds tell it.

    Attributes:
        headline: of its most central item.
        items: most central first.
        outlets: that tell it, each in its own words, in the order of the items.
        reasons: why it stands where it stands.
        is_update: an earlier edition had it, and it has gone on.
    """

    headline: str
    items: tuple[Item, ...]
    outlets: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    is_update: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The stories of an edition.

    Attributes:
        leads: best first.
        left_out: stories that are not among them, only counted.
        item_count: items that passed the filters.
        repeated: stories left out because an earlier edition had them.
    """

    leads: tuple[Lead, ...]
    left_out: int
    item_count: int
    repeated: int = 0


def choose(
    subscription: Subscription,
    items: Sequence[Item],
    posted: Sequence[PostedStory],
    background: Sequence[str],
    now: datetime,
) -> Choice:
    """The stories of an edition.

    Args:
        subscription: filters and number of stories.
        items: candidates, of `pick_items`.
        posted: stories of the last days' editions.
        background: past headlines and openings, for which words are rare.
        now: aware.
    """
    passed = [item for item in items if passes(item, subscription)]
    articles = [_article(item) for item in passed]
    by_article = {id(article): item for article, item in zip(articles, passed, strict=True)}
    stories = group_stories(articles, history=background)
    groups = [tuple(by_article[id(article)] for article in story.articles) for story in stories]
    past = _recognise(groups, posted, background)
    leads, repeated = [], 0
    for number, group in enumerate(groups):
        lead = Lead(group[0].title, group, find_outlets(group))
        if number in past:
            before, likeness = past[number]
            if not _is_news(lead, before, likeness):
                repeated += 1
                continue
            lead = replace(lead, is_update=True)
        leads.append(lead)
    ranked = sorted(leads, key=lambda lead: _place(lead, subscription, now))
    best = tuple(replace(lead, reasons=explain(lead, subscription, now)) for lead in ranked[: subscription.max_stories])
    return Choice(best, len(leads) - len(best), len(passed), repeated)


def pick_items(
    items: Sequence[Item],
    *,
    since: datetime,
    posted_keys: AbstractSet[str],
    posted_links: AbstractSet[str],
    same_article: Callable[[str], str],
) -> tuple[Item, ...]:
    """Items that no edition had and that are news, the newest of them, each article once, oldest first.

    Of two feeds that show one article the one that says more of it counts: a bare headline has few words to group by.
    """
    kept: dict[str, Item] = {}
    for item in items:
        link = hash_link(item.url, same_article)
        is_old = item.published_at is not None and item.published_at < since - OLDER_THAN_WINDOW
        if not is_old and item.title.strip() and item.key not in posted_keys and link not in posted_links:
            before = kept.setdefault(link, item)
            if len(item.summary) > len(before.summary):
                kept[link] = replace(before, summary=item.summary)
    return tuple(kept.values())[-MAX_ITEMS:]


def hash_link(url: str, same_article: Callable[[str], str]) -> str:
    """What is remembered of an address: the same for two addresses of one article."""
    return hashlib.sha256(same_article(url).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def passes(item: Item, subscription: Subscription) -> bool:
    """Whether an item has one of the words that are wanted, if any are, and none of the unwanted."""
    text = f"{item.title}\n{item.summary}"
    if find_rule(text, subscription.exclude):
        return False
    return not subscription.include or find_rule(text, subscription.include) is not None


def find_outlets(items: Sequence[Item]) -> tuple[str, ...]:
    """The outlets that tell a story in their own words: of several with one wording only the first.

    An agency's text is cut at other places and gets another dateline in each paper: what is compared are runs of words.
    """
    outlets: dict[str, None] = {}
    wordings: list[frozenset[str]] = []
    for item in items:
        wording = _wording(item)
        if wording and any(_is_copy(wording, other) for other in wordings):
            continue
        if wording and len(wordings) < _MOST_WORDINGS:
            wordings.append(wording)
        outlets.setdefault(outlet_of(item))
    return tuple(outlets)


def outlet_of(item: Item) -> str:
    """Who published an item, at least by its host."""
    if item.outlet and item.outlet.strip():
        return item.outlet.strip()
    try:
        return (urlsplit(item.url).hostname or item.url).removeprefix("www.")
    except ValueError:
        return item.url


def explain(lead: Lead, subscription: Subscription, now: datetime) -> tuple[str, ...]:
    """Why a story stands where it stands, in words."""
    count = len(lead.outlets)
    reasons = [f"told by {count} outlets" if count > 1 else f"told by {lead.outlets[0]} alone"]
    if lead.is_update:
        reasons.insert(0, "went on since an earlier edition")
    rule = _find_keyword(lead, subscription)
    if rule:
        reasons.append(f"has “{rule}”")
    age = _age_h(lead, now)
    reasons.append("newest within the hour" if age < 1 else f"newest article {round(age)} h old")
    place = min(item.place for item in lead.items)
    if place < 3:
        reasons.append(("first", "second", "third")[place] + " in its feed")
    return tuple(reasons)


def remember(lead: Lead, same_article: Callable[[str], str], *, headline: str | None = None) -> PostedStory:
    """What to keep of a story that is posted."""
    return PostedStory(
        headline=headline or lead.headline,
        texts=tuple(_text(item) for item in lead.items[:_REMEMBERED_TEXTS]),
        keys=tuple(item.key for item in lead.items),
        links=tuple(dict.fromkeys(hash_link(item.url, same_article) for item in lead.items)),
        outlets=len(lead.outlets),
        reasons=lead.reasons,
    )


def _place(lead: Lead, subscription: Subscription, now: datetime) -> tuple[float, float, str]:
    """What stories are sorted by: outlets, then keywords, recency and place in the feed together, then the key."""
    score = 1.5 * math.exp(-_age_h(lead, now) / 24) + 0.5 / (1 + min(item.place for item in lead.items))
    score += 0.5 * math.log2(1 + len(lead.items))
    rule = _find_keyword(lead, subscription)
    if rule:
        score += 2.0 if find_rule(" \n ".join(item.title for item in lead.items), (rule,)) else 1.0
    return -len(lead.outlets), -score, lead.items[0].key


def _find_keyword(lead: Lead, subscription: Subscription) -> str | None:
    return find_rule(" \n ".join(f"{item.title} \n {item.summary}" for item in lead.items), subscription.include)


def _age_h(lead: Lead, now: datetime) -> float:
    newest = max(item.published_at or item.seen_at for item in lead.items)
    return max(0.0, (now - newest) / timedelta(hours=1))


def _recognise(
    groups: Sequence[Sequence[Item]], posted: Sequence[PostedStory], background: Sequence[str]
) -> Mapping[int, tuple[PostedStory, float]]:
    """For each group that tells a posted story on: that story, and how alike the two are (average cosine)."""
    old = [_split(text) for story in posted for text in story.texts]
    if not old:
        return {}
    new = [_article(item) for group in groups for item in group]
    vectors = list(make_vectors([*old, *new], read_background(background)))
    ends = iter(vectors)
    past = [(story, _mean([next(ends) for _ in story.texts])) for story in posted]
    found = {}
    for number, group in enumerate(groups):
        mine = _mean([next(ends) for _ in group])
        threshold = OPENING_THRESHOLD if any(item.summary.strip() for item in group) else HEADLINE_THRESHOLD
        likeness, index = max(((_dot(mine, theirs), -i) for i, (_, theirs) in enumerate(past)), default=(0.0, 0))
        if likeness >= threshold:
            found[number] = (past[-index][0], likeness)
    return found


def _is_news(lead: Lead, before: PostedStory, likeness: float) -> bool:
    """Whether enough has happened since a story was posted to post it again."""
    return len(lead.outlets) >= max(UPDATE_OUTLETS, before.outlets) and likeness <= UPDATE_AT_MOST_ALIKE


def _mean(vectors: Sequence[Vector]) -> dict[int, float]:
    """The mean of some unit vectors: the product of two means is the average cosine."""
    total: dict[int, float] = {}
    for vector in vectors:
        for term, weight in zip(vector.ids.tolist(), vector.weights.tolist(), strict=True):
            total[term] = total.get(term, 0.0) + weight / len(vectors)
    return total


def _dot(one: Mapping[int, float], two: Mapping[int, float]) -> float:
    small, large = sorted((one, two), key=len)
    return math.fsum(weight * large[term] for term, weight in small.items() if term in large)


def _article(item: Item) -> Article:
    """An item as the core reads it."""
    return Article(
        body=item.summary,
        headline=item.title,
        outlet=outlet_of(item),
        published_at=item.published_at or item.seen_at,
        url=item.url,
    )


def _text(item: Item) -> str:
    return f"{item.title}\n{' '.join(item.summary.split()[:_OPENING_WORDS])}"


def _split(text: str) -> Article:
    headline, _, opening = text.partition("\n")
    return Article(body=opening, headline=headline)


def _wording(item: Item) -> frozenset[str]:
    """The runs of words at the beginning of an item's text; none where there is too little to tell a copy by."""
    words = fold(item.summary).split()[:_SAME_LEAD_WORDS]
    if len(words) < _FEWEST_LEAD_WORDS:
        return frozenset()
    return frozenset(" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))


def _is_copy(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _SAME_RUNS * min(len(one), len(other))
