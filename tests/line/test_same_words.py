"""The same question gets the same text and sources on the web and on LINE."""

import pytest

from bot.content.loader import load
from bot.line.simulator.server import LineSimulator
from tests.line.same_words import differing
from tests.service.running import KB, Service


@pytest.mark.asyncio(loop_scope="session")
async def test_every_first_sample_question_gets_the_same_answer_on_web_and_line(
    service: Service, line: LineSimulator
) -> None:
    texts = [text for entry in load(KB).entries.values() for text in entry.texts.values()]
    assert await differing(service, line, [text.questions[0] for text in texts if text.questions]) == []
