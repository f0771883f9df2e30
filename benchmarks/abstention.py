"""Measures how well probabilities are calibrated.

`python benchmarks/abstention.py --passages P.jsonl --questions Q.jsonl`

For every second question the passage that answers it is removed from the pool. Prints the area under the ROC curve and
the expected calibration error over ten bins of equal width (Guo et al. 2017); `--plot FILE` draws the reliability
diagram. `--from` and `--to` select questions by the id of their passage, both ends included.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.embedding.embedder import Embedder
from bot.evaluation.evaluate import N_CANDIDATES, PassageRow, QuestionRow, build, read_rows
from bot.evaluation.metrics import auroc, calibration_bins, expected_calibration_error
from bot.reading.calibration import calibration
from bot.retrieval.search import order, rank
from bot.text.language import detect


def predictions(passages: list[PassageRow], questions: list[QuestionRow], model: str) -> tuple[list[float], list[bool]]:
    """Probability of the first candidate for each question, and whether that candidate answers it."""
    index = build(passages, Embedder.load(model))
    languages = [row.lang or detect(row.question) or "en" for row in questions]
    contexts = [index.read(row.question, language) for row, language in zip(questions, languages, strict=True)]
    probabilities, correct = [], []
    for i, query in enumerate(index.queries(contexts)):
        gold = questions[i].passage
        places = [place for place in order(index, query, N_CANDIDATES) if i % 2 or place.entry != gold]
        best = rank(index, query, places[:2])[0]
        probabilities.append(calibration().probability(best.features))
        correct.append(best.entry == gold)
    return probabilities, correct


def draw(bins: list[tuple[int, float, float]], file: Path, title: str) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "press-desk"  # the same figures give the same file
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(4.5, 4.5))
    axes.plot([0, 1], [0, 1], linestyle="--", color="0.6", label="as it should be")
    _, means, shares = zip(*bins, strict=True)
    axes.plot(means, shares, marker="o", color="#00507a", label="measured")
    for n, mean, share in bins:
        axes.annotate(str(n), (mean, share), textcoords="offset points", xytext=(6, -10), fontsize=8)
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
    probabilities, correct = predictions(read_rows(options.passages, PassageRow), questions, options.model)
    bins = calibration_bins(probabilities, correct)
    for n, mean, share in bins:
        print(f"{n:>5} questions  told {mean:.3f}  answered {share:.3f}")
    error, area = expected_calibration_error(probabilities, correct), auroc(probabilities, correct)
    print(f"{len(correct)} questions, {sum(correct)} answered: AUROC {area:.4f}, ECE {error:.4f}")
    if options.plot:
        draw(bins, options.plot, f"AUROC {area:.3f}, ECE {error:.3f}")


if __name__ == "__main__":
    main()
