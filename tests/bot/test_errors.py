"""The errors of the shell: each is in the tree that opens its file, and says something to a person."""

import re

import bot.errors
from bot.errors import BotError

ERRORS = [each for each in vars(bot.errors).values() if isinstance(each, type) and issubclass(each, BotError)]


def test_the_tree_at_the_top_of_the_file_names_every_error_under_its_base():
    lines = re.findall(r"^( +)(\w+)(?: {2,}\S.*)?$", bot.errors.__doc__ or "", re.MULTILINE)
    above: dict[int, str] = {}
    tree = {}
    for indent, name in lines:
        above[len(indent)] = name
        tree[name] = above.get(len(indent) - 2, "Exception")

    assert tree == {error.__name__: error.__bases__[0].__name__ for error in ERRORS}


def test_every_error_has_a_code_of_its_own():
    codes = [error.code for error in ERRORS]

    assert sorted(codes) == sorted(set(codes))


def test_what_an_error_says_are_whole_sentences():
    said = [getattr(error, name) for error in ERRORS for name in ("message", "advice")]

    assert [sentence for sentence in said if not re.fullmatch(r"[A-Z].*[.)]", sentence)] == []


def test_an_error_with_arguments_of_its_own_says_how_it_comes_out_of_another_process():
    made = [error for error in ERRORS if "__init__" in vars(error)]

    assert [error.__name__ for error in made if "__reduce__" not in vars(error)] == []
