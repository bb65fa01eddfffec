import json
from importlib.resources import files

from summarizer.model import Article
from summarizer.ranking.feature_matrix import build_features
from summarizer.ranking.sentence_scorer import Layout, find_layout
from summarizer.ranking.surface_features import find_surface_features
from summarizer.ranking.word_salience import WORD_FEATURES
from summarizer.text.sentences import split_sentences

LINE = "The ferry left Port Ellery at noon on Monday."


def prose(body):
    return split_sentences(Article(body=body, language="en"))


def test_a_text_without_paragraphs_is_running():
    assert find_layout(prose(" ".join([LINE] * 8))) is Layout.RUNNING


def test_one_sentence_a_paragraph_is_how_agencies_write():
    assert find_layout(prose("\n\n".join([LINE] * 8))) is Layout.AGENCY


def test_anything_else_is_a_page():
    assert find_layout(prose("\n\n".join([f"{LINE} {LINE}"] * 8))) is Layout.PAGE


def test_every_weight_has_its_feature_and_every_feature_its_weight():
    data = json.loads(files("summarizer").joinpath("lexicon/weights/sentences.json").read_text("utf-8"))
    article = Article(body=LINE, language="en")
    names, features = build_features(
        article, [find_surface_features(sentence, "en") for sentence in split_sentences(article)]
    )
    assert features.shape == (1, len(names))
    for weights in data["models"].values():
        assert set(weights) == {*names, "bias"}
    assert set(data["words"]) == {*WORD_FEATURES, "bias"}


def test_the_weights_say_where_they_come_from():
    data = json.loads(files("summarizer").joinpath("lexicon/weights/sentences.json").read_text("utf-8"))
    assert "train_ranker" in data["origin"]
    assert data["record"]["editor_articles"] > 100
