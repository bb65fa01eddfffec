"""Prints the real-shaped day's edition next to an editor's choice, then each story of several outlets that is wrong.

Run as `.venv/bin/python -m tests.quality.real_day.compare`.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping

import structlog

from bot.newsroom.editions.model import EditionStory
from tests.quality.real_day.day import Entry, read_day
from tests.quality.real_day.edition import by_key, group_day, make_edition, read_choice
from tests.quality.real_day.scores import (
    Groups,
    find_false,
    find_impure,
    find_told_by_several,
    name_story,
    score_bcubed,
    score_edition,
)


def main() -> None:
    """Print it."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))  # no page can be read
    entries = read_day()
    keys = by_key(entries)
    edition = asyncio.run(make_edition(entries))
    chosen = read_choice()
    for number, story in enumerate(edition.stories, 1):
        _print_story(number, story, keys)
    print(f"+{edition.left_out} more\n\nThe editor's choice")
    for number, each in enumerate(chosen, 1):
        print(f"{number:2}. {each.headlines[0]}  [{each.story}]\n    {each.why}")
    groups = group_day(entries)
    print(f"\nStories told by several outlets: {len(find_told_by_several(groups))}")
    _print_groups("False stories", find_false(groups))
    _print_groups("Impure stories", find_impure(groups))
    _print_splits(groups)
    print(f"\n{score_edition(edition.stories, keys, chosen)}\n{score_bcubed(groups)}")


def _print_story(number: int, story: EditionStory, keys: Mapping[str, Entry]) -> None:
    print(f"{number:2}. {story.top.title}  [{name_story(story, keys)}]")
    print(f"    {', '.join(story.candidate.outlets)} ({'; '.join(story.candidate.reasons)})")
    for part in story.digest.parts if story.digest else ():
        for sentence in part.sentences:
            print(f"    - {sentence.text} [{part.article.outlet}]")
    for item in story.candidate.items:
        print(f"      {keys[item.key].story}: {item.title}")


def _print_groups(name: str, groups: Groups) -> None:
    print(f"\n{name}: {len(groups)}")
    for group in groups:
        print("\n".join(f"  {entry.story}: {entry.item.title} [{entry.item.outlet}]" for entry in group), end="\n\n")


def _print_splits(groups: Groups) -> None:
    parts: Counter[str] = Counter(story for group in groups for story in {entry.story for entry in group})
    sizes = [f"{story} ({count} parts)" for story, count in parts.most_common() if count > 1]
    print(f"Split stories: {', '.join(sizes) or 'none'}")


if __name__ == "__main__":
    main()
