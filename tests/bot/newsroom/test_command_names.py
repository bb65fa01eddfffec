import pytest

from bot.newsroom.command_names import DEFAULT_NAMES, CommandNames

NAMES = CommandNames("/kort", "/nytt")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Say /digest help.", "Say /nytt help."),
        ("/summarize it; /digest.", "/kort it; /nytt."),
        ("(/digest remove all only stops the editions.)", "(/nytt remove all only stops the editions.)"),
        ("“/digest”", "“/nytt”"),
    ],
)
def test_a_sentence_of_ours_names_the_commands_of_the_workspace(written, read):
    assert NAMES.rename(written) == read
    assert DEFAULT_NAMES.rename(written) == written


@pytest.mark.parametrize(
    "written",
    [
        "https://gazette.example/digest",
        "gazette.example/digest/today",
        "/digests",
        "/digest-archive",
        "and/or/digest",
        "the digest",
        "/summarized",
    ],
)
def test_what_only_looks_like_a_command_stays_as_it_is(written):
    assert NAMES.rename(written) == written


def test_names_that_contain_each_other_are_not_mixed_up():
    assert CommandNames("/digest", "/summarize").rename("/digest and /summarize") == "/summarize and /digest"
