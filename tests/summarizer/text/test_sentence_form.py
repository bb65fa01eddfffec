import pytest

from summarizer.text.sentence_form import (
    has_end_mark,
    is_balanced,
    is_boilerplate,
    is_parenthetical,
    is_question_or_teaser,
    opens_with_anaphor,
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("He left at noon.", "en"),
        ("“It happens every day,” she said.", "en"),
        ("It’s the third time.", "en"),
        ("However, the bridge stayed shut.", "en"),
        ("In addition, two boats sank.", "en"),
        ("Er kam zu spät.", "de"),
        ("Das ist neu.", "de"),
        ("Elle est partie.", "fr"),
        ("Sin embargo, nadie vino.", "es"),
        ("According to him, the bridge is safe.", "en"),
        ("When she came back, the pier was gone.", "en"),
        ("Days later, the crew was found.", "en"),
        ("One of them had sailed before.", "en"),
        ("All of this took an hour.", "en"),
        ("Das alles dauerte eine Stunde.", "de"),
        ("Das dürfte teuer werden.", "de"),
        ("Als er zurückkam, war der Steg fort.", "de"),
        ("Einer von ihnen kannte das Boot.", "de"),
        ("Zur Begründung hieß es, das Boot sei alt.", "de"),
        ("Tout cela a duré une heure.", "fr"),
        ("Selon elle, le pont est sûr.", "fr"),
        ("L’un d’eux connaissait le bateau.", "fr"),
        ("Lorsqu’il est revenu, le quai avait disparu.", "fr"),
        ("Todo ello duró una hora.", "es"),
        ("Lo mismo pasó en el puerto.", "es"),
        ("Cuando ella volvió, el muelle no estaba.", "es"),
        ("Por su parte, la alcaldesa calló.", "es"),
        ("Il tutto è durato un'ora.", "it"),
        ("Lo stesso è successo al porto.", "it"),
        ("Quest’ultimo conosceva la barca.", "it"),
        ("Tutto questo è costato caro.", "it"),
        ("Secondo lui il ponte è sicuro.", "it"),
        ("Tudo isso durou uma hora.", "pt"),
        ("Já o prefeito ficou calado.", "pt"),
        ("Quando ela voltou, o cais sumira.", "pt"),
        ("Dit alles duurde een uur.", "nl"),
        ("Dat alles kostte veel geld.", "nl"),
        ("Volgens hem is de brug veilig.", "nl"),
        ("Allt detta tog en timme.", "sv"),
        ("Enligt honom är bron säker.", "sv"),
        ("Alt dette tog en time.", "da"),
        ("Ifølge hende er broen sikker.", "da"),
        ("Alt dette tok en time.", "no"),
        ("Dagen etter ble båten funnet.", "no"),
        ("Tüm bunlar bir saat sürdü.", "tr"),
        ("Kendisi tekneyi tanıyordu.", "tr"),
        ("Allt þetta tók klukkutíma.", "is"),
        ("Hän tunsi veneen.", "fi"),
        ("Kaikki tämä kesti tunnin.", "fi"),
        ("Wszystko to trwało godzinę.", "pl"),
        ("Всё это длилось час.", "ru"),
        ("Semua ini memakan waktu satu jam.", "id"),
        ("Visa tai truko valandą.", "lt"),
        ("Tất cả những điều ấy mất một giờ.", "vi"),
        ("Hau guztia ordu batean gertatu zen.", "eu"),
        ("Все це тривало годину.", "uk"),
        ("To vše trvalo hodinu.", "cs"),
        ("Tot això va durar una hora.", "ca"),
        ("しかし船は沈んだ。", "ja"),
        ("他说船沉了。", "zh"),
    ],
)
def test_pronouns_and_connectives_point_back(text, language):
    assert opens_with_anaphor(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ferry left at noon.", "en"),
        ("One in five boats is late.", "en"),
        ("Although rain fell, the ferry left.", "en"),
        ("Das Boot ist neu.", "de"),
        ("In das Boot drang Wasser.", "de"),
        ("Als das Boot sank, war es Nacht.", "de"),
        ("With the ferry gone, the harbour fell silent.", "en"),
        ("When rain fell, the ferry left.", "en"),
        ("Il ponte è sicuro.", "it"),
        ("Lo stadio è pieno.", "it"),
        ("Tutto il paese è sceso in piazza.", "it"),
        ("Todo el puerto está cerrado.", "es"),
        ("Los dos barcos son viejos.", "xx"),
        ("Tout le port est fermé.", "fr"),
        ("Als het schip zinkt, is het nacht.", "nl"),
        ("Den nye broen er sikker.", "no"),
        ("I den gamle havn ligger en færge.", "da"),
        ("Bron är säker.", "sv"),
        ("船は沈んだ。", "ja"),
        ("He left.", "xx"),
    ],
)
def test_other_openings_do_not_point_back(text, language):
    assert not opens_with_anaphor(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "Read more about the ferry.",
        "© 2026 Harbour Gazette",
        "Foto: Ana Vesper",
        "You can find the full list here.",
        "Write to ana@gazette.example today.",
        "Ana Vesper is a staff reporter for the Gazette.",
        "Ana Vesper covers boats and bridges for the Gazette.",
        "The writer is a professor of law at Port Ellery University.",
        "Photograph: Ana Vesper/The Gazette",
        "Ivo Brandt contributed reporting.",
        "Published 12 May 2024",
        "Got a tip?",
        "If you have been affected by this story, call the harbour office.",
        "Dieser Artikel erschien zuerst in der Gazette.",
        "Suivez-nous au port.",
    ],
)
def test_the_site_speaking_is_boilerplate(text):
    assert is_boilerplate(text)


def test_a_story_about_reading_is_not_boilerplate():
    assert not is_boilerplate("Children in Port Ellery read 3,000 books this summer, the library said.")


@pytest.mark.parametrize(
    "text",
    [
        "Ana Vesper is a carpenter who built the bridge of Sandvik.",
        "The storm covers a third of the island and moves north.",
        "Most readers of the letter were angry.",
        "The author of the plan is Dana Orr, the mayor.",
        "The ferry will hit the pier if nobody presses the button, the captain said.",
        "The report was published in 2019 by the council of Sandvik.",
    ],
)
def test_news_in_like_words_is_not_boilerplate(text):
    assert not is_boilerplate(text)


def test_questions_and_announcements_promise_something_elsewhere():
    assert is_question_or_teaser("Who paid for it?")
    assert is_question_or_teaser("The list in full:")
    assert not is_question_or_teaser("“Who paid?” he asked.")
    assert not is_question_or_teaser("he said.?")  # a quote mark lost in a bad conversion


def test_end_marks_quotes_and_brackets_are_seen():
    assert has_end_mark("She said no.”")
    assert not has_end_mark("What happens next")
    assert is_balanced("„Nein“, sagte sie.")
    assert not is_balanced("“No, she said.")
    assert is_parenthetical("[The editors add this.]")
