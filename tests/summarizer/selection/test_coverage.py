from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.model import Sentence, Span
from summarizer.selection.coverage import select_cover


def make(*texts, chance=500):
    """Sentences that tell each of their words with the same chance, unless a word says its own ("ferry:900")."""
    sentences = []
    for place, text in enumerate(texts):
        words = dict(word.split(":") if ":" in word else (word, chance) for word in text.split())
        tells = tuple((word, int(own)) for word, own in words.items())
        sentences.append(Sentence(" ".join(words), Span(place, place + 1), 0, tells=tells))
    return sentences


def never(*_places):
    return False


def chosen(sentences, values=None, dangling=(), budget=2):
    values = values or dict.fromkeys(range(len(sentences)), 0.5)
    return sorted(select_cover(sentences, values, frozenset(dangling), never, budget=budget))


def test_what_adds_to_the_story_wins_over_what_tells_it_again():
    sentences = make(
        "ferry sank harbour monday night", "harbour ferry monday gone deep", "mayor closed school bridge road"
    )
    assert chosen(sentences) == [0, 2]


def test_likely_words_win_over_unlikely_ones():
    sentences = make("ferry:900 sank:900", "tea:10 cake:10", "crew:800 saved:800")
    assert chosen(sentences) == [0, 2]


def test_of_two_that_tell_the_same_the_shorter_wins():
    long = "ferry:900 sank:900 well:1 as:1 anybody:1 could:1 see:1 from:1 here:1 or:1 there:1 that:1 night:1"
    sentences = make(long, "ferry:900 sank:900", "mayor:100 spoke:100")
    assert chosen(sentences, budget=1) == [1]


def test_the_scores_of_the_sentences_count_too():
    sentences = make("ferry sank", "mayor spoke", "crew slept")
    assert chosen(sentences, {0: 0.1, 1: 0.9, 2: 0.2}, budget=1) == [1]


def test_one_that_dangles_comes_with_the_sentence_before_it_or_not_at_all():
    sentences = make("pier:10", "he:990 won:990", "mayor:500 spoke:500")
    assert chosen(sentences, dangling=[1], budget=1) == [2]
    assert chosen(sentences, dangling=[1], budget=2) == [0, 1]
    assert chosen(sentences, {1: 0.5, 2: 0.5}, dangling=[1], budget=2) == [2]


def test_where_every_sentence_dangles_there_is_none():
    assert chosen(make("he won", "she lost"), dangling=[0, 1]) == []


def test_two_that_repeat_each_other_never_stand_together():
    sentences = make("ferry:990 sank:990", "boat:980 gone:980", "tea:10")
    places = select_cover(
        sentences, {0: 0.5, 1: 0.5, 2: 0.5}, frozenset(), lambda one, two: {one, two} == {0, 1}, budget=2
    )
    assert sorted(places) == [0, 2]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["ferry", "mayor", "pier", "crew", "fog"]), min_size=1, max_size=6), max_size=20),
    st.integers(1, 12),
    st.randoms(use_true_random=False),
)
def test_never_more_than_the_budget_none_twice_and_none_dangling(words, budget, random):
    sentences = make(*(" ".join(dict.fromkeys(each)) for each in words))
    dangling = {place for place in range(len(sentences)) if random.random() < 0.3}
    values = {place: random.random() for place in range(len(sentences))}
    places = select_cover(sentences, values, frozenset(dangling), never, budget=budget)
    assert len(places) == len(set(places)) <= budget
    assert all(place not in dangling or place - 1 in places for place in places)
