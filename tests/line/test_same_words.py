"""The same question by web and by LINE: the same words, the same sources."""

import asyncio
import json
import uuid
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bot.knowledge.loader import load
from bot.line.simulator import LineSimulator
from tests.service.running import ROOT, running_service


@pytest.mark.timeout(240)
async def test_every_first_sample_question_is_answered_alike_on_both(tmp_path: Path) -> None:
    texts = [text for entry in load(ROOT / "kb").entries.values() for text in entry.texts.values()]
    questions = [text.questions[0] for text in texts if text.questions]
    line = LineSimulator()
    async with TestServer(line.app()) as server:
        settings = {
            "line_channel_secret": line.secret,
            "line_channel_access_token": line.token,
            "line_api_url": str(server.make_url("")).rstrip("/"),
            "turn_seconds": 30,
        }
        async with running_service(tmp_path, **settings) as service:
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
