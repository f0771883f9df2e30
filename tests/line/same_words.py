"""Asks the same service by web and by LINE and compares the texts and sources of the replies."""

import asyncio
import json
import uuid
from collections.abc import Sequence

from bot.line.simulator.server import LineSimulator
from tests.service.running import Service

PATIENCE = 120  # seconds for all answers on LINE


async def differing(service: Service, line: LineSimulator, questions: Sequence[str]) -> list[str]:
    """The questions whose texts and sources on the web are not contained word for word in the answer on LINE."""
    people = {question: f"U{uuid.uuid4().hex}" for question in questions}
    for question, person in people.items():
        status = await line.post(f"{service.url}/line/webhook", line.text(person, question))
        assert status == 200, (status, question)
    for _ in range(PATIENCE * 10):
        if all(line.messages_to(person) for person in people.values()):
            break
        await asyncio.sleep(0.1)
    found = []
    for question, person in people.items():
        card = json.dumps(line.messages_to(person), ensure_ascii=False)
        for reply in await service.ask(question, f"web-{uuid.uuid4().hex}"):
            same = json.dumps(reply["text"], ensure_ascii=False)[1:-1] in card
            if not same or not all(cited["url"] in card for cited in reply["citations"]):
                found.append(question)
    return found
