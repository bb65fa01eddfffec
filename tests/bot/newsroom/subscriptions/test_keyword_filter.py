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


@pytest.mark.parametrize("rule", ["", "-", "- -", "rate", "interest rates"])
def test_a_rule_without_words_or_with_other_words_is_not_found(rule):
    assert find_rule("the interest-rated bank - - of Velby", (rule,)) is None
