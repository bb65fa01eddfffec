"""How well a day is grouped: BCubed (Bagga & Baldwin 1998), and stories of several outlets that are none."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tools.story_training.labelled_days import LabelledDay


@dataclass(frozen=True, slots=True)
class Grouping:
    """How well a day is grouped.

    Attributes:
        precision: BCubed.
        recall: BCubed.
        stories: told by two outlets or more.
        false: those in which no two articles are of one story.
        impure: others in which some article is of another story.
    """

    precision: float
    recall: float
    stories: int
    false: int
    impure: int

    @property
    def f1(self) -> float:
        """BCubed."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    def __str__(self) -> str:
        return f"{self.precision:.3f} {self.recall:.3f} {self.f1:.4f} {self.stories:7} {self.false:6} {self.impure:7}"


def measure(day: LabelledDay, found: Sequence[int]) -> Grouping:
    """Returns how well a day is grouped.

    Args:
        day: with the right stories.
        found: the number of the story of each article.
    """
    right, sizes = Counter(day.stories), Counter(found)
    both = Counter(zip(day.stories, found, strict=True))
    total = len(found)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for place, story in enumerate(found):
        groups[story].append(place)
    several = [group for group in groups.values() if len({day.articles[place].outlet for place in group}) > 1]
    kinds = [Counter(day.stories[place] for place in group) for group in several]
    false = sum(max(kind.values()) == 1 for kind in kinds)
    return Grouping(
        sum(count * count / sizes[story] for (_, story), count in both.items()) / total,
        sum(count * count / right[story] for (story, _), count in both.items()) / total,
        len(several),
        false,
        sum(len(kind) > 1 and max(kind.values()) > 1 for kind in kinds),
    )
