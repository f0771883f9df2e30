"""Replies cut off and asked for again: `python benchmarks/interrupted.py [--kills 50 --cuts 50]`.

A conversation each, the edge killed with `kill -9` (Rasa goes on) or the connection cut at a random moment of a turn.
Prints how many messages were lost, answered twice, or heard twice by Rasa.
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

    wrong = asyncio.run(measure())
    print(f"{options.kills} kills, {options.cuts} cut connections: {len(wrong)} conversations with a fault")
    for fault in wrong:
        print(" ", fault)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
