"""The real edge on a free port, and a fake Rasa: an HTTP server whose behaviour a test sets."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import compose_edge
from bot.content.repository import KnowledgeRepository
from bot.reply import Outcome, Reply
from bot.settings import Settings

SESSION = "session-of-tests"
Client = TestClient[web.Request, web.Application]


@dataclass
class FakeRasa:
    """Answers with an echo; `status`, `body` and `delay` (seconds) make it misbehave."""

    status: int = 200
    body: Any = None
    delay: float = 0
    heard: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    async def webhook(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self.heard.append(asked)
        await asyncio.sleep(self.delay)
        if self.body is not None:
            return web.json_response(self.body, status=self.status)
        said = asked["message"]
        reply = Reply(outcome=Outcome.NOT_ANNOUNCED if "gap" in said else Outcome.SOCIAL, language="en", text=said)
        return web.json_response([{"recipient_id": "x", "custom": reply.model_dump(mode="json")}], status=self.status)

    async def root(self, request: web.Request) -> web.Response:
        return web.Response(text="Hello from Rasa", status=self.status)


@pytest.fixture
async def rasa() -> AsyncIterator[FakeRasa]:
    fake = FakeRasa()
    app = web.Application()
    app.router.add_post("/webhooks/rest/webhook", fake.webhook)
    app.router.add_get("/", fake.root)
    async with TestServer(app) as server:
        fake.url = str(server.make_url("")).rstrip("/")
        yield fake


@pytest.fixture
def settings(kb: Path, tmp_path: Path, rasa: FakeRasa) -> Settings:
    return Settings(
        kb_dir=kb,
        data_dir=tmp_path / "var",
        rasa_url=rasa.url,
        actions_url="http://127.0.0.1:1",
        allowed_origins=("https://news.example",),
        turn_seconds=1,
    )


@pytest.fixture
async def client(settings: Settings, clock: Callable[[], datetime]) -> AsyncIterator[Client]:
    async with TestClient(
        TestServer(compose_edge(settings, KnowledgeRepository(settings.kb_dir, clock), clock))
    ) as client:
        yield client


async def say(client: Client, message: str, **more: Any) -> dict[str, Any]:
    """Post a message and assert a 200. Returns the JSON body."""
    async with client.post("/api/v1/messages", json={"session": SESSION, "message": message, **more}) as response:
        assert response.status == 200, await response.text()
        answer: dict[str, Any] = await response.json()
        return answer
