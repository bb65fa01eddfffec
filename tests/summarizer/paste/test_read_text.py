"""Pasted texts about invented people; the seed is read from the measuring data."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.errors import EmptyTextError, NoArticleError
from summarizer.paste.read_text import read_text, take_clean

BODY = (
    "The council of Vestnes decided on Tuesday to reopen the northern pier after eleven months of costly repairs.",
    '"We rebuilt every beam under the deck and tested it twice," said chief engineer Marta Olsen at the site.',
    "Traders in the old market expect visitor numbers to recover before the summer festival begins in June.",
    "The repairs cost 14.2 million crowns, about a fifth more than the council had first planned to spend.",
)
HEADLINE = "Northern pier reopens after eleven months"
CHROME = "Connect with us\n\nMenu\n\nLog in\n\nNews\n\n" + HEADLINE + "\n\n-\n\n"
TAIL = (
    "\n\nWritten by\n\nThe Gazette covers the whole fjord with a staff of nine people.\n\nYou may also like:\n\n"
    "Sport\n\nThe handball club of Molde lost its last game at home...\n\nShare on Facebook\n\n© 2026 Vestnes Gazette. All rights reserved."
)


def test_chrome_bio_and_teasers_go_and_the_line_above_is_the_headline():
    article = read_text(CHROME + "\n\n".join(BODY) + TAIL)
    assert article.body == "\n\n".join(BODY)
    assert article.headline == HEADLINE
    assert article.language == "en"


def test_second_copy_with_other_quote_marks_goes():
    curly = [line.replace('"We', "“We").replace('twice,"', "twice,”") for line in BODY]
    article = read_text(CHROME + "\n\n".join(BODY) + "\n\n" + "\n\n".join(curly) + TAIL)
    assert article.body == "\n\n".join(BODY)


@pytest.mark.parametrize(
    "text", [BODY[0], " ".join(BODY), "\n".join(BODY), "Ferry late. Nobody hurt. It sails on Monday."]
)
def test_a_short_clean_paste_is_kept_whole(text: str):
    assert read_text(text).body == text.replace("\n", "\n\n")


def test_labels_credits_and_read_also_lines_inside_go():
    text = "\n\n".join(
        (BODY[0], "Advertisement", "Photo: Kari Nilsen / Gazette", *BODY[1:3], "Read also: Ferry late again", BODY[3])
    )
    assert read_text(text).body == "\n\n".join(BODY)


def test_subheading_before_prose_stays():
    text = "\n\n".join((*BODY[:2], "Higher costs", *BODY[2:]))
    assert "Higher costs" in read_text(text).body


def test_slack_quote_and_link_marks_are_resolved():
    text = f"&gt; {HEADLINE}\n" + "\n".join(f"&gt; {line}" for line in BODY)
    text = text.replace("Marta Olsen", "<https://gazette.example/olsen?a=1&amp;b=2|Marta Olsen>").replace(
        "old market", "R&amp;D market"
    )
    article = read_text(text)
    assert article.headline == HEADLINE
    assert "engineer Marta Olsen at" in article.body
    assert "R&D market" in article.body
    assert "https" not in article.body


def test_mail_headers_go_and_the_subject_is_the_headline():
    wrapped = "\n\n".join(line[:60] + "\n" + line[60:].strip() for line in BODY)
    text = f"From: Per Dahl <per@fjord.example>\nTo: desk@fjord.example\nSubject: Fwd: {HEADLINE}\n\n" + wrapped
    article = read_text("\n".join("> " + line for line in text.split("\n")))
    assert article.headline == HEADLINE
    assert "per@fjord" not in article.body
    assert article.body.startswith("The council")


def test_lines_a_mail_program_broke_are_joined():
    words = " ".join(BODY).split()
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 70:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    article = read_text("\n".join([*lines, line]))
    assert article.body == " ".join(BODY)


@pytest.mark.parametrize(
    ("lines", "tail"),
    [
        (
            (
                "Der Rat von Vestnes hat am Dienstag beschlossen, den nördlichen Anleger nach elf Monaten wieder zu öffnen.",
            )
            * 1,
            "Lesen Sie auch",
        ),
        (
            (
                "Le conseil de Vestnes a décidé mardi de rouvrir le quai nord après onze mois de travaux coûteux pour la ville.",
            )
            * 1,
            "À lire aussi",
        ),
        (
            (
                "El consejo de Vestnes decidió el martes reabrir el muelle norte tras once meses de obras muy caras para todos.",
            )
            * 1,
            "Te puede interesar",
        ),
    ],
)
def test_tails_in_other_languages_go(lines: tuple[str, ...], tail: str):
    text = "\n\n".join((*lines, tail, "Molde", "Kristiansund"))
    assert read_text(text).body == "\n\n".join(lines)


@pytest.mark.parametrize("text", ["", " \n\t", "👍👍", "!!! ---", "\u200b\u202e"])
def test_a_text_without_words_is_refused(text: str):
    with pytest.raises(EmptyTextError):
        read_text(text)


def test_three_words_are_left_to_the_digest_to_refuse():
    assert read_text("three small words").body == "three small words"


def test_a_clean_body_is_taken_as_it_is():
    body = "  Two  spaces stay.\n\nSo does\tthis.  "
    article = take_clean(body, headline="A headline")
    assert (article.body, article.headline) == (body, "A headline")
    with pytest.raises(EmptyTextError):
        take_clean("…")


def test_two_megabytes_are_read_in_seconds():
    assert read_text(
        "\n\n".join(f"The ferry number {n} left the harbour of Vestnes at noon." for n in range(40_000))
    ).body


@pytest.mark.shared
def test_the_seed_gives_its_headline_and_one_body(shared: Path):
    article = read_text((shared / "seed" / "afp-mattis.txt").read_text("utf-8"))
    assert article.headline == "US says not ready yet for military collaboration with Russia"
    assert article.body.startswith("The United States is not yet ready")
    assert article.body.count("The United States is not yet ready") == 1
    assert article.body.endswith("Sergei Lavrov.")
    for chrome in ("Connect with us", "Hi, what are you looking for?", "2,400 staff", "You may also like"):
        assert chrome not in article.body


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *BODY,
                HEADLINE,
                "Menu",
                "Share",
                "You may also like",
                "> a",
                "",
                "<https://x.example|x>",
                "…",
                "新しい桟橋が開く。",
            ]
        )
        | st.text(max_size=40),
        max_size=30,
    )
)
def test_every_paragraph_comes_from_the_paste_and_none_is_blank(lines: list[str]):
    try:
        article = read_text("\n".join(lines))
    except (EmptyTextError, NoArticleError):
        return
    assert article.body
    assert all(paragraph.strip() == paragraph != "" for paragraph in article.body.split("\n\n"))
