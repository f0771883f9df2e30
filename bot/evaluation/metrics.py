"""Figures of scores against labels: whether something answers, and how far a probability can be relied on."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from sklearn.metrics import roc_auc_score

from bot.text import thai

BINS = 10


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Area under the ROC curve; nan if there is only one class."""
    return float(roc_auc_score(labels, scores)) if len(set(labels)) == 2 else float("nan")


def calibration_bins(probabilities: Sequence[float], labels: Sequence[bool]) -> list[tuple[int, float, float]]:
    """(count, mean probability, share of true labels) of each of ten bins that is not empty."""
    found, truth = np.asarray(probabilities), np.asarray(labels, dtype=float)
    numbers = np.minimum((found * BINS).astype(int), BINS - 1)
    return [
        (int(held.sum()), float(found[held].mean()), float(truth[held].mean()))
        for held in (numbers == number for number in range(BINS))
        if held.any()
    ]


def expected_calibration_error(probabilities: Sequence[float], labels: Sequence[bool]) -> float:
    """Mean distance between probability and share of true labels over ten bins, weighted by the size of the bins."""
    bins = calibration_bins(probabilities, labels)
    return sum(count * abs(mean - share) for count, mean, share in bins) / sum(count for count, _, _ in bins)


def refused_at_recall(answerable: Sequence[float], unanswerable: Sequence[float], recall: float) -> float:
    """The share of unanswerable questions below the threshold that lets `recall` of the answerable ones pass."""
    threshold = np.quantile(np.asarray(answerable), 1 - recall, method="lower")
    return float((np.asarray(unanswerable) < threshold).mean())


def words_f1(found: str, wanted: Sequence[str]) -> float:
    """F1 of the words of two texts, as in SQuAD; the best of several texts that are right. 0 without words."""
    own = Counter(thai.words(found.lower()))
    return max((_f1(own, Counter(thai.words(text.lower()))) for text in wanted), default=0.0)


def _f1(found: Counter[str], wanted: Counter[str]) -> float:
    shared = (found & wanted).total()
    return 2 * shared / (found.total() + wanted.total()) if shared else 0.0
