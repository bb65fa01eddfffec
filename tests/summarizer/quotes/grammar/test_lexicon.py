"""The data files of the languages, and the lists read from them."""

from dataclasses import fields

import pytest

from summarizer.quotes.grammar.language_files import LANGUAGE_FILES, LANGUAGES
from summarizer.quotes.grammar.lexicon import EMPTY_LEXICON, LEXICONS, SMALL_LEXICONS, lexicon_for
from summarizer.quotes.grammar.traits import LanguageTraits
from summarizer.quotes.grammar.word_lists import all_words, short_list


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


def test_lists_of_one_name_are_read_together():
    assert {"that", "dass", "que", "che", "dat", "att", "at", "að"} == all_words("that")
    assert short_list("de", "that") == {"dass"}
    with pytest.raises(KeyError):
        all_words("no list of that name")
