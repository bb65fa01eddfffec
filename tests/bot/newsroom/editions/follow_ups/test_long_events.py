"""An edition covers up to a week and a story 72 hours: one event is one story all the same."""

from bot.newsroom.editions.story_selection import select_stories, to_posted_story
from tests.bot.newsroom.sample_items import NOON, item, subscribe

FRIDAY = item("k1", "Dam at Halden bursts, thirty missing", "The dam at Halden burst on Friday morning and thirty people are missing, the rescue service said.", outlet="Harbor Gazette", hours_ago=98)  # fmt: skip
SUNDAY = item("k2", "Halden dam burst: search for thirty missing goes on", "Rescuers searched on Sunday for the thirty people missing since the dam at Halden burst on Friday.", outlet="Quay Times", hours_ago=50)  # fmt: skip
MONDAY = item("k3", "Halden dam: last of thirty missing found", "The last of the thirty people missing since the dam at Halden burst was found on Monday, rescuers said.", outlet="Le Quai", hours_ago=25)  # fmt: skip


def choose(*items):
    return select_stories(subscribe(), items, (), (), NOON).candidates


def test_a_weekends_event_is_one_story_with_its_newest_state():
    (story,) = choose(FRIDAY, SUNDAY, MONDAY)

    assert story.headline == MONDAY.title
    assert story.items == (MONDAY,)
    assert story.earlier == (SUNDAY, FRIDAY)
    assert set(story.outlets) == {"Le Quai", "Quay Times", "Harbor Gazette"}


def test_the_order_of_the_items_does_not_matter():
    (story,) = choose(MONDAY, FRIDAY, SUNDAY)

    assert (story.items, story.earlier) == ((MONDAY,), (SUNDAY, FRIDAY))


def test_the_older_articles_are_not_told_again():
    (story,) = choose(FRIDAY, SUNDAY, MONDAY)

    assert set(to_posted_story(story, str).keys) == {"k1", "k2", "k3"}


def test_two_events_of_like_words_days_apart_stay_two():
    lowmoor = item("a", "Fire destroys warehouse in Lowmoor", "A fire destroyed a warehouse in Lowmoor.", hours_ago=100)
    halden = item("b", "Fire destroys warehouse in Halden", "A fire destroyed a warehouse in Halden.", hours_ago=2)

    assert len(choose(lowmoor, halden)) == 2


def test_two_companies_results_in_title_case_days_apart_stay_two():
    first = item("a", "Orlo Profit Rises 12% In Third Quarter", "Orlo earned 96 million crowns in the third quarter, it said.", hours_ago=100)  # fmt: skip
    other = item("b", "Kestrel Profit Rises 12% In Third Quarter", "Kestrel earned 41 million crowns in the third quarter, it said.", hours_ago=2)  # fmt: skip

    assert len(choose(first, other)) == 2


def test_a_short_event_is_left_as_it_is_grouped():
    (story,) = choose(SUNDAY, MONDAY)

    assert len(story.items) == 2
    assert story.earlier == ()


def test_nothing_is_joined_where_there_is_nothing():
    assert choose() == ()
