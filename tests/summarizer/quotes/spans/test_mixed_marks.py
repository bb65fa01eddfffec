"""Marks of two styles, wrong marks and missing ones: no quote holds the reporter's words."""

import pytest

from summarizer.quotes.grammar.lexicon import lexicon_for
from summarizer.quotes.spans.find_spans import find_all_spans, find_spans
from summarizer.quotes.spans.unclosed import has_unmatched_mark


def find_texts(language, body):
    return [body[piece.start : piece.end] for piece in find_spans(body, lexicon_for(language, body))]


@pytest.mark.parametrize(
    ("language", "body", "texts"),
    [
        (
            "en",
            (
                "Comparing Harland (“the last honest ferryman on this coast”) with Orlo (“a man who has sold the same pier "
                '‘three times over.’") Castor still asked Harland to "leave the wheel to somebody who can see the rocks.”'
            ),
            [
                "the last honest ferryman on this coast",
                "a man who has sold the same pier ‘three times over.’",
                "leave the wheel to somebody who can see the rocks.",
            ],
        ),
        (
            "en",
            'She praised Orlo ("a careful hand”), Harland (“a good eye") and the crew, and called the pier "lost.”',
            ["a careful hand", "a good eye", "lost."],
        ),
        (
            "en",
            '“The pier is safe," said Ana Lind. "Nobody was hurt here.” The council met. “We vote in May," it wrote.',
            ["The pier is safe,", "Nobody was hurt here.", "We vote in May,"],
        ),
        ("en", "“The pier is safe,“ said Ana Lind. “Nobody was hurt.“", ["The pier is safe,", "Nobody was hurt."]),
        ("en", "”The pier is safe“, said Ana Lind. Nobody came.", ["The pier is safe"]),
        ("en", "“The pier is safe,'' said Ana Lind. ``Nobody was hurt.\"", ["The pier is safe,", "Nobody was hurt."]),
        (
            "de",
            "„Die Mole ist sicher„, sagte Ada Brandt. Der Rat tagt „im Januar“.",
            ["Die Mole ist sicher", "im Januar"],
        ),
        (
            "de",
            '„Die Mole ist sicher", sagte Ada Brandt. Der Rat tagt „im Januar“.',
            ["Die Mole ist sicher", "im Januar"],
        ),
        ("de", '"„Vor Jahren war ich hier."\n\nAm Nachmittag ging sie.', ["Vor Jahren war ich hier."]),
        ("it", "«Il molo è sicuro«, dice Ana Lind. «Noi restiamo».", ["Il molo è sicuro", "Noi restiamo"]),
        ("it", "Il film “ I Cavalieri del Mare “, prodotto da Nord, esce a maggio.", ["I Cavalieri del Mare"]),
        ("it", "Il film “ I Cavalieri del Mare “ esce a maggio. I fan attendono.", ["I Cavalieri del Mare"]),
        ("it", 'Il film " I Cavalieri del Mare ", prodotto da Nord, esce a maggio.', ["I Cavalieri del Mare"]),
        ("es", "“El muelle es seguro“, dijo Ana Lind. “Nos quedamos”.", ["El muelle es seguro", "Nos quedamos"]),
        ("sv", "”Piren är säker”, säger Ana Lind. ”Vi stannar här“.", ["Piren är säker", "Vi stannar här"]),
    ],
)
def test_a_wrong_mark_ends_the_quote_where_the_right_one_would(language, body, texts):
    assert find_texts(language, body) == texts


@pytest.mark.parametrize(
    ("language", "body", "texts"),
    [
        (
            "en",
            "“We lost the boats and the nets, said Ana Lind.\n\nThe pier was built in 1901.",
            ["We lost the boats and the nets,"],
        ),
        ("en", "“We lost everything, Lind said. “But we will stay.”", ["We lost everything,", "But we will stay."]),
        (
            "de",
            '"Wir haben alles verloren, sagt die Hafenmeisterin Ada Brandt.\n\nDer Rat tagt.',
            ["Wir haben alles verloren,"],
        ),
        (
            "da",
            "»Køkkenet kan meget mere. Der er en historie, siger hun.\n\nStine bor der.",
            ["Køkkenet kan meget mere. Der er en historie,"],
        ),
        (
            "en",
            "“We lost everything, I said to them.\n\n“But we will stay,” said Ana Lind.",
            ["We lost everything, I said to them.", "But we will stay,"],
        ),
        (
            "en",
            "“We lost everything, and nobody said why.\n\nThe pier was built in 1901.",
            ["We lost everything, and nobody said why."],
        ),
    ],
)
def test_a_quote_without_a_closing_mark_ends_before_the_reporters_clause(language, body, texts):
    assert find_texts(language, body) == texts


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        (
            '"We lost it. "But we will rebuild," she says. Meanwhile the council met. "The pier stays," he said.',
            ["We lost it.", "But we will rebuild,", "The pier stays,"],
        ),
        (
            '"We stay here, all of us."The mayor said the pier was "open to everybody". The vote is on Monday.',
            ["We stay here, all of us.", "open to everybody"],
        ),
        (
            '"He said it twice. "Never again," he told me," said Ana Lind.',
            ['He said it twice. "Never again," he told me,'],
        ),
        ('"He called it "a mess" twice," said Ana Lind.', ['He called it "a mess" twice,']),
    ],
)
def test_paragraphs_run_together_leave_each_quote_its_own_words(body, texts):
    assert find_texts("en", body) == texts


@pytest.mark.parametrize(
    "text",
    [
        "the pier. “Now it is gone",
        "a man who sold it.”) Castor asked Harland to “leave the wheel",
        'a 12" pipe burst',
        "so „war es",
    ],
)
def test_a_mark_without_a_partner_is_seen(text):
    assert has_unmatched_mark(text)


@pytest.mark.parametrize("sign", ["」", "』", "〞", "〟"])
def test_a_closing_mark_that_nothing_opened_has_no_partner(sign):
    assert has_unmatched_mark(f"the pier ({sign}a, and{sign} more")


@pytest.mark.parametrize(
    "text",
    [
        "so “good” a day",
        'so "good" a day',
        "so „gut“ war es",
        "»so« und »so«",
        "og sagde ”nej”",
        "it’s the keeper’s, 6'2\" tall",
        "nothing",
    ],
)
def test_marks_in_pairs_are_none_without_a_partner(text):
    assert not has_unmatched_mark(text)


def test_a_stretch_with_a_mark_without_a_partner_is_no_quote_but_is_known():
    body = 'He was told: "Ask yourself what you could do instead?\'\'" Lind went on. "The pier is safe," she said.'
    words = lexicon_for("en", body)
    assert find_texts("en", body) == ["The pier is safe,"]
    assert len(find_all_spans(body, words)) == 2


@pytest.mark.parametrize(
    "body",
    [
        "The crews‘ boats weren‘t safe, said Ana Lind. It‘s the sea‘s turn, and the ‘90s are over.",
        "L‘isola dell‘ancora non c‘è più, dice Ana Lind.",
        "D‘Arcy O‘Neill of s‘Velby met the crew at the captain‘s house.",
    ],
)
def test_a_turned_apostrophe_opens_and_closes_nothing(body):
    assert find_texts("en", body) == []


def test_a_turned_apostrophe_inside_a_quote_leaves_it_whole():
    body = "“It‘s the crews‘ pier, and it isn‘t safe,” said Ana Lind."
    assert find_texts("en", body) == ["It‘s the crews‘ pier, and it isn‘t safe,"]


@pytest.mark.parametrize(
    ("language", "body", "texts"),
    [
        ("en", "‘It‘s safe for the crews‘ boats now,’ said Ana Lind.", ["It‘s safe for the crews‘ boats now,"]),
        ("en", "‘It‘s safe for all of us now‘ said Ana Lind. The crews‘ boats left.", ["It‘s safe for all of us now"]),
        ("en", "“They called it ‘a mess‘ and left,” said Ana Lind.", ["They called it ‘a mess‘ and left,"]),
        ("it", "Dice Ana Lind: “All‘alba siamo partiti dall‘isola”.", ["All‘alba siamo partiti dall‘isola"]),
    ],
)
def test_turned_apostrophes_beside_single_marks(language, body, texts):
    assert find_texts(language, body) == texts
