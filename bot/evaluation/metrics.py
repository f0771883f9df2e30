"""Figures of scores against labels: whether something answers, and how far a probability can be relied on."""

from collections.abc import Sequence

import numpy as np
from sklearn.metrics import roc_auc_score

BINS = 10


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Area under the ROC curve; nan if there is only one class."""
    return float(roc_auc_score(labels, scores)) if len(set(labels)) == 2 else float("nan")


def expected_calibration_error(probabilities: Sequence[float], labels: Sequence[bool]) -> float:
    """Mean distance between probability and share of true labels over ten bins, weighted by the size of the bins."""
    found, truth = np.asarray(probabilities), np.asarray(labels, dtype=float)
    numbers = np.minimum((found * BINS).astype(int), BINS - 1)
    members = [numbers == number for number in set(numbers.tolist())]
    return float(sum(abs(found[held].mean() - truth[held].mean()) * held.mean() for held in members))


def refused_at_recall(answerable: Sequence[float], unanswerable: Sequence[float], recall: float) -> float:
    """The share of unanswerable questions below the threshold that lets `recall` of the answerable ones pass."""
    threshold = np.quantile(np.asarray(answerable), 1 - recall, method="lower")
    return float((np.asarray(unanswerable) < threshold).mean())
