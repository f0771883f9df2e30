"""Does a probability mean what it says: `python benchmarks/abstention.py --passages P.jsonl --questions Q.jsonl`.

Every second question is asked of the pool without the passage that answers it. Prints the area under the ROC curve and
the expected calibration error over ten bins of equal width (Guo et al. 2017), and draws the reliability plot where
`--plot` names a file. `--from` and `--to` keep the questions whose passage's id lies between.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.embedding.embedder import Embedder
from bot.evaluation.evaluate import N_CANDIDATES, PassageRow, QuestionRow, build, read_rows
from bot.reading.decision import probability
from bot.retrieval.search import order, rank
from bot.text.language import detect

BINS = 10
Array = np.ndarray[Any, Any]


def asked(passages: list[PassageRow], questions: list[QuestionRow], model: str) -> tuple[Array, Array]:
    """Probabilities of the first candidates, and whether they answer."""
    index = build(passages, Embedder.load(model))
    languages = [row.lang or detect(row.question) or "en" for row in questions]
    contexts = [index.read(row.question, language) for row, language in zip(questions, languages, strict=True)]
    chances, right = [], []
    for i, query in enumerate(index.queries(contexts)):
        gold = questions[i].passage
        places = [place for place in order(index, query, N_CANDIDATES) if i % 2 or place.entry != gold]
        best = rank(index, query, places[:2])[0]
        chances.append(probability(best))
        right.append(best.entry == gold)
    return np.asarray(chances), np.asarray(right)


def bins(chances: Array, right: Array) -> list[tuple[int, float, float]]:
    """Of each bin that holds something: how many, the mean probability, the share that answers."""
    which = np.minimum((chances * BINS).astype(int), BINS - 1)
    return [
        (int(held.sum()), float(chances[held].mean()), float(right[held].mean()))
        for held in (which == b for b in range(BINS))
        if held.any()
    ]


def expected_calibration_error(found: list[tuple[int, float, float]]) -> float:
    return sum(n * abs(chance - share) for n, chance, share in found) / sum(n for n, _, _ in found)


def draw(found: list[tuple[int, float, float]], file: Path, title: str) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "press-desk"  # the same figures give the same file
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(4.5, 4.5))
    axes.plot([0, 1], [0, 1], linestyle="--", color="0.6", label="as it should be")
    axes.plot([c for _, c, _ in found], [s for _, _, s in found], marker="o", color="#00507a", label="measured")
    for n, chance, share in found:
        axes.annotate(str(n), (chance, share), textcoords="offset points", xytext=(6, -10), fontsize=8)
    axes.set(xlabel="probability that was told", ylabel="share that answered", title=title, xlim=(0, 1), ylim=(0, 1))
    axes.legend(loc="upper left")
    figure.savefig(file, bbox_inches="tight", metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--from", dest="first", default="")
    parser.add_argument("--to", dest="last", default="\uffff")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--model", default=str(ROOT / "models" / "embedder" / "multilingual-e5-small"))
    options = parser.parse_args()
    questions = [
        row
        for row in read_rows(options.questions, QuestionRow)
        if row.passage and options.first <= row.passage <= options.last
    ]
    chances, right = asked(read_rows(options.passages, PassageRow), questions, options.model)
    found = bins(chances, right)
    for n, chance, share in found:
        print(f"{n:>5} questions  told {chance:.3f}  answered {share:.3f}")
    error, area = expected_calibration_error(found), roc_auc_score(right, chances)
    print(f"{len(right)} questions, {int(right.sum())} answered: AUROC {area:.4f}, ECE {error:.4f}")
    if options.plot:
        draw(found, options.plot, f"AUROC {area:.3f}, ECE {error:.3f}")


if __name__ == "__main__":
    main()
