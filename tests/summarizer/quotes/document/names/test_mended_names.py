"""Where a row of capitals is more than one name, or less."""

import pytest

from tests.summarizer.quotes.document.printed_names import names_in


@pytest.mark.parametrize(
    ("headline", "body", "name"),
    [
        ("Mayor Hilda Marsh Goes On The Attack", "It was late, Marsh said.", "Hilda Marsh"),
        ("Marsh Goes On The Attack", "It was late, Marsh said.", "Marsh"),
        ("Jury Finds Ana Lind Guilty Of Theft", "Outside, Ana Lind wept.", "Ana Lind"),
        ("Skipper Ilka Tarrow Wins Third Cup In A Row", "It was late, Tarrow said.", "Ilka Tarrow"),
    ],
)
def test_a_headline_ends_a_name_at_its_verb(headline, body, name):
    assert names_in(f"{headline}\n\n{body}")[0] == name


def test_a_name_in_a_headline_stays_whole_where_nothing_looks_like_a_verb():
    assert (
        names_in("Velby Hotspur Beat Saltmouth Again On Sunday\n\nIt rained in Velby.")[0]
        == "Velby Hotspur Beat Saltmouth"
    )


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Charlotte Elsen Tobias Trommer met.", "en", ["Charlotte Elsen", "Tobias Trommer"]),
        ("Anna Maria Lind met us.", "en", ["Anna Maria Lind"]),
        ("Ana Ruiz Tomás Vega habló.", "es", ["Ana Ruiz Tomás Vega"]),
        (
            "Marina Lind spoke to the Daily Mail. The Daily Mail Lind said so.",
            "en",
            ["Marina Lind", "Daily Mail", "Daily Mail", "Lind"],
        ),
        ("La jueza del Tribunal Portuario Lidia Barros habló.", "es", ["Lidia Barros"]),
        ("Il presidente della Corte Navale Lidia Barros ha parlato.", "it", ["Lidia Barros"]),
        ("Es sprach Bäckermeisterin und Kolumnistin Sefora Lindqvist.", "de", ["Sefora Lindqvist"]),
        ("Es sprach Chef de Mission Lind. Lind ging.", "de", ["Lind", "Lind"]),
    ],
)
def test_rows_of_capitals_are_taken_apart(text, language, names):
    assert names_in(text, language) == names
