"""How well stories of a day agree with what a person says."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.newsroom.editions.model import EditionStory
from tests.quality.real_day.day import Entry

Groups = Sequence[Sequence[Entry]]


@dataclass(frozen=True)
class Choice:
    """A story that an editor would post, and the headlines that would do, the plainest first."""

    story: str
    headlines: tuple[str, ...]
    why: str


def find_told_by_several(groups: Groups) -> list[Sequence[Entry]]:
    """The groups that would be shown as told by two outlets or more."""
    return [group for group in groups if len({entry.item.outlet for entry in group}) > 1]


def find_false(groups: Groups) -> list[Sequence[Entry]]:
    """The groups of several outlets that hold no two items of one story, what is about it counted as of it."""
    return [group for group in find_told_by_several(groups) if not _has_pair(group)]


def find_impure(groups: Groups) -> list[Sequence[Entry]]:
    """The groups of several outlets that hold a story and something else; what is about the story is not else."""
    several = [group for group in find_told_by_several(groups) if _has_pair(group)]
    return [group for group in several if len({entry.about or entry.story for entry in group}) > 1]


def score_bcubed(groups: Groups) -> dict[str, float]:
    """BCubed precision, recall and F1 of all entries, but those about a story: they may be with it or apart.

    Source: Bagga and Baldwin 1998, "Entity-based cross-document coreferencing using the vector space model".
    """
    reporting = [[entry for entry in group if entry.about is None] for group in groups]
    gold = Counter(entry.story for group in reporting for entry in group)
    count = sum(gold.values())
    precision = recall = 0.0
    for group in reporting:
        for story, both in Counter(entry.story for entry in group).items():
            precision += both * both / len(group) / count
            recall += both * both / gold[story] / count
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


def name_story(story: EditionStory, entries: Mapping[str, Entry]) -> str | None:
    """The story that most items of an edition's story are of; None where no story has more than half."""
    items = story.candidate.items
    name, most = Counter(entries[item.key].story for item in items).most_common(1)[0]
    return name if most * 2 > len(items) else None


def score_edition(
    stories: Sequence[EditionStory], entries: Mapping[str, Entry], chosen: Sequence[Choice]
) -> dict[str, float]:
    """What an edition and an editor have in common.

    Returns:
        overlap: share of the editor's stories that the edition has.
        headlines: number of these that have a headline the editor would accept.
        no_report: number of the edition's stories whose headline is that of an opinion, a quiz, a live page and so on.
    """
    accepted = {each.story: each.headlines for each in chosen}
    names = [name_story(story, entries) for story in stories]
    good = {name for story, name in zip(stories, names, strict=True) if story.top.title in accepted.get(name or "", ())}
    return {
        "overlap": len(set(names) & set(accepted)) / len(chosen),
        "headlines": len(good),
        "no_report": sum(entries[story.top.key].kind != "report" for story in stories),
    }


def _has_pair(group: Sequence[Entry]) -> bool:
    return any((a.about or a.story) == (b.about or b.story) for a, b in combinations(group, 2))
