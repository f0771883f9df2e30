"""Messages whose replies are cut off, by `kill -9` of the edge or a lost connection, and sent again until answered."""

import asyncio
import json
import os
import random
import signal
import sqlite3
import sys
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.service.running import Service, start_service

QUESTIONS = ("Who chaired the meeting?", "ประชุมที่ไหน", "When was it held?")
LONGEST_TURN = 0.08  # seconds within which the interruption happens: a turn takes about 0.03


@dataclass
class Parts:
    """An edge that can be killed, and Rasa with its action server, which keep running."""

    rasa: Service
    edge: Service
    settings: dict[str, Any]

    async def kill_edge(self) -> None:
        """Send SIGKILL; returns when the process has ended."""
        os.kill(self.edge.pid, signal.SIGKILL)
        await self.edge.process.wait()

    async def restart_edge(self) -> None:
        self.edge = await start_service(self.edge.folder, role="edge", **self.settings)
        await self.edge.ready()


@asynccontextmanager
async def rasa_with_actions(folder: Path) -> AsyncIterator[Service]:
    """Rasa and the action server in separate processes, without an edge."""
    actions = await start_service(folder, role="actions")
    rasa = await start_service(folder, role="rasa", actions_url=actions.actions_url)
    rasa.actions_url = actions.actions_url
    try:
        yield rasa
    finally:
        for part in (rasa, actions):
            await stop(part)


@asynccontextmanager
async def edge_beside(rasa: Service, folder: Path, **of_edge: Any) -> AsyncIterator[Parts]:
    """Add an edge to a running Rasa. `of_edge`: further settings of the edge."""
    kept = f"sqlite:///{rasa.folder / 'rasa' / 'conversations.sqlite3'}"
    settings = {"rasa_url": rasa.rasa_url, "actions_url": rasa.actions_url, "tracker_url": kept, **of_edge}
    whole = Parts(rasa, await start_service(folder, role="edge", **settings), settings)
    try:
        await whole.edge.ready()
        yield whole
    finally:
        await stop(whole.edge)


async def stop(service: Service) -> None:
    if service.process.returncode is None:
        service.process.send_signal(signal.SIGTERM)
        await service.process.wait()


async def send(url: str, session: str, id: str, text: str, seconds: float | None = None) -> list[dict[str, Any]] | None:
    """The replies; None if the connection was lost, or closed by the test after this many seconds."""
    body = {"session": session, "message": text, "id": id}
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds or 30)) as http,
            http.post(f"{url}/api/v1/messages", json=body) as response,
        ):
            replies: list[dict[str, Any]] = (await response.json())["replies"]
            return None if any(reply["outcome"] == "error" for reply in replies) else replies
    except (aiohttp.ClientError, TimeoutError):
        return None


async def until_answered(whole: Parts, session: str, id: str, text: str) -> list[dict[str, Any]]:
    for _ in range(200):
        if replies := await send(whole.edge.url, session, id, text):
            return replies
        await asyncio.sleep(0.1)
    raise TimeoutError(f"no reply to {text!r}")


async def kill_and_restart_edge(whole: Parts, after: float) -> None:
    await asyncio.sleep(after)
    await whole.kill_edge()
    await whole.restart_edge()


def heard(folder: Path, session: str) -> Counter[str]:
    """How often Rasa processed each message of a session, by message id."""
    with closing(sqlite3.connect(folder / "rasa" / "conversations.sqlite3")) as database:
        (events,) = database.execute("SELECT events FROM conversations WHERE sender_id = ?", (session,)).fetchone()
    users = [event for event in json.loads(events)["events"] if event["event"] == "user"]
    return Counter(event["metadata"].get("id") for event in users)


async def history(url: str, session: str, token: str) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{url}/api/v1/sessions/{session}/messages", headers=headers) as response,
    ):
        messages: list[dict[str, Any]] = (await response.json())["messages"]
        return messages


async def interrupted_turn(whole: Parts, kill: bool, chance: random.Random) -> str:
    """A conversation of three messages whose second turn is interrupted. Returns a fault or None."""
    async with aiohttp.ClientSession() as http, http.post(f"{whole.edge.url}/api/v1/sessions") as response:
        begun = await response.json()
    session, ids = begun["session"], [str(uuid.uuid4()) for _ in QUESTIONS]
    after = chance.uniform(0.001, LONGEST_TURN)
    await until_answered(whole, session, ids[0], QUESTIONS[0])
    if kill:
        await asyncio.gather(send(whole.edge.url, session, ids[1], QUESTIONS[1]), kill_and_restart_edge(whole, after))
    else:
        await send(whole.edge.url, session, ids[1], QUESTIONS[1], after)
    for id, question in list(zip(ids, QUESTIONS, strict=True))[1:]:
        await until_answered(whole, session, id, question)
    kept = await history(whole.edge.url, session, begun["token"])
    if [message["id"] for message in kept] != ids or not all(message["replies"] for message in kept):
        return f"history has {[message['id'] for message in kept]}, sent were {ids}"
    count = heard(whole.rasa.folder, session)
    return "" if count == Counter(ids) else f"Rasa heard {count}, sent were {ids}"


async def run(rasa: Service, folder: Path, kills: int, cuts: int, seed: int = 0) -> list[str]:
    """The faults after this many kills of an edge and this many closed connections; its journal is in `folder`."""
    chance = random.Random(seed)
    wrong = []
    async with edge_beside(rasa, folder) as whole:
        for number in range(kills + cuts):
            found = await interrupted_turn(whole, number < kills, chance)
            wrong += [found] if found else []
            print(f"{number + 1}/{kills + cuts}", file=sys.stderr, end="\r")
    return wrong
