"""Interrupts turns and retries them: `python benchmarks/interrupted.py [--kills 50 --cuts 50]`.

In each conversation, at a random moment of a turn, the edge is killed with `kill -9` (Rasa keeps running) or the
connection is cut. Prints each message that was lost, answered twice, or processed twice by Rasa.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.service.interrupted import rasa_with_actions, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--cuts", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    async def measure() -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            async with rasa_with_actions(Path(folder)) as rasa:
                return await run(rasa, Path(folder), options.kills, options.cuts, options.seed)

    faults = asyncio.run(measure())
    print(f"{options.kills} kills, {options.cuts} cut connections: {len(faults)} conversations with a fault")
    for fault in faults:
        print(" ", fault)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
