"""Enquiries: the press office's answer is delivered in the conversation. Also the erasure of a conversation."""

import asyncio
import json
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.exc import OperationalError

from bot.app import compose_edge
from bot.content.repository import KnowledgeRepository
from bot.edge import app_keys
from bot.journal.journal import Journal
from bot.messages.enquiry import RECEIVED
from bot.reply import Outcome, Reply
from bot.settings import Settings
from tests.edge.conftest import SESSION, Client, FakeRasa, say


def journal_of(client: Client) -> Journal:
    assert client.app is not None
    return client.app[app_keys.JOURNAL]


async def enquired(client: Client, question: str, answer: str | None = None, **more: Any) -> int:
    """Store an enquiry of the session, with an answer if one is given. Returns its number."""
    assert client.app is not None
    now = client.app[app_keys.CLOCK]()
    fields = {
        "session": SESSION,
        "language": "en",
        "question": question,
        "name": "Ana",
        "outlet": "Test Post",
        "contact": "ana@news.org",
        "deadline": None,
        "transcript": [],
        "asked": now,
        **more,
    }
    number = await journal_of(client).enquiries.open(**fields)
    if answer is not None:
        assert await journal_of(client).enquiries.answer(number, answer, now)
    return number


async def begun(client: Client) -> tuple[str, dict[str, str]]:
    async with client.post("/api/v1/sessions") as response:
        given = await response.json()
    return given["session"], {"Authorization": f"Bearer {given['token']}"}


async def history(client: Client, session: str, headers: dict[str, str]) -> list[dict[str, Any]]:
    async with client.get(f"/api/v1/sessions/{session}/messages", headers=headers) as response:
        assert response.status == 200
        found: list[dict[str, Any]] = (await response.json())["messages"]
        return found


async def texts(client: Client, message: str, **more: Any) -> list[str]:
    return [reply["text"] for reply in (await say(client, message, **more))["replies"]]


def from_office(question: str, answer: str) -> str:
    return f"The press office has answered your question “{question}”: {answer}"


# Answers ------------------------------------------------------------------------------------------------------------


async def test_an_answer_comes_first_and_only_once(client: Client) -> None:
    await enquired(client, "What did it cost?", "Nothing at all.")
    assert await texts(client, "hello") == [from_office("What did it cost?", "Nothing at all."), "hello"]
    assert await texts(client, "hello again") == ["hello again"]


async def test_an_enquiry_answer_is_not_marked_as_published_text(client: Client) -> None:
    await enquired(client, "What did it cost?", "Nothing at all.")
    told, _ = (await say(client, "hello"))["replies"]
    assert (told["outcome"], told["citations"], told["receipt"]) == ("done", [], None)


async def test_the_answer_is_in_the_language_of_the_enquiry(client: Client) -> None:
    await enquired(client, "งบเท่าไร", "ศูนย์บาท", language="th")
    told, reply = (await say(client, "hello"))["replies"]
    assert (told["language"], reply["language"]) == ("th", "en")
    assert "“งบเท่าไร”" in told["text"] and told["text"].endswith("ศูนย์บาท")


async def test_braces_in_an_answer_are_not_treated_as_placeholders(client: Client) -> None:
    await enquired(client, "What is {answer}?", "It is {question}.")
    assert (await texts(client, "hello"))[0] == from_office("What is {answer}?", "It is {question}.")


async def test_several_answers_come_in_the_order_of_the_enquiries(client: Client) -> None:
    for question in ("one", "two", "three"):
        await enquired(client, question)
    enquiries = journal_of(client).enquiries
    assert client.app is not None
    for number in (3, 1):
        await enquiries.answer(number, f"answer {number}", client.app[app_keys.CLOCK]())
    assert await texts(client, "hello") == [from_office("one", "answer 1"), from_office("three", "answer 3"), "hello"]
    await enquiries.answer(2, "answer 2", client.app[app_keys.CLOCK]())
    assert await texts(client, "hello") == [from_office("two", "answer 2"), "hello"]


async def test_no_other_session_gets_the_answer(client: Client) -> None:
    await enquired(client, "What did it cost?", "Nothing at all.")
    assert await texts(client, "hello", session="another-session") == ["hello"]
    assert len(await texts(client, "hello")) == 2


async def test_the_first_contact_notice_is_on_the_reply_to_the_message(client: Client) -> None:
    await enquired(client, "What did it cost?", "Nothing at all.")
    told, reply = (await say(client, "hello"))["replies"]
    assert told["notices"] == []
    assert any("30 days" in notice for notice in reply["notices"])


async def test_the_same_message_again_gets_the_same_replies(client: Client, rasa: FakeRasa) -> None:
    await enquired(client, "What did it cost?", "Nothing at all.")
    id = str(uuid.uuid4())
    first = await say(client, "hello", id=id)
    assert await say(client, "hello", id=id) == first
    assert (len(first["replies"]), len(rasa.heard)) == (2, 1)
    assert len(await texts(client, "next")) == 1


@pytest.mark.parametrize(
    "body", [[], {"not": "a list"}, [{"text": "hi"}], [{"custom": {"outcome": "done"}}], "x", [None]]
)
async def test_if_rasa_fails_the_answer_is_still_delivered_once(client: Client, rasa: FakeRasa, body: Any) -> None:
    await enquired(client, "What did it cost?", "Nothing at all.")
    id = str(uuid.uuid4())
    rasa.body = body
    told, failed = (await say(client, "hello", id=id))["replies"]
    assert (told["outcome"], failed["outcome"]) == ("done", "error")
    rasa.body = None
    assert await texts(client, "hello", id=id) == ["hello"]


async def test_if_rasa_is_too_slow_the_answer_is_still_delivered(client: Client, rasa: FakeRasa) -> None:
    await enquired(client, "What did it cost?", "Nothing at all.")
    rasa.delay = 30
    told, failed = (await say(client, "hello"))["replies"]
    assert (told["outcome"], failed["outcome"]) == ("done", "error")


async def test_an_answer_whose_delivery_failed_is_delivered_later(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    await enquired(client, "What did it cost?", "Nothing at all.")

    async def fail(*_: Any) -> None:
        raise OperationalError("INSERT", {}, OSError("disk full"))

    with monkeypatch.context() as broken:
        broken.setattr(journal_of(client).turns, "record", fail)
        (reply,) = (await say(client, "hello"))["replies"]
        assert reply["outcome"] == "error"
    assert len(await texts(client, "hello")) == 2


async def test_an_answer_seen_in_the_history_is_not_delivered_again(client: Client) -> None:
    session, headers = await begun(client)
    await enquired(client, "What did it cost?", "Nothing at all.", session=session)
    (told,) = await history(client, session, headers)
    assert told["message"] is None
    assert [reply["text"] for reply in told["replies"]] == [from_office("What did it cost?", "Nothing at all.")]
    assert await texts(client, "hello", session=session) == ["hello"]


# Erasure ------------------------------------------------------------------------------------------------------------


def erasing() -> list[dict[str, Any]]:
    """Rasa's reply when the user has confirmed the erasure."""
    reply = Reply(outcome=Outcome.DONE, language="en", text="Erased.")
    return [{"custom": {**reply.model_dump(mode="json"), "erase": True}}]


async def keep_in_rasa(settings: Settings, session: str, events: list[dict[str, Any]]) -> None:
    """Store this conversation in Rasa's database with the current time."""
    file = settings.data_dir / "rasa" / "conversations.sqlite3"
    row = (session, json.dumps({"events": events}), datetime(2030, 5, 3, tzinfo=UTC).timestamp())

    def keep() -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file)) as database, database:
            columns = "sender_id TEXT PRIMARY KEY, events TEXT, updated FLOAT"
            database.execute(f"CREATE TABLE IF NOT EXISTS conversations ({columns})")
            database.execute("INSERT INTO conversations VALUES (?, ?, ?)", row)

    # In a separate thread: the service may have the file locked and needs the event loop to release it.
    await asyncio.to_thread(keep)


def known_to_rasa(settings: Settings) -> list[str]:
    with closing(sqlite3.connect(settings.data_dir / "rasa" / "conversations.sqlite3")) as database:
        return [row[0] for row in database.execute("SELECT sender_id FROM conversations ORDER BY sender_id")]


async def test_a_confirmed_erasure_deletes_the_conversation(client: Client, rasa: FakeRasa, settings: Settings) -> None:
    session, headers = await begun(client)
    other, others = await begun(client)
    for one in (session, other):
        await say(client, "a gap", session=one)
        await keep_in_rasa(settings, one, [])
    rasa.body = erasing()
    (reply,) = (await say(client, "yes", session=session))["replies"]
    assert set(reply) == set(Reply.model_fields) and reply["text"] == "Erased."
    assert await history(client, session, headers) == []
    assert known_to_rasa(settings) == [other]
    assert len(await history(client, other, others)) == 1
    assert len(await journal_of(client).turns.open_gaps()) == 1


async def test_after_an_erasure_the_next_message_is_a_first_contact(client: Client, rasa: FakeRasa) -> None:
    assert (await say(client, "one"))["replies"][0]["notices"] != []
    assert (await say(client, "two"))["replies"][0]["notices"] == []
    rasa.body = erasing()
    await say(client, "yes")
    rasa.body = None
    assert (await say(client, "three"))["replies"][0]["notices"] != []


async def test_a_flag_on_any_of_several_replies_erases(client: Client, rasa: FakeRasa) -> None:
    session, headers = await begun(client)
    await say(client, "one", session=session)
    plain = {"custom": Reply(outcome=Outcome.SOCIAL, language="en", text="Bye.").model_dump(mode="json")}
    rasa.body = [plain, *erasing(), plain]
    assert await texts(client, "yes", session=session) == ["Bye.", "Erased.", "Bye."]
    assert await history(client, session, headers) == []


@pytest.mark.parametrize("by_message", [True, False])
async def test_erasure_keeps_unanswered_enquiries_and_erases_the_others(
    client: Client, rasa: FakeRasa, by_message: bool
) -> None:
    session, headers = await begun(client)
    waiting = await enquired(client, "still open", session=session)
    await enquired(client, "answered", "yes", session=session)
    await enquired(client, "of somebody else", "yes", session="another-session")
    if by_message:
        rasa.body = erasing()
        await say(client, "yes", session=session)
        rasa.body = None
    else:
        async with client.delete(f"/api/v1/sessions/{session}", headers=headers) as response:
            assert await response.json() == {"erased": True, "enquiries_kept": 1}
    left = await journal_of(client).enquiries.list_enquiries(include_answered=True)
    assert sorted(enquiry.question for enquiry in left) == ["of somebody else", "still open"]
    assert client.app is not None
    await journal_of(client).enquiries.answer(waiting, "at last", client.app[app_keys.CLOCK]())
    assert (await texts(client, "hello", session=session))[0] == from_office("still open", "at last")


async def test_erasing_an_unknown_session_is_no_error(client: Client) -> None:
    session, headers = await begun(client)
    for _ in range(2):
        async with client.delete(f"/api/v1/sessions/{session}", headers=headers) as response:
            assert (response.status, await response.json()) == (200, {"erased": True, "enquiries_kept": 0})


async def test_receipts_remain_after_an_erasure(client: Client, rasa: FakeRasa) -> None:
    (reply,) = (await say(client, "a gap"))["replies"]
    rasa.body = erasing()
    await say(client, "yes")
    async with client.get(f"/r/{reply['receipt']}") as page:
        assert page.status == 200


# Messages that Rasa has already processed ---------------------------------------------------------------------------


async def test_a_message_that_rasa_processed_before_a_restart_is_not_sent_again(
    client: Client, rasa: FakeRasa, settings: Settings
) -> None:
    id = str(uuid.uuid4())
    reply = Reply(outcome=Outcome.PROMPT, language="en", text="What is your name?").model_dump(mode="json")
    heard = {"event": "user", "metadata": {"id": id}}
    await keep_in_rasa(settings, SESSION, [heard, {"event": "bot", "data": {"custom": reply}}])
    assert await texts(client, "yes please", id=id) == ["What is your name?"]
    assert rasa.heard == []
    await say(client, "Ana", id=str(uuid.uuid4()))
    assert [each["message"] for each in rasa.heard] == ["Ana"]


async def test_a_pending_answer_survives_a_restart(
    client: Client, settings: Settings, clock: Callable[[], datetime]
) -> None:
    await enquired(client, "What did it cost?", "Nothing at all.")
    again = compose_edge(settings, KnowledgeRepository(settings.kb_dir, clock), clock)
    async with TestClient(TestServer(again)) as second:
        assert len(await texts(second, "hello")) == 2
        assert len(await texts(second, "hello")) == 1


async def test_erasing_waits_for_the_turn_that_is_running(client: Client, rasa: FakeRasa) -> None:
    async with client.post("/api/v1/sessions") as response:
        begun = await response.json()
    headers = {"Authorization": f"Bearer {begun['token']}"}
    rasa.delay = 0.3
    turn = asyncio.create_task(say(client, "secret words", session=begun["session"]))
    await asyncio.sleep(0.1)
    async with client.delete(f"/api/v1/sessions/{begun['session']}", headers=headers) as response:
        assert (await response.json())["erased"]
    await turn
    async with client.get(f"/api/v1/sessions/{begun['session']}/messages", headers=headers) as response:
        assert (await response.json())["messages"] == []


# Storing an enquiry -------------------------------------------------------------------------------------------------

FIELDS = {
    "language": "en",
    "question": "What did it cost?",
    "name": "Ana",
    "outlet": "Test Post",
    "contact": "ana@news.org",
    "deadline": "2030-05-04T12:00:00+07:00",
}


def taken_down(**fields: Any) -> list[dict[str, Any]]:
    """Rasa's reply when the form is confirmed."""
    reply = Reply(outcome=Outcome.DONE, language="en", text=RECEIVED["en"])
    return [{"custom": reply.model_dump(mode="json") | {"enquiry": FIELDS | fields}}]


async def test_a_confirmed_enquiry_is_stored_with_its_transcript_and_its_number_is_shown(
    client: Client, rasa: FakeRasa
) -> None:
    for message in ("hello", "What did it cost?", "please pass it on", "Ana"):
        await say(client, message)
    rasa.body = taken_down()
    (sent,) = (await say(client, "yes, send it", id=str(uuid.uuid4())))["replies"]
    assert sent["outcome"] == "done" and "PD-0001" in sent["text"] and "ana@news.org" in sent["text"]
    (kept,) = await journal_of(client).enquiries.list_enquiries()
    assert (kept.session, kept.language, kept.question) == (SESSION, "en", "What did it cost?")
    assert (kept.name, kept.outlet, kept.contact) == ("Ana", "Test Post", "ana@news.org")
    assert kept.deadline is not None and kept.deadline.isoformat() == "2030-05-04T05:00:00+00:00"
    assert [turn["message"] for turn in kept.transcript] == ["hello", "What did it cost?"]


async def test_a_repeated_message_stores_one_enquiry(client: Client, rasa: FakeRasa) -> None:
    rasa.body = taken_down(deadline=None)
    id = str(uuid.uuid4())
    first = await texts(client, "yes, send it", id=id)
    await journal_of(client).turns.delete_turn(
        SESSION, uuid.UUID(id)
    )  # as if the edge had died before it stored the turn
    assert await texts(client, "yes, send it", id=id) == first
    (kept,) = await journal_of(client).enquiries.list_enquiries()
    assert kept.deadline is None


async def test_an_incomplete_enquiry_is_an_error_and_is_not_stored(client: Client, rasa: FakeRasa) -> None:
    rasa.body = taken_down(deadline="some day")
    (reply,) = (await say(client, "yes, send it"))["replies"]
    assert reply["outcome"] == "error"
    assert await journal_of(client).enquiries.list_enquiries() == []
