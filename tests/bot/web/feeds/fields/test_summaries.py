"""What blogs and aggregators add to a summary goes; the article's words stay."""

import pytest

from bot.web.feeds.fields.summaries import strip_notes

WORDS = "Gales are expected at Cape Ness tonight."


@pytest.mark.parametrize(
    "note",
    [
        "Read more", "READ MORE »", "→ Read more", "<Read more>", "… more", "View Entire Post ›", "Comments (12)", "Read more...", "Read more on gazette.example »", "[Read more]", "| Read more", "- Read more here",
        "Read the full story at The Gazette.", "Read more of this story at Slipway.", "Full story", "Keep reading…",
        "Continue reading →", "Continue reading on Quayside »", "… Continue reading Storm →", "[…]", "[...]", "(more…)",
        "The post Dock closes appeared first on Harbor Gazette.", "The post Dock closes first appeared on Quay.",
        "The post What now? Dock closes. appeared first on Harbor Gazette.",
        "[…] The post Dock closes appeared first on Harbor Gazette.",
        "Der Beitrag Sturm erschien zuerst auf Hafenblatt.", "L’article Tempête est apparu en premier sur Le Quai.",
        "La entrada Tormenta se publicó primero en El Muelle.", "L'articolo Tempesta proviene da Il Molo.",
        "Weiterlesen →", "Lire la suite", "Leer más »", "Leggi tutto", "Leia mais", "Lees meer", "Читать далее",
        "Article URL: https://a.example/x Comments URL: https://n.example/item?id=1 Points: 5 # Comments: 0",
        "Comments URL: https://n.example/item?id=1 Points: 5 # Comments: 0",
        "submitted by /u/orm [link] [comments]", "submitted by /u/orm to r/sarn [link] [comments]",
        "3 posts - 2 participants Read full topic",
    ],
)  # fmt: skip
def test_a_note_at_the_end_goes(note: str) -> None:
    assert strip_notes(f"{WORDS} {note}").rstrip(" …") == WORDS
    assert strip_notes(note).rstrip(" …") == ""


@pytest.mark.parametrize("mark", ["[…]", "[...]", "(more…)", "[…] Read more", "… more", "(...)"])
def test_a_sentence_that_is_cut_ends_with_dots(mark: str) -> None:
    assert strip_notes(f"{WORDS} The ferries stay in port until {mark}") == (
        f"{WORDS} The ferries stay in port until …"
    )
    assert strip_notes(f"{WORDS} {mark}").rstrip(" …") == WORDS


@pytest.mark.parametrize(
    "text",
    [
        "You can read more about the storm in the morning.",
        "The post office at Sarn closes.",
        "Read more books, the mayor said. She reads two a week.",
        "Comments by the mayor drew anger.",
        "More than 40 died.",
        "Learn more about this. Then act now, he said.",
        "He said: Read more. The children laughed.",
        "Continue reading the signs of the sea, says Orm. He has done so for forty years. His boat is old.",
        (
            "The post of harbour master appeared first on the ballot in 1900 and has been filled ever since by the people of "
            "Sarn, who choose one of their own every four years, in the spring, after the ice, in the old market hall."
        ),
    ],
)
def test_the_articles_words_stay(text: str) -> None:
    assert strip_notes(text) == text


def test_the_title_behind_an_invitation_goes_with_it() -> None:
    title = "Storm! What now?"
    assert strip_notes(f"{WORDS} Continue reading {title} at Quay Times", title) == WORDS


def test_comments_alone_are_no_summary() -> None:
    assert strip_notes("Comments") == ""
    assert strip_notes("12 comments") == ""


def test_the_heading_of_arxiv_goes() -> None:
    assert strip_notes(f"arXiv:2611.00001v1 Announce Type: new Abstract: {WORDS}") == WORDS


@pytest.mark.parametrize(
    "text", ["Read more " * 5_000, "[…]" * 9_000, "The post " * 5_000 + " appeared first on x", ""]
)
def test_hostile_texts_end(text: str) -> None:
    assert len(strip_notes(text)) <= len(text)
