"""Which sentences would present somebody's words as the reporter's."""

import pytest

from summarizer.model import Article, Span
from summarizer.quotes import find_speech
from summarizer.text.sentences import split_sentences


def hidden(body, language="en", **fields):
    """The texts of the sentences that would, in order."""
    article = Article(body=body, language=language, **fields)
    speech = find_speech(article)
    return [sentence.text for sentence in split_sentences(article) if speech.hides(sentence.span)]


def hides(body, sentence, language="en"):
    start = body.index(sentence)
    return find_speech(Article(body=body, language=language)).hides(Span(start, start + len(sentence)))


@pytest.mark.parametrize("sentence", ["“We lost it.", "The sea took the pier.", "We stay,” said Ana Lind.", "We stay,"])
@pytest.mark.parametrize(
    "body",
    [
        "“We lost it. The sea took the pier. We stay,” said Ana Lind. It was old.",
        '"We lost it. The sea took the pier. We stay," said Ana Lind. It was old.',
        "„We lost it. The sea took the pier. We stay,“ said Ana Lind. It was old.",
        "« We lost it. The sea took the pier. We stay, » said Ana Lind. It was old.",
        "»We lost it. The sea took the pier. We stay,« said Ana Lind. It was old.",
        '“We lost it. The sea took the pier. We stay," said Ana Lind. It was old.',
        "‘We lost it. The sea took the pier. We stay,’ said Ana Lind. It was old.",
    ],
)
def test_half_a_quote_and_what_lies_inside_open_marks(body, sentence):
    opening, closing = body[0], body[body.index("stay,") + 5 :].lstrip(" ")[0]
    sentence = sentence.replace("“", opening).replace("”", " " * (opening == "«") + closing)
    assert hides(body, sentence.removeprefix("«"))
    assert not hides(body, body.removesuffix(" It was old."))
    assert not hides(body, "It was old.")


def test_what_lies_in_a_quote_of_several_paragraphs():
    body = "Lind said: “We lost it.\n\n“The sea took the pier. Nobody saw it. We stay.”\n\nIt was old."
    assert hides(body, "Nobody saw it.")
    assert hides(body, "“The sea took the pier.")
    assert not hides(body, "It was old.")


def test_what_lies_in_a_stretch_whose_marks_do_not_match():
    body = "“We lost it. The „sea took it. Nobody saw that,” said Ana Lind. It was old."
    assert hides(body, "Nobody saw that,")
    assert not hides(body, "It was old.")


def test_half_of_the_speech_behind_a_dash():
    body = "– Det er trist. Havet tok moloen, sier Ana Lind. Hun bor i Velby."
    assert hides(body, "– Det er trist.", "no")
    assert hides(body, "Havet tok moloen, sier Ana Lind.", "no")
    assert not hides(body, "Hun bor i Velby.", "no")


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "“The sea took the pier,” said Ana Lind. “We stay.” She called it “a loss” and the council “asleep”."),
        ("de", "Sie nannte den Rat „träge“. „Wir bleiben“, sagte Ada Brandt."),
        ("no", "– Havet tok moloen, sier Ana Lind. Hun bor i Velby."),
        ("en", "The play “The Long Pier” opens on Monday. Tickets are sold at the gates."),
    ],
)
def test_a_quote_with_both_its_marks_is_no_bare_sentence(language, body):
    assert hidden(body, language) == []


INTRO = "Ana Lind has run the harbour of Velby for nine years. She leaves in May."


@pytest.mark.parametrize(
    ("language", "turns"),
    [
        ("en", ["Why do you leave now?", "I have seen nine winters here. The pier needs younger hands.", "What will you miss?", "The gulls. I know each of them."]),
        ("en", ["Why did the pier close?", "We had no choice. The boards were rotten.", "Who pays for it?", "I hope that the council does."]),
        ("de", ["Warum gehen Sie jetzt?", "Ich habe neun Winter gesehen. Die Mole braucht jüngere Hände.", "Was wird Ihnen fehlen?", "Mir fehlen schon jetzt die Möwen."]),
        ("de", ["Frau Lind, warum gehen Sie jetzt?", "Die Mole braucht jüngere Hände.", "Was raten Sie dem Nachfolger?", "Die Mole verzeiht keinen Winter.", "Und was machen Sie dann?", "Ich schlafe aus."]),
        ("fr", ["Pourquoi partez-vous maintenant ?", "J'ai vu neuf hivers ici. La jetée veut des mains plus jeunes.", "Que va-t-il vous manquer ?", "Les mouettes, je les connais toutes."]),
        ("es", ["¿Por qué se marcha usted ahora?", "Creo que he visto bastantes inviernos. El muelle quiere manos jóvenes.", "¿Qué echará de menos?", "Las gaviotas, yo conozco a todas."]),
        ("sv", ["Varför slutar du nu?", "Jag har sett nio vintrar här. Piren behöver yngre händer.", "Vad kommer du att sakna?", "Måsarna, jag känner dem alla."]),
    ],
)  # fmt: skip
def test_the_answers_of_an_interview(language, turns):
    found = hidden("\n\n".join([INTRO, *turns]), language)
    assert found
    assert not set(found) & {"Ana Lind has run the harbour of Velby for nine years.", "She leaves in May."}
    assert all(any(text in turn for text in found) for turn in turns[1::2])
    assert sum(map(len, found)) >= sum(len(turn) for turn in turns) - 8  # all but the blanks


@pytest.mark.parametrize(
    ("language", "turns"),
    [
        ("en", ["Q: Why do you leave?", "A: I have seen nine winters. The pier needs younger hands.", "Q: And then?", "A: The pier will be fine without anybody."]),
        ("de", ["Frage: Warum gehen Sie?", "Antwort: Ich habe neun Winter gesehen. Die Mole braucht jüngere Hände.", "Frage: Und dann?", "Antwort: Die Mole bleibt stehen."]),
    ],
)  # fmt: skip
def test_answers_behind_labels(language, turns):
    assert sum(map(len, hidden("\n\n".join([INTRO, *turns]), language))) >= sum(map(len, turns)) - 4


def test_an_answer_that_its_name_opens_is_shown_with_the_name_only():
    turns = "Post: Why do you leave?\n\nLind: I have seen nine winters. The pier needs younger hands.\n\nPost: And then?\n\nLind: The pier stays."
    assert hidden(f"{INTRO}\n\n{turns}") == ["The pier needs younger hands."]


@pytest.mark.parametrize(
    "body",
    [
        f"{INTRO}\n\nWhy is the pier closed?\n\nThe boards were rotten, the council wrote.\n\nWhen does it open again?\n\nIn May, after the last storm.",
        f"{INTRO}\n\nShe added: “I know each gull.”\n\nThe council objects.\n\nShe added: “I leave in May.”",
        f"{INTRO}\n\nWho will follow her? The council votes in May.\n\n“Will you stay?” asked Omar Reyes.\n\nWe do not know.",
    ],
)
def test_an_explanation_with_questions_above_its_parts_is_the_reporters(body):
    assert hidden(body) == []


SOLANGE = "Solange keiner die Steine ersetzt, hält das Bauwerk vielleicht noch zwei Winter."


@pytest.mark.parametrize(
    "signature", ["Tilda Rohde, Ingenieurin", "— Tilda Rohde", "Tilda von Rohde (Ingenieurin)", "- Tilda Rohde, Velby"]
)
def test_a_block_quote_that_a_name_signs(signature):
    body = f"Die Mole wackelt seit Jahren.\n\nDer Rat tagt heute.\n\n{SOLANGE}\n\n{signature}\n\nDer Rat stimmt im Januar ab."
    assert hidden(body, "de") == [SOLANGE]


@pytest.mark.parametrize(
    "body",
    [
        f"{SOLANGE}\n\nVon Tilda Rohde, Velby\n\nDer Rat tagt. Die Mole wackelt.",
        f"{SOLANGE}\n\nTilda Rohde, Korrespondentin\n\nDer Rat tagt. Die Mole wackelt.",
        f"Die Mole wackelt.\n\nDer Rat tagt.\n\n{SOLANGE}\n\nTilda Rohde, Korrespondentin",
        "Die Mole wackelt.\n\nDer Rat tagt.\n\nDas sagt Tilda Rohde seit Jahren.\n\nTilda Rohde, Ingenieurin\n\nDer Rat stimmt ab.",
        f"Die Mole wackelt.\n\nDer Rat tagt.\n\n{SOLANGE}\n\nKein Geld im Januar\n\nDer Rat stimmt ab.",
    ],
)
def test_a_byline_a_caption_and_a_heading_sign_nothing(body):
    assert hidden(body, "de") == []


def test_an_author_signs_their_own_words():
    body = f"Die Mole wackelt.\n\nDer Rat tagt.\n\n{SOLANGE}\n\nTilda Rohde, Velby\n\nDer Rat stimmt ab."
    assert hidden(body, "de", byline=("Tilda Rohde",)) == []


@pytest.mark.parametrize(
    "lines",
    [
        "Row me home, row me home\nOver the water dark,\nThe pier is gone and so am I.",
        "Row me home, row me home\n\nOver the water dark\n\nThe pier is gone, and so am I\n\nAnd nobody lit a lamp.",
        "Ruder mich heim, ruder mich heim\nÜber das dunkle Meer,\nDie Mole ist fort und ich bin es auch.",
    ],
)
def test_a_lyric(lines):
    body = f"Two hundred people sang it on the quay on Monday.\n\n{lines}\n\nThe song was written in Velby a hundred years ago."
    last = lines.rstrip().rsplit("\n", 1)[1]
    assert any(last in text for text in hidden(body))
    assert not any("quay" in text or "written" in text for text in hidden(body))


def test_lines_of_a_message_that_breaks_them_are_no_lyric():
    body = (
        "The ferry to Velby was late again on Monday\nbecause fog lay over the sound, and the\nskipper waited for an hour "
        "at the pier.\n\nThe council meets in May."
    )
    assert hidden(body) == []


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("no", "– Jeg har sett ni vintre her. Moloen trenger yngre hender."),
        ("es", "—Creo que he visto bastantes inviernos. El muelle quiere manos jóvenes."),
        ("fr", "– Nous avons tout perdu. La jetée ne tiendra pas."),
    ],
)
def test_a_line_behind_a_dash_in_which_somebody_speaks_of_themselves(language, line):
    assert sum(map(len, hidden(f"{INTRO}\n\n{line}\n\n{INTRO}", language))) >= len(line) - 1


def test_a_list_behind_dashes_is_the_reporters():
    assert hidden(f"{INTRO}\n\n– The pier closes in May.\n\n– The ferry runs from the quay.") == []


def test_asking_about_places_beyond_the_body_is_harmless():
    speech = find_speech(Article(body="“So,” she said."))
    assert speech.hides(Span(1, 3))
    assert not speech.hides(Span(90, 99))
    assert not find_speech(Article(body="Nothing was said.")).hides(Span(0, 17))
