import numpy as np
import pytest

from summarizer.ranking.centrality import scale_ranks, walk_graph, weigh_words

FERRY = ("ferry", "sink", "port")


def test_rows_are_unit_vectors_or_nothing():
    vectors = weigh_words([FERRY, ("mayor", "ferry"), ()])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 0])


def test_a_walk_visits_each_sentence_and_sums_to_one():
    visits = walk_graph(np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0.0]]))
    assert visits.sum() == pytest.approx(1)
    assert visits[0] > visits[2] > 0


def test_nothing_has_no_centrality():
    assert walk_graph(np.zeros((0, 0))).shape == (0,)


def test_equal_values_share_the_higher_rank():
    assert scale_ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [1.0, 0.25, 1.0, 0.5]
