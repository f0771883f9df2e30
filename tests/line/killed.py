"""LINE's events while the edge is killed with `kill -9`, again and again: what LINE's own record says came of them."""

import asyncio
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import aiohttp

from bot.line.simulator.server import LineSimulator
from tests.line.conftest import WEBHOOK
from tests.line.simulated import simulated_line
from tests.service.interrupted import Parts, edge_beside, kill_edge
from tests.service.running import Service

QUESTIONS = ("Who chaired the meeting?", "ประชุมที่ไหน", "When was it held?", "ขอดูที่มา", "hello")
MOST = 10  # events of one webhook call
PATIENCE = 90  # seconds after the last event


async def deliver(whole: Parts, line: LineSimulator, events: list[dict[str, Any]]) -> None:
    """As LINE does it: again, marked so, until there is a 200."""
    for _ in range(120):
        try:
            if await line.post(whole.edge.url + WEBHOOK, *events) == 200:
                return
        except (aiohttp.ClientError, OSError):
            pass
        for event in events:
            event["deliveryContext"] = {"isRedelivery": True}
            line.give(event["replyToken"], event["source"]["userId"])  # LINE makes it good again
        await asyncio.sleep(0.3)
    raise TimeoutError("the webhook took none of 120 deliveries")


def wrong_with(line: LineSimulator, sent: list[dict[str, Any]]) -> list[str]:
    """Events that were not answered once, and people who were not answered in order."""
    chat_of = {event["replyToken"]: event["source"]["userId"] for event in sent}
    answered = Counter(call.token for call in line.sent)
    faults = [f"{token}: {answered[token]} answers" for token in chat_of if answered[token] != 1]
    order: dict[str, list[str]] = {}
    for call in line.sent:
        order.setdefault(chat_of[call.token], []).append(call.token)
    for chat, tokens in order.items():
        asked = [event["replyToken"] for event in sent if event["source"]["userId"] == chat]
        if [token for token in asked if token in tokens] != tokens:
            faults.append(f"{chat}: answered out of order")
    return faults


async def run(
    rasa: Service, folder: Path, events: int, people: int, kills: int, seconds: float, seed: int = 0
) -> list[str]:
    """So many events, spread over so many seconds. What went wrong."""
    chance = random.Random(seed)
    async with simulated_line() as (line, settings):
        async with edge_beside(rasa, folder, turn_seconds=10, **settings) as whole:
            sent: list[dict[str, Any]] = []

            async def asking() -> None:
                while len(sent) < events:
                    count = min(chance.randint(1, MOST), events - len(sent))
                    names = [f"U{chance.randrange(people):032x}" for _ in range(count)]
                    made = [line.text(name, chance.choice(QUESTIONS)) for name in names]
                    sent.extend(made)
                    await deliver(whole, line, made)
                    await asyncio.sleep(seconds * count / events)

            async def killing() -> None:
                for number in range(kills):
                    await kill_edge(whole, chance.uniform(0.2, 2 * seconds / max(1, kills)))
                    print(f"killed {number + 1}/{kills}", file=sys.stderr, end="\r")

            await asyncio.gather(asking(), killing())
            for _ in range(PATIENCE * 2):
                if len(line.sent) >= len(sent):
                    break
                await asyncio.sleep(0.5)
            await asyncio.sleep(3)  # long enough for an answer too many
            return wrong_with(line, sent)
