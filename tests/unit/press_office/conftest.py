"""A fake SMTP server, a fake web server and a notifier with short intervals."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.content.models import Meeting
from bot.journal.journal import Journal
from bot.press_office import notifier
from bot.press_office.notifier import Notifier
from bot.settings import Settings
from tests.conftest import MEETING

TRIES = 1000
ASKED = {
    "session": "session-1",
    "language": "en",
    "question": "What did it cost?",
    "name": "Ana",
    "outlet": "Test Post",
    "contact": "ana@news.org",
    "transcript": [],
}


@dataclass
class FakeMail:
    """An SMTP server that refuses the first `refuse` mails with `code` and accepts all others."""

    refuse: int = 0
    code: int = 451
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    port: int = 0

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        writer.write(b"220 fake\r\n")
        while line := (await reader.readline()).decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT" and self.refuse:
                self.refuse -= 1
                writer.write(f"{self.code} not now\r\n".encode())
            elif verb == "DATA":
                writer.write(b"354 go on\r\n")
                raw = await reader.readuntil(b"\r\n.\r\n")
                self.mails.append(message_from_bytes(raw[:-5], policy=policy.default))
                writer.write(b"250 taken\r\n")
            else:
                if verb == "RCPT":
                    self.recipients.append(line)
                writer.write(b"221 bye\r\n" if verb == "QUIT" else b"250 fine\r\n")
            if verb == "QUIT":
                break
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


@dataclass
class FakeDesk:
    """A web server that records each POST in `told`; it returns `statuses` in order, then 200."""

    statuses: list[int] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    async def take(self, request: web.Request) -> web.Response:
        self.told.append(await request.json())
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def mail() -> AsyncIterator[FakeMail]:
    fake = FakeMail()
    async with await asyncio.start_server(fake.serve, "127.0.0.1", 0) as server:
        fake.port = server.sockets[0].getsockname()[1]
        yield fake


@pytest.fixture
async def desk() -> AsyncIterator[FakeDesk]:
    fake = FakeDesk()
    app = web.Application()
    app.router.add_post("/told", fake.take)
    async with TestServer(app) as server:
        fake.url = str(server.make_url("/told"))
        yield fake


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[Journal]:
    journal = await Journal.open(f"sqlite+aiosqlite:///{tmp_path}/journal.sqlite3")
    yield journal
    await journal.dispose()


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Polls and retries within milliseconds, so that tests need not wait."""
    monkeypatch.setattr(notifier, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(notifier, "BACK_OFF", (0.02,))


def meeting(email: str | None = "office@test.example") -> Meeting:
    """The test meeting with this e-mail address of its press office."""
    data = yaml.safe_load(MEETING)
    return Meeting.model_validate(data | {"press_office": data["press_office"] | {"email": email}})


async def opened(journal: Journal, now: datetime, **more: Any) -> int:
    return await journal.enquiries.open(**{**ASKED, "asked": now, "deadline": None, **more})


@asynccontextmanager
async def notifying(journal: Journal, clock: Callable[[], datetime], **settings: Any) -> AsyncIterator[Notifier]:
    """A running notifier, stopped at the end."""
    async with aiohttp.ClientSession() as http:
        notifier = Notifier(Settings(**settings), journal.enquiries, http, clock, lambda: meeting())
        task = asyncio.create_task(notifier.run())
        yield notifier
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def all_told(journal: Journal) -> None:
    """Wait until the press office has been notified of every enquiry."""
    for _ in range(TRIES):
        if not await journal.enquiries.awaiting_notification():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError("the press office was not told of every enquiry")


async def until(so: Callable[[], object]) -> None:
    for _ in range(TRIES):
        if so():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError("it did not come about")


def to_mail(mail: FakeMail) -> dict[str, Any]:
    return {"smtp_host": "127.0.0.1", "smtp_port": mail.port}
