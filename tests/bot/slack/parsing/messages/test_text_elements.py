from bot.slack.parsing.messages.markup import read_markup
from bot.slack.parsing.messages.text_elements import (
    CLOSE,
    OPEN,
    ElementKind,
    TextElement,
    find_bare_links,
    links_in,
    name_people,
    people_in,
    visible_text,
    without_person,
    words,
    words_between_links,
)
from tests.alarm import alarm

PIER = TextElement(ElementKind.LINK, "the pier", "https://gazette.example/pier")
ADA = TextElement(ElementKind.PERSON, "", "U0ADA")
PARTY = words("")


def test_a_link_is_seen_by_its_text_and_one_without_a_text_by_its_address():
    bare = TextElement(ElementKind.LINK, "", "https://gazette.example/quay")

    assert visible_text([words("See "), PIER, words(" and "), bare]) == "See the pier and https://gazette.example/quay"


def test_what_is_left_out_leaves_no_gap():
    assert (
        visible_text([words("Great "), PARTY, words(" news \n\n\n\n"), PARTY, words("today")]) == "Great news\n\ntoday"
    )


def test_a_person_is_a_token_until_the_name_is_known():
    text = visible_text([words("said "), ADA, words(", the mayor")])

    assert people_in(text) == ("U0ADA",)
    assert name_people(text, {"U0ADA": "Ada Brandt"}, unknown="@someone") == "said Ada Brandt, the mayor"
    assert name_people(text, {}, unknown="@someone") == "said @someone, the mayor"


def test_nobody_can_write_a_token():
    assert people_in(words(f"{OPEN}U0ADA{CLOSE}").text) == ()


def test_the_mention_of_the_bot_is_taken_out_and_others_stay():
    bot = TextElement(ElementKind.PERSON, "", "UBOT")

    assert without_person([bot, words(" with "), ADA], "UBOT") == (words(" with "), ADA)


def test_whom_a_message_opens_with_is_the_bot_where_nobody_says_who_that_is():
    bot = TextElement(ElementKind.PERSON, "", "UBOT")

    assert without_person([words(" "), bot, words(" with "), ADA], "") == (words(" "), words(" with "), ADA)
    assert without_person([words("with "), ADA], "") == (words("with "), ADA)


def test_words_are_told_apart_by_the_links_between_them():
    elements = [words("short "), PIER, words(" and https://a.example/2, then "), ADA, words("long")]

    assert words_between_links(elements) == ("short", "and", ", then long")
    assert links_in(elements) == ("https://gazette.example/pier", "https://a.example/2")


def test_a_bare_link_ends_before_the_punctuation_of_its_sentence():
    for text, link in [
        ("read https://gazette.example/pier.", "https://gazette.example/pier"),
        ("(see https://gazette.example/pier_(town))", "https://gazette.example/pier_(town)"),
        ("“https://gazette.example/pier”", "https://gazette.example/pier"),
    ]:
        ((start, end),) = find_bare_links(text)
        assert text[start:end] == link


def test_a01_a_link_that_ends_in_ever_more_brackets_is_trimmed_at_once():
    with alarm():
        links = links_in(read_markup("https://gazette.example/pier_(town)" + ").," * 200_000))

    assert links == ("https://gazette.example/pier_(town)",)
