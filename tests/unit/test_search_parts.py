"""The parts of search that need no model: words, token interaction, the verdict."""

import numpy as np
import pytest

from bot.knowledge.answerability import Evidence, Verdict, judge, rivals
from bot.knowledge.embedder import unit
from bot.knowledge.index import zscore
from bot.knowledge.lexical import WordIndex
from bot.knowledge.tokens import TokenIndex, mean_token


def test_the_text_that_holds_the_rarer_word_wins() -> None:
    index = WordIndex([["water", "plan"], ["plan", "roads"], ["plan", "plan"]])
    scores = index.scores(["water", "plan"])
    assert scores.shape == (3,)
    assert scores.argmax() == 0
    assert index.idf("water") > index.idf("plan")
    assert index.idf("never") > index.idf("water")


def test_words_that_stand_nowhere_score_nothing() -> None:
    assert WordIndex([["a"], ["b"]]).scores(["c"]).tolist() == [0, 0]
    assert WordIndex([[], []]).scores(["c"]).tolist() == [0, 0]


def test_maxsim_is_the_mean_of_each_tokens_best_cosine() -> None:
    x, y = np.eye(2, dtype=np.float32)
    index = TokenIndex([np.stack([x, y]), np.stack([x])], np.zeros(2, dtype=np.float32))
    assert index.maxsim(np.stack([x, y])).tolist() == pytest.approx([1.0, 0.5])


def test_mutual_similarity_counts_what_the_text_says_beyond_the_question() -> None:
    x, y = np.eye(2, dtype=np.float32)
    index = TokenIndex([np.stack([x, y]), np.stack([x])], np.zeros(2, dtype=np.float32))
    assert index.mutual(x[None]).tolist() == pytest.approx([0.75, 1.0])


def test_a_text_without_tokens_covers_nothing() -> None:
    x = np.eye(2, dtype=np.float32)[0]
    index = TokenIndex([np.zeros((0, 2), dtype=np.float32), x[None]], np.zeros(2, dtype=np.float32))
    assert index.maxsim(x[None]).tolist() == pytest.approx([0.0, 1.0])


def test_centring_takes_the_common_direction_away() -> None:
    texts = [unit(np.array([[10, 1, 0]], np.float32)), unit(np.array([[10, 0, 1]], np.float32))]
    centre = mean_token(texts, 3)
    index = TokenIndex(texts, centre)
    first, second = index.maxsim(unit(texts[0] - centre))
    assert first == pytest.approx(1) and second == pytest.approx(-1)


def test_zscores_of_equal_values_are_zero() -> None:
    assert zscore(np.full(4, 0.3, np.float32)).tolist() == [0, 0, 0, 0]


def evidence(strength: float) -> Evidence:
    return Evidence(passage=strength / 2, cue=strength / 2)


@pytest.mark.parametrize(
    ("strengths", "scores", "verdict", "offered"),
    [
        ([1.2, 1.1], [3.0, 1.0], Verdict.ANSWERS, 1),
        ([1.2, 1.1], [3.0, 2.95], Verdict.UNCLEAR, 2),
        ([1.2, 0.5], [3.0, 2.95], Verdict.ANSWERS, 2),
        ([0.7, 0.7], [3.0, 2.99], Verdict.NEAR, 2),
        ([0.3, 0.3], [3.0, 1.0], Verdict.FAR, 1),
    ],
)
def test_the_verdict(strengths: list[float], scores: list[float], verdict: Verdict, offered: int) -> None:
    assert judge([evidence(s) for s in strengths], scores) is verdict
    assert rivals(scores) == offered


def test_nothing_found_is_far() -> None:
    assert judge([], []) is Verdict.FAR
