from summarizer.model import Article
from summarizer.ranking.surface_features import find_surface_features
from summarizer.ranking.word_salience import weigh_words
from summarizer.text.sentences import split_sentences

BODY = (
    "The ferry sank off Port Ellery on Monday. The ferry had left with forty people. All of them were saved. "
    "The mayor closed the harbour. A baker named his cake after the captain. The ferry was old."
)


def notify(body=BODY, headline=None, language="en"):
    article = Article(body=body, headline=headline, language=language)
    return weigh_words(article, [find_surface_features(sentence, language) for sentence in split_sentences(article)])


def chances(**how):
    return {word: chance for tells in notify(**how) for word, chance in tells}


def test_words_of_the_opening_and_of_many_sentences_are_likelier():
    found = chances()
    assert found["ferry"] > found["monday"] > found["baker"]


def test_words_of_the_headline_are_likelier():
    assert chances(headline="Baker remembers ferry")["baker"] > chances()["baker"]


def test_capitals_do_not_matter():
    lowered = notify(BODY.lower())
    assert lowered == notify()


def test_each_word_stands_once_in_a_sentence_and_its_chance_is_a_whole_number():
    first = notify("The ferry and the tug and the crane sank.")[0]
    assert len({word for word, _ in first}) == len(first)
    assert all(isinstance(chance, int) and 0 <= chance <= 1000 for _, chance in first)


def test_a_text_of_no_words_tells_nothing():
    assert notify("") == ()
    assert notify("「」。")[:1] in ((), ((),))
