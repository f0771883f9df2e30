"""Measures a reader, and what a question alone gives away about its class."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from bot.evaluation.metrics import auroc
from bot.reading.reader import Finding
from bot.training.examples import Example

FOLDS = 5
NGRAMS = (1, 4)  # characters


def overlap_f1(found: tuple[int, int], wanted: tuple[int, int]) -> float:
    """F1 of the characters in two spans."""
    shared = max(0, min(found[1], wanted[1]) - max(found[0], wanted[0]))
    return 2 * shared / ((found[1] - found[0]) + (wanted[1] - wanted[0]))


def question_only_auroc(examples: Sequence[Example], meetings: Sequence[str]) -> float:
    """AUROC of a classifier that sees the question alone, from character n-grams, with whole meetings held out."""
    questions = [example.question for example in examples]
    labels = [example.answer is not None for example in examples]
    model = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=NGRAMS, sublinear_tf=True), LogisticRegression(max_iter=1000)
    )
    chances: npt.NDArray[np.float64] = cross_val_predict(
        model, questions, labels, groups=meetings, cv=GroupKFold(FOLDS), method="predict_proba"
    )[:, 1]
    return auroc(chances.tolist(), labels)


def figures(examples: Sequence[Example], findings: Sequence[Finding]) -> dict[str, dict[str, float]]:
    """By pair of languages, and for all: the number of examples, AUROC, accuracy at even odds, and F1 of the
    words where the passage answers."""
    groups: dict[str, list[int]] = defaultdict(list)
    for i, example in enumerate(examples):
        groups["all"].append(i)
        groups[example.pair].append(i)
    return {name: _figures([examples[i] for i in rows], [findings[i] for i in rows]) for name, rows in groups.items()}


def _figures(examples: Sequence[Example], findings: Sequence[Finding]) -> dict[str, float]:
    labels = [example.answer is not None for example in examples]
    scores = [finding.score for finding in findings]
    words = [
        overlap_f1(finding.words, example.answer)
        for example, finding in zip(examples, findings, strict=True)
        if example.answer and finding.words
    ]
    return {
        "n": len(examples),
        "AUROC": auroc(scores, labels),
        "accuracy": float(np.mean([(score > 0) == label for score, label in zip(scores, labels, strict=True)])),
        "F1": float(np.mean(words)) if words else float("nan"),
    }
