"""The same question by web and by LINE: the same words, the same sources."""

import asyncio
import json
import uuid

import pytest

from bot.knowledge.loader import load
from bot.line.simulator import LineSimulator
from tests.service.running import ROOT, Service


@pytest.mark.asyncio(loop_scope="session")
async def test_every_first_sample_question_is_answered_alike_on_both(service: Service, line: LineSimulator) -> None:
    texts = [text for entry in load(ROOT / "kb").entries.values() for text in entry.texts.values()]
    questions = [text.questions[0] for text in texts if text.questions]
    people = {question: f"U{uuid.uuid4().hex}" for question in questions}
    for question, person in people.items():
        assert await line.post(f"{service.url}/line/webhook", line.text(person, question)) == 200
    for _ in range(600):
        if all(line.said_to(person) for person in people.values()):
            break
        await asyncio.sleep(0.1)
    for question, person in people.items():
        card = json.dumps(line.said_to(person), ensure_ascii=False)
        for reply in await service.ask(question, f"web-{uuid.uuid4().hex}"):
            assert json.dumps(reply["text"], ensure_ascii=False)[1:-1] in card, question
            assert all(cited["url"] in card for cited in reply["citations"]), question
