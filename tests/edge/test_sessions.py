"""With the session's token: history, stream, transcript and erasure of a conversation."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.app import compose_edge
from bot.content.repository import KnowledgeRepository
from bot.edge import app_keys
from bot.edge.rate_limit import LOOPBACK_ADDRESS_FACTOR, LOOPBACK_SESSION_FACTOR
from bot.edge.tokens import SessionTokens, secret
from bot.reply import Citation, Outcome, Reply
from bot.settings import Settings
from tests.edge.conftest import Client, FakeRasa, say


async def begun(client: Client) -> tuple[str, dict[str, str]]:
    """A new session, and the headers with its token."""
    async with client.post("/api/v1/sessions") as response:
        assert response.status == 200
        given = await response.json()
    assert set(given) == {"session", "token", "expires"}
    return given["session"], {"Authorization": f"Bearer {given['token']}"}


async def history(client: Client, session: str, headers: dict[str, str], **query: Any) -> dict[str, Any]:
    async with client.get(f"/api/v1/sessions/{session}/messages", headers=headers, params=query) as response:
        assert response.status == 200, await response.text()
        found: dict[str, Any] = await response.json()
        return found


async def next_event(response: ClientResponse) -> dict[str, str]:
    """The next server-sent event; comments are skipped."""
    fields: dict[str, str] = {}
    async with asyncio.timeout(10):
        while True:
            line = (await response.content.readline()).decode().strip()
            if not line and "event" in fields:
                return fields
            name, _, value = line.partition(": ")
            if name:
                fields[name] = value


async def test_history_has_both_sides_in_order(client: Client) -> None:
    session, headers = await begun(client)
    for text in ("one", "two", "three"):
        await say(client, text, session=session)
    found = await history(client, session, headers)
    assert [each["message"] for each in found["messages"]] == ["one", "two", "three"]
    assert [each["replies"][0]["text"] for each in found["messages"]] == ["one", "two", "three"]
    later = await history(client, session, headers, after=found["messages"][1]["number"])
    assert [each["message"] for each in later["messages"]] == ["three"] and later["more"] is False


@pytest.mark.parametrize("method", ["get", "delete"])
async def test_reading_and_erasing_need_the_sessions_own_token(client: Client, method: str) -> None:
    session, headers = await begun(client)
    _, other = await begun(client)
    await say(client, "mine", session=session)
    path = f"/api/v1/sessions/{session}" + ("/messages" if method == "get" else "")
    genuine = headers["Authorization"]
    forged = {"Authorization": genuine[:-10] + ("A" if genuine[-10] != "A" else "B") + genuine[-9:]}
    for wrong in ({}, other, forged, {"Authorization": "Bearer"}, {"Authorization": "Basic eA=="}):
        async with client.request(method, path, headers=wrong) as response:
            assert response.status == 401
            assert response.headers["WWW-Authenticate"] == "Bearer"
            assert "mine" not in await response.text()
    assert len((await history(client, session, headers))["messages"]) == 1


async def test_a_new_session_counts_only_against_the_limit_of_its_address(client: Client, settings: Settings) -> None:
    """A client has no session before this call, so only the limit of its address applies, which a newsroom shares."""
    for _ in range(settings.rate_session * LOOPBACK_SESSION_FACTOR + 1):
        await begun(client)


async def test_new_sessions_of_one_address_have_a_limit(settings: Settings, clock: Callable[[], datetime]) -> None:
    few = settings.model_copy(update={"rate_address": 1})
    edge = compose_edge(few, KnowledgeRepository(few.kb_dir, clock), clock)
    async with TestClient(TestServer(edge)) as client:
        for _ in range(LOOPBACK_ADDRESS_FACTOR):
            await begun(client)
        async with client.post("/api/v1/sessions") as response:
            assert response.status == 429
            assert 1 <= int(response.headers["Retry-After"]) <= 60


def test_a_token_is_invalid_after_its_lifetime_or_with_another_key(tmp_path: Path, noon: datetime) -> None:
    now = noon
    tokens = SessionTokens(secret(tmp_path / "key"), 7, lambda: now)
    granted = tokens.grant()
    assert tokens.is_valid(granted.token, granted.session)
    assert SessionTokens(secret(tmp_path / "key"), 7, lambda: now).is_valid(granted.token, granted.session)
    assert not SessionTokens(secret(tmp_path / "other"), 7, lambda: now).is_valid(granted.token, granted.session)
    now += timedelta(days=7)
    assert not tokens.is_valid(granted.token, granted.session)
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0


async def test_a_stream_sends_new_messages_and_resumes_after_the_last_event_id(client: Client) -> None:
    session, headers = await begun(client)
    await say(client, "before", session=session)
    url = f"/api/v1/sessions/{session}/stream"
    async with client.get(url, headers=headers) as response:
        assert response.content_type == "text/event-stream"
        first = await next_event(response)
        assert json.loads(first["data"])["message"] == "before"
        await say(client, "meanwhile", session=session)
        assert json.loads((await next_event(response))["data"])["message"] == "meanwhile"
    async with client.get(url, headers=headers | {"Last-Event-ID": first["id"]}) as response:
        assert json.loads((await next_event(response))["data"])["message"] == "meanwhile"


async def test_messages_of_another_process_reach_the_stream(client: Client) -> None:
    session, headers = await begun(client)
    journal = client.app[app_keys.JOURNAL]
    async with client.get(f"/api/v1/sessions/{session}/stream", headers=headers) as response:
        number = await journal.enquiries.open(
            session=session,
            language="en",
            question="What did it cost?",
            name="Somchai",
            outlet="Test Post",
            contact="s@test.example",
            deadline=None,
            transcript=[],
            asked=client.app[app_keys.CLOCK](),
        )
        await journal.enquiries.answer(number, "Nothing at all.", client.app[app_keys.CLOCK]())
        told = json.loads((await next_event(response))["data"])
    assert told["message"] is None and "Nothing at all." in told["replies"][0]["text"]
    assert await journal.enquiries.undelivered(session) == []
    assert len((await history(client, session, headers))["messages"]) == 1


async def test_an_erased_session_is_deleted_and_its_streams_are_notified(client: Client) -> None:
    session, headers = await begun(client)
    await say(client, "secret words", session=session)
    async with client.get(f"/api/v1/sessions/{session}/stream", headers=headers) as response:
        await next_event(response)
        async with client.delete(f"/api/v1/sessions/{session}", headers=headers) as erased:
            assert await erased.json() == {"erased": True, "enquiries_kept": 0}
        assert (await next_event(response))["event"] == "erased"
        assert await response.content.read() == b""
    assert (await history(client, session, headers))["messages"] == []


async def test_the_transcript_has_sources_and_dates(client: Client, rasa: FakeRasa) -> None:
    cited = Citation(
        entry="facts/water-plan",
        title="Water plan",
        source="Release",
        published="2030-05-02",
        official_language="th",
        paragraph=2,
        url="/kb/documents/release#p2",
    )
    reply = Reply(outcome=Outcome.ANSWERED, language="en", text="The meeting agreed.", citations=[cited])
    rasa.body = [{"custom": reply.model_dump(mode="json")}]
    session, headers = await begun(client)
    await say(client, "What was agreed?", session=session)
    url = f"/api/v1/sessions/{session}/transcript.txt"
    async with client.get(url, headers=headers, params={"language": "en"}) as response:
        assert response.content_type == "text/plain" and "attachment" in response.headers["Content-Disposition"]
        text = await response.text()
    assert "Question: What was agreed?\nAnswer: The meeting agreed." in text
    assert "Source: Release, paragraph 2, 2 May 2030, http" in text
    async with client.get(url, headers=headers, params={"language": "th"}) as response:
        assert "ที่มา: Release, ย่อหน้าที่ 2, 2 พฤษภาคม พ.ศ. 2573" in await response.text()


async def test_the_history_hides_withdrawn_answers(client: Client, rasa: FakeRasa) -> None:
    cited = Citation(entry="facts/gone", title="Gone", source="Gone", official_language="th", url="/kb/facts/gone")
    reply = Reply(outcome=Outcome.ANSWERED, language="en", text="Forty cranes.", citations=[cited])
    rasa.body = [{"custom": reply.model_dump(mode="json")}]
    session, headers = await begun(client)
    await say(client, "How many?", session=session)
    (shown,) = (await history(client, session, headers))["messages"]
    assert shown["replies"][0]["outcome"] == "social" and "withdrawn" in shown["replies"][0]["text"]
    async with client.get(f"/api/v1/sessions/{session}/transcript.txt", headers=headers) as response:
        assert "cranes" not in await response.text()


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 30])
async def test_after_must_be_a_number(client: Client, after: str) -> None:
    session, headers = await begun(client)
    url = f"/api/v1/sessions/{session}/messages"
    async with client.get(url, headers=headers, params={"after": after}) as response:
        assert response.status == 422


async def test_shutdown_does_not_wait_for_open_streams(client: Client, clock: Callable[[], datetime]) -> None:
    session, headers = await begun(client)
    async with client.get(f"/api/v1/sessions/{session}/stream", headers=headers) as response:
        assert response.status == 200
        client.app[app_keys.SESSION_FEED].close()
        async with asyncio.timeout(5):
            assert b"data" not in await response.content.read()
