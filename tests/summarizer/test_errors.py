"""The errors of the core: each is in the tree that opens its file, and says something to a person."""

import re

import pytest

import summarizer.errors
from summarizer.errors import IN_TEXT, ON_PAGE, NoArticleError, SummarizerError, UnsupportedLanguageError

ERRORS = [
    each for each in vars(summarizer.errors).values() if isinstance(each, type) and issubclass(each, SummarizerError)
]


def test_the_tree_at_the_top_of_the_file_names_every_error_under_its_base():
    lines = re.findall(r"^( +)(\w+Error)\b", summarizer.errors.__doc__ or "", re.MULTILINE)
    above: dict[int, str] = {}
    tree = {}
    for indent, name in lines:
        above[len(indent)] = name
        tree[name] = above.get(len(indent) - 2, "Exception")

    assert tree == {error.__name__: error.__bases__[0].__name__ for error in ERRORS}


def test_every_error_has_a_code_of_its_own():
    codes = [error.code for error in ERRORS]

    assert sorted(codes) == sorted(set(codes))


@pytest.mark.parametrize("kind", [NoArticleError, *NoArticleError.__subclasses__()])
@pytest.mark.parametrize("where", [ON_PAGE, IN_TEXT])
def test_what_is_no_article_says_what_it_is_and_what_to_do(kind: type[NoArticleError], where: str):
    error = kind(where)

    assert re.fullmatch(r"[A-Z].*\.", error.message)
    assert re.fullmatch(r"(Send|Paste) .*\.", error.advice)


def test_a_language_is_named_only_where_there_is_one():
    assert UnsupportedLanguageError("Lao").message == "That text seems to be in Lao, which I cannot summarise yet."
    assert UnsupportedLanguageError().message == "That text is in a language that I cannot summarise yet."
