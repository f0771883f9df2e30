"""The decision whether a candidate answers the question, as a probability. A false answer is worse than none.

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
ANSWER_THRESHOLD = 0.5  # probability from which a candidate answers
CHOICE_THRESHOLD = 0.3  # probability from which a candidate is worth offering as a choice
SCOPE_THRESHOLD = 0.6  # strength from which a question is about the meeting at all
TIE_MARGIN = 0.10  # difference in score, in standard deviations, below which two candidates cannot be told apart
MAX_CHOICES = 3


class Verdict(StrEnum):
    """What a question comes to."""

    ANSWERABLE = "answerable"
    AMBIGUOUS = "ambiguous"  # two or three candidates answer equally well
    UNANSWERED = "unanswered"  # about the meeting, but nothing here says it
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class Decision:
    """The verdict on a question, the candidates best first (never none), and those of them to show."""

    verdict: Verdict
    candidates: Sequence[Candidate]
    shown: Sequence[Candidate]

    @property
    def best(self) -> Candidate:
        return self.candidates[0]


class LogisticModel(BaseModel):
    """A logistic model: log-odds = intercept + weights · features, in the order of FEATURES."""

    intercept: float
    weights: Annotated[tuple[float, ...], Field(min_length=len(FEATURES), max_length=len(FEATURES))]


class Calibration(BaseModel):
    """calibration.json: the models by group, and what they were made from."""

    model_config = ConfigDict(extra="forbid")

    features: tuple[str, ...]
    groups: Mapping[str, LogisticModel]
    made_from: Mapping[str, str | int | float]

    def probability(self, features: Features) -> float:
        """That the candidate answers the question, 0 to 1."""
        group = self.groups[features.group]
        odds = group.intercept + sum(w * x for w, x in zip(group.weights, features.row(), strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def calibration() -> Calibration:
    """The calibration in use. Raises ModelError that says how to make one."""
    try:
        return Calibration.model_validate_json(FILE.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as e:
        raise ModelError(f"{FILE}: no usable calibration; `python -m bot calibrate` makes it: {e}") from e


def probability(candidate: Candidate) -> float:
    """That the candidate answers the question, 0 to 1."""
    return calibration().probability(candidate.features)


def judge(found: Sequence[Features], scores: Sequence[float]) -> tuple[Verdict, tuple[int, ...]]:
    """The verdict over candidates best first, `scores` in standard deviations, and the numbers of those to show.

    A candidate without an answer of the expected type never counts as an answer, whatever its probability.
    """
    if not found or found[0].strength < SCOPE_THRESHOLD:
        return Verdict.OUT_OF_SCOPE, ()
    chances = [calibration().probability(features) for features in found[:MAX_CHOICES]]
    enough = ANSWER_THRESHOLD if chances[0] >= ANSWER_THRESHOLD else CHOICE_THRESHOLD
    rivals = tuple(i for i in range(1, len(chances)) if scores[0] - scores[i] < TIE_MARGIN and chances[i] >= enough)
    if found[0].answer_type_mismatch:
        return Verdict.UNANSWERED, (0,)
    if rivals and chances[0] >= CHOICE_THRESHOLD:
        return Verdict.AMBIGUOUS, (0, *rivals)
    return (Verdict.ANSWERABLE if chances[0] >= ANSWER_THRESHOLD else Verdict.UNANSWERED), (0,)


def decide(candidates: Sequence[Candidate]) -> Decision:
    """The decision over the candidates of a question that stands by itself."""
    verdict, shown = judge([one.features for one in candidates], [one.score for one in candidates])
    return Decision(verdict, candidates, [candidates[i] for i in shown])
