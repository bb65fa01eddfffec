"""What has become of what was shown: nothing is called changed that a reader would call the same."""

from dataclasses import replace

import pytest

from bot.newsroom.corrections.compare import FOR_SUBSCRIBERS, ONLY_PART, compare, to_shown
from bot.newsroom.corrections.differences import find_changes
from bot.newsroom.corrections.folding import fold
from bot.newsroom.corrections.model import ArticleCheck, Change, ChangeKind, Fate, ShownArticle, Verdict
from summarizer import Article, digest, find_quotes
from summarizer.model import ArticleKind

BODY = """The pier at Saltmouth reopened on Monday after two years of repairs that cost the town 4 million crowns.

“We have waited long enough for this day, and nobody will ever close our pier again,” said Mayor Ada Brandt on Monday.

Crowds of about 300 people walked to its end, where a band from Lowmoor played until the evening.

The old pier was closed in 2024 when a storm broke eleven of its piles and washed away the ticket office.

The council plans to charge visitors two crowns from next summer, which the shopkeepers of Tern Quay oppose."""
ARTICLE = Article(BODY, headline="Pier reopens", url="https://g.example/pier", kind=ArticleKind.PAGE, language="en")
SHOWN = to_shown(replace(digest(ARTICLE), quotes=find_quotes(ARTICLE)))


def check(body: str = BODY, **fields: object) -> ArticleCheck:
    return compare(SHOWN, replace(ARTICLE, body=body, **fields))  # type: ignore[arg-type]  # fields by name


def only(body: str, sentence: str) -> ArticleCheck:
    """A check of one shown sentence."""
    return compare(ShownArticle("https://g.example/pier", sentences=(sentence,)), replace(ARTICLE, body=body))


def test_the_same_page_is_unchanged():
    found = check()

    assert found.verdict is Verdict.UNCHANGED
    assert len(found.lines) == len(SHOWN.sentences) + len(SHOWN.quotes) >= 4
    assert {line.fate for line in found.lines} == {Fate.SAME}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("“We have waited long", '"We have waited long'),
        ("two years", "two\u00a0years"),
        ("reopened", "re\u00adopened"),
        ("The pier at", "SALTMOUTH — The pier at"),
        ("The pier at", "Updated at 10:15\n\nThe pier at"),
        ("ticket office", "ticket\u200boffice"),
        ("The old pier", "A band from Quay played too.\n\nThe old pier"),
        ("pier again,” said", "pier again!” said"),
    ],
)
def test_typography_and_new_paragraphs_are_no_change(before, now):
    assert before in BODY
    assert check(BODY.replace(before, now)).verdict is Verdict.UNCHANGED


def test_paragraphs_in_another_order_are_no_change():
    assert check("\n\n".join(reversed(BODY.split("\n\n")))).verdict is Verdict.UNCHANGED


def test_another_number_is_shown_before_and_now():
    found = check(BODY.replace("4 million", "6 million"))

    (line,) = [line for line in found.lines if line.fate is not Fate.SAME]
    assert found.verdict is Verdict.CORRECTED
    assert line.fate is Fate.REWORDED
    assert line.changes == (Change("4", "6", ChangeKind.NUMBER),)
    assert "6 million" in line.now


def test_another_name_is_a_correction():
    found = only(BODY.replace("from Lowmoor", "from Port Ellery"), BODY.split("\n\n")[2])

    assert found.verdict is Verdict.CORRECTED
    assert found.lines[0].changes == (Change("Lowmoor", "Port Ellery", ChangeKind.NAME),)


def test_other_words_are_a_change_and_no_correction():
    found = only(BODY.replace("closed in 2024", "shut in 2024"), BODY.split("\n\n")[3])

    assert found.verdict is Verdict.CHANGED
    assert not found.lines[0].is_correction


def test_a_removed_sentence_is_no_longer_there():
    sentence = BODY.split("\n\n")[2]
    found = only(
        BODY.replace(sentence, "Nothing else happened in the harbour that evening, the police said."), sentence
    )

    assert found.lines[0].fate is Fate.MISSING


def test_words_that_are_now_part_of_a_longer_sentence_are_changed():
    found = only(
        "He was arrested by mistake on Monday, the police said. They let him go.", "He was arrested by mistake."
    )

    assert found.lines[0].fate is not Fate.SAME


def test_a_sentence_after_brackets_and_signs_is_found_in_its_own_text():
    body = "前の段落。\n\n\u3000【ソウル】大統領は緊急談話を出した。◆韓国の戒厳令は憲法で定めている。"

    for sentence in ("【ソウル】大統領は緊急談話を出した。", "◆韓国の戒厳令は憲法で定めている。"):
        assert fold(body).find(fold(sentence)) is not None


def test_a_sentence_is_not_found_inside_of_words():
    assert fold("She died. They left.").find(fold("He died.")) is None


@pytest.mark.parametrize(("one", "other"), [("1.5", "15"), ("5-3", "53"), ("£5", "$5"), ("-5", "5"), ("5%", "5")])
def test_marks_that_change_a_number_count(one, other):
    assert fold(f"It was {one} then").text != fold(f"It was {other} then").text


@pytest.mark.parametrize(("one", "other"), [("1,000", "1000"), ("cease-fire", "ceasefire"), ("it’s", "it's")])
def test_marks_that_change_nothing_do_not_count(one, other):
    assert fold(one).text == fold(other).text


def test_a_quote_of_another_speaker_now_is_told():
    assert SHOWN.quotes[0].speaker == "Ada Brandt"

    found = check(BODY.replace("Mayor Ada Brandt", "Councillor Edvin Skaar"))

    (line,) = [line for line in found.lines if line.fate is Fate.OTHER_SPEAKER]
    assert (line.speaker, line.now) == ("Ada Brandt", "Edvin Skaar")
    assert found.verdict is Verdict.CORRECTED


def test_a_new_notice_is_a_correction_and_a_known_one_is_not():
    notice = "Correction: An earlier version had the wrong year."
    known = replace(SHOWN, corrections=(notice.replace(" had", "  had"),))

    assert check(corrections=(notice,)).verdict is Verdict.CORRECTED
    assert check(corrections=(notice,)).corrections == (notice,)
    assert compare(known, replace(ARTICLE, corrections=(notice,))).verdict is Verdict.UNCHANGED


def test_another_headline_is_a_change():
    found = check(headline="Pier reopens, then closes")

    assert (found.verdict, found.headline) == (Verdict.CHANGED, "Pier reopens, then closes")
    assert check(headline="PIER REOPENS").verdict is Verdict.UNCHANGED


def test_withdrawn_is_said_only_where_the_page_says_so_and_the_words_are_gone():
    notice = "This article has been removed."

    assert check("Nothing is here now but a few words of ours.", withdrawal=notice).verdict is Verdict.WITHDRAWN
    assert check(f"{notice}\n\n{BODY}", withdrawal=notice).verdict is Verdict.WITHDRAWN
    assert check(withdrawal=notice).verdict is Verdict.UNCHANGED


def test_a_page_that_is_for_subscribers_now_is_not_called_changed():
    found = check(BODY.split("\n\n", 1)[0], is_paywalled=True)

    assert (found.verdict, found.reason, found.lines) == (Verdict.UNREADABLE, FOR_SUBSCRIBERS, ())


def test_a_page_that_shows_much_less_is_not_called_changed():
    found = check("Read the rest of this story in our app, which you find in the store.")

    assert (found.verdict, found.reason) == (Verdict.UNREADABLE, ONLY_PART)


def test_a_page_of_another_story_is_one_that_the_link_now_leads_to():
    other = " ".join(f"The ferries of company {name} sail again today, the crews said." for name in "ABCDEFGHIJ")

    assert check(other, headline="Ferries sail").verdict is Verdict.MOVED


def test_only_words_that_differ_are_named():
    assert find_changes("A cease-fire at 4 p.m.", "A ceasefire at 5 p.m.") == (Change("4", "5", ChangeKind.NUMBER),)
    assert find_changes("He said yes", "He said, “yes”") == ()
