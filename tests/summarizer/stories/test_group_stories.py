from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.model import Article
from summarizer.stories import cluster, group_stories
from summarizer.stories.clustering import measure_margin, start_node
from summarizer.stories.document_frequency import find_terms, parse_table, read_background
from summarizer.stories.merge_constraints import Cluster, start_groups
from summarizer.stories.vectors import PostingsMatrix, add_vectors, count_terms, make_vectors

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)


def article(headline: str | None, body: str = "", *, outlet: str | None = None, hours: float | None = 0) -> Article:
    moment = None if hours is None else MORNING + timedelta(hours=hours)
    return Article(body, headline=headline, outlet=outlet, published_at=moment, language="en")


BRIDGE_CALL = article(
    "Halvorn closes its harbour bridge after cracks are found",
    "The harbour bridge in Halvorn was closed on Monday after engineers found cracks in two of its piers. "
    "Mayor Ilse Brandvik said ferries would carry commuters for at least a month.",
    outlet="Halvorn Call",
)
BRIDGE_POST = article(
    "Cracks in piers shut Halvorn harbour bridge",
    "Engineers shut the harbour bridge in Halvorn on Monday because of cracks in the piers. Ferries will run in "
    "its place, Mayor Ilse Brandvik said, and repairs may take a month or more.",
    outlet="Morning Post",
    hours=3,
)
BRIDGE_RADIO = article(
    "Ferries for commuters as Halvorn bridge closes",
    "Commuters in Halvorn are to take ferries after the harbour bridge was closed over cracks in its piers.",
    outlet="Radio Velo",
    hours=5,
)
ELECTION = article(
    "Orlanda votes for a new parliament as turnout falls",
    "Voters in Orlanda went to the polls on Monday to choose a parliament; by noon turnout was lower than in the last "
    "election, the electoral commission said.",
    outlet="Morning Post",
    hours=1,
)
CHEESE = article(
    "Goat cheese from Tarn wins the dairy prize",
    "A goat cheese from a small farm in Tarn took first place among 300 at the national dairy fair.",
    outlet="Radio Velo",
    hours=2,
)
DAY = [BRIDGE_CALL, ELECTION, BRIDGE_POST, CHEESE, BRIDGE_RADIO]


def test_articles_about_one_event_are_one_story():
    assert cluster(DAY) == (0, 1, 0, 2, 0)


def test_stories_come_in_the_order_of_their_first_article():
    stories = group_stories([ELECTION, BRIDGE_POST, CHEESE, BRIDGE_CALL])

    assert [story.articles[0].headline in {BRIDGE_POST.headline, BRIDGE_CALL.headline} for story in stories] == [
        False,
        True,
        False,
    ]


def test_every_article_is_in_exactly_one_story():
    told = [article for story in group_stories(DAY) for article in story.articles]

    assert sorted(told, key=DAY.index) == DAY


def test_the_article_that_shares_most_with_the_others_comes_first():
    story = group_stories(DAY)[0]

    assert story.articles[0] == BRIDGE_CALL
    assert story.headline == BRIDGE_CALL.headline


def test_a_story_without_headlines_is_called_by_its_opening():
    (story,) = group_stories([article(None, "The pier in Halvorn reopened on Sunday. It had been closed for a year.")])

    assert story.headline == "The pier in Halvorn reopened on Sunday. It had been closed for"


def test_bare_headlines_are_grouped_too():
    headlines = [
        "Halvorn harbour bridge closed over cracks",
        "Cracks close harbour bridge in Halvorn",
        "Goat cheese from Tarn wins dairy prize",
    ]

    assert cluster([article(headline) for headline in headlines]) == (0, 0, 1)


def test_large_groups_of_bare_headlines_need_less_in_common_than_two_and_openings_always_as_much():
    bare = article("Halvorn harbour bridge closed")

    def margin(group: Article, size: int, similarity: float = 0.1) -> float:
        vector = make_vectors([group], read_background(()))[0]
        (guard,) = start_groups([group], [None])
        one = start_node(0, vector, 0.095, None, guard, is_bare=not group.body)
        grown = replace(one, members=tuple(range(size)), threshold=size * 0.095, bare=size * one.bare)
        return measure_margin(grown, grown, similarity)

    assert margin(bare, 1) == margin(bare, 2) < margin(bare, 3) < margin(bare, 5) < margin(bare, 30)
    assert margin(bare, 30) == margin(bare, 300)
    assert margin(BRIDGE_CALL, 1) == margin(BRIDGE_CALL, 30)


@pytest.mark.parametrize("empty", [article(None), article(""), article("…", " \n\n "), article("123 !!", "")])
def test_an_article_without_words_is_a_story_of_its_own(empty: Article):
    assert cluster([empty, BRIDGE_CALL, article(None), BRIDGE_POST]) == (0, 1, 2, 1)


def test_no_articles_are_no_stories():
    assert group_stories([]) == ()
    assert cluster([]) == ()


def test_articles_more_than_three_days_apart_are_two_stories():
    later = Article(BRIDGE_POST.body, BRIDGE_POST.headline, published_at=MORNING + timedelta(hours=73))

    assert cluster([BRIDGE_CALL, later]) == (0, 1)


def test_a_story_never_spans_more_than_three_days():
    days = [
        Article(
            BRIDGE_CALL.body, BRIDGE_CALL.headline, outlet=f"Outlet {i}", published_at=MORNING + timedelta(hours=20 * i)
        )
        for i in range(9)
    ]

    for story in group_stories(days):
        moments = [each.published_at for each in story.articles if each.published_at]
        assert max(moments) - min(moments) <= timedelta(hours=72)


def test_without_times_there_is_no_window():
    undated = [Article(each.body, each.headline) for each in (BRIDGE_CALL, ELECTION, BRIDGE_POST)]

    assert cluster(undated) == (0, 1, 0)


def test_a_time_without_a_zone_is_taken_as_utc():
    naive = Article(BRIDGE_POST.body, BRIDGE_POST.headline, published_at=datetime(2026, 3, 2, 9))  # noqa: DTZ001  (the case)

    assert cluster([BRIDGE_CALL, naive]) == (0, 0)


def test_an_outlets_daily_series_is_not_one_story():
    monday = article("Word puzzle 245: hints and answer", "Stuck on the puzzle? Here are hints.", outlet="Call")
    tuesday = article(
        "Word puzzle 246: hints and answer", "Stuck on the puzzle? Here is help.", outlet="Call", hours=24
    )

    assert cluster([monday, tuesday]) == (0, 1)


def test_a_series_named_by_weekday_is_not_one_story_whoever_prints_it():
    monday = article("What to watch on television on Monday", "The best of the evening.", outlet="Call")
    tuesday = article("What to watch on television on Tuesday", "The best of this evening.", outlet="Post", hours=4)

    assert cluster([monday, tuesday]) == (0, 1)


def test_the_same_headline_day_after_day_from_one_outlet_is_a_series():
    bodies = ["Shares rose on hopes for rates.", "Shares rose as miners gained.", "Shares rose in thin trade."]
    days = [article("Orlanda stocks close higher", body, outlet="Call", hours=24 * i) for i, body in enumerate(bodies)]

    assert cluster(days) == (0, 1, 2)


def test_a_count_that_rises_within_hours_is_one_story():
    counts = [
        article(
            f"Ferry fire off Tarn leaves {dead} dead", "A fire broke out on a ferry off Tarn.", outlet="Call", hours=h
        )
        for h, dead in ((0, 12), (4, 15))
    ]

    assert cluster(counts) == (0, 0)


def test_a_reprint_of_a_dated_article_is_one_story():
    body = "The harbour fair opens at nine, with boats from eleven towns."
    one = article("Halvorn fair: the programme for March 3", body, outlet="Call")
    two = article("Halvorn fair: the programme for March 3", body, outlet="Call", hours=30)

    assert cluster([one, two]) == (0, 0)


def test_two_articles_of_one_outlet_need_more_in_common_than_of_two():
    council = "The council of Halvorn will raise parking fees in the old town from June, it decided on Monday night."
    shops = "Shopkeepers in the old town fear for their trade, and say that customers may stay away from Halvorn."
    one = article("Halvorn council raises parking fees", council, outlet="Call")
    same = article("Old town shops fear for their trade", shops, outlet="CALL ")
    other = article("Old town shops fear for their trade", shops, outlet="Post")

    assert cluster([one, same]) == (0, 1)
    assert cluster([one, other]) == (0, 0)


def test_two_groups_that_several_outlets_have_both_told_need_more_still():
    def told_by(*outlets: str) -> Cluster:
        first, *others = start_groups([replace(BRIDGE_CALL, outlet=outlet) for outlet in outlets], [0.0] * len(outlets))
        return reduce(Cluster.join, others, first)

    assert told_by("Call", "Post").may_join(told_by("Radio", "Herald"), 0.1)
    assert told_by("Call", "Post").may_join(told_by("Call", "Herald"), 0.3)
    assert not told_by("Call", "Post").may_join(told_by("Call", "Post", "Herald"), 0.3)
    assert told_by("Call", "Post").may_join(told_by("Call", "Post", "Herald"), 0.4)


@pytest.mark.parametrize(
    ("one", "two", "other"),
    [
        (
            "Hafenbrücke in Halvorn wegen Rissen gesperrt. Ingenieure fanden Risse in zwei Pfeilern der Brücke.",
            "Risse entdeckt: Halvorn sperrt die Hafenbrücke. Zwei Pfeiler der Brücke haben nach Angaben der Ingenieure Risse.",
            "Ziegenkäse aus Tarn gewinnt den Preis der Milchmesse. Der kleine Hof setzte sich gegen 300 andere durch.",
        ),
        (
            "Halvornin satamasilta suljettiin halkeamien vuoksi. Insinöörit löysivät halkeamia kahdesta pilarista.",
            "Halkeamat sulkivat satamasillan Halvornissa. Sillan kahdessa pilarissa on halkeamia, sanovat insinöörit.",
            "Tarnin vuohenjuusto voitti meijerimessujen palkinnon. Pieni tila päihitti kolmesataa muuta.",
        ),
        (
            "港の橋にひび割れ、ハルボン市が通行止め",
            "ハルボン市、ひび割れの港の橋を通行止めに",
            "タルンのヤギのチーズが品評会で優勝",
        ),
    ],
    ids=["German", "Finnish", "Japanese"],
)
def test_languages_the_table_does_not_know_are_grouped_too(one: str, two: str, other: str):
    languages = {"H": "de", "R": "de", "Z": "de", "港": "ja", "ハ": "ja", "タ": "ja"}
    texts = [one, other, two]
    articles = [Article(text, headline=text[:40], language=languages.get(text[0], "fi")) for text in texts]

    assert cluster(articles) == (0, 1, 0)


def test_foreign_articles_do_not_move_english_ones():
    german = Article(
        "Die Hafenbrücke bleibt zu.", headline="Halvorn sperrt die Hafenbrücke wegen Rissen", language="de"
    )

    assert cluster([*DAY, german])[: len(DAY)] == cluster(DAY)


def test_history_makes_its_own_words_common():
    history = [f"Zorbian lantern fair, day {i}\nThe zorbian lantern fair goes on." for i in range(2000)]

    assert read_background(history).idf("zorbian") < read_background([]).idf("zorbian")


def test_the_shipped_table_gives_way_as_history_grows():
    assert read_background([]).texts == read_background(["One text.\nOf the past."] * 100).texts


def test_words_are_cut_so_that_endings_do_not_matter():
    assert find_terms("Parliamentary PARLIAMENT") == ("parliame", "parliame")


def test_a_table_is_read_with_its_number_of_texts():
    background = parse_table("# where from\n# texts 10\nbridge\t4\n")

    assert background.texts == 10
    assert background.counts == {"bridge": 4}


def test_the_sum_of_vectors_multiplies_like_its_parts():
    vectors = make_vectors(DAY, read_background([]))
    board = PostingsMatrix(count_terms(vectors))

    parts = [board.multiply(vector, [vectors[0]])[0] for vector in vectors[1:]]

    assert board.multiply(add_vectors(vectors[1:]), [vectors[0]])[0] == pytest.approx(sum(parts))


def test_a_thousand_copies_of_one_text_are_one_story():
    copies = [article(BRIDGE_CALL.headline, BRIDGE_CALL.body, outlet=f"Outlet {i}") for i in range(1000)]

    assert set(cluster(copies)) == {0}


def test_a_giant_text_costs_no_more_than_its_opening():
    giant = article("Halvorn closes its harbour bridge " * 100_000, "bridge " * 2_000_000)

    assert len(cluster([giant, BRIDGE_CALL, giant])) == 3


TEXTS = st.text(max_size=80) | st.sampled_from([each.body for each in DAY])
ARTICLES = st.lists(
    st.builds(
        Article,
        body=TEXTS,
        headline=st.none() | TEXTS,
        outlet=st.none() | st.text(max_size=5),
        published_at=st.none() | st.datetimes(timezones=st.just(UTC)) | st.datetimes(),
        language=st.sampled_from([None, "en", "de", "ja", "xx"]),
    ),
    max_size=12,
)


@given(ARTICLES, st.lists(TEXTS, max_size=3))
@settings(max_examples=60, deadline=None)
def test_any_articles_are_grouped_the_same_way_twice(articles: list[Article], history: list[str]):
    numbers = cluster(articles, history=history)

    assert numbers == cluster(articles, history=history)
    firsts = list(dict.fromkeys(numbers))
    assert firsts == list(range(len(firsts)))
    assert sum(len(story.articles) for story in group_stories(articles, history=history)) == len(articles)
