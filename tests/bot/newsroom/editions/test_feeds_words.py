"""A sentence that a feed has cut is not shown, nor counted, as one of the article."""

import pytest

from bot.newsroom.editions.feeds_words import keep_whole_sentences, read_whole_sentences
from tests.bot.newsroom.sample_items import item


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Gales are expected. The ferries stay in port until …", "Gales are expected."),
        ("Gales are expected. The ferries stay in port until ...", "Gales are expected."),
        ("Gales are expected. The ferries stay in port until […]", "Gales are expected."),
        ("Gales are expected. The ferries stay in port until", "Gales are expected."),
        ("Gales are expected. What the ferries do:", "Gales are expected."),
        ("…who led the talks, said so on Monday. The strike is over.", "The strike is over."),
        ("[...] led the talks, he said. The strike is over.", "The strike is over."),
        ("Die Fähren fahren wieder. Das teilte die Reederei am Dienstag ...", "Die Fähren fahren wieder."),
        ("Les ferries repartent. « Personne n’a gagné », a dit …", "Les ferries repartent."),
        ("Los barcos salen de nuevo. La compañía dijo que…", "Los barcos salen de nuevo."),
        ("I traghetti ripartono. Lo ha detto la compagnia, che...", "I traghetti ripartono."),
        ("Os barcos voltam a sair. A empresa disse que [...]", "Os barcos voltam a sair."),
        ("De veerboten varen weer. Dat zei de rederij, die …", "De veerboten varen weer."),
        ("Färjorna går igen. Det säger rederiet, som ...", "Färjorna går igen."),
        ("Lautat kulkevat taas. Yhtiö kertoi, että …", "Lautat kulkevat taas."),
        ("Лодки снова ходят. Экипажи и компания подписали…", "Лодки снова ходят."),
        ("渡轮将于周四恢复航行。船员与公司达成协议，结束了…", "渡轮将于周四恢复航行。"),
    ],
)
def test_the_sentence_that_is_cut_is_left_out(text: str, kept: str) -> None:
    assert keep_whole_sentences(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "The vice president, the presumptive nominee of her party for the presidency, ...",
        "LUND (Harbour Press) ...",
        (
            "The ferry crews of Tern Quay and the Skerry Line went into a night of talks on Monday, with rest hours, pay and the "
            "winter timetable on the table, and with the islanders, who had been without a boat for eleven days, waiting for"
        ),
        "",
        " … ",
    ],
)
def test_where_no_sentence_is_whole_nothing_is_left(text: str) -> None:
    assert keep_whole_sentences(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Low humidity keeps it from feeling too intense",
        "“We will not sail …” said Holt. The strike goes on.",
        "Talks went on... and on. They ended at four.",
        "He said “nobody won this strike.” The mayor agreed (for once).",
        "เรือเฟอร์รีจะแล่นอีกครั้งในวันพฤหัสบดี",
    ],
)
def test_whole_sentences_stay_as_they_are(text: str) -> None:
    assert keep_whole_sentences(text) == text


def test_a_long_text_ends_with_a_whole_sentence() -> None:
    kept = keep_whole_sentences("The boats sail again on Thursday. " * 400)
    assert kept.endswith("Thursday.")
    assert len(kept) <= 5_000


def test_title_and_link_stay_where_no_sentence_does() -> None:
    said = read_whole_sentences(item("a", "Boats sail", "The boats sail again after …"))
    assert (said.headline, said.body, said.outlet) == ("Boats sail", "", "Gazette")
    assert said.url == "https://gazette.example/a"
