"""Notices in which a page says that its article was corrected or withdrawn."""

import pytest
from lxml.html import fromstring

from summarizer import read_page
from summarizer.errors import WithdrawnError
from summarizer.page.notices.find_notices import NO_NOTICES, find_notices, is_correction, is_withdrawal

CORRECTIONS = (
    "Correction: An earlier version of this article gave a wrong year.",
    "Correction (24 November 2026): The ferry has 40 seats.",
    "Correction, Nov. 24: The ferry has 40 seats.",
    "Clarification – The mayor spoke on Monday.",
    "An earlier version of this story misstated the number of crews.",
    "This article was amended on 24 November 2026. It has 40 seats.",
    "A correction was made on Nov. 24, 2026: the name is Holt.",
    "Editor’s note: An earlier version had the wrong name.",
    "Korrektur: In dem Artikel stand eine falsche Zahl.",
    "Anmerkung der Redaktion: In einer früheren Version stand eine falsche Zahl.",
    "Rectificatif : le maire a parlé lundi.",
    "Une première version de cet article donnait un autre nom.",
    "Corrección: el transbordador tiene 40 plazas.",
    "Rättelse: Färjan har 40 platser.",
    "訂正：記事の数字に誤りがありました。",
)
NO_CORRECTIONS = (
    "Corrections",
    "Corrections and clarifications",
    "Correction officers said on Monday: we will not sign.",
    "Corrections policy",
    "Editor's note: This story contains descriptions of violence.",
    "Clarification was what the council asked for.",
)


@pytest.mark.parametrize("block", CORRECTIONS)
def test_a_notice_of_a_correction_is_known_by_its_opening(block):
    assert is_correction(block)


@pytest.mark.parametrize("block", NO_CORRECTIONS)
def test_other_words_that_begin_like_one_are_no_notice(block):
    assert not is_correction(block)


@pytest.mark.parametrize(
    "block",
    [
        "This article has been removed at the request of its author.",
        "Editor's note: This story has been retracted.",
        "Retraction: the interview did not take place.",
        "Dieser Artikel wurde zurückgezogen.",
        "Cet article a été retiré.",
    ],
)
def test_a_notice_of_withdrawal_is_known_by_its_opening(block):
    assert is_withdrawal(block)


@pytest.mark.parametrize(
    "block", ["This article has been removed from your saved list.", "Withdrawn troops came home."]
)
def test_a_saved_list_and_troops_are_no_withdrawal(block):
    assert not is_withdrawal(block)


def test_a_notice_outside_the_article_is_found_once_and_word_for_word():
    box = "<div><div><p><em>Correction:</em> The ferry has <b>40</b>\n seats.</p></div></div>"
    tree = fromstring(
        f"<html><body><article><p>News.</p></article>{box}<p>Correction: The ferry has 40 seats.</p></body></html>"
    )

    assert find_notices(tree).corrections == ("Correction: The ferry has 40 seats.",)


@pytest.mark.parametrize(
    "markup",
    [
        "<nav><p>Correction: see here</p></nav>",
        "<footer><p>Correction: write to us</p></footer>",
        "<a href='/x'><p>Correction: another story</p></a>",
        "<p hidden>This article has been removed</p>",
        "<div style='display: none'><p>This article has been removed</p></div>",
    ],
)
def test_menus_links_and_hidden_words_are_not_looked_at(markup):
    assert find_notices(fromstring(f"<html><body><p>News.</p>{markup}</body></html>")) == NO_NOTICES


def test_a_page_with_only_a_notice_of_withdrawal_says_so():
    page = "<html><body><h1>Pier reopens</h1><p>This article has been removed. We regret the error.</p></body></html>"

    with pytest.raises(WithdrawnError) as raised:
        read_page(page)

    assert raised.value.notice == "This article has been removed. We regret the error."
    assert raised.value.message == "The site says that it has removed or retracted that article."
