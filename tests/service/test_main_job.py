"""The main use case with all real parts: a question gets the published text with its source."""

import json
import re
import uuid
from typing import Any

import aiohttp
import pytest

from tests.service.running import KB, ROOT, Service

pytestmark = pytest.mark.asyncio(loop_scope="session")


def new_session() -> str:
    return f"test-{uuid.uuid4().hex}"


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def assert_verbatim(reply: dict[str, Any]) -> None:
    entry = reply["citations"][0]["entry"]
    file = KB / f"{entry}.{reply['language']}.md"
    assert squeezed(reply["text"]) in squeezed(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("question", "language", "entry"),
    [
        ("ประธานการประชุมคือใคร", "th", "facts/chair"),
        ("Who chaired the meeting?", "en", "facts/chair"),
        ("กัมพูชาเป็นเจ้าภาพงานอะไร", "th", "events/fish-expo-2025"),
        ("What did they agree on BDC talks?", "en", "facts/bdc-talks"),
    ],
)
async def test_a_question_gets_the_published_words(service: Service, question: str, language: str, entry: str) -> None:
    (reply,) = await service.ask(question, new_session())
    assert (reply["outcome"], reply["language"]) == ("answered", language)
    assert reply["citations"][0]["entry"] == entry
    assert_verbatim(reply)
    assert (reply["original"] is None) == (language == "th")


async def test_a_citation_leads_to_its_paragraph(service: Service) -> None:
    (reply,) = await service.ask("Who chaired the meeting?", new_session())
    url = reply["citations"][0]["url"]
    assert url.startswith(service.url)
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        page = await response.text()
        assert response.status == 200
    assert f'id="{url.partition("#")[2]}"' in page


@pytest.mark.parametrize("question", ["ขอสูตรผัดไทยหน่อย", "what is the weather in Paris tomorrow", "play some jazz"])
async def test_another_subject_is_out_of_scope_and_gets_no_entry(service: Service, question: str) -> None:
    (reply,) = await service.ask(question, new_session())
    assert (reply["outcome"], reply["citations"], reply["original"]) == ("out_of_scope", [], None)


@pytest.mark.parametrize(
    ("message", "language"), [("สวัสดีครับ", "th"), ("good morning", "en"), ("ขอบคุณค่ะ", "th"), ("are you a robot?", "en")]
)
async def test_small_talk_gets_a_fixed_reply(service: Service, message: str, language: str) -> None:
    (reply,) = await service.ask(message, new_session())
    assert (reply["outcome"], reply["language"]) == ("social", language)


async def test_a_requested_language_is_kept(service: Service) -> None:
    session = new_session()
    (reply,) = await service.ask("in English please", session)
    assert (reply["outcome"], reply["language"]) == ("done", "en")
    (reply,) = await service.ask("ประธานการประชุมคือใคร", session)
    assert (reply["outcome"], reply["language"]) == ("answered", "en")
    (reply,) = await service.ask("ขอบคุณครับ", session)
    assert reply["language"] == "en"


async def test_the_same_message_twice_is_one_turn(service: Service) -> None:
    session, id = new_session(), str(uuid.uuid4())
    first = await service.ask("ประชุมที่ไหน", session, id=id)
    assert await service.ask("ประชุมที่ไหน", session, id=id) == first


async def run_cli(service: Service, *arguments: str) -> tuple[int | None, str]:
    import asyncio
    import sys

    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=ROOT, env=service.environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await process.communicate()
    return process.returncode, output.decode()


async def test_asking_from_the_command_line(service: Service) -> None:
    code, output = await run_cli(service, "ask", "Who chaired the meeting?", "--json")
    assert code == 0
    assert json.loads(output)[0]["outcome"] == "answered"
    code, output = await run_cli(service, "ask", "ขอสูตรผัดไทยหน่อย")
    assert code == 1


async def test_unanswered_questions_are_listed(service: Service) -> None:
    question = "What was the budget of the forum?"
    (reply,) = await service.ask(question, new_session())
    assert reply["outcome"] == "not_announced"
    code, output = await run_cli(service, "gaps", "--json")
    assert code == 0
    assert question in [gap["question"] for gap in json.loads(output)]


async def test_no_message_text_is_in_the_logs(service: Service) -> None:
    secret = f"zq{uuid.uuid4().hex}"
    await service.ask(f"my name is {secret}", new_session())
    log = (service.folder / "rasa" / "rasa.log").read_bytes()
    assert log
    assert secret.encode() not in log
