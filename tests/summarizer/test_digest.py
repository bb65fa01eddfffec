import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import summarizer.errors
from summarizer import Article, Mention, QuoteKind, Span, digest, read_page, read_text, verify
from summarizer.digest import LENGTHS, MAX_CHARACTERS
from summarizer.errors import (
    IN_TEXT,
    ON_PAGE,
    EmptyTextError,
    NoArticleError,
    NotVerbatimError,
    SummarizerError,
    TooLongError,
    TooShortError,
    UnknownMethodError,
    UnsupportedLanguageError,
)
from summarizer.model import Digest, Quote, Sentence
from summarizer.ranking import METHODS
from tests.bot.fakes import STORY

LAO = "ທ່າເຮືອຂອງເມືອງໄດ້ເປີດຄືນໃໝ່ໃນວັນຈັນຫຼັງຈາກສອງປີຂອງການສ້ອມແປງ. " * 6


LONG_STORY = f"""{STORY}
"The deck is wide enough for two carts and a pram," engineer Ines Tarrow said beside her drawings.

"Our summer was gone before the first plank was down," trader Omar Reyes complained in his empty shop.

"I will walk to the end of it every morning until I die," pensioner Liv Arden promised her grandson.

Divers found that only nine of the forty iron legs below the water had to be replaced before winter.
"""


@pytest.mark.parametrize(("length", "sentences", "quotes"), [("short", 2, 1), ("medium", 3, 2), ("long", 6, 3)])
def test_a_length_sets_how_much_is_shown(length, sentences, quotes):
    shown = digest(read_text(LONG_STORY), length=length)

    assert len(shown.sentences) == sentences
    assert len(shown.quotes) == quotes


def test_a_number_of_sentences_replaces_the_length():
    assert len(digest(read_text(STORY), sentences=1).sentences) == 1


@pytest.mark.parametrize("method", METHODS)
def test_every_method_gives_a_digest_and_the_same_one_twice(method):
    article = read_text(STORY)

    shown = digest(article, method=method)

    assert len(shown.sentences) == 3
    assert shown == digest(article, method=method)
    assert [sentence.span for sentence in shown.sentences] == sorted(sentence.span for sentence in shown.sentences)


def test_key_quotes_carry_who_said_them():
    shown = digest(read_text(STORY))

    assert [(quote.speaker_full, quote.role) for quote in shown.quotes][:1] == [("Ada Brandt", "Mayor")]


def test_an_article_of_two_sentences_is_shown_whole_and_says_so():
    shown = digest(read_text("The pier at Saltmouth reopened on Monday. Repairs had cost the town 4 million crowns."))

    assert len(shown.sentences) == 2
    assert shown.is_whole


def test_a_body_printed_twice_is_digested_once():
    curly = STORY.replace('"We', "“We").replace('temper,"', "temper,”")

    shown = digest(read_text(f"{STORY}\n\n{curly}"), length="long")

    texts = [sentence.text for sentence in shown.sentences]
    assert len(texts) == len(set(texts))
    assert shown.article.body.count("two years of repairs") == 1


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("three little words", TooShortError),
        ("🎉🎉🎉", EmptyTextError),
        ("   \n ", EmptyTextError),
        (LAO, UnsupportedLanguageError),
        ("The pier reopened on Monday after repairs. " * (MAX_CHARACTERS // 30), TooLongError),
    ],
)
def test_texts_that_cannot_be_digested_say_why(text, error):
    with pytest.raises(error) as caught:
        digest(read_text(text))

    assert caught.value.message
    assert caught.value.advice


def test_an_unknown_method_names_those_there_are():
    with pytest.raises(UnknownMethodError) as caught:
        digest(read_text(STORY), method="guess")

    assert "lex-rank" in caught.value.advice


def test_an_unknown_length_is_refused():
    with pytest.raises(ValueError, match="short, medium, long"):
        digest(read_text(STORY), length="tiny")


@pytest.mark.parametrize(
    "wrong",
    [
        Digest(Article("The pier."), (Sentence("The quay.", Span(0, 9), 0),), (), 1, "nutgraf"),
        Digest(Article("The pier."), (Sentence("The pier.", Span(1, 10), 0),), (), 1, "nutgraf"),
        Digest(Article("“Yes,” she said."), (), (Quote("No", Span(1, 3), QuoteKind.DIRECT),), 1, "nutgraf"),
        Digest(
            Article("“Yes,” she said."),
            (),
            (Quote("Yes,", Span(1, 5), QuoteKind.DIRECT, Mention("she", Span(7, 10)), "said", "Ada Brandt"),),
            1,
            "nutgraf",
        ),
        Digest(
            Article("“Yes,” said Ada Brandt, mayor since May."),
            (),
            (
                Quote(
                    "Yes,",
                    Span(1, 5),
                    QuoteKind.DIRECT,
                    Mention("Ada Brandt", Span(12, 22)),
                    "said",
                    "Ada Brandt",
                    "Mayor",
                ),
            ),
            1,
            "nutgraf",
        ),
        Digest(
            Article("“Yes,” said Ada Brandt, mayor since May."),
            (),
            (
                Quote(
                    "Yes,",
                    Span(1, 5),
                    QuoteKind.DIRECT,
                    Mention("Ada Brandt", Span(12, 22)),
                    "said",
                    "Ada Brandt",
                    "mayor",
                    speaker_line=Mention("mayor Ada Brandt", Span(12, 28)),
                ),
            ),
            1,
            "nutgraf",
        ),
        Digest(
            Article("“Yes,” said Ada Brandt, mayor since May."),
            (),
            (
                Quote(
                    "Yes,",
                    Span(1, 5),
                    QuoteKind.DIRECT,
                    Mention("Ada Brandt", Span(12, 22)),
                    "said",
                    "Ada Brandt",
                    "mayor",
                    speaker_line=Mention("Ada Brandt", Span(12, 22)),
                ),
            ),
            1,
            "nutgraf",
        ),
    ],
)
def test_what_is_not_in_the_article_is_never_shown(wrong):
    with pytest.raises(NotVerbatimError):
        verify(wrong)


QUOTED = "The pier closed. “We lost it. The sea took it all. We stay,” said Ana Lind."
TORN = "The pier closed. Lind said “we lost it. He called „it a shame,” and left."


def show(body, *texts, quotes=(), is_whole=False):
    sentences = tuple(Sentence(text, Span(body.index(text), body.index(text) + len(text)), 0) for text in texts)
    lifted = tuple(
        Quote(text, Span(body.index(text), body.index(text) + len(text)), QuoteKind.DIRECT) for text in quotes
    )
    return Digest(Article(body, language="en"), sentences, lifted, 9, "nutgraf", is_whole)


@pytest.mark.parametrize(
    "wrong",
    [
        show(QUOTED, "The pier closed.", "The sea took it all."),
        show(QUOTED, "The pier closed.", "“We lost it."),
        show(QUOTED, "The pier closed.", "We stay,” said Ana Lind."),
        show(TORN, quotes=["we lost it. He called „it a shame,"]),
    ],
)
def test_half_a_quote_is_never_shown(wrong):
    with pytest.raises(NotVerbatimError):
        verify(wrong)


@pytest.mark.parametrize(
    "right",
    [
        show(QUOTED, "The pier closed.", "“We lost it. The sea took it all. We stay,” said Ana Lind."),
        show(QUOTED, "The pier closed.", quotes=["We lost it. The sea took it all. We stay,"]),
        show(QUOTED, "The pier closed.", "“We lost it.", "The sea took it all.", is_whole=True),
        show(QUOTED, "The sea took it all."),  # all there is of a text that is one long quote
    ],
)
def test_whole_quotes_whole_texts_and_a_text_of_speech_only_are_shown(right):
    verify(right)


SIGNED = """Der Hafenmeister von Sarn zögert mit der Sperrung der Ostmole.

In der Ratssitzung am Dienstag bat er um vier Wochen Bedenkzeit.

Die Mole trage noch, erklärt die Ingenieurin Tilda Rohde.

Solange jeden Herbst ein Stück mehr abbricht und keiner die Steine der Mole ersetzt, hält die Ostmole zwei Winter.

Tilda Rohde, Ingenieurin

Der Rat stimmt im Januar über das Geld ab.

Die Fischer haben ihre Boote schon verlegt."""

INTERVIEW = """The harbour master of Sarn, Ines Tarrow, hesitates to close the east pier before the winter.

The council votes in January about the repairs of its walls, which engineers have called for since the last storm.

Why do you wait with the pier?

I want the council and the harbour of Sarn to see the east pier before it closes.

What do you tell the crews?

We talk every day. The crews of Sarn know the east pier and the winter best."""


@pytest.mark.parametrize(
    ("language", "body", "never"),
    [("de", SIGNED, ["Solange jeden Herbst"]), ("en", INTERVIEW, ["before it closes", "know the east pier"])],
)
def test_what_no_mark_shows_to_be_speech_is_not_in_a_digest(language, body, never):
    shown = digest(Article(body, language=language), length="medium")
    assert len(shown.sentences) > 1
    assert not any(words in sentence.text for sentence in shown.sentences for words in never)


@given(
    st.lists(
        st.sampled_from(
            [
                "“We stay. ",
                "It is old,” ",
                "she said. ",
                "\n\n",
                "Why do you stay?\n\n",
                "I like it here. ",
                "– Vi er her. ",
                "Lind: I stay.\n\n",
                "Row me home\n",
                "Ana Lind, mayor\n\n",
                "The pier closed on Monday. ",
                '"Never. ',
                'No," ',
            ]
        ),
        min_size=3,
        max_size=30,
    ),
    st.sampled_from(sorted(LENGTHS)),
)
def test_any_soup_of_speech_gives_a_digest_that_holds(parts, length):
    try:
        verify(digest(read_text("".join(parts)), length=length))
    except NotVerbatimError:
        raise
    except SummarizerError:
        return  # refused with a sentence, which is tested elsewhere


@given(st.text(max_size=600), st.sampled_from(sorted(LENGTHS)))
def test_any_text_gives_a_digest_that_holds_or_a_clear_error(text, length):
    try:
        verify(digest(read_text(text), length=length))
    except SummarizerError:
        return  # refused with a sentence, which is tested elsewhere


@given(
    st.lists(st.sampled_from(["“", "”", '"', "‘", "’", "„", "«", "»", " said ", " Ada Brandt ", ".", "\n\n", "word "]))
)
def test_any_soup_of_marks_holds(parts):
    try:
        digest(read_text("The council met on Monday to talk about the pier and its gates. " + "".join(parts)))
    except SummarizerError:
        return  # refused with a sentence, which is tested elsewhere


@pytest.mark.parametrize(
    "error",
    [
        TooShortError(3),
        TooLongError(9, 5),
        UnsupportedLanguageError("Lao"),
        UnsupportedLanguageError(),
        EmptyTextError(),
        *(kind(where) for kind in NoArticleError.__subclasses__() for where in (ON_PAGE, IN_TEXT)),
    ],
)
def test_errors_survive_the_way_out_of_a_child_process(error):
    assert pickle.loads(pickle.dumps(error)).message == error.message  # noqa: S301  (our own bytes)


def test_every_error_of_the_core_speaks_in_sentences():
    for kind in (*SummarizerError.__subclasses__(), *NoArticleError.__subclasses__()):
        assert kind.__doc__
        assert kind.code != SummarizerError.code
        assert getattr(summarizer.errors, kind.__name__) is kind


PURE = """
import sys
from summarizer import digest, find_quotes, group_stories, read_page, read_text, verify

text = open(sys.argv[1], encoding="utf-8").read()
page = "<html><head><title>Pier</title></head><body><article><h1>Pier</h1><p>%s</p></article></body></html>"
page = page % text.replace("\\n\\n", "</p><p>")

def use():
    article = read_text(text)
    verify(digest(article))
    find_quotes(article)
    digest(read_page(page, "https://gazette.example/pier"))
    digest(article, method="lex-rank")
    group_stories([article, article])

use()  # libraries import the last of their modules at first use
touched = []
def hook(event, arguments):
    if event.split(".")[0] in {"socket", "sqlite3", "subprocess", "shutil", "tempfile", "urllib", "ftplib"} or event in {
        "open", "os.system", "os.listdir", "os.remove", "os.rename", "os.mkdir", "os.scandir", "os.exec", "os.posix_spawn"
    }:
        touched.append((event, arguments))
sys.addaudithook(hook)
use()
print(touched)
"""


def test_a_digest_opens_no_file_no_socket_and_no_database(tmp_path):
    story = tmp_path / "story.txt"
    story.write_text(STORY, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PURE, str(story)], capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == "[]", done.stderr + done.stdout


def test_a_page_and_a_paste_of_one_story_tell_the_same():
    paragraphs = "".join(f"<p>{line}</p>" for line in STORY.split("\n\n")[1:])
    title = STORY.splitlines()[0]
    head = f"<head><title>{title} | The Harbour Gazette</title></head>"
    page = f"<html>{head}<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"

    from_page = digest(read_page(page, "https://gazette.example/pier"))
    from_text = digest(read_text(STORY))

    assert [sentence.text for sentence in from_page.sentences] == [sentence.text for sentence in from_text.sentences]
