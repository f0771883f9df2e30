"""Measures turns of Rasa without the search: `python benchmarks/rasa_turns.py [--sessions 200 --turns 10000]`.

Starts Rasa with the trained model as the service does, and an action server that returns one fixed Reply at once.
Prints p50 and p95 of 300 sequential turns, with Rasa's in-memory tracker store and with the persistent one
(bot/rasa_ext/tracker_store.py). --turns N adds a growth run: N turns, round-robin over the sessions, to see whether
turns slow down and whether Rasa's memory grows.
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
WINDOW = 1000  # the first and the last 1000 turns of a growth run are compared


class InMemory(RasaProcess):
    """Rasa as the service starts it, but with Rasa's in-memory tracker store."""

    def command(self) -> list[str]:
        command = super().command()
        file = self._folder / "endpoints.yml"
        endpoints = yaml.safe_load(file.read_text())
        endpoints.pop("tracker_store", None)
        file.write_text(yaml.safe_dump(endpoints))
        return command


@asynccontextmanager
async def action_server() -> AsyncIterator[int]:
    """An action server that returns the fixed Reply for every action; yields its port."""
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


class Client:
    """Sends messages to Rasa one at a time."""

    def __init__(self, client: RasaClient) -> None:
        self._client = client

    async def turn(self, session: str) -> float:
        """Milliseconds of one turn. AssertionError if its reply is not the fixed Reply."""
        start = time.perf_counter()
        responses: list[dict[str, Any]] = await self._client.send(session, QUESTION, None)
        milliseconds = (time.perf_counter() - start) * 1000
        assert responses[0]["custom"]["text"] == REPLY.text, responses
        return milliseconds


async def until_ready(client: RasaClient) -> None:
    for _ in range(START_SECONDS * 5):
        if await client.ready():
            return
        await asyncio.sleep(0.2)
    raise TimeoutError(f"Rasa was not ready after {START_SECONDS} s")


@asynccontextmanager
async def running_rasa(kind: type[RasaProcess], folder: Path) -> AsyncIterator[tuple[Client, psutil.Process]]:
    """Start Rasa and wait until it is ready; yields a client for it, and its process."""
    async with action_server() as actions_port, aiohttp.ClientSession() as http:
        settings = Settings(data_dir=folder, rasa_port=free_port(), actions_port=actions_port, _env_file=None)
        client = RasaClient(http, settings.rasa_address)
        rasa = kind(settings, client.ready)
        await rasa.start()
        try:
            await until_ready(client)
            yield Client(client), psutil.Process(int(yaml.safe_load(rasa.pid_file.read_text())["pid"]))
        finally:
            await rasa.stop()


def p95(milliseconds: list[float]) -> float:
    return statistics.quantiles(milliseconds, n=20)[-1]


def print_row(name: str, milliseconds: list[float]) -> None:
    p50, count = statistics.median(milliseconds), len(milliseconds)
    print(f"{name:<34} p50 {p50:6.1f} ms   p95 {p95(milliseconds):6.1f} ms   n {count}", flush=True)


async def compare_stores(count: int) -> None:
    """Both tracker stores, each with first messages, with 30 sessions round-robin, and with one long session."""
    for name, kind in (("in memory", InMemory), ("kept", RasaProcess)):
        with tempfile.TemporaryDirectory() as folder:
            async with running_rasa(kind, Path(folder)) as (client, _):
                for _ in range(20):
                    await client.turn("warming")
                print_row(f"{name}, a first message", [await client.turn(f"first-{i}") for i in range(count)])
                print_row(f"{name}, 30 sessions in turn", [await client.turn(f"turn-{i % 30}") for i in range(count)])
                print_row(f"{name}, one session", [await client.turn("long") for _ in range(count)])


def resident(rasa: psutil.Process) -> float:
    """Resident memory in megabytes."""
    return float(rasa.memory_info().rss / 2**20)


async def measure_growth(sessions: int, turns: int) -> None:
    """Many turns, round-robin over the sessions, with the persistent tracker store."""
    with tempfile.TemporaryDirectory() as folder:
        async with running_rasa(RasaProcess, Path(folder)) as (client, rasa):
            milliseconds: list[float] = []
            for i in range(turns):
                milliseconds.append(await client.turn(f"growth-{i % sessions}"))
                if i + 1 == WINDOW or (i + 1) % (5 * WINDOW) == 0:
                    print(f"after {i + 1:>6} turns: Rasa resident {resident(rasa):.0f} MB", flush=True)
            print_row(f"first {WINDOW} of {turns}", milliseconds[:WINDOW])
            print_row(f"last {WINDOW} of {turns}", milliseconds[-WINDOW:])
            print(f"p95 of the last to the first: {p95(milliseconds[-WINDOW:]) / p95(milliseconds[:WINDOW]):.2f}")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300, help="turns of each figure")
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--turns", type=int, default=0, help="turns of the growth run; 0 leaves it out")
    options = parser.parse_args()
    await compare_stores(options.count)
    if options.turns:
        await measure_growth(options.sessions, options.turns)


if __name__ == "__main__":
    asyncio.run(main())
