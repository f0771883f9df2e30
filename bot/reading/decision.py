"""Decides whether a candidate answers the question, by a calibrated probability. A wrong answer is worse than none.

The weights come from `python -m bot calibrate`, which writes calibration.json from data in the repository
(bot/evaluation/calibrate.py); docs/benchmarks.md shows how well the probabilities hold.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import ModelError
from bot.retrieval.features import FEATURES, Features
from bot.retrieval.search import Candidate

FILE = Path(__file__).with_name("calibration.json")
ANSWER_THRESHOLD = 0.5  # minimum probability of an answer
CHOICE_THRESHOLD = 0.3  # minimum probability of a candidate that is offered as a choice
SCOPE_THRESHOLD = 0.6  # minimum Features.strength of the best candidate; below it the question is out of scope
TIE_MARGIN = 0.10  # score difference, in standard deviations, below which two candidates are tied
MAX_CHOICES = 3


class Verdict(StrEnum):
    """The result of a decision."""

    ANSWERABLE = "answerable"
    AMBIGUOUS = "ambiguous"  # two or three tied candidates, offered as choices
    UNANSWERED = "unanswered"  # about the meeting, but nothing published answers it
    OUT_OF_SCOPE = "out_of_scope"  # not about the meeting


@dataclass(frozen=True)
class Decision:
    """The verdict on a question, its candidates (best first, never empty), and those of them to show."""

    verdict: Verdict
    candidates: Sequence[Candidate]
    shown: Sequence[Candidate]

    @property
    def best(self) -> Candidate:
        return self.candidates[0]


class LogisticModel(BaseModel):
    """A logistic regression: log-odds = intercept + weights · features, in the order of FEATURES."""

    intercept: float
    weights: Annotated[tuple[float, ...], Field(min_length=len(FEATURES), max_length=len(FEATURES))]


class Calibration(BaseModel):
    """The contents of calibration.json.

    `groups` has one model for each value of `Features.group`, for example "across-bare": the document is in the other
    language than the question ("own" if in the same) and has no sample questions ("questions" if it has some).
    `made_from` identifies the training data.
    """

    model_config = ConfigDict(extra="forbid")

    features: tuple[str, ...]
    groups: Mapping[str, LogisticModel]
    made_from: Mapping[str, str | int | float]

    def probability(self, features: Features) -> float:
        """Probability that the candidate answers the question."""
        model = self.groups[features.group]
        log_odds = model.intercept + sum(w * x for w, x in zip(model.weights, features.row(), strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


@cache
def calibration() -> Calibration:
    """The calibration in use. Raises ModelError if it is missing or invalid."""
    try:
        return Calibration.model_validate_json(FILE.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as e:
        raise ModelError(f"{FILE}: no usable calibration; `python -m bot calibrate` makes it: {e}") from e


def probability(candidate: Candidate) -> float:
    """Probability that the candidate answers the question."""
    return calibration().probability(candidate.features)


def judge(found: Sequence[Features], scores: Sequence[float]) -> tuple[Verdict, tuple[int, ...]]:
    """The verdict on candidates, best first, and the indices of those to show. `scores` are in standard deviations.

    A best candidate without an answer of the expected type never answers, whatever its probability.
    """
    if not found or found[0].strength < SCOPE_THRESHOLD:
        return Verdict.OUT_OF_SCOPE, ()
    probabilities = [calibration().probability(features) for features in found[:MAX_CHOICES]]
    minimum = ANSWER_THRESHOLD if probabilities[0] >= ANSWER_THRESHOLD else CHOICE_THRESHOLD
    ties = tuple(
        i for i in range(1, len(probabilities)) if scores[0] - scores[i] < TIE_MARGIN and probabilities[i] >= minimum
    )
    if found[0].answer_type_mismatch:
        return Verdict.UNANSWERED, (0,)
    if ties and probabilities[0] >= CHOICE_THRESHOLD:
        return Verdict.AMBIGUOUS, (0, *ties)
    return (Verdict.ANSWERABLE if probabilities[0] >= ANSWER_THRESHOLD else Verdict.UNANSWERED), (0,)


def decide(candidates: Sequence[Candidate]) -> Decision:
    """The decision on a question that is not a follow-up."""
    verdict, shown = judge([one.features for one in candidates], [one.score for one in candidates])
    return Decision(verdict, candidates, [candidates[i] for i in shown])
