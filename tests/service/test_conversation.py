"""Conversations with the whole service: follow-ups to an answer, an enquiry from the gap to the press office's
answer, and erasure."""

import asyncio
import json
import os
import signal
import uuid
from typing import Any

import aiohttp
import pytest

from tests.service.running import Service

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]
PASS_ON = "Please pass my question to the press office"
GAP = "What was the budget of the forum?"
CITIES, EXPO = "events/river-cities-2025", "events/fish-expo-2025"


def new_session() -> str:
    return f"talk-{uuid.uuid4().hex}"


class Talk:
    """One session with the service."""

    def __init__(self, service: Service) -> None:
        self.service, self.session = service, new_session()

    async def say(self, message: str, **more: Any) -> list[dict[str, Any]]:
        return await self.service.ask(message, self.session, **more)

    async def last(self, message: str) -> str:
        """The text of the last reply to a message."""
        return str((await self.say(message))[-1]["text"])

    async def all(self, *messages: str) -> list[dict[str, Any]]:
        """Send the messages in order. Returns the replies to the last one."""
        replies: list[dict[str, Any]] = []
        for message in messages:
            replies = await self.say(message)
            assert all(reply["outcome"] != "error" for reply in replies), (message, replies)
        return replies


@pytest.fixture
def talk(service: Service) -> Talk:
    return Talk(service)


async def enquiries(service: Service, *options: str) -> list[dict[str, Any]]:
    code, output = await service.run_bot("enquiries", "--json", *options)
    assert code == 0, output
    listed: list[dict[str, Any]] = json.loads(output)
    return listed


def entries(replies: list[dict[str, Any]]) -> list[str]:
    return [cited["entry"] for reply in replies for cited in reply["citations"]]


# Follow-ups ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "next_ones", "language", "entry"),
    [
        ("When is the river cities meeting?", ["where is it?", "who hosts it?"], "en", CITIES),
        ("กัมพูชาเป็นเจ้าภาพงานอะไร", ["แล้วจัดเดือนไหน", "เมื่อไหร่"], "th", EXPO),
    ],
)
async def test_a_follow_up_is_about_what_was_answered(
    talk: Talk, asked: str, next_ones: list[str], language: str, entry: str
) -> None:
    for message in (asked, *next_ones):
        (reply,) = await talk.say(message)
        assert (reply["outcome"], reply["language"], entries([reply])) == ("answered", language, [entry])


@pytest.mark.parametrize("wish", ["Please set your language to Norwegian", "ขอเปลี่ยนเป็นภาษาจีนได้ไหมคะ"])
async def test_an_unsupported_language_changes_nothing(talk: Talk, wish: str) -> None:
    (reply,) = await talk.say(wish)
    assert reply["outcome"] == "social" and (
        "Thai and in English" in reply["text"] or "ภาษาไทยและภาษาอังกฤษ" in reply["text"]
    )
    (next_one,) = await talk.say("Who chaired the meeting?")
    assert next_one["language"] == "en"


@pytest.mark.parametrize(
    ("asked", "change", "language"),
    [
        ("Who chaired the meeting?", "ขอเป็นภาษาไทย", "th"),
        ("ใครเป็นประธานการประชุม", "in English please", "en"),
    ],
)
async def test_a_language_request_repeats_the_last_answer_in_that_language(
    talk: Talk, asked: str, change: str, language: str
) -> None:
    (before,) = await talk.say(asked)
    done, again = await talk.say(change)
    assert (done["outcome"], done["language"]) == ("done", language)
    assert (again["outcome"], again["language"], entries([again])) == ("answered", language, ["facts/chair"])
    assert again["text"] != before["text"]
    assert (again["original"] is None) == (language == "th")


async def test_the_source_and_the_original_of_the_last_answer(talk: Talk) -> None:
    await talk.say("Who chaired the meeting?")
    (reply,) = await talk.say("the source?")
    assert entries([reply]) == ["facts/chair"]
    assert reply["notices"][0].startswith("Source: ") and talk.service.url in reply["notices"][0]


@pytest.mark.parametrize("message", ["🙂", "🙏🙏🙏", "👍🏽 ❤️‍🔥"])
async def test_emoji_alone_are_answered_in_words(talk: Talk, message: str) -> None:
    await talk.say("Who chaired the meeting?")
    (reply,) = await talk.say(message)
    assert (reply["outcome"], reply["language"], reply["citations"]) == ("social", "en", [])


# Long, repeated and concurrent messages -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "language", "cited"),
    [
        ("ขอ" * 2500, "th", []),
        ("x " * 2500, "en", []),
        ("We are told of many plans. " * 180 + "Who chaired the meeting?", "en", ["facts/chair"]),
    ],
    ids=["thai", "letters", "a question at the end"],
)
async def test_the_longest_message_is_answered(talk: Talk, message: str, language: str, cited: list[str]) -> None:
    assert 4800 < len(message) <= 5000
    (reply,) = await talk.say(message)
    assert reply["outcome"] != "error" and reply["language"] == language
    assert entries([reply]) == cited


async def test_a_message_over_the_limit_is_refused_with_a_reason(talk: Talk) -> None:
    body = {"session": talk.session, "message": "ก" * 5001}
    url = f"{talk.service.url}/api/v1/messages"
    async with aiohttp.ClientSession() as http, http.post(url, json=body) as response:
        assert response.status == 422
        assert "5000" in (await response.json())["detail"]


async def test_the_same_message_twice_is_one_turn(talk: Talk) -> None:
    await talk.all(GAP, PASS_ON)
    id = str(uuid.uuid4())
    first = await talk.say("Ana", id=id)
    assert await talk.say("Ana", id=id) == first
    assert "Where should the answer go" in await talk.last("none, for myself")  # "Ana" is not the outlet


async def test_ten_messages_at_once_are_answered_in_their_order(service: Service) -> None:
    async with aiohttp.ClientSession() as http:
        async with http.post(f"{service.url}/api/v1/sessions") as response:
            begun = await response.json()
        asked = ["Who chaired the meeting?", "ใครเป็นประธานการประชุม"] * 5
        waiting = []
        for message in asked:
            waiting.append(asyncio.create_task(service.ask(message, begun["session"])))
            await asyncio.sleep(0.01)  # they are sent in this order, on separate connections
        answers = await asyncio.gather(*waiting)
        headers = {"Authorization": f"Bearer {begun['token']}"}
        async with http.get(f"{service.url}/api/v1/sessions/{begun['session']}/messages", headers=headers) as response:
            kept = (await response.json())["messages"]
    assert [replies[-1]["language"] for replies in answers] == ["en", "th"] * 5
    assert all(entries(replies) == ["facts/chair"] for replies in answers)
    assert [each["message"] for each in kept] == asked
    assert [each["replies"] for each in kept] == answers


# An enquiry ---------------------------------------------------------------------------------------------------------


async def test_an_enquiry_from_the_gap_to_the_press_offices_answer(talk: Talk) -> None:
    (gap,) = await talk.say(GAP)
    assert gap["outcome"] == "not_announced" and PASS_ON in [choice["message"] for choice in gap["choices"]]
    begun, asks_name = await talk.say(PASS_ON)
    assert begun["outcome"] == "prompt" and asks_name["text"] == "What is your name?"
    outlet = await talk.last("Somchai Jaidee")
    # A question within the form is answered, and the form continues at the same field.
    answered, again = await talk.say("Who chaired the meeting?")
    assert entries([answered]) == ["facts/chair"] and again["text"] == outlet
    assert "Where should the answer go" in await talk.last("I write for the Test Post")
    not_fit, again = await talk.say("somchai@nowhere")
    assert "somchai@nowhere" in not_fit["text"] and "Where should the answer go" in again["text"]
    assert "When do you need it" in await talk.last("somchai@news.org")
    back = (await talk.last("no deadline")).splitlines()
    assert f"Question: {GAP}" in back and "Name: Somchai Jaidee" in back and "Contact: somchai@news.org" in back
    # One field is changed, and all fields are shown again.
    (which,) = await talk.say("no")
    assert "change the contact" in [choice["message"] for choice in which["choices"]]
    assert "Where should the answer go" in await talk.last("change the contact")
    assert "Contact: sara@news.org" in (await talk.last("sara@news.org")).splitlines()
    (sent,) = await talk.say("yes, send it")
    assert sent["outcome"] == "done" and "sara@news.org" in sent["text"]

    (kept,) = [one for one in await enquiries(talk.service) if one["reference"] in sent["text"]]
    assert (kept["question"], kept["name"], kept["outlet"]) == (GAP, "Somchai Jaidee", "the Test Post")
    assert (kept["contact"], kept["deadline"]) == ("sara@news.org", None)
    assert kept["transcript"][-1]["message"] == GAP

    code, output = await talk.service.run_bot("enquiries", "answer", str(kept["number"]), "No budget was published.")
    assert (code, output.partition(":")[0]) == (0, kept["reference"])
    told, reply = await talk.say("Who chaired the meeting?")
    assert told["text"] == f"The press office has answered your question “{GAP}”: No budget was published."
    assert entries([reply]) == ["facts/chair"]
    assert len(await talk.say("thanks")) == 1
    assert kept["number"] not in [one["number"] for one in await enquiries(talk.service)]
    (done,) = [one for one in await enquiries(talk.service, "--all") if one["number"] == kept["number"]]
    assert done["answer"] == "No budget was published." and done["delivered"]


async def test_an_enquiry_in_thai(talk: Talk) -> None:
    question = "งบประมาณการประชุมเท่าไร"
    await talk.all(question, "ขอฝากคำถามนี้ถึงฝ่ายข่าว", "ผมชื่อสมชาย ใจดีครับ")
    answered, again = await talk.say("ใครเป็นประธานการประชุม")
    assert entries([answered]) == ["facts/chair"] and "สังกัด" in again["text"]
    back = await talk.all("จากไทยรัฐค่ะ", "ไลน์ somchai99", "ไม่มีกำหนด", "แก้ชื่อ", "มาลี ใจดี")
    lines = back[-1]["text"].splitlines()
    expected = {f"คำถาม: {question}", "ชื่อ: มาลี ใจดี", "สังกัด: ไทยรัฐ", "ช่องทางติดต่อ: LINE somchai99", "กำหนดเวลา: ไม่มีกำหนด"}
    assert expected <= set(lines)
    (sent,) = await talk.say("ถูกต้อง ส่งเลย")
    assert (sent["outcome"], sent["language"]) == ("done", "th")
    (kept,) = [one for one in await enquiries(talk.service) if one["reference"] in sent["text"]]
    assert (kept["name"], kept["language"]) == ("มาลี ใจดี", "th")


@pytest.mark.parametrize(
    ("messages", "cancel", "language"),
    [
        ([GAP, PASS_ON, "Ana", "Test Post", "ana@news.org", "no deadline"], "cancel", "en"),
        (["งบประมาณการประชุมเท่าไร", "ขอฝากคำถามนี้ถึงฝ่ายข่าว", "มาลี"], "ยกเลิก", "th"),
    ],
)
async def test_a_cancelled_enquiry_is_not_sent(talk: Talk, messages: list[str], cancel: str, language: str) -> None:
    before = len(await enquiries(talk.service, "--all"))
    await talk.all(*messages)
    (done,) = await talk.say(cancel)
    assert (done["outcome"], done["language"]) == ("done", language)
    (reply,) = await talk.say("Who chaired the meeting?")  # the form has ended
    assert entries([reply]) == ["facts/chair"]
    assert len(await enquiries(talk.service, "--all")) == before


# Erasure ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "delete", "yes", "source"),
    [
        ("Who chaired the meeting?", "delete my data", "Yes, erase it", "the source?"),
        ("ใครเป็นประธานการประชุม", "ลบข้อมูลของฉัน", "ใช่ ลบเลย", "ขอแหล่งที่มาหน่อย"),
    ],
)
async def test_erasure_deletes_the_conversation_in_every_part(
    service: Service, asked: str, delete: str, yes: str, source: str
) -> None:
    async with aiohttp.ClientSession() as http:
        async with http.post(f"{service.url}/api/v1/sessions") as response:
            begun = await response.json()
        talk = Talk(service)
        talk.session = begun["session"]
        await talk.say(asked)
        (prompt,) = await talk.say(delete)
        assert prompt["outcome"] == "prompt" and yes in [choice["message"] for choice in prompt["choices"]]
        (done,) = await talk.say(yes)
        assert done["outcome"] == "done"
        headers = {"Authorization": f"Bearer {begun['token']}"}
        async with http.get(f"{service.url}/api/v1/sessions/{talk.session}/messages", headers=headers) as response:
            assert (await response.json())["messages"] == []
    (reply,) = await talk.say(source)  # Rasa has no last answer either
    assert (reply["outcome"], reply["citations"]) == ("social", [])


async def test_nothing_is_erased_without_confirmation(talk: Talk) -> None:
    await talk.all("Who chaired the meeting?", "delete my data")
    (done,) = await talk.say("No, keep it")
    assert done["outcome"] == "done"
    assert entries(await talk.say("the source?")) == ["facts/chair"]


async def test_an_unanswered_enquiry_survives_the_erasure_and_the_user_is_informed(talk: Talk) -> None:
    (sent,) = await talk.all(GAP, PASS_ON, "Ana", "Test Post", "ana@news.org", "no deadline", "yes, send it")
    (done,) = await talk.all("delete my data", "Yes, erase it")
    assert "(1)" in done["text"]
    assert [one for one in await enquiries(talk.service) if one["reference"] in sent["text"]]


# These tests are last, because Rasa has to load its model again.


async def test_a_form_continues_at_the_same_field_after_rasa_was_killed(talk: Talk) -> None:
    await talk.all(GAP, PASS_ON, "Somchai Jaidee")
    asked = await talk.last("Test Post")
    first = talk.service.rasa_pid()
    os.kill(first, signal.SIGKILL)
    (lost,) = await talk.say("somchai@news.org")
    assert lost["outcome"] == "error"
    await talk.service.ready()
    assert talk.service.rasa_pid() != first
    answered, again = await talk.say("Who chaired the meeting?")
    assert entries([answered]) == ["facts/chair"] and again["text"] == asked
    assert "When do you need it" in await talk.last("somchai@news.org")
    back = (await talk.last("no deadline")).splitlines()
    assert {"Name: Somchai Jaidee", "Outlet: Test Post", "Contact: somchai@news.org"} <= set(back)


@pytest.mark.parametrize(
    ("asked", "agreed", "begun"),
    [(GAP, "yes please", "I will pass it on"), ("งบประมาณของการประชุมเท่าไหร่", "ใช่ค่ะ", "ยินดีส่งคำถาม")],
)
async def test_a_yes_accepts_the_offer_to_pass_the_question_on(talk: Talk, asked: str, agreed: str, begun: str) -> None:
    await talk.all(asked)
    replies = await talk.all(agreed)
    assert [reply["outcome"] for reply in replies] == ["prompt", "prompt"]
    assert begun in replies[0]["text"]
