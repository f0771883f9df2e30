"""Cross-validates intent classification: `.venv-rasa/bin/python benchmarks/intents.py [--language th] [--folds 5]`.

Runs in Rasa's environment. Splits the training data by language and runs Rasa's own cross-validation on each part
(`rasa test nlu --cross-validation`); a seed always gives the same folds. Prints F1 and the intents with the lowest F1,
and draws the confusion matrices. The predicted intent is the one with the highest probability: Rasa's evaluation
ignores the fallback. Exit code 1 if a language is below the goal.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "intents"
LANGUAGES = ("th", "en")
GOAL = 0.95
HEAD = """| language | intents | examples | weighted F1 | macro F1 | worst three |
| --- | --- | --- | --- | --- | --- |"""
# Rasa shuffles the folds with NumPy's global random generator and has no option to seed it.
RASA = "import sys, numpy; numpy.random.seed(int(sys.argv.pop(1))); from rasa.__main__ import main; main()"
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}


@dataclass(frozen=True)
class Result:
    """Result of a cross-validation. `confused` counts (intent, predicted intent) of the misclassified messages."""

    language: str
    examples: int
    weighted: float
    macro: float
    f1: dict[str, float]
    support: dict[str, int]
    confused: Counter[tuple[str, str]]

    @property
    def row(self) -> str:
        """A row of the table whose head is HEAD."""
        worst = ", ".join(f"{intent} {self.f1[intent]:.3f}" for intent in sorted(self.f1, key=lambda i: self.f1[i])[:3])
        return (
            f"| {self.language} | {len(self.f1)} | {self.examples} | {self.weighted:.3f} | {self.macro:.3f} | {worst} |"
        )


def cross_validation(language: str, folds: int, seed: int, config: Path) -> Path:
    """Run the cross-validation; returns the folder of Rasa's reports. If it fails, exits with the end of Rasa's log."""
    folder = FOLDER / language
    shutil.rmtree(folder, ignore_errors=True)
    data, reports, log = folder / "data", folder / "reports", folder / "rasa.log"
    data.mkdir(parents=True)
    for file in (ROOT / "data" / "nlu").glob(f"*.{language}.yml"):
        shutil.copy(file, data)
    command = [sys.executable, "-c", RASA, str(seed), "test", "nlu", "--cross-validation", "--folds", str(folds)]
    command += ["--config", str(config), "--nlu", str(data), "--out", str(reports)]
    with log.open("w", encoding="utf-8") as out:
        done = subprocess.run(command, cwd=ROOT, stdout=out, stderr=out, env={**os.environ, **QUIET}, check=False)
    if done.returncode:
        sys.exit("\n".join(log.read_text("utf-8", errors="replace").splitlines()[-15:]) + f"\nThe whole log is {log}")
    return reports


def read_reports(language: str, reports: Path) -> Result:
    report = json.loads((reports / "intent_report.json").read_text("utf-8"))
    errors = json.loads((reports / "intent_errors.json").read_text("utf-8"))
    intents = {name: row for name, row in report.items() if isinstance(row, dict) and not name.endswith(" avg")}
    return Result(
        language=language,
        examples=int(report["weighted avg"]["support"]),
        weighted=report["weighted avg"]["f1-score"],
        macro=report["macro avg"]["f1-score"],
        f1={name: row["f1-score"] for name, row in intents.items()},
        support={name: int(row["support"]) for name, row in intents.items()},
        confused=Counter((row["intent"], row["intent_prediction"]["name"]) for row in errors),
    )


def draw(result: Result, file: Path) -> None:
    """Draw the confusion matrix. The numbers in Rasa's own picture are too large for its cells."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    names = sorted(result.f1)
    wrong = Counter(intent for intent, _ in result.confused.elements())
    counts = [[result.confused[a, b] if a != b else result.support[a] - wrong[a] for b in names] for a in names]
    shares = [[count / result.support[a] for count in row] for a, row in zip(names, counts, strict=True)]
    figure, axes = pyplot.subplots(figsize=(9.6, 8.8))
    axes.imshow(shares, cmap="Blues", norm=matplotlib.colors.PowerNorm(0.35, 0, 1))
    for i, row in enumerate(counts):
        for j, count in enumerate(row):
            if count:
                colour = "white" if shares[i][j] > 0.3 else "black"
                axes.text(j, i, str(count), ha="center", va="center", fontsize=8, color=colour)
    axes.set_xticks(range(len(names)), names, rotation=90)
    axes.set_yticks(range(len(names)), names)
    title = (
        f"{result.language}: {result.examples} examples, weighted F1 {result.weighted:.3f}, macro {result.macro:.3f}"
    )
    axes.set(xlabel="taken for", ylabel="is", title=title)
    figure.savefig(file, dpi=110, bbox_inches="tight", metadata={"Software": None})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", choices=LANGUAGES, help="one alone; both by default")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1, help="of the folds")
    parser.add_argument("--config", type=Path, default=ROOT / "config.yml", help="another pipeline to compare with")
    parser.add_argument("--pictures", type=Path, default=ROOT / "docs" / "images", help="folder for confusion-*.png")
    parser.add_argument("--confused", type=int, default=0, metavar="N", help="name the N most frequent confusions too")
    options = parser.parse_args()
    results = []
    print(HEAD)
    for language in [options.language] if options.language else LANGUAGES:
        reports = cross_validation(language, options.folds, options.seed, options.config.resolve())
        results.append(read_reports(language, reports))
        print(results[-1].row, flush=True)
        draw(results[-1], options.pictures / f"confusion-{language}.png")
    for result in results:
        for (intent, other), count in result.confused.most_common(options.confused):
            print(f"{result.language}: {count:>3} {intent} taken for {other}")
    return 1 if min(min(result.weighted, result.macro) for result in results) < GOAL else 0


if __name__ == "__main__":
    sys.exit(main())
