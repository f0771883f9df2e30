"""Parts of the search that need no model: BM25, token interaction."""

from pathlib import Path

import numpy as np
import pytest

from bot.embedding.embedder import Encoded, unit
from bot.evaluation.calibrate import plan_of
from bot.retrieval.bm25 import BM25Index
from bot.retrieval.centering import Centre
from bot.retrieval.language_index import literal_match, zscore
from bot.retrieval.maxsim import TokenIndex


def test_the_text_with_the_rarer_word_ranks_first() -> None:
    index = BM25Index([["water", "plan"], ["plan", "roads"], ["plan", "plan"]])
    scores = index.scores(["water", "plan"])
    assert scores.shape == (3,)
    assert scores.argmax() == 0
    assert index.idf("water") > index.idf("plan")
    assert index.idf("never") > index.idf("water")


def test_unknown_words_score_zero() -> None:
    assert BM25Index([["a"], ["b"]]).scores(["c"]).tolist() == [0, 0]
    assert BM25Index([[], []]).scores(["c"]).tolist() == [0, 0]


def test_words_tokenized_differently_match_by_character_ngrams() -> None:
    texts = [["โรงแรม", "บันยันทรี"], ["โรงแรม", "ริมทะเล"]]
    asked = ["บัน", "ยัน", "ท", "รี"]
    assert BM25Index(texts).scores(asked).tolist() == [0, 0]
    inside = BM25Index(texts, character_grams=True)
    assert inside.scores(asked)[0] > inside.scores(asked)[1] == 0
    assert inside.scores(["hotels"]).tolist() == [0, 0] and not inside.has("บันย")


def test_a_text_that_contains_the_question_is_a_literal_match_and_a_single_word_is_not() -> None:
    question = "อาณานิคมในบริเวณนี้เรียกว่าอะไร"
    assert literal_match(question, "อาณานิคมในบริเวณนี้เรียกว่าหมู่เกาะ") > 0.8
    assert literal_match(question, "อาณานิคม") < 0.5
    assert literal_match(question, "ไม่เกี่ยวกันเลยแม้แต่น้อยในหน้านี้ของหนังสือ") < 0.6


def test_meaning_is_a_feature_across_languages_only() -> None:
    assert "meaning" in plan_of("across-questions").features and "meaning" in plan_of("across-bare").features
    assert "meaning" not in plan_of("own-questions").features + plan_of("own-bare").features


def test_maxsim_is_the_mean_of_each_tokens_best_cosine() -> None:
    x, y = np.eye(2, dtype=np.float32)
    index = TokenIndex([np.stack([x, y]), np.stack([x])], 2)
    assert index.interaction(np.stack([x, y]))[0].tolist() == pytest.approx([1.0, 0.5])


def test_reverse_coverage_falls_with_text_beyond_the_question() -> None:
    x, y = np.eye(2, dtype=np.float32)
    index = TokenIndex([np.stack([x, y]), np.stack([x])], 2)
    assert index.interaction(x[None])[1].tolist() == pytest.approx([0.5, 1.0])


def test_a_text_without_tokens_has_zero_coverage() -> None:
    x = np.eye(2, dtype=np.float32)[0]
    index = TokenIndex([np.zeros((0, 2), dtype=np.float32), x[None]], 2)
    assert index.interaction(x[None])[0].tolist() == pytest.approx([0.0, 1.0])


def test_a_question_without_tokens_has_zero_coverage() -> None:
    index = TokenIndex([np.eye(2, dtype=np.float32)] * 3, 2)
    forth, back = index.interaction(np.zeros((0, 2), dtype=np.float32))
    assert forth.tolist() == back.tolist() == [0, 0, 0]


def test_centering_removes_the_common_direction() -> None:
    rows = [unit(np.array([[10, 1, 0]], np.float32)), unit(np.array([[10, 0, 1]], np.float32))]
    texts = [Encoded(row[0], row, row[0]) for row in rows]
    centre = Centre.of(texts)
    one, other = (centre.centred(text) for text in texts)
    for first, second in ((one.vector, other.vector), (one.tokens[0], other.tokens[0]), (one.meaning, other.meaning)):
        assert first @ first == pytest.approx(1) and first @ second == pytest.approx(-1)


def test_texts_without_tokens_have_a_center() -> None:
    empty = Encoded(np.ones(2, np.float32), np.zeros((0, 2), np.float32), np.ones(2, np.float32))
    assert Centre.of([empty]).token.tolist() == [0, 0]
    assert Centre.of([empty]).centred(empty).tokens.shape == (0, 2)


def test_zscores_of_equal_values_are_zero() -> None:
    assert zscore(np.full(4, 0.3, np.float32)).tolist() == [0, 0, 0, 0]


def test_memory_mapped_tokens_score_like_those_in_memory(tmp_path: Path) -> None:
    random = np.random.default_rng(7)
    texts = [unit(random.standard_normal((n, 32)).astype(np.float32)) for n in (5, 1, 9, 3, 30)]
    question = unit(random.standard_normal((4, 32)).astype(np.float32))
    chosen = np.array([1, 3, 4])
    for exact, mapped in zip(
        TokenIndex(texts, 32).interaction(question, chosen),
        TokenIndex(iter(texts), 32, tmp_path).interaction(question, chosen),
        strict=True,
    ):
        assert mapped == pytest.approx(exact, abs=0.01)
        assert list(tmp_path.iterdir()) == []
