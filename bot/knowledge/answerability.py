"""Whether what was found answers the question. A false answer is worse than none.

The thresholds lie between what sample questions score against their own entry when they themselves are left out of
the index, and what questions about other things score; docs/benchmarks.md has both distributions.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

ANSWERS = 0.80  # strength from which a candidate answers
NEAR = 0.60  # strength from which a question is about the meeting at all
STEEPNESS = 12.0  # of the confidence around that point
NAMED = 0.25  # what being called by name adds to a candidate's strength
CLOSE = 0.10  # difference in score, in standard deviations, below which two candidates cannot be told apart


class Verdict(StrEnum):
    ANSWERS = "answers"
    UNCLEAR = "unclear"  # two or three candidates answer equally well
    NEAR = "near"  # about the meeting, but nothing here says it
    FAR = "far"


@dataclass(frozen=True)
class Evidence:
    """What speaks for a candidate: cosines of centred tokens, 0 to 1 in practice (bot/knowledge/tokens.py)."""

    passage: float  # how well its best passage covers the question
    cue: float  # how alike the question and its best sample question are
    named: bool = False  # whether the question calls it by a name: a bare name is hardly alike to any sentence
    lacking: bool = False  # whether it plainly has no answer of the kind asked for: no sum of money, no hours

    @property
    def strength(self) -> float:
        return self.passage + self.cue + NAMED * self.named

    @property
    def confidence(self) -> float:
        """0 to 1: 0.5 at the strength from which a candidate answers. Not yet calibrated to be a probability."""
        return 1 / (1 + math.exp(-STEEPNESS * (self.strength - ANSWERS)))


def judge(evidence: Sequence[Evidence], scores: Sequence[float]) -> Verdict:
    """The verdict over candidates from the best down; `scores` are theirs, in standard deviations."""
    if not evidence or evidence[0].strength < NEAR:
        return Verdict.FAR
    if evidence[0].strength < ANSWERS or evidence[0].lacking:
        return Verdict.NEAR
    rivals = [
        other for other, score in zip(evidence[1:3], scores[1:3], strict=True)
        if scores[0] - score < CLOSE and other.strength >= ANSWERS
    ]  # fmt: skip
    return Verdict.UNCLEAR if rivals else Verdict.ANSWERS


def rivals(scores: Sequence[float]) -> int:
    """How many of the first candidates are offered as choices when the verdict is unclear."""
    return 1 + sum(scores[0] - score < CLOSE for score in scores[1:3])
