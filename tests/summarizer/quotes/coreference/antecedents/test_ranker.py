"""Whom a pronoun, a role or a shared surname means, with a probability. All people and places are invented."""

import pytest

from summarizer.quotes.attribution.attribute import ParsedArticle
from summarizer.quotes.coreference.antecedents.unnamed import NOBODY
from summarizer.quotes.grammar.lexicon import lexicon_for
from summarizer.quotes.spans.find_spans import find_spans


def parse(body: str, language: str = "en") -> ParsedArticle:
    words = lexicon_for(language, body)
    return ParsedArticle(body, find_spans(body, words), words)


def last_mention(parsed: ParsedArticle, text: str) -> int:
    """The last mention printed like this."""
    found = [number for number, each in enumerate(parsed.mentions) if parsed.body[each.start : each.end] == text]
    return found[-1]


def likeliest(body: str, text: str, language: str = "en") -> str | None:
    """The full name of the person the mention most likely means; None for nobody with a name."""
    parsed = parse(body, language)
    chances = parsed.antecedents.rank(last_mention(parsed, text), {})
    person = max(chances, key=lambda each: chances[each])
    return parsed.entities.all[person].full if person >= 0 else None


def chance_of(body: str, text: str, name: str) -> float:
    """The probability that the mention means the person of that name."""
    parsed = parse(body)
    chances = parsed.antecedents.rank(last_mention(parsed, text), {})
    return sum(chance for person, chance in chances.items() if person >= 0 and parsed.entities.all[person].full == name)


@pytest.mark.parametrize("first_name", ["Brad", "Mokitlane", "Zhuldyz", "Anna"])
def test_the_subject_of_the_sentence_before_is_meant_whatever_lists_say_of_the_name(first_name: str):
    body = (
        "Paul Dunmore chairs the harbour board.\n\n"
        f"The engineer {first_name} Oosthuys called for a second boat in May and asked for money.\n\n"
        "“We cannot wait for another winter,” she said."
    )
    assert likeliest(body, "she") == f"{first_name} Oosthuys"


def test_the_article_s_own_pronouns_count_more_than_a_list():
    body = (
        "Robin Teal drives the van, and her daughter helps. Andrea Moss, who owns it, said he was glad.\n\n"
        "Teal met Moss on Friday. “The van is old,” she said."
    )
    assert likeliest(body, "she") == "Robin Teal"


def test_a_role_of_another_house_is_not_the_person_s_who_has_that_role_here():
    body = (
        "Dror Sandel, a spokesperson for the rights group, said families were moved by force.\n\n"
        "The army spokesperson wrote that soldiers had been warned. “Anyone can complain,” the army spokesperson added."
    )
    assert likeliest(body, "the army spokesperson") is None


def test_a_role_that_only_one_person_has_means_that_person():
    body = "Mayor Liv Achterberg opened the pier on Monday.\n\n“It will hold for a century,” the mayor said."
    assert likeliest(body, "the mayor") == "Liv Achterberg"


def test_an_unnamed_person_can_be_meant_by_a_pronoun():
    body = (
        "Owen Dalgrave runs the clinic.\n\nA patient of his told the paper about the cure. "
        "“I climb the stairs again,” she said."
    )
    parsed = parse(body)
    chances = parsed.antecedents.rank(last_mention(parsed, "she"), {})
    best = max(chances, key=lambda each: chances[each])
    described = parsed.people.described(best)
    assert described >= 0
    assert parsed.body[parsed.mentions[described].start :].startswith("A patient")


def test_of_two_who_may_be_meant_neither_is_certain():
    body = "On the pier Anna Lind and Eva Stroud met at noon. They talked for an hour. “It is settled,” she said."
    assert chance_of(body, "she", "Anna Lind") < 0.9
    assert chance_of(body, "she", "Eva Stroud") < 0.9


def test_probabilities_of_one_mention_sum_to_one():
    parsed = parse("Anna Lind met Omar Reyes and Eva Stroud. “It is settled,” she said.")
    chances = parsed.antecedents.rank(last_mention(parsed, "she"), {})
    assert sum(chances.values()) == pytest.approx(1.0)
    assert NOBODY in chances


def test_a_name_that_nobody_shares_needs_no_decision():
    parsed = parse("Anna Lind met Omar Reyes. “It is settled,” Lind said.")
    assert list(parsed.antecedents.rank(last_mention(parsed, "Lind"), {}).values()) == [1.0]


def test_a_surname_of_two_people_is_weighed():
    body = (
        "Nora Askew sat in the stand with her son Piet Askew, who keeps goal for the Comets.\n\n"
        "Piet Askew told a podcast how the evening went. “The pitch looks like a tablecloth,” Askew said."
    )
    assert likeliest(body, "Askew") == "Piet Askew"


def test_pronouns_in_between_carry_a_subject_on():
    body = (
        "Muhammad Reyes leads the office. Atan Sarkel runs the gardens.\n\n"
        "He said the beds save water. He waters them at night.\n\n“We grow enough for the street,” he said."
    )
    assert likeliest(body, "he") == "Atan Sarkel"


def test_somebody_named_only_later_can_be_meant():
    body = "“I have never seen such a storm,” she said. Ana Lind, the harbour master, spoke on the pier."
    assert likeliest(body, "she") == "Ana Lind"
