"""The contract of POST /api/v1/messages."""

import asyncio
import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from bot.reply import Reply
from tests.edge.conftest import SESSION, Client, FakeRasa, say

URL = "/api/v1/messages"


async def test_a_message_gets_replies_with_every_key(client: Client, rasa: FakeRasa) -> None:
    answer = await say(client, "hello", language="en")
    assert answer["session"] == SESSION
    assert answer["id"] is None
    (reply,) = answer["replies"]
    assert set(reply) == set(Reply.model_fields)
    assert rasa.heard == [
        {"sender": SESSION, "message": "hello", "metadata": {"language": "en", "right_keyboard": True}}
    ]


async def test_the_same_id_is_one_turn(client: Client, rasa: FakeRasa) -> None:
    id = str(uuid.uuid4())
    first = await say(client, "a gap", id=id)
    again = await asyncio.gather(*(say(client, "a gap", id=id) for _ in range(5)))
    assert all(answer == first for answer in again)
    assert len(rasa.heard) == 1


async def test_one_id_in_two_sessions_is_two_turns(client: Client, rasa: FakeRasa) -> None:
    id = str(uuid.uuid4())
    await say(client, "x", id=id)
    await say(client, "x", id=id, session="another-session")
    assert len(rasa.heard) == 2


async def test_an_error_is_not_stored_so_that_a_retry_runs(client: Client, rasa: FakeRasa) -> None:
    id = str(uuid.uuid4())
    rasa.body = []
    failed = await say(client, "x", id=id)
    assert failed["replies"][0]["outcome"] == "error"
    rasa.body = None
    assert (await say(client, "x", id=id))["replies"][0]["text"] == "x"


async def test_not_announced_has_a_receipt_and_social_has_none(client: Client) -> None:
    (reply,) = (await say(client, "a gap"))["replies"]
    assert len(reply["receipt"]) >= 16
    async with client.get(f"/r/{reply['receipt']}") as page:
        assert page.status == 200
        assert "a gap" in await page.text()
    assert (await say(client, "hi"))["replies"][0]["receipt"] is None


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, []),
        (200, {"not": "a list"}),
        (200, [{"recipient_id": "x", "text": "a text of its own"}]),
        (200, [{"recipient_id": "x", "custom": {"outcome": "answered"}}]),
        (500, {"failed": True}),
    ],
)
async def test_any_failure_of_rasa_becomes_an_apology(client: Client, rasa: FakeRasa, status: int, body: Any) -> None:
    rasa.status, rasa.body = status, body
    (reply,) = (await say(client, "ขัดข้องไหม"))["replies"]
    assert (reply["outcome"], reply["language"]) == ("error", "th")
    assert "ขออภัย" in reply["text"]


async def test_the_apology_is_in_the_askers_language(client: Client, rasa: FakeRasa) -> None:
    rasa.body = []
    assert (await say(client, "is it working today"))["replies"][0]["language"] == "en"
    assert (await say(client, "ทำงานไหม", language="en"))["replies"][0]["language"] == "en"


async def test_a_rasa_that_hangs_is_an_apology_within_the_deadline(client: Client, rasa: FakeRasa) -> None:
    rasa.delay = 30
    async with asyncio.timeout(3):
        answers = await asyncio.gather(*(say(client, f"message {i}") for i in range(4)))
    assert {answer["replies"][0]["outcome"] for answer in answers} == {"error"}


async def test_the_turns_of_a_session_run_one_after_another(client: Client, rasa: FakeRasa) -> None:
    rasa.delay = 0.05
    await asyncio.gather(*(say(client, str(i)) for i in range(5)))
    assert [heard["message"] for heard in rasa.heard] == list("01234")


async def test_a_leading_slash_is_not_a_rasa_command(client: Client, rasa: FakeRasa) -> None:
    for message in ("/restart", "  /session_start", "/greet{}"):
        await say(client, message)
    assert not any(heard["message"].strip().startswith("/") for heard in rasa.heard)


def body(**change: Any) -> bytes:
    return json.dumps({"session": SESSION, "message": "x", **change}).encode()


@pytest.mark.parametrize(
    ("raw", "status", "says"),
    [
        (b"", 400, "not JSON"),
        (b"{", 400, "not JSON"),
        (b'{"session": NaN}', 400, "NaN"),
        (b"\xff\xfe", 400, "not JSON"),
        (b"[" * 30_000, 400, "not JSON"),
        (b"[]", 422, "body"),
        (b'{"session": "session-of-tests"}', 422, "message"),
        (body(message=""), 422, "message"),
        (body(message="x" * 5001), 422, "message"),
        (body(message="x\0y"), 422, "NUL"),
        (body(message=7), 422, "message"),
        (b'{"session": "session-of-tests", "message": "\\ud800"}', 422, "message"),
        (body(session="short"), 422, "session"),
        (body(session="x" * 65), 422, "session"),
        (body(session="session/of/tests"), 422, "session"),
        (body(session="session-of-tests\n"), 422, "session"),
        (body(id="not a uuid"), 422, "id"),
        (body(language="fr"), 422, "language"),
        (body(colour="red"), 422, "colour"),
        (b'{"message": "' + b"x" * 65_536 + b'"}', 413, "bytes"),
    ],
)
async def test_a_bad_body_is_a_problem_that_says_what(
    client: Client, rasa: FakeRasa, raw: bytes, status: int, says: str
) -> None:
    async with client.post(URL, data=raw, headers={"Content-Type": "application/json"}) as response:
        problem = await response.json()
        assert (response.status, response.content_type) == (status, "application/problem+json")
        assert problem["status"] == status
        assert says in problem["detail"]
    assert rasa.heard == []


@pytest.mark.parametrize("message", ["x" * 5000, "ก" * 5000, "🙂", " ", "‮abc", "{{7*7}}", "<script>alert(1)</script>"])
async def test_any_text_within_the_limits_is_accepted(client: Client, message: str) -> None:
    assert (await say(client, message))["replies"]


async def test_another_content_type_is_415(client: Client) -> None:
    async with client.post(URL, data=body(), headers={"Content-Type": "text/plain"}) as response:
        assert response.status == 415


async def test_a_slow_body_is_408(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.edge.body.READ_SECONDS", 0.2)

    async def slowly() -> Any:
        yield b'{"session":'
        await asyncio.sleep(1)
        yield b"1}"

    async with client.post(URL, data=slowly(), headers={"Content-Type": "application/json"}) as response:
        assert response.status == 408


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        ("https://news.example", 200),
        ("own", 200),
        ("https://evil.example", 403),
        ("https://news.example.evil.example", 403),
        ("null", 403),
        ("", 403),
    ],
)
async def test_pages_of_other_origins_are_refused(client: Client, origin: str | None, status: int) -> None:
    headers = {"Content-Type": "application/json"}
    if origin is not None:
        headers["Origin"] = str(client.make_url("")).rstrip("/") if origin == "own" else origin
    async with client.post(URL, data=body(), headers=headers) as response:
        assert response.status == status
        allowed = response.headers.get("Access-Control-Allow-Origin")
        assert allowed == ("https://news.example" if origin == "https://news.example" else None)


async def test_the_preflight_of_an_allowed_site_passes(client: Client) -> None:
    asked = {"Origin": "https://news.example", "Access-Control-Request-Method": "POST"}
    async with client.options(URL, headers=asked) as response:
        assert response.status == 204
        assert response.headers["Access-Control-Allow-Origin"] == "https://news.example"


async def test_too_many_messages_of_a_session_are_429_with_retry_after(client: Client) -> None:
    statuses = []
    for _ in range(202):
        async with client.post(URL, data=body(), headers={"Content-Type": "application/json"}) as response:
            statuses.append(response.status)
            if response.status == 429:
                assert 1 <= int(response.headers["Retry-After"]) <= 60
                break
    assert statuses.count(200) == 200
    assert statuses[-1] == 429


async def test_a_broken_journal_is_an_apology_and_not_ready(client: Client, tmp_path: Path) -> None:
    from sqlalchemy.exc import OperationalError

    from bot.edge import app_keys

    async def fail(*_: Any) -> None:
        raise OperationalError("INSERT", {}, OSError("disk full"))

    assert client.app is not None
    turns = client.app[app_keys.JOURNAL].turns
    turns.record = turns.check_writable = fail  # type: ignore[method-assign, assignment]  # replaced
    assert (await say(client, "hello"))["replies"][0]["outcome"] == "error"
    async with client.get("/readyz") as response:
        assert (await response.json())["journal"] is False
