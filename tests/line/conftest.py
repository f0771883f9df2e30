"""Fixtures: the real edge, an echoing Rasa and a simulated LINE, as three HTTP servers."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.app import compose_edge
from bot.clock import system_clock
from bot.content.repository import KnowledgeRepository
from bot.edge import app_keys
from bot.journal.journal import Journal
from bot.line.simulator.server import LineSimulator
from bot.settings import Settings
from tests.edge.conftest import Client, FakeRasa, rasa  # noqa: F401  # a fixture

WEBHOOK = "/line/webhook"


@dataclass
class Rig:
    """The servers, and helpers to send events and to wait for answers."""

    client: Client
    line: LineSimulator
    rasa: FakeRasa
    url: str

    @property
    def journal(self) -> Journal:
        return self.client.app[app_keys.JOURNAL]

    async def receive(self, *events: dict[str, Any]) -> int:
        """LINE calls the webhook; the HTTP status."""
        return await self.line.post(self.url + WEBHOOK, *events)

    async def answered_enquiry(self, user: str) -> int:
        """An enquiry from a person's LINE chat that the press office has answered; its number."""
        await self.receive(self.line.text(user, "hello"))
        await self.settled()
        session = self.rasa.heard[0]["sender"]
        enquiries, now = self.journal.enquiries, self.client.app[app_keys.CLOCK]()
        fields = {"question": "What did it cost?", "name": "Somchai", "outlet": "none", "contact": "LINE somchai"}
        number = await enquiries.open(session=session, language="en", deadline=None, transcript=[], asked=now, **fields)
        await enquiries.set_push_target(session, user)
        await enquiries.answer(number, "Nothing at all.", now)
        return number

    async def settled(self, seconds: float = 20) -> None:
        """Wait until no event is waiting or being sent."""
        async with asyncio.timeout(seconds):
            while {"waiting", "sending"} & (await self.journal.line.count_by_state()).keys():  # noqa: ASYNC110  # no event
                await asyncio.sleep(0.02)


def texts(messages: list[dict[str, Any]]) -> list[str]:
    return [str(message.get("text") or message.get("altText")) for message in messages]


@pytest.fixture
def chosen() -> dict[str, Any]:
    """Settings of the edge; a test overrides this fixture to change them."""
    return {}


@pytest.fixture
async def desk(
    kb: Path,
    tmp_path: Path,
    rasa: FakeRasa,  # noqa: F811
    chosen: dict[str, Any],
) -> AsyncIterator[Rig]:
    line = LineSimulator()
    async with TestServer(line.app()) as line_server:
        settings = Settings(
            kb_dir=kb,
            data_dir=tmp_path / "var",
            rasa_url=rasa.url,
            actions_url="http://127.0.0.1:1",
            turn_seconds=1,
            line_channel_secret=line.secret,
            line_channel_access_token=line.token,
            line_api_url=str(line_server.make_url("")).rstrip("/"),
            **chosen,
        )
        async with TestClient(
            TestServer(compose_edge(settings, KnowledgeRepository(kb, system_clock), system_clock))
        ) as client:
            url = str(client.make_url("")).rstrip("/")
            line.webhook = url + WEBHOOK
            yield Rig(client, line, rasa, url)
