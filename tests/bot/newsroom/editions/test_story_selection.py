from dataclasses import replace
from datetime import timedelta

import pytest

from bot.newsroom.editions.story_selection import find_outlets, select_new_items, select_stories, to_posted_story
from bot.newsroom.subscriptions.keyword_filter import find_rule
from tests.bot.newsroom.sample_items import NOON, item, subscribe

FERRY = "Ferry crews at Tern Quay end eleven-day strike after night of talks"
FERRY_TEXT = (
    "Ferry crews at Tern Quay ended their eleven-day strike on Tuesday after a night of talks with the Skerry Line."
)
OTHER = (
    ("Lighthouse keeper Osla Brand dies at 91", "Osla Brand kept the Holm lighthouse through forty winters and two wars."),
    ("Cannery on Mill Street stays open", "The cannery will keep its two hundred jobs, its owner told workers."),
    ("Regatta won by a canvas", "The Ellery eight beat Saltmouth by a canvas in the final on Sunday."),
    ("Seagrass meadow returns to Gull Bay", "Divers counted nine hectares of seagrass where there was none in 2010."),
)  # fmt: skip


def ferry(key: str, outlet: str, *, title: str = FERRY, summary: str = FERRY_TEXT, **more):
    return item(key, title, summary, outlet=outlet, **more)


def others():
    return [item(f"o{n}", title, summary, place=n) for n, (title, summary) in enumerate(OTHER)]


def headlines(choice):
    return [candidate.headline for candidate in choice.candidates]


def choose_all(items, *, posted=(), **commands):
    return select_stories(subscribe(**commands), items, posted, (), NOON)


def test_what_several_outlets_tell_comes_first_however_old():
    told = [
        ferry("f1", "Gazette", hours_ago=20, place=9),
        ferry("f2", "Courier", hours_ago=22, summary="After eleven days the ferry strike at Tern Quay is over, both sides said."),
    ]  # fmt: skip

    choice = choose_all([*others(), *told])

    assert headlines(choice)[0] == FERRY
    assert choice.candidates[0].outlets == ("Gazette", "Courier") or choice.candidates[0].outlets == (
        "Courier",
        "Gazette",
    )
    assert "told by 2 outlets" in choice.candidates[0].reasons


def test_syndicated_copies_count_as_one_outlet():
    copies = [ferry("f1", "Gazette"), ferry("f2", "Courier"), ferry("f3", "Herald")]
    own = ferry(
        "f4",
        "Herald",
        summary="The boats sail again: crews and company signed at dawn at Tern Quay, ending the strike.",
    )

    assert find_outlets(copies) == ("Gazette",)
    assert find_outlets([*copies, own]) == ("Gazette", "Herald")


def test_an_agencys_text_is_one_outlet_however_each_paper_cuts_it():
    words = (
        "Ferry crews at Tern Quay ended their eleven-day strike on Tuesday after a night of talks with the Skerry Line, "
        "which agreed to longer rests between two crossings in winter and to a review of the timetable in spring."
    )
    copies = [
        ferry("f1", "Gazette", summary=words),
        ferry("f2", "Courier", summary=f"TERN QUAY (Harbour Press) — {words}"),
        ferry("f3", "Herald", summary=" ".join(words.split()[:14]) + " …"),
        ferry("f4", "Post", summary=f"“{words.replace('Tuesday', 'Tuesday morning')}"),
    ]
    own = ferry("f5", "Echo", summary="The boats sail again from Tern Quay: crews and the Skerry Line signed at dawn.")

    assert find_outlets(copies) == ("Gazette",)
    assert find_outlets([*copies, own]) == ("Gazette", "Echo")


def test_two_papers_that_quote_the_same_words_are_two_outlets():
    said = "“we will not sail in a storm for anybody”"
    one = ferry("f1", "Gazette", summary=f"The crews' speaker, Marta Hale, said at the quay on Monday that {said}.")
    two = ferry("f2", "Courier", summary=f"Talks broke down at noon. {said}, one sailor told the Courier outside.")

    assert len(find_outlets([one, two])) == 2


def test_headlines_alone_are_no_copies_of_each_other():
    assert len(find_outlets([ferry("f1", "Gazette", summary=""), ferry("f2", "Courier", summary="")])) == 2


def test_the_rest_is_counted():
    choice = choose_all([*others(), ferry("f1", "Gazette")], max_stories=2)

    assert len(choice.candidates) == 2
    assert choice.left_out == 3
    assert choice.item_count == 5


def test_a_keyword_in_the_headline_wins_among_equals_and_is_said():
    choice = choose_all(others(), include=("lighthouse", "cannery", "canvas"))

    assert len(choice.candidates) == 3
    assert any("has “lighthouse”" in candidate.reasons for candidate in choice.candidates)


def test_excluded_words_win_over_included_ones():
    assert headlines(choose_all(others(), include=("cannery", "regatta"), exclude=("regatta",))) == [OTHER[1][0]]


@pytest.mark.parametrize(
    ("text", "rule", "has"),
    [
        ("The Café de Flore reopens", "cafe", True),
        ("The cafe reopens", "CAFÉ", True),
        ("Cafeteria reopens", "cafe", False),
        ("Interest  rate\nrises", "interest rate", True),
        ("An interest-rate rise", "interest rate", True),
        ("Rates of interest", "interest rate", False),
        ("L’Oréal’s results", "l'oreal", True),
        ("東京で地震がありました", "地震", True),
        ("C++ and (brackets)", "c++", True),
        ("Größe", "grösse", True),
        ("anything", "   ", False),
    ],
)
def test_words_and_phrases_are_found_without_regard_to_accents_and_capitals(text, rule, has):
    assert (find_rule(text, [rule]) is not None) is has


def test_newer_stories_come_before_older_ones_of_as_many_outlets():
    new, old = others()[0], replace(others()[1], published_at=NOON - timedelta(hours=40))

    assert headlines(choose_all([old, new])) == [new.title, old.title]


def test_a_story_that_was_posted_is_not_repeated():
    before = choose_all(
        [ferry("f1", "Gazette"), ferry("f2", "Courier", summary="Crews at Tern Quay have ended the ferry strike.")]
    )
    posted = [to_posted_story(candidate, str) for candidate in before.candidates]
    late = ferry(
        "f9",
        "Herald",
        title="Eleven-day ferry strike ends at Tern Quay",
        summary="The ferry crews' strike at Tern Quay has ended after eleven days.",
    )

    choice = choose_all([late, *others()], posted=posted)

    assert late.title not in headlines(choice)
    assert choice.repeated + len(choice.went_on) == 1


def test_a_story_that_goes_on_in_several_outlets_is_an_update():
    posted = [to_posted_story(choose_all([ferry("f1", "Gazette")]).candidates[0], str)]
    went_on = [
        ferry("g1", "Gazette", title="Ferry crews vote on Tern Quay deal", summary="Deckhands vote today on pensions, rosters and a bonus that the Skerry Line offered at Tern Quay."),
        ferry("g2", "Courier", title="Skerry ferry deal goes to a vote at Tern Quay", summary="Pensions and rosters are what deckhands will judge the Skerry Line's offer by, their union said at Tern Quay."),
    ]  # fmt: skip

    choice = choose_all([*went_on, *others()], posted=posted)

    (update,) = [candidate for candidate in choice.candidates if candidate.is_update]
    assert len(update.items) == 2
    assert update.reasons[0] == "went on since an earlier edition"


def test_the_same_again_by_as_many_outlets_is_no_update():
    told = [ferry("f1", "Gazette"), ferry("f2", "Courier", summary=f"{FERRY_TEXT} Boats sail on Thursday.")]
    posted = [to_posted_story(choose_all(told).candidates[0], str)]
    again = [ferry("h1", "Herald"), ferry("h2", "Post", summary=f"{FERRY_TEXT} Islanders cheered.")]

    assert choose_all(again, posted=posted).candidates == ()


def test_what_more_outlets_only_say_in_their_own_words_is_no_update():
    posted = [to_posted_story(choose_all([ferry("f1", "Gazette")]).candidates[0], str)]
    reworded = [
        ferry("h1", "Herald", title="Eleven-day strike of ferry crews at Tern Quay ends after night of talks", summary="The eleven-day strike of ferry crews at Tern Quay ended on Tuesday: a night of talks with the Skerry Line was enough."),
        ferry("p1", "Post", title="After night of talks, ferry crews end eleven-day strike at Tern Quay", summary="After talks with the Skerry Line all night, crews at Tern Quay on Tuesday ended the ferry strike of eleven days."),
    ]  # fmt: skip

    choice = choose_all([*reworded, *others()], posted=posted)

    assert find_outlets(reworded) == ("Herald", "Post")  # enough of them for an update
    assert choice.repeated + len(choice.went_on) == 1
    assert [candidate for candidate in choice.candidates if candidate.is_update] == []


def test_items_and_addresses_of_earlier_editions_are_not_picked():
    items = [item("a", "One"), item("b", "Two"), item("c", "Three", url="https://gazette.example/old")]
    seen = to_posted_story(choose_all([item("x", "Old", url="https://gazette.example/old")]).candidates[0], str)

    picked = select_new_items(
        items, since=NOON - timedelta(days=1), posted_keys={"a"}, posted_links=set(seen.links), same_article=str
    )

    assert [each.key for each in picked] == ["b"]


def test_an_article_that_two_feeds_show_is_picked_once():
    items = [
        item("a", "One", url="https://gazette.example/1"),
        item("b", "One", url="https://gazette.example/1?from=feed"),
    ]

    picked = select_new_items(
        items, since=NOON, posted_keys=set(), posted_links=set(), same_article=lambda url: url.partition("?")[0]
    )

    assert [each.key for each in picked] == ["a"]


def test_of_an_article_that_two_feeds_show_the_one_with_a_summary_is_read():
    bare, told = item("a", "One"), item("b", "One", "What happened.", url="https://gazette.example/a")

    for order in ([bare, told], [told, bare]):
        picked = select_new_items(order, since=NOON, posted_keys=set(), posted_links=set(), same_article=str)

        assert [each.summary for each in picked] == ["What happened."]


def test_back_numbers_of_a_new_feed_are_not_news():
    old = item("a", "Old", published_at=NOON - timedelta(days=20), seen_at=NOON)
    undated = item("b", "Undated", published_at=None)

    picked = select_new_items(
        [old, undated], since=NOON - timedelta(days=1), posted_keys=set(), posted_links=set(), same_article=str
    )

    assert [each.key for each in picked] == ["b"]


def test_nothing_makes_an_empty_choice():
    assert choose_all([]).candidates == ()
