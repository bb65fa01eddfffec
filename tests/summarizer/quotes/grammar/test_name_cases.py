"""Names in another case than the subject's."""

import pytest

from summarizer.quotes.grammar.name_cases import is_in_other_case, may_be_case_of
from summarizer.quotes.grammar.plain_words import PLAIN_WORDS


@pytest.mark.parametrize(
    ("language", "other", "name"),
    [
        ("pl", "jana wolskiego", "jan wolski"),
        ("pl", "marka lisa", "marek lis"),
        ("pl", "ewy kos", "ewa kos"),
        ("pl", "anny lisieckiej", "anna lisiecka"),
        ("cs", "petra havlína", "petr havlín"),
        ("cs", "karla nováčka", "karel nováček"),
        ("cs", "jany dvorské", "jana dvorská"),
        ("ru", "ивана петрова", "иван петров"),
        ("ru", "сергея толстого", "сергей толстой"),
        ("ru", "анны беловой", "анна белова"),
        ("uk", "петра коваленка", "петро коваленко"),
        ("uk", "олени білик", "олена білик"),
        ("ro", "anei munteanu", "ana munteanu"),
        ("el", "νίκο παππά", "νίκος παππάς"),
        ("el", "πέτρο λάμπρου", "πέτρος λάμπρου"),
    ],
)
def test_a_name_behind_according_to_is_the_subject_s(language, other, name):
    assert may_be_case_of(other.split(), name.split(), PLAIN_WORDS[language])


@pytest.mark.parametrize(
    ("language", "other", "name"),
    [
        ("cs", "jana dvorského", "jana dvorská"),
        ("ru", "ивана петрова", "анна петрова"),
        ("ru", "ивана петрова", "иван петрович"),
        ("pl", "jana wolskiego", "wolski"),
        ("pl", "ewa kos", "ewa kos"),
    ],
)
def test_a_woman_is_not_named_by_a_man_s_case_nor_anybody_by_half_a_name(language, other, name):
    assert not may_be_case_of(other.split(), name.split(), PLAIN_WORDS[language])


def test_a_first_name_in_another_case_is_no_subject():
    assert is_in_other_case("ивану", PLAIN_WORDS["ru"])
    assert is_in_other_case("janem", PLAIN_WORDS["pl"])
    assert not is_in_other_case("иван", PLAIN_WORDS["ru"])
    assert not is_in_other_case("аврелий", PLAIN_WORDS["ru"])
