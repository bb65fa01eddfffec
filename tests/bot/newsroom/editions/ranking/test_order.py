"""Reports come first, and the reasons say what a story's pieces are."""

from bot.newsroom.editions.model import StoryCandidate
from bot.newsroom.editions.ranking.order import drop_outlet, explain_rank, sort_key, weigh_outlets
from bot.newsroom.editions.story_selection import find_outlets, select_stories
from bot.newsroom.feeds.model import Item
from tests.bot.newsroom.sample_items import NOON, item, subscribe


def story(*items: Item) -> StoryCandidate:
    return StoryCandidate(items[0].title, items, find_outlets(items))


def rank(*stories: StoryCandidate) -> list[str]:
    return [each.headline for each in sorted(stories, key=lambda each: sort_key(each, subscribe(), NOON))]


REPORT = story(item("r", "Dam at Halden bursts", hours_ago=30, place=9))
OUTLETS = ("Gazette", "Courier", "Herald", "Post", "Echo")


def live(outlets: int) -> StoryCandidate:
    return story(*(item(f"l{n}", "Skerry votes – live", outlet=OUTLETS[n]) for n in range(outlets)))


def horoscopes(outlets: int) -> StoryCandidate:
    return story(*(item(f"h{n}", "Horoscope today, November 24", outlet=OUTLETS[n]) for n in range(outlets)))


def test_a_story_without_a_report_ranks_below_reports_of_as_many_outlets() -> None:
    opinion = story(item("o", "Opinion | The dam was rotten", hours_ago=0))
    assert rank(opinion, REPORT) == ["Dam at Halden bursts", "Opinion | The dam was rotten"]


def test_two_outlets_without_a_report_do_not_come_before_one_with_a_report_but_three_about_the_news_do() -> None:
    assert rank(live(2), REPORT)[0] == "Dam at Halden bursts"
    assert rank(live(3), REPORT)[0] == "Skerry votes – live"


def test_a_horoscope_never_comes_before_a_report_however_many_papers_have_it() -> None:
    assert rank(horoscopes(5), REPORT)[0] == "Dam at Halden bursts"
    assert weigh_outlets(horoscopes(5)) == 0


def test_a_video_counts_as_a_report_and_each_outlet_by_its_best_piece() -> None:
    assert weigh_outlets(story(item("v", "Video: Trawler sinks"))) == 1
    both = story(item("o", "Opinion | The dam was rotten"), item("r", "Dam at Halden bursts"))
    assert weigh_outlets(both) == 1


def test_horoscopes_are_last_in_an_edition_but_not_lost() -> None:
    items = [
        *horoscopes(3).items,
        item("d1", "Dam at Halden bursts, thirty missing", "The dam at Halden burst and thirty are missing."),
        item("d2", "Trawler sinks off Cape Ness", "A trawler with six men sank off Cape Ness in the storm.", place=9),
    ]
    told = select_stories(subscribe(), items, (), (), NOON).candidates
    assert len(told) == 3
    assert told[-1].headline.startswith("Horoscope")
    assert told[-1].reasons[0] == "a horoscope, no report"


def test_reasons_name_the_kind_only_where_no_piece_is_a_report() -> None:
    assert explain_rank(story(item("o", "Opinion | The dam was rotten")), subscribe(), NOON)[:2] == (
        "opinion, no report",
        "told by Gazette alone",
    )
    gallery = story(item("g", "The week in pictures"), item("q", "News quiz: the week", outlet="Courier"))
    assert explain_rank(gallery, subscribe(), NOON)[:2] == ("a gallery and a quiz, no report", "told by 2 outlets")
    mixed = story(item("r", "Dam at Halden bursts"), item("l", "Dam at Halden – live", outlet="Courier"))
    assert explain_rank(mixed, subscribe(), NOON)[0] == "told by 2 outlets"


def test_a_live_page_beside_a_report_counts_like_one_and_opinion_does_not() -> None:
    report = item("r", "Dam at Halden bursts")
    assert weigh_outlets(story(report, item("l", "Dam at Halden – live", outlet="Courier"))) == 2
    assert weigh_outlets(story(report, item("o", "Opinion | The dam was rotten", outlet="Courier"))) == 1.45


def test_reasons_need_not_name_the_only_outlet_of_an_edition() -> None:
    alone = StoryCandidate("Pier", REPORT.items, ("Gazette",), ("told by Gazette alone", "first in its feed"))
    assert drop_outlet(alone).reasons == ("first in its feed",)
