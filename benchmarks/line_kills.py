"""Kills the edge while LINE events arrive: `python benchmarks/line_kills.py [--events 500 --people 100 --kills 10]`.

The edge, which runs the webhook and the workers, is killed with `kill -9` at random moments and restarted; Rasa and the
action server keep running. From the record of the simulated LINE, prints each event that was not answered exactly once
and each person whose events were answered out of order.
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
