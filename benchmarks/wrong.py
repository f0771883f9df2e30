"""What `bot eval` did not find first: `python benchmarks/wrong.py --passages P --questions Q --report OUT.json`.

For each such question its passage's rank, how probable the first one was thought to be, and how both passages begin.
"""

import argparse
import json
from pathlib import Path
from typing import Any

BEGINNING = 90  # characters


def rows(file: Path) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("passages", "questions", "report"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    passages, questions = rows(options.passages), rows(options.questions)
    found = json.loads(options.report.read_text(encoding="utf-8"))["questions"]
    wrong = [outcome for outcome in found if outcome["rank"] != 1 and questions[outcome["id"]].get("passage")]
    for outcome in wrong:
        asked = questions[outcome["id"]]
        print(f"{outcome['id']}  rank {outcome['rank']}  confidence {outcome['confidence']:.2f}  {asked['question']}")
        for label, id in (("wanted", asked["passage"]), ("found", outcome["top"])):
            print(f"    {label:6} {id}  {' '.join(passages[id]['text'].split())[:BEGINNING]}")
    print(f"{len(wrong)} of {len(found)}")


if __name__ == "__main__":
    main()
