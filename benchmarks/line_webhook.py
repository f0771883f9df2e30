"""Measures the response time of the LINE webhook while Rasa is stopped: `python benchmarks/line_webhook.py`.

The edge runs in its own process with SQLite on disk; each call has ten events, on fifty concurrent connections. Goals:
p99 under 200 ms, no call over 2 s (LINE's timeout).
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
    """The response time of each call, in seconds."""
    line, seconds = LineSimulator(), []
    unused_url = f"http://127.0.0.1:{free_port()}"
    with tempfile.TemporaryDirectory() as folder:
        settings = {"line_channel_secret": line.secret, "line_channel_access_token": line.token}
        settings |= {"line_api_url": unused_url, "rasa_url": unused_url, "actions_url": unused_url}
        edge = await start_service(Path(folder), role="edge", **settings)
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
                    seconds.append(time.perf_counter() - start)

            await asyncio.gather(*(worker(calls // CONNECTIONS) for _ in range(CONNECTIONS)))
        edge.process.terminate()
        await edge.process.wait()
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=500)
    seconds = sorted(asyncio.run(run(parser.parse_args().calls)))
    p99 = statistics.quantiles(seconds, n=100)[-1]
    print(
        f"{len(seconds)} calls of {EVENTS} events, {CONNECTIONS} at once, Rasa stopped:"
        f" p50 {statistics.median(seconds) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, longest {seconds[-1] * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
