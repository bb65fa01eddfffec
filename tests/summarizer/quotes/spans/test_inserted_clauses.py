import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.model import Article, Sentence, Span
from summarizer.quotes import find_quotes
from summarizer.quotes.grammar.lexicon import LEXICONS
from summarizer.quotes.key_quotes.pick import pick_quotes
from summarizer.quotes.spans.inserted_clauses import cut_out_clauses
from summarizer.quotes.spans.quotation_marks import find_marked

FRENCH = LEXICONS["fr"]
PIECES = (
    "explique", "Ana Lind", "a", "a-t-il", "dit", "s'exclame", "la maire", ",", ".", " ", "!", "…", "au Courrier", "sûre",
    "\n",
)  # fmt: skip


def cut(body):
    return [body[piece.start : piece.end] for piece in cut_out_clauses(body, find_marked(body), FRENCH)]


def test_the_clause_is_in_neither_part():
    body = "« La jetée est sûre, explique au Courrier la maire Ana Lind. Nous restons. »"

    first, second = cut_out_clauses(body, find_marked(body), FRENCH)
    assert body[first.start : first.end] == "La jetée est sûre"
    assert body[second.start : second.end] == "Nous restons."
    assert (first.is_speech, first.is_resumed, second.is_resumed) == (True, False, True)


def test_what_the_clause_says_of_the_speaker_goes_with_it():
    body = "« La jetée est sûre, explique Ana Lind, 31 ans, maire de Velby. Nous restons. »"

    assert cut(body) == ["La jetée est sûre", "Nous restons."]


def test_a_clause_that_closes_the_quote_leaves_one_part():
    assert cut("« La jetée est sûre, explique Ana Lind. »") == ["La jetée est sûre"]


def test_what_somebody_else_did_is_part_of_the_words():
    body = "« Elle a salué la foule, a remercié Bo Falk, juge d'instruction, et a dit adieu »"

    assert len(cut(body)) == 1


def test_blanks_behind_a_comma_are_no_clause():
    assert len(cut("« La jetée est sûre,          . Nous restons. »")) == 1
    assert len(cut("«, dit Ana Lind »")) == 1


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_parts_never_overlap_and_lie_inside_their_marks(words):
    body = f"« {' '.join(words)} » a dit Bo Falk. « {''.join(words)} »"
    whole = find_marked(body)

    end = 0
    for part in cut_out_clauses(body, whole, FRENCH):
        assert end <= part.outer_start <= part.start < part.end <= part.outer_end
        assert any(piece.start <= part.start and part.end <= piece.end for piece in whole)
        end = part.outer_end
    assert all(quote.text == quote.span.of(body) for quote in find_quotes(Article(body=body, language="fr")))


def test_a_part_of_a_shown_quote_is_not_lifted_again():
    said = (
        "« La jetée est sûre, explique Ana Lind, élue il y a quatre ans. Les bateaux peuvent tous revenir dès demain. »"
    )
    article = Article(body=f"{said}\n\n« Les tarifs du port ont doublé en un an », regrette Bo Falk.", language="fr")
    shown = Sentence(text=said, span=Span(0, len(said)), paragraph=0)

    picked = pick_quotes(article, find_quotes(article), [shown], limit=2)

    assert [quote.speaker_full for quote in picked] == ["Bo Falk"]


def test_no_blank_opens_the_part_behind_a_clause():
    assert cut("« La jetée est sûre, explique Ana Lind.    Nous restons. »") == ["La jetée est sûre", "Nous restons."]


@pytest.mark.parametrize("filling", [" " * 90_000, " -" * 40_000, ", " * 40_000, ("," + " " * 50) * 1_500])
@pytest.mark.parametrize("language", ["fr", "it"])
def test_a_page_full_of_blanks_and_marks_is_read_in_no_time(language, filling):
    """Patterns without limits took minutes here; the suite would not end."""
    assert len(find_quotes(Article(body=f"«a -{filling}-»", language=language))) < 3
