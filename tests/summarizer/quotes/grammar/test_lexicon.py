"""The data files of the languages, and the lists read from them."""

import json
from dataclasses import fields
from pathlib import Path

import pytest

import summarizer
from summarizer.quotes.grammar.language_files import LANGUAGE_FILES, LANGUAGES, SMALL_LANGUAGES
from summarizer.quotes.grammar.lexicon import EMPTY_LEXICON, LEXICONS, SMALL_LEXICONS, lexicon_for
from summarizer.quotes.grammar.traits import LanguageTraits
from summarizer.quotes.grammar.word_lists import all_words, short_list

LEXICON = Path(summarizer.__file__).parent / "lexicon"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_we_know_has_one_file_with_all_its_lists(language):
    lexicon = lexicon_for(language, "")

    assert lexicon is LEXICONS[language]
    assert lexicon.is_known
    assert lexicon.speech_verbs
    assert all(words.split() for words in LANGUAGE_FILES[language].get("lists", {}).values())


@pytest.mark.parametrize("lexicon", [EMPTY_LEXICON, *SMALL_LEXICONS.values()])
def test_a_language_we_know_little_of_has_no_trait_but_that_its_names_change(lexicon):
    assert not lexicon.is_known
    assert lexicon.traits == LanguageTraits(inflects_names=True)


def test_every_trait_is_some_language_s():
    for trait in fields(LanguageTraits):
        assert any(getattr(lexicon.traits, trait.name) for lexicon in LEXICONS.values()), trait.name


def test_every_file_of_a_language_is_read_and_no_language_is_known_twice():
    files = {path.stem for path in (LEXICON / "quotes").glob("??.json")}

    assert files == set(LANGUAGES)
    assert not files & SMALL_LANGUAGES.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_we_know_has_its_words_for_sentences_and_ranking_too(language):
    words, ranking, sentences = (
        json.loads((LEXICON / "text" / f"{name}.json").read_text("utf-8")) for name in ("words", "ranking", "sentences")
    )

    lists = (words["stop_words"], words["suffixes"], ranking["self"], ranking["speech"], sentences["openers"])
    assert all(language in each for each in lists)


def test_lists_of_one_name_are_read_together():
    assert {"that", "dass", "que", "che", "dat", "att", "at", "að"} <= all_words("that")
    assert short_list("de", "that") == {"dass"}
    with pytest.raises(KeyError):
        all_words("no list of that name")
