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


def after_the_one_before(dangling):
    return {place: frozenset({place - 1}) for place in dangling}


def chosen(sentences, values=None, dangling=(), budget=2, needs=None):
    values = values or dict.fromkeys(range(len(sentences)), 0.5)
    needs = after_the_one_before(dangling) if needs is None else needs
    return sorted(select_cover(sentences, values, needs, never, budget=budget))


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


def spell(name, count, chance):
    """That many words of one likelihood."""
    return " ".join(f"{name}{number}:{chance}" for number in range(count))


def of_two(one, two):
    """A `repeats` of which only these two are one news."""
    return lambda left, right: {left, right} == {one, two}


def choose_without_both(sentences, values, one, two, *, budget):
    return sorted(select_cover(sentences, values, {}, of_two(one, two), budget=budget))


def test_a_longer_digest_has_room_for_a_longer_sentence():
    sentences = make(spell("lede", 5, 200), spell("brief", 10, 400), spell("full", 30, 217))
    values = dict.fromkeys(range(3), 0.5)
    assert choose_without_both(sentences, values, 1, 2, budget=1) == [1]
    assert choose_without_both(sentences, values, 1, 2, budget=2) == [0, 2]


def test_a_much_better_score_outweighs_a_few_words_whatever_its_scale():
    sentences = make(spell("lede", 5, 900), spell("rival", 5, 800), spell("last", 5, 100))
    for scale in (0.01, 1.0, 100.0):
        scores = {0: 0.1 * scale, 1: 0.9 * scale, 2: 0.2 * scale}
        assert chosen(sentences, scores, budget=1) == [1]
        assert chosen(sentences, {**scores, 0: 0.7 * scale}, budget=1) == [0]
    sentences = make(spell("lede", 5, 900), spell("rival", 5, 730), spell("last", 5, 100))
    assert chosen(sentences, {0: 0.1, 1: 0.9, 2: 0.2}, budget=1) == [0]


def test_the_scores_of_all_that_are_chosen_count():
    sentences = make("mayor sank", "spoke crowd mayor", "crowd")
    assert chosen(sentences, {0: 0.5, 1: 0.1, 2: 0.9}) == [0, 2]


def test_only_the_best_scored_are_tried():
    sentences = make("crew:990 saved:990 all:990", "ferry:100", "sank:100", "harbour:100", "monday:100")
    assert chosen(sentences, {0: 0.1, 1: 0.5, 2: 0.9, 3: 0.5, 4: 0.5}, budget=1) == [2]


def test_the_length_of_the_whole_counts():
    sentences = make(spell("lede", 20, 900), spell("brief", 4, 500), spell("full", 16, 500))
    assert choose_without_both(sentences, dict.fromkeys(range(3), 0.5), 1, 2, budget=2) == [0, 2]


def test_scores_weigh_no_more_in_a_longer_digest():
    sentences = make(spell("lede", 5, 900), spell("more", 5, 900), spell("less", 5, 560))
    assert choose_without_both(sentences, {0: 0.5, 1: 0.2, 2: 0.8}, 1, 2, budget=2) == [0, 1]


def test_of_equals_the_first_are_chosen():
    sentences = make(*(spell(f"boat{number}x", 3, 500) for number in range(48)))
    assert chosen(sentences, budget=12) == list(range(12))


def test_two_that_tell_all_replace_the_one_that_tells_half_of_each():
    half, left, right = "ferry sank mayor spoke crowd", "ferry sank monday night", "mayor spoke square noon"
    assert chosen(make(half, left, right)) == [1, 2]
    likely = [spell(name, 5, 900) for name in ("lede", "sums", "dates")]
    assert chosen(make(half, *likely, left, right), budget=5) == [1, 2, 3, 4, 5]
    second = [" ".join(f"{word}s" for word in text.split()) for text in (half, left, right)]
    assert chosen(make(half, left, right, *second), budget=4) == [1, 2, 4, 5]


def test_one_that_dangles_comes_with_the_sentence_before_it_or_not_at_all():
    sentences = make("pier:10", "he:990 won:990", "mayor:500 spoke:500")
    assert chosen(sentences, dangling=[1], budget=1) == [2]
    assert chosen(sentences, dangling=[1], budget=2) == [0, 1]
    assert chosen(sentences, {1: 0.5, 2: 0.5}, dangling=[1], budget=2) == [2]
    assert chosen(make("pier:10", "he:990 won:990"), dangling=[1], budget=2) == [0, 1]


def test_one_that_points_to_any_of_several_comes_with_one_of_them():
    sentences = make("boat:600 sank:600", "boat:10", "mayor:500 spoke:500", "skipper:990 swam:990")
    assert chosen(sentences, needs={3: frozenset({0, 1})}, budget=2) == [0, 3]
    assert chosen(sentences, {1: 0.5, 2: 0.5, 3: 0.5}, needs={3: frozenset({0})}, budget=2) == [1, 2]


def test_a_chain_whose_first_link_may_not_be_shown_is_not_shown():
    sentences = make("pier", "he:990", "she:990 too:990", "mayor:500", "crew:600", "fog:10")
    values = dict.fromkeys((1, 2, 3, 4, 5), 0.5)
    assert chosen(sentences, values, dangling=[1, 2], budget=2) == [3, 4]


def test_where_every_sentence_dangles_there_is_none():
    assert chosen(make("he won", "she lost"), dangling=[0, 1]) == []


def test_two_that_repeat_each_other_never_stand_together():
    sentences = make("ferry:990 sank:990", "boat:980 gone:980", "tea:10")
    places = select_cover(sentences, {0: 0.5, 1: 0.5, 2: 0.5}, {}, lambda one, two: {one, two} == {0, 1}, budget=2)
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
    places = select_cover(sentences, values, after_the_one_before(dangling), never, budget=budget)
    assert len(places) == len(set(places)) <= budget
    assert all(place not in dangling or place - 1 in places for place in places)
