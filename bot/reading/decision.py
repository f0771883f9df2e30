"""Decides whether a candidate answers the question, by a calibrated probability. A wrong answer is worse than none."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.reading.calibration import ANSWER_THRESHOLD
from bot.reading.read import SURE, ReadCandidate

CHOICE_THRESHOLD = 0.3  # minimum probability of a candidate that is offered as a choice
SCOPE_THRESHOLD = 0.6  # minimum Features.strength of a candidate; below it the question is out of scope
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
    candidates: Sequence[ReadCandidate]
    shown: Sequence[ReadCandidate]

    @property
    def best(self) -> ReadCandidate:
        return self.candidates[0]


def decide(candidates: Sequence[ReadCandidate]) -> Decision:
    """The decision on a question that is not a follow-up, from its candidates, likeliest first. At least one."""
    verdict, shown = judge(candidates)
    return Decision(verdict, candidates, shown)


def judge(candidates: Sequence[ReadCandidate]) -> tuple[Verdict, Sequence[ReadCandidate]]:
    """The verdict on candidates, likeliest first, and those of them to show."""
    if not candidates:
        return Verdict.OUT_OF_SCOPE, ()
    return judge_unread(candidates) if candidates[0].reading is None else judge_read(candidates)


def judge_read(candidates: Sequence[ReadCandidate]) -> tuple[Verdict, Sequence[ReadCandidate]]:
    """The verdict on candidates of which the first ones were read. However little a passage is like the question, it
    answers if it reads so; choices are offered if several passages do."""
    best = candidates[0]
    if best.probability < ANSWER_THRESHOLD:
        in_scope = max(one.features.strength for one in candidates) >= SCOPE_THRESHOLD
        return (Verdict.UNANSWERED, (best,)) if in_scope else (Verdict.OUT_OF_SCOPE, ())
    tied = [
        one
        for one in candidates[1:MAX_CHOICES]
        if one.reading and one.probability >= ANSWER_THRESHOLD and abs(best.score - one.score) < TIE_MARGIN
    ]
    if tied and best.probability < SURE:
        return Verdict.AMBIGUOUS, (best, *tied)
    return Verdict.ANSWERABLE, (best,)


def judge_unread(candidates: Sequence[ReadCandidate]) -> tuple[Verdict, Sequence[ReadCandidate]]:
    """The verdict on candidates that were not read. One without an answer of the expected type never answers, whatever
    its probability."""
    if candidates[0].features.strength < SCOPE_THRESHOLD:
        return Verdict.OUT_OF_SCOPE, ()
    best = candidates[0]
    minimum = ANSWER_THRESHOLD if best.probability >= ANSWER_THRESHOLD else CHOICE_THRESHOLD
    tied = [
        one
        for one in candidates[1:MAX_CHOICES]
        if abs(best.score - one.score) < TIE_MARGIN and one.probability >= minimum
    ]
    if best.features.answer_type_mismatch:
        return Verdict.UNANSWERED, (best,)
    if tied and best.probability >= CHOICE_THRESHOLD:
        return Verdict.AMBIGUOUS, (best, *tied)
    return (Verdict.ANSWERABLE if best.probability >= ANSWER_THRESHOLD else Verdict.UNANSWERED), (best,)
