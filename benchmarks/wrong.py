"""Lists the errors of `bot eval`: `python benchmarks/wrong.py --passages P --questions Q --report OUT.json`.

For each question whose passage was not the first candidate: the passage's rank, the probability of the first candidate,
and the beginnings of both passages.
"""

import argparse
import json
from pathlib import Path
from typing import Any

BEGINNING = 90  # characters


def rows_by_id(file: Path) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("passages", "questions", "report"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    passages, questions = rows_by_id(options.passages), rows_by_id(options.questions)
    outcomes = json.loads(options.report.read_text(encoding="utf-8"))["questions"]
    wrong = [outcome for outcome in outcomes if outcome["rank"] != 1 and questions[outcome["id"]].get("passage")]
    for outcome in wrong:
        question = questions[outcome["id"]]
        print(
            f"{outcome['id']}  rank {outcome['rank']}  confidence {outcome['confidence']:.2f}  {question['question']}"
        )
        for label, id in (("wanted", question["passage"]), ("found", outcome["top"])):
            print(f"    {label:6} {id}  {' '.join(passages[id]['text'].split())[:BEGINNING]}")
    print(f"{len(wrong)} of {len(outcomes)}")


if __name__ == "__main__":
    main()
