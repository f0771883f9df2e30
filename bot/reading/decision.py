"""Whether what was found answers the question, as a probability. A false answer is worse than none.

The weights come from `python -m bot calibrate`, which writes calibration.json from data in the repository
(bot/evaluation/calibrate.py); docs/benchmarks.md shows how well the probabilities hold.
"""

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import ModelError
from bot.retrieval.features import FEATURES, Signals

FILE = Path(__file__).with_name("calibration.json")
ANSWERS = 0.5  # probability from which a candidate answers
MAYBE = 0.3  # probability from which a candidate is worth offering as a choice
NEAR = 0.6  # strength from which a question is about the meeting at all
CLOSE = 0.10  # difference in score, in standard deviations, below which two candidates cannot be told apart
CHOICES = 3


class Verdict(StrEnum):
    ANSWERS = "answers"
    UNCLEAR = "unclear"  # two or three candidates answer equally well
    NEAR = "near"  # about the meeting, but nothing here says it
    FAR = "far"


class Group(BaseModel):
    """A logistic model: log-odds = intercept + weights · features, clipped features as they come from Signals."""

    intercept: float
    weights: Annotated[tuple[float, ...], Field(min_length=len(FEATURES), max_length=len(FEATURES))]


class Calibration(BaseModel):
    """calibration.json: the models by group, and what they were made from."""

    model_config = ConfigDict(extra="forbid")

    features: tuple[str, ...]
    groups: Mapping[str, Group]
    made_from: Mapping[str, str | int | float]

    def probability(self, signals: Signals) -> float:
        """That the candidate answers the question, 0 to 1."""
        group = self.groups[signals.group]
        odds = group.intercept + sum(w * x for w, x in zip(group.weights, signals.row(), strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def calibration() -> Calibration:
    """The calibration in use. Raises ModelError that says how to make one."""
    try:
        return Calibration.model_validate_json(FILE.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as e:
        raise ModelError(f"{FILE}: no usable calibration; `python -m bot calibrate` makes it: {e}") from e


def judge(found: Sequence[Signals], scores: Sequence[float]) -> tuple[Verdict, tuple[int, ...]]:
    """The verdict over candidates from the best down, `scores` in standard deviations, and which of them to show.

    What plainly has no answer of the kind asked for is none, however probable the rest makes it.
    """
    if not found or found[0].strength < NEAR:
        return Verdict.FAR, ()
    chances = [calibration().probability(signals) for signals in found[:CHOICES]]
    enough = ANSWERS if chances[0] >= ANSWERS else MAYBE
    rivals = tuple(i for i in range(1, len(chances)) if scores[0] - scores[i] < CLOSE and chances[i] >= enough)
    if found[0].lacking:
        return Verdict.NEAR, (0,)
    if rivals and chances[0] >= MAYBE:
        return Verdict.UNCLEAR, (0, *rivals)
    return (Verdict.ANSWERS if chances[0] >= ANSWERS else Verdict.NEAR), (0,)
