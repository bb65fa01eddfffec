"""What becomes of a report about a told story in the next edition."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.newsroom.corrections.model import ShownArticle
from bot.newsroom.editions.model import PostedStory
from bot.newsroom.editions.story_selection import select_stories, to_posted_story
from tests.bot.newsroom.sample_items import NOON, item, subscribe

YESTERDAY = NOON - timedelta(days=1)
PAPER = "Harbor Gazette"
OUTCOMES = [
    ("Smuggling trial of Tomas Quill opens in Port Sarn", "The trial of harbour master Tomas Quill, who is accused of smuggling 40 tonnes of tobacco, opened in Port Sarn on Thursday.",
     "Tomas Quill jailed for nine years in Port Sarn smuggling trial", "Harbour master Tomas Quill was sentenced to nine years in prison on Friday for smuggling 40 tonnes of tobacco."),
    ("Halden votes on bridge referendum", "Voters in Halden decide on Thursday whether the town builds a bridge for four million crowns.",
     "Halden rejects bridge in referendum by 61 percent", "Voters in Halden rejected the four million crown bridge by 61 percent, the town said on Friday."),
    ("Lund United face Sarn Rovers in cup final", "Lund United meet Sarn Rovers in the cup final on Thursday evening.",
     "Sarn Rovers beat Lund United 3-2 to win cup", "Sarn Rovers won the cup on Thursday evening with a 3-2 win over Lund United."),
    ("Port Sarn weather: gales from the west", "Gales from the west, 12 degrees.",
     "Port Sarn weather: red alert, stay indoors", "The weather service issued a red alert for Port Sarn and asked people to stay indoors."),
    ("Senate leader Falk unveils bill to decriminalise tobacco", "Senate leader Odin Falk unveiled a bill on tobacco on Thursday.",
     "Senate leader Falk sets up key vote on bridge deal", "Senate leader Odin Falk called a vote on the bridge deal for Friday."),
]  # fmt: skip


def tell(*items, now=YESTERDAY) -> list[PostedStory]:
    """What is stored of an edition with the stories of some items."""
    choice = select_stories(subscribe(), items, (), (), NOON)
    return [to_posted_story(candidate, str, now=now) for candidate in choice.candidates]


def choose(items, posted):
    return select_stories(subscribe(), items, posted, (), NOON)


@pytest.mark.parametrize("before", OUTCOMES, ids=["trial", "vote", "final", "warning", "bill"])
def test_the_outcome_is_told_though_one_outlet_alone_has_it(before):
    title, summary, outcome, its_text = before
    posted = tell(item("a", title, summary, outlet=PAPER, hours_ago=25))

    choice = choose([item("b", outcome, its_text, outlet=PAPER)], posted)

    assert [candidate.headline for candidate in choice.candidates] == [outcome]


def test_an_update_says_when_the_channel_was_first_told():
    title, summary, outcome, its_text = OUTCOMES[0]
    posted = tell(item("a", title, summary, outlet=PAPER, hours_ago=25))

    (update,) = choose([item("b", outcome, its_text, outlet=PAPER)], posted).candidates

    assert (update.is_update, update.told_at) == (True, YESTERDAY)
    assert to_posted_story(update, str, now=NOON).told_at == YESTERDAY


def test_the_outcome_gives_the_headline_though_others_only_repeat_the_story():
    title, summary, outcome, its_text = OUTCOMES[0]
    posted = tell(item("a", title, summary, outlet=PAPER, hours_ago=25))
    again = item("c", title, summary, outlet="Quay Post")

    (update,) = choose([again, item("b", outcome, its_text, outlet=PAPER)], posted).candidates

    assert update.headline == outcome


def test_the_same_words_under_a_new_headline_are_no_story():
    text = "Ferry crews at Tern Quay ended their eleven-day strike on Tuesday after a night of talks with the line."
    posted = tell(item("a", "Ferry crews end eleven-day strike", text))

    choice = choose([item("b", "Eleven-day strike of ferry crews at Tern Quay ends", text)], posted)

    assert choice.candidates == ()
    assert choice.repeated == 1


def test_another_paper_that_tells_the_same_is_counted_and_not_told():
    posted = tell(
        item("a", "Halden approves bridge with 61 percent", "Voters in Halden approved the bridge with 61 percent.")
    )

    choice = choose([item("b", "Halden approves its bridge", "The bridge in Halden was approved with 61 percent.", outlet="Post")], posted)  # fmt: skip

    assert choice.candidates == ()
    assert choice.repeated + len(choice.went_on) == 1


def test_what_may_be_news_is_a_line_with_the_day_of_the_first_time():
    posted = tell(item("a", "Author Mona Reyes on shortlist for Lantern Prize", "Mona Reyes is one of five authors on the shortlist for the Lantern Prize."))  # fmt: skip
    report = item("b", "Lantern Prize goes to Mona Reyes", "Mona Reyes received the Lantern Prize on Tuesday for her novel about a salt works.", outlet="Post")  # fmt: skip

    choice = choose([report], posted)

    assert choice.candidates == ()
    assert [story.told_at for story in choice.went_on] == [YESTERDAY]


def test_what_the_channel_read_counts_as_told():
    text = "Councillors in Port Ellery met on Monday about the tram to the hill."
    (story,) = tell(item("a", "Ellery council meets about tram", text))
    report = item("b", "Ellery council turns down tram", "Councillors voted 14 to 9 against the tram.", outlet="Post")
    sentence = "Councillors in Port Ellery turned down the tram to the hill: they voted 14 to 9 against the tram."
    shown = replace(story, shown=(ShownArticle("https://gazette.example/a", "Gazette", sentences=(sentence,)),))

    assert choose([report], [story]).repeats == ()
    assert len(choose([report], [shown]).repeats) == 1


@pytest.mark.parametrize("outlet", ["Gazette", "Post"])
def test_the_same_kind_of_event_elsewhere_is_a_new_story(outlet):
    posted = tell(item("a", "Fire destroys warehouse in Lowmoor", "A fire destroyed a warehouse in Lowmoor on Monday."))
    report = item(
        "b", "Fire destroys warehouse in Halden", "A fire destroyed a warehouse in Halden on Tuesday.", outlet=outlet
    )

    (candidate,) = choose([report], posted).candidates

    assert not candidate.is_update


def test_stories_of_earlier_versions_have_neither_outlets_nor_a_day_and_go_on_too():
    title, summary, outcome, its_text = OUTCOMES[0]
    old = PostedStory(title, texts=(f"{title}\n{summary}",), keys=("a",))

    assert choose([item("b", outcome, its_text, outlet=PAPER)], [old]).candidates != ()


def test_every_report_is_told_listed_or_counted():
    posted = tell(*(item(f"a{n}", *row[:2], outlet=PAPER, hours_ago=25) for n, row in enumerate(OUTCOMES)))
    again = [item(f"b{n}", *row[:2], outlet="Post") for n, row in enumerate(OUTCOMES)]
    news = [item(f"c{n}", *row[2:], outlet=PAPER) for n, row in enumerate(OUTCOMES)]

    choice = choose([*again, *news], posted)

    found = [
        each for story in (*choice.candidates, *choice.went_on, *choice.repeats, *choice.more) for each in story.items
    ]
    assert sorted(each.key for each in found) == sorted(each.key for each in (*again, *news))


def test_hostile_text_is_judged_like_any_other():
    title = "A" * 3_000 + " " + "9" * 3_000
    posted = tell(item("a", title, ("word " * 5_000)))

    choice = choose([item("b", f"{title} again", "word " * 5_000, outlet="Post"), item("c", "\u202e!!", "…", outlet="Post")], posted)  # fmt: skip

    assert choice.item_count == 2


@pytest.mark.parametrize("outlet", ["Gazette", "Post"])
@pytest.mark.parametrize(
    ("told", "reported"),
    [
        (
            ("Minister Berg to resign", "Minister Berg will resign over the ferry contract, his office said."),
            ("Minister Berg not to resign", "Minister Berg will stay in office, the prime minister said on Tuesday."),
        ),
        (
            ("Velo agrees to buy Radon", "Velo agreed to buy Radon for 3 billion crowns."),
            ("Velo does not buy Radon after all", "Velo said on Tuesday that it had ended the talks with Radon."),
        ),
        (
            ("Search for missing hikers on Mount Tarn", "Rescuers searched Mount Tarn for two hikers on Monday."),
            ("Mount Tarn hikers safe and well", "The two hikers missing on Mount Tarn were found on Tuesday."),
        ),
        (
            ("Ellery airport closed by snow", "Snow closed Ellery airport on Monday."),
            ("Ellery airport open again", "Ellery airport opened on Tuesday after the snow was cleared."),
        ),
        (
            ("Fähre nach Lowmoor fällt aus", "Wegen des Sturms fällt die Fähre nach Lowmoor am Dienstag aus."),
            ("Fähre nach Lowmoor fährt doch", "Der Streik ist abgesagt, die Fähre nach Lowmoor fährt doch."),
        ),
    ],
)
def test_a_story_that_turns_round_is_never_left_out(told: tuple[str, str], reported: tuple[str, str], outlet: str):
    choice = choose([item("b", *reported, outlet=outlet)], tell(item("a", *told)))

    assert choice.repeats == ()
    assert choice.candidates or choice.went_on
    if outlet == "Gazette":
        assert choice.candidates
