"""Figures of scores against labels."""

import math

import pytest

from bot.evaluation.evaluate import Outcome, answering
from bot.evaluation.metrics import auroc, expected_calibration_error, refused_at_recall, words_f1


def test_auroc_counts_pairs_in_the_right_order() -> None:
    assert auroc([0.9, 0.4, 0.6, 0.1], [True, True, False, False]) == pytest.approx(3 / 4)
    assert math.isnan(auroc([0.9, 0.4], [True, True]))


def test_a_probability_that_holds_has_no_calibration_error() -> None:
    assert expected_calibration_error([0.5, 0.5, 1.0], [True, False, True]) == pytest.approx(0)
    assert expected_calibration_error([0.9] * 10, [True] * 5 + [False] * 5) == pytest.approx(0.4)


def test_refused_at_recall_lets_that_share_of_the_answerable_pass() -> None:
    answerable = [i / 10 for i in range(1, 11)]
    assert refused_at_recall(answerable, [0.05, 0.15, 0.5], 1.0) == pytest.approx(1 / 3)
    assert refused_at_recall(answerable, [0.05, 0.15, 0.5], 0.5) == pytest.approx(2 / 3)


def outcome(id: str, language: str, pair: str | None, rank: int | None, confidence: float) -> Outcome:
    return Outcome.model_validate(
        dict(
            id=id,
            language=language,
            passage="p" if pair else None,
            pair=pair,
            rank=rank,
            top="p",
            confidence=confidence,
            milliseconds=1,
        )
    )


def test_answering_is_measured_by_language_where_both_kinds_of_question_are() -> None:
    rows = [
        outcome("1", "th", "th->th", 1, 0.9),
        outcome("2", "th", None, None, 0.2),
        outcome("3", "en", "en->en", 1, 0.1),
    ]
    found = answering(rows)
    assert found.keys() == {"all", "th", "th->th"}
    assert found["th"] == {"n": 2, "unanswerable": 1, "AUROC": 1, "ECE": pytest.approx(0.15)} | {
        "refused@90": 1,
        "refused@95": 1,
    }
    assert found["all"]["AUROC"] == pytest.approx(1 / 2)


def test_nothing_is_measured_without_unanswerable_questions() -> None:
    assert answering([outcome("1", "th", "th->th", 1, 0.9)]) == {}


def test_answering_is_also_measured_by_sort_of_question() -> None:
    far = outcome("2", "en", None, None, 0.2).model_copy(update={"sort": "far"})
    found = answering([outcome("1", "th", "th->th", 1, 0.9), far])
    assert found.keys() == {"all", "far"}
    assert found["far"]["AUROC"] == 1


@pytest.mark.parametrize(
    ("found", "wanted", "f1"),
    [
        ("28–29 March", ["28–29 march"], 1),
        ("in Phuket", ["Krabi", "Phuket"], 2 / 3),
        ("ภูเก็ต", ["กระบี่"], 0),
        ("", ["Krabi"], 0),
    ],
)
def test_the_words_are_compared_with_the_best_of_the_right_ones(found: str, wanted: list[str], f1: float) -> None:
    assert words_f1(found, wanted) == pytest.approx(f1)
