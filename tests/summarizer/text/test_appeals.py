"""Sentences that speak to the reader are no part of the story."""

import pytest

from summarizer.text.appeals import speaks_to_reader
from summarizer.text.sentence_form import is_boilerplate


@pytest.mark.parametrize(
    "text",
    [
        "Anyone with information is asked to call the Velby police on 0845 605 6060.",
        "Witnesses should call 101 and quote case 44.",
        "Anyone who saw the boat is asked to call 555-0134.",
        "If you saw the boat, please call (021) 555 0147 or write to the harbour office.",
        "The number of the harbour office is +44 20 7946 0018.",
        "Hinweise nimmt die Polizei unter der Telefonnummer 04321 / 55 01 23 entgegen.",
        "Zeugen werden gebeten, sich unter Telefon 0431-160 3333 zu melden.",
        "Toute personne ayant des informations est priée d'appeler le 02 99 00 00 12.",
        "Quien tenga información puede llamar al 900 123 456.",
        "Chi ha visto la barca può chiamare il numero 02 5550 1234.",
        "Tipsa polisen på 077-114 14 00.",
        "Getuigen kunnen bellen met 0900-8844.",
        "Readers can reach the desk at desk@velbypost.example.",
    ],
)
def test_an_appeal_with_a_number_or_an_address(text):
    assert speaks_to_reader(text)
    assert is_boilerplate(text)


@pytest.mark.parametrize(
    "text",
    [
        "Good morning, and welcome to the harbour letter.",
        "Hello from a rainy quay in Velby.",
        "Dear readers, this letter comes a day late.",
        "Guten Morgen, liebe Leserinnen und Leser!",
        "Herzlich willkommen zum Hafenbrief.",
        "Bonjour à tous et bienvenue dans cette lettre.",
        "Hola, esta es la carta del puerto.",
        "Buongiorno, questa è la lettera del porto.",
        "God morgen, og velkommen til havnebrevet.",
    ],
)
def test_a_greeting(text):
    assert speaks_to_reader(text)


@pytest.mark.parametrize(
    "text",
    [
        "Related: The ferry to Velby was late again.",
        "Read more: The ferry to Velby was late again.",
        "READ NEXT – The ferry to Velby was late again.",
        "Lesen Sie auch: Die Fähre nach Velby kam wieder zu spät.",
        "Mehr zum Thema: Die Fähre nach Velby kam wieder zu spät.",
        "Lire aussi : Le ferry de Velby est encore en retard.",
        "Lea también: El ferri de Velby llegó tarde otra vez.",
        "Leggi anche: Il traghetto di Velby è ancora in ritardo.",
        "Leia também: A balsa de Velby atrasou de novo.",
        "Läs också: Färjan till Velby blev sen igen.",
    ],
)
def test_an_item_that_leads_to_another_story(text):
    assert speaks_to_reader(text)


@pytest.mark.parametrize(
    "text",
    [
        "The pier cost 1.200.000 crowns in 2004-2005.",
        "He called 120 families in 300 days and asked for 250 000 crowns.",
        "The vote was 202-118 on 05.12.2024 at 10.30.",
        "She called for 900 000 new trees by 2035.",
        "The flight VA1478 left at 2100 on 28 December with 120 people.",
        "Zeugen sahen um 10.30 Uhr 120 Menschen auf der Mole.",
        "Police said they had 300 calls in 24 hours.",
        "Information about 350 boats was published.",
        "Contact was lost at 10:45 with 120 people on board.",
        "Der Hafen liegt 020 Meter tief und 1000 Meter breit.",
        "The Hi-tech firm from Velby opened a quay.",
        "Hello Velby, a new play, opens on Monday.",
        "Good morning Velby is the name of the play.",
        "Welcome rain fell on the fields on Monday.",
        "Related costs rose to 4 million crowns.",
        "Read more slowly, the teacher told the pupils of Velby.",
    ],
)
def test_numbers_and_words_of_a_story_are_none(text):
    assert not speaks_to_reader(text)


def test_a_long_line_of_digits_is_read_in_a_moment():
    assert not speaks_to_reader("call " + "0 1" * 100_000)
