"""The probability that a candidate answers: from its features, and from what the reader found where it was read.

The weights for features come from `python -m bot calibrate`, which writes calibration.json from data in the repository
(bot/evaluation/calibrate.py); those for a reader from `python -m bot reader calibrate`. docs/benchmarks.md shows how
well the probabilities hold.
"""

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import ModelError
from bot.retrieval.features import FEATURES, Features

FILE = Path(__file__).with_name("calibration.json")
ANSWER_THRESHOLD = 0.5  # minimum probability of an answer
MAX_LOG_ODDS = 30.0
MAX_RETRIEVAL = 5.0  # log-odds


def sigmoid(log_odds: float) -> float:
    """The probability of these log-odds."""
    return 1 / (1 + math.exp(-max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, log_odds))))


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

    def log_odds(self, features: Features) -> float:
        """Log-odds that the candidate answers the question, judged by its features."""
        model = self.groups[features.group]
        return model.intercept + sum(w * x for w, x in zip(model.weights, features.row(), strict=True))

    def probability(self, features: Features) -> float:
        """Probability that the candidate answers the question, judged by its features."""
        return sigmoid(self.log_odds(features))


class ReaderCalibration(BaseModel):
    """Log-odds that a candidate answers = intercept + reading · the reader's score + retrieval · the log-odds by its
    features, the latter between -MAX_RETRIEVAL and MAX_RETRIEVAL."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    intercept: float = 0.0
    reading: float = 1.0
    retrieval: float = 0.0

    def probability(self, score: float, features: Features) -> float:
        """Probability that a candidate answers, from the reader's `score` and the candidate's features."""
        by_features = max(-MAX_RETRIEVAL, min(MAX_RETRIEVAL, calibration().log_odds(features)))
        return sigmoid(self.intercept + self.reading * score + self.retrieval * by_features)


@cache
def calibration() -> Calibration:
    """The calibration of features in use. Raises ModelError if it is missing or invalid."""
    try:
        return Calibration.model_validate_json(FILE.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as e:
        raise ModelError(f"{FILE}: no usable calibration; `python -m bot calibrate` makes it: {e}") from e
