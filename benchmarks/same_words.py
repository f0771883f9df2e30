"""Compares the answers on the web and on LINE: `python benchmarks/same_words.py --questions Q.jsonl`.

Starts the service with a simulated LINE, sends each question to both, and lists the questions whose answers differ in
their words or sources.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.line.same_words import differing
from tests.line.simulated import simulated_line
from tests.service.running import running_service


async def main(questions: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with simulated_line() as (line, settings):
            async with running_service(Path(folder), turn_seconds=30, **settings) as service:
                found = await differing(service, line, questions)
    for question in found:
        print(f"differs: {question}")
    print(f"{len(questions) - len(found)} of {len(questions)} the same")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, required=True)
    rows = [json.loads(line) for line in parser.parse_args().questions.read_text(encoding="utf-8").splitlines()]
    asyncio.run(main(list(dict.fromkeys(row["q"] for row in rows if "q" in row))))
