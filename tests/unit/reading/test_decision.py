"""The verdict on candidates, from their features and from what was read of them."""

from dataclasses import replace

import pytest

from bot.reading.calibration import ReaderCalibration, calibration
from bot.reading.decision import Verdict, judge
from bot.reading.read import ReadCandidate, Reading
from bot.retrieval.features import Features
from bot.retrieval.search import Candidate


def features_of(strength: float, *, margin: float = 0.0) -> Features:
    """Features of a candidate whose values all correspond to `strength`, from 0 to 1."""
    return Features(
        "own-questions",
        passage=strength,
        sample_question=strength,
        meaning=strength,
        margin=margin,
        coverage=strength,
        named=False,
        unmatched_entity=False,
        answer_type_mismatch=False,
    )


def candidate(score: float, features: Features) -> ReadCandidate:
    return ReadCandidate.unread(Candidate("facts/one", "en", 1, score, features))


@pytest.mark.parametrize(
    ("strengths", "scores", "verdict", "shown"),
    [
        ([0.9, 0.8], [3.0, 1.0], Verdict.ANSWERABLE, (0,)),
        ([0.9, 0.9], [3.0, 2.95], Verdict.AMBIGUOUS, (0, 1)),
        ([0.9, 0.1], [3.0, 2.95], Verdict.ANSWERABLE, (0,)),
        ([0.3, 0.3], [3.0, 1.0], Verdict.UNANSWERED, (0,)),
        ([0.1, 0.1], [3.0, 1.0], Verdict.OUT_OF_SCOPE, ()),
    ],
)
def test_the_verdict_without_a_reader(
    strengths: list[float], scores: list[float], verdict: Verdict, shown: tuple[int, ...]
) -> None:
    margins = [scores[0] - scores[1], scores[1] - scores[0]]
    found = [candidate(score, features_of(s, margin=m)) for s, m, score in zip(strengths, margins, scores, strict=True)]
    assert judge(found) == (verdict, tuple(found[i] for i in shown))


def test_what_was_read_to_answer_is_in_scope_however_unlike_it_is() -> None:
    unlike = replace(candidate(3.0, features_of(0.1)), reading=Reading(3.0, None))
    assert judge([replace(unlike, probability=0.9)])[0] is Verdict.ANSWERABLE
    assert judge([replace(unlike, probability=0.4)])[0] is Verdict.OUT_OF_SCOPE


def read_candidate(score: float, probability: float) -> ReadCandidate:
    return replace(candidate(score, features_of(0.9)), reading=Reading(0.0, None), probability=probability)


def test_choices_are_offered_only_between_passages_that_read_as_answers() -> None:
    unsure, other = read_candidate(3.0, 0.8), read_candidate(2.95, 0.6)
    assert judge([unsure, other]) == (Verdict.AMBIGUOUS, (unsure, other))
    assert judge([unsure, read_candidate(2.95, 0.4)])[0] is Verdict.ANSWERABLE
    assert judge([read_candidate(3.0, 0.45), read_candidate(2.95, 0.4)])[0] is Verdict.UNANSWERED


def test_a_sure_reading_is_not_questioned_by_candidates_like_it() -> None:
    sure = read_candidate(3.0, 0.95)
    assert judge([sure, read_candidate(2.95, 0.8)])[0] is Verdict.ANSWERABLE
    assert judge([sure, replace(candidate(2.95, features_of(0.9)), probability=0.9)])[0] is Verdict.ANSWERABLE


def test_a_question_is_in_scope_if_any_candidate_is_like_it() -> None:
    unlike = replace(candidate(3.0, features_of(0.1)), reading=Reading(-1.0, None), probability=0.2)
    assert judge([unlike, candidate(1.0, features_of(0.5))])[0] is Verdict.UNANSWERED


def test_no_candidate_is_out_of_scope() -> None:
    assert judge([]) == (Verdict.OUT_OF_SCOPE, ())


def test_an_answer_type_that_is_missing_refuses_a_candidate_only_if_it_was_not_read() -> None:
    missing = replace(candidate(3.0, replace(features_of(0.9), answer_type_mismatch=True)), probability=0.9)
    assert judge([missing])[0] is Verdict.UNANSWERED
    assert judge([replace(missing, reading=Reading(3.0, None))])[0] is Verdict.ANSWERABLE


def test_negative_evidence_lowers_the_probability() -> None:
    good = features_of(0.6)
    assert calibration().probability(replace(good, answer_type_mismatch=True)) < calibration().probability(good)
    assert calibration().probability(replace(good, unmatched_entity=True)) < calibration().probability(good)


def test_a_reading_and_the_features_both_raise_the_probability() -> None:
    learnt = ReaderCalibration(intercept=-1.0, reading=0.5, retrieval=0.3)
    likely, unlikely = features_of(0.9), features_of(0.2)
    assert learnt.probability(3.0, likely) > learnt.probability(-3.0, likely) > learnt.probability(-3.0, unlikely)
