"""How fast LINE's webhook answers while Rasa is stopped: `python benchmarks/line_webhook.py [--calls 500]`.

The edge as a process of its own, SQLite on disk, ten events a call, fifty connections at once. Goals: p99 under 200 ms,
none over 2 s (LINE calls that a time-out).
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.line.simulator.server import LineSimulator
from tests.service.running import free_port, start_service

CONNECTIONS, EVENTS = 50, 10
TEXT = "การประชุมรัฐมนตรีอาเซียนด้านดิจิทัลจัดขึ้นที่ไหน เมื่อไร และใครเป็นประธาน " * 5


async def run(calls: int) -> list[float]:
    """Seconds of each call."""
    line, taken = LineSimulator(), []
    nobody = f"http://127.0.0.1:{free_port()}"
    with tempfile.TemporaryDirectory() as folder:
        settings = {"line_channel_secret": line.secret, "line_channel_access_token": line.token, "line_api_url": nobody}
        edge = await start_service(Path(folder), role="edge", rasa_url=nobody, actions_url=nobody, **settings)
        connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        async with aiohttp.ClientSession(connector=connector) as http:
            for _ in range(300):
                try:
                    async with http.get(f"{edge.url}/healthz"):
                        break
                except aiohttp.ClientError:
                    await asyncio.sleep(0.2)

            async def worker(count: int) -> None:
                for _ in range(count):
                    events = [line.text(f"U{number:032x}", TEXT) for number in range(EVENTS)]
                    body, headers = line.signed(*events)
                    start = time.perf_counter()
                    async with http.post(f"{edge.url}/line/webhook", data=body, headers=headers) as response:
                        assert response.status == 200, await response.text()
                        await response.read()
                    taken.append(time.perf_counter() - start)

            await asyncio.gather(*(worker(calls // CONNECTIONS) for _ in range(CONNECTIONS)))
        edge.process.terminate()
        await edge.process.wait()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=500)
    taken = sorted(asyncio.run(run(parser.parse_args().calls)))
    p99 = statistics.quantiles(taken, n=100)[-1]
    print(
        f"{len(taken)} calls of {EVENTS} events, {CONNECTIONS} at once, Rasa stopped:"
        f" p50 {statistics.median(taken) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, longest {taken[-1] * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
