"""LINE's events under `kill -9`: `python benchmarks/line_kills.py [--events 500 --people 100 --kills 10]`.

Rasa and the actions go on; the edge, which holds webhook and workers, is killed at random moments and started again.
Prints how many events were not answered exactly once, or out of their person's order, by the record of the LINE that
the benchmark plays.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.line.killed import run
from tests.service.interrupted import rasa_with_actions


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=500)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()

    async def measure() -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            async with rasa_with_actions(Path(folder)) as rasa:
                return await run(rasa, Path(folder), options.events, options.people, options.kills, options.seconds)

    faults = asyncio.run(measure())
    print(f"{options.events} events of {options.people} people, {options.kills} kills: {len(faults)} faults")
    for fault in faults:
        print(" ", fault)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
