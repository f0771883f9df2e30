"""LINE events while the edge is repeatedly killed with `kill -9`, checked against the simulated LINE's record."""

import asyncio
import random
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.line.simulator.server import LineSimulator
from tests.line.conftest import WEBHOOK
from tests.line.simulated import simulated_line
from tests.service.interrupted import Parts, edge_beside
from tests.service.running import Service

QUESTIONS = ("Who chaired the meeting?", "ประชุมที่ไหน", "When was it held?", "ขอดูที่มา", "hello")
BATCH = 10  # events of one webhook call at most
PATIENCE = 90  # seconds after the last event
MORE_KILLS = 20  # further kills, if none of the random ones interrupted an event
SOON = 0.15  # seconds after a batch within which they happen: an event takes about 0.03

Claim = tuple[int, str]  # the number of an event and the end of its lease


@dataclass
class Trial:
    """A simulated LINE that sends events to an edge and kills it. `interrupted`: the number of unfinished events that
    the edge had taken, for each kill."""

    whole: Parts
    line: LineSimulator
    chance: random.Random
    people: int
    sent: list[dict[str, Any]] = field(default_factory=list)
    interrupted: list[int] = field(default_factory=list)
    _claims: set[Claim] = field(default_factory=set)

    async def ask(self, count: int) -> None:
        """Send this many events of random people in one webhook call."""
        names = [f"U{self.chance.randrange(self.people):032x}" for _ in range(count)]
        made = [self.line.text(name, self.chance.choice(QUESTIONS)) for name in names]
        self.sent.extend(made)
        await deliver(self.whole, self.line, made)

    async def kill(self, after: float) -> None:
        """Kill the edge after this many seconds, record the interrupted events, and start it again."""
        await asyncio.sleep(after)
        await self.whole.kill_edge()
        held = claims(self.whole.edge.folder)
        self.interrupted.append(len(held - self._claims))  # older claims belong to an edge that was killed earlier
        self._claims |= held
        await self.whole.restart_edge()
        print(f"kill {len(self.interrupted)}: {self.interrupted[-1]} events interrupted", file=sys.stderr)

    async def answered(self) -> None:
        """Wait until each event is answered, and some seconds longer to detect duplicates."""
        for _ in range(PATIENCE * 2):
            if len(self.line.sent) >= len(self.sent):
                break
            await asyncio.sleep(0.5)
        await asyncio.sleep(3)


def claims(folder: Path) -> set[Claim]:
    """The unfinished events that a worker has taken, from the journal of a stopped edge."""
    query = """SELECT id, claimed_until FROM line_events
        WHERE claimed_until IS NOT NULL AND state IN ('waiting', 'sending')"""
    with closing(sqlite3.connect(folder / "journal.sqlite3")) as database:
        return set(database.execute(query))


async def deliver(whole: Parts, line: LineSimulator, events: list[dict[str, Any]]) -> None:
    """Deliver like LINE: repeat with the redelivery flag until the response is 200."""
    for _ in range(120):
        try:
            if await line.post(whole.edge.url + WEBHOOK, *events) == 200:
                return
        except (aiohttp.ClientError, OSError):
            pass
        for event in events:
            event["deliveryContext"] = {"isRedelivery": True}
            line.issue_token(event["replyToken"], event["source"]["userId"])  # LINE delivers it again
        await asyncio.sleep(0.3)
    raise TimeoutError("the webhook took none of 120 deliveries")


def wrong_with(trial: Trial) -> list[str]:
    """Events not answered exactly once, and people whose events were answered out of order. A trial in which no kill
    interrupted an event proves nothing and is also a fault."""
    chat_of = {event["replyToken"]: event["source"]["userId"] for event in trial.sent}
    answered = Counter(call.token for call in trial.line.sent)
    faults = [f"{token}: {answered[token]} answers" for token in chat_of if answered[token] != 1]
    order: dict[str, list[str]] = {}
    for call in trial.line.sent:
        order.setdefault(chat_of[call.token], []).append(call.token)
    for chat, tokens in order.items():
        asked = [event["replyToken"] for event in trial.sent if event["source"]["userId"] == chat]
        if [token for token in asked if token in tokens] != tokens:
            faults.append(f"{chat}: answered out of order")
    if not any(trial.interrupted):
        faults.append(f"none of {len(trial.interrupted)} kills interrupted an event")
    return faults


async def run(
    rasa: Service, folder: Path, events: int, people: int, kills: int, seconds: float, seed: int = 0
) -> list[str]:
    """Send events and kill the edge over this many seconds, then continue until a kill interrupts an event. Returns the
    faults."""
    chance = random.Random(seed)
    async with simulated_line() as (line, settings):
        async with edge_beside(rasa, folder, turn_seconds=10, **settings) as whole:
            trial = Trial(whole, line, chance, people)

            async def asking() -> None:
                while len(trial.sent) < events:
                    count = min(chance.randint(1, BATCH), events - len(trial.sent))
                    await trial.ask(count)
                    await asyncio.sleep(seconds * count / events)

            async def killing() -> None:
                for _ in range(kills):
                    await trial.kill(chance.uniform(0.2, 2 * seconds / max(1, kills)))

            await asyncio.gather(asking(), killing())
            for _ in range(MORE_KILLS):
                if any(trial.interrupted):
                    break
                await trial.ask(BATCH)
                await trial.kill(chance.uniform(0, SOON))
            await trial.answered()
            return wrong_with(trial)
