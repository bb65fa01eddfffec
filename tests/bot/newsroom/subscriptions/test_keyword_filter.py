import pytest

from bot.newsroom.subscriptions.keyword_filter import find_rule
from tests.alarm import alarm


@pytest.mark.parametrize("rule", ["- " * 40 + "x", "a -b- -c", "a b c d e f"])
def test_a01_a_rule_of_dashes_is_looked_for_at_once(rule):
    with alarm():
        for text in ("-" * 2_000, "- " * 2_000, "a" + "-" * 20_000, "a-" * 20_000):
            assert find_rule(text, (rule,)) is None


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("interest rate", "The Interest-Rate rose"),
        ("covid-19", "COVID-19 again"),
        ("harbour - pier", "the harbour – no, the harbour - pier line"),
        ("pré saint", "le Pre -- Saint"),
    ],
)
def test_blanks_in_a_rule_stand_for_blanks_and_dashes(rule, text):
    assert find_rule(text, (rule,)) == rule


@pytest.mark.parametrize("rule", ["", "-", "- -", "*", "rat", "interest rater"])
def test_a_rule_without_words_or_with_other_words_is_not_found(rule):
    assert find_rule("the interest-rated bank - - of Velby", (rule,)) is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Ferries halted at Sarn", "ferry"),
        ("Dockers plan strikes in Lund", "strike"),
        ("A ferry is halted at Sarn", "ferries"),
        ("The boat was stopped at Sarn", "stop"),
        ("Two buses collide in Lund", "bus"),
        ("Women march in Halden", "woman"),
        ("A woman leads Halden", "women"),
        ("Two crises at once in Lund", "crisis"),
        ("Les travaux du port durent", "travail"),
        ("The minister’s boat sinks", "minister"),
        ("Interest rates rise in Valdoria", "interest rate"),
        ("Streiks legen Häfen lahm", "Hafen"),
        ("Bürgermeisterin gewinnt die Wahlen in Halden", "Wahl"),
        ("Die Häuser in Sarn brennen", "Haus"),
        ("Die Ministerinnen streiten in Halden", "Ministerin"),
        ("Die grünen Parteien streiten um den Hafen", "grüne Partei"),
        ("Les élections municipales à Sarn", "élection"),
        ("Las elecciones generales en Sarn", "elección"),
        ("As eleições em Sarn foram adiadas", "eleição"),
    ],
)
def test_kind_filter_a_word_is_found_in_its_inflections(text, rule):
    assert find_rule(text, (rule,)) == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("An important day in Lund", "import"),
        ("The universe is large", "university"),
        ("Care homes close in Sarn", "car"),
        ("Interest rates rise", "rat"),
        ("The news of the port", "new"),
        ("EUs and others", "EU"),
        ("Artists paint the harbour", "art"),
    ],
)
def test_kind_filter_a_word_that_only_looks_alike_is_not_found(text, rule):
    assert find_rule(text, (rule,)) is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Dockers plan strikes in Lund", "strike*"),
        ("Dockers are striking in Lund", "strik*"),
        ("Hafenstreik in Sarn beendet", "*streik"),
        ("Der Hafenstreikbrecher", "*streik*"),
        ("Key interest ratings fall", "interest rat*"),
    ],
)
def test_kind_filter_a_star_stands_for_any_letters(text, rule):
    assert find_rule(text, (rule,)) == rule
    assert find_rule("Ferries halted at Sarn", (rule,)) is None


def test_the_first_word_that_is_found_is_returned_and_later_ones_are_looked_for_too():
    assert find_rule("newer news of ferries", ("tide", "news of ferry", "ferry")) == "news of ferry"


def test_a01_many_words_that_nearly_match_are_passed_at_once():
    with alarm():
        assert find_rule("strikt " * 3_000, ("strike strike strike", "*ab*")) is None
