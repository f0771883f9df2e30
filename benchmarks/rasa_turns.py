"""What a turn of Rasa costs by itself: `python benchmarks/rasa_turns.py [--sessions 200 --turns 10000]`.

Starts the real Rasa with the trained model as the service does, and an action server that answers at once with one
fixed Reply, so that no search is in the figures. Prints p50 and p95 of 300 turns, one at a time, with conversations
in memory and with those that are kept (bot/rasa_ext/tracker_store.py). With --turns it then runs that many over the
sessions in turn, and prints whether turns slow down and whether Rasa's memory grows.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import yaml
from aiohttp import web

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.dialogue.rasa_client import RasaClient
from bot.reply import Outcome, Reply
from bot.runtime.rasa_process import RasaProcess
from bot.settings import Settings
from tests.service.running import free_port

QUESTION = "Where was the retreat held?"
REPLY = Reply(outcome=Outcome.ANSWERED, language="en", text="The retreat was held in Phuket. " * 10)
START_SECONDS = 120
WINDOW = 1000  # turns at either end of a growth run that are compared


class InMemory(RasaProcess):
    """Rasa as the service starts it, but with its own store of conversations, which forgets them at its end."""

    def command(self) -> list[str]:
        command = super().command()
        file = self._folder / "endpoints.yml"
        endpoints = yaml.safe_load(file.read_text())
        endpoints.pop("tracker_store", None)
        file.write_text(yaml.safe_dump(endpoints))
        return command


@asynccontextmanager
async def action_server() -> AsyncIterator[int]:
    """Answers every action with the fixed Reply; the port that it listens on."""
    result = {"events": [], "responses": [{"custom": REPLY.model_dump(mode="json")}]}

    async def webhook(request: web.Request) -> web.Response:
        await request.json()
        return web.json_response(result)

    app = web.Application(client_max_size=16 * 2**20)
    app.router.add_post("/webhook", webhook)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield port
    finally:
        await runner.cleanup()


class Asker:
    """Puts one message at a time to a running Rasa."""

    def __init__(self, client: RasaClient) -> None:
        self._client = client

    async def turn(self, session: str) -> float:
        """Milliseconds of one turn; a turn without the fixed Reply is an error."""
        start = time.perf_counter()
        said: list[dict[str, Any]] = await self._client.send(session, QUESTION, None)
        taken = (time.perf_counter() - start) * 1000
        assert said[0]["custom"]["text"] == REPLY.text, said
        return taken


async def until_ready(client: RasaClient) -> None:
    for _ in range(START_SECONDS * 5):
        if await client.ready():
            return
        await asyncio.sleep(0.2)
    raise TimeoutError(f"Rasa was not ready after {START_SECONDS} s")


@asynccontextmanager
async def running(kind: type[RasaProcess], folder: Path) -> AsyncIterator[tuple[Asker, psutil.Process]]:
    """A Rasa that answers, and its process."""
    async with action_server() as actions_port, aiohttp.ClientSession() as http:
        settings = Settings(data_dir=folder, rasa_port=free_port(), actions_port=actions_port, _env_file=None)
        client = RasaClient(http, settings.rasa_address)
        rasa = kind(settings, client.ready)
        await rasa.start()
        try:
            await until_ready(client)
            yield Asker(client), psutil.Process(int(yaml.safe_load(rasa.pid_file.read_text())["pid"]))
        finally:
            await rasa.stop()


def p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def line(name: str, taken: list[float]) -> None:
    print(f"{name:<34} p50 {statistics.median(taken):6.1f} ms   p95 {p95(taken):6.1f} ms   n {len(taken)}", flush=True)


async def compare(count: int) -> None:
    """Both stores, each with one long conversation and with one turn in each of many."""
    for name, kind in (("in memory", InMemory), ("kept", RasaProcess)):
        with tempfile.TemporaryDirectory() as folder:
            async with running(kind, Path(folder)) as (asker, _):
                for _ in range(20):
                    await asker.turn("warming")
                line(f"{name}, a first message", [await asker.turn(f"first-{i}") for i in range(count)])
                line(f"{name}, 30 sessions in turn", [await asker.turn(f"turn-{i % 30}") for i in range(count)])
                line(f"{name}, one session", [await asker.turn("long") for _ in range(count)])


def resident(rasa: psutil.Process) -> float:
    return float(rasa.memory_info().rss / 2**20)


async def grow(sessions: int, turns: int) -> None:
    """Many turns over the sessions in turn, conversations kept."""
    with tempfile.TemporaryDirectory() as folder:
        async with running(RasaProcess, Path(folder)) as (asker, rasa):
            taken: list[float] = []
            for i in range(turns):
                taken.append(await asker.turn(f"growth-{i % sessions}"))
                if i + 1 == WINDOW or (i + 1) % (5 * WINDOW) == 0:
                    print(f"after {i + 1:>6} turns: Rasa resident {resident(rasa):.0f} MB", flush=True)
            line(f"first {WINDOW} of {turns}", taken[:WINDOW])
            line(f"last {WINDOW} of {turns}", taken[-WINDOW:])
            print(f"p95 of the last to the first: {p95(taken[-WINDOW:]) / p95(taken[:WINDOW]):.2f}")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300, help="turns of each figure")
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--turns", type=int, default=0, help="turns of the growth run; 0 leaves it out")
    options = parser.parse_args()
    await compare(options.count)
    if options.turns:
        await grow(options.sessions, options.turns)


if __name__ == "__main__":
    asyncio.run(main())
