"""Telling the press office of enquiries: by mail to a small SMTP server, by POST to a small web server."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app import compose_edge
from bot.content.models import Meeting
from bot.content.repository import KnowledgeRepository
from bot.journal.journal import Journal
from bot.journal.tables import Enquiry
from bot.press_office import notifier
from bot.press_office.notifier import Notifier, as_data, as_mail
from bot.settings import Settings
from tests.conftest import MEETING

BANGKOK = ZoneInfo("Asia/Bangkok")
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
    """A mail server that takes every mail; `refuse` of them it refuses first, with that code."""

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
    """A web server that is told; it answers with each of `statuses` in turn, and then with 200."""

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
    """Nobody waits for minutes in a test."""
    monkeypatch.setattr(notifier, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(notifier, "BACK_OFF", (0.02,))


def meeting(email: str | None = "office@test.example") -> Meeting:
    """The test meeting, with its press office at this address."""
    data = yaml.safe_load(MEETING)
    return Meeting.model_validate(data | {"press_office": data["press_office"] | {"email": email}})


async def opened(journal: Journal, now: datetime, **more: Any) -> int:
    return await journal.enquiries.open(**{**ASKED, "asked": now, "deadline": None, **more})


@asynccontextmanager
async def notifying(journal: Journal, clock: Callable[[], datetime], **settings: Any) -> AsyncIterator[Notifier]:
    """A notifier at work, stopped at the end."""
    async with aiohttp.ClientSession() as http:
        notifier = Notifier(Settings(**settings), journal.enquiries, http, clock, lambda: meeting())
        task = asyncio.create_task(notifier.run())
        yield notifier
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def all_told(journal: Journal) -> None:
    """Wait until the press office knows of every enquiry."""
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


# A POST -------------------------------------------------------------------------------------------------------------


async def test_each_enquiry_is_posted_once(
    journal: Journal, desk: FakeDesk, clock: Callable[[], datetime], noon: datetime
) -> None:
    first = await opened(journal, noon, deadline=noon + timedelta(hours=3))
    async with notifying(journal, clock, notify_url=desk.url):
        await all_told(journal)
        second = await opened(journal, noon, name="สมชาย")
        await all_told(journal)
        await asyncio.sleep(0.1)
    assert [told["number"] for told in desk.told] == [first, second]
    assert desk.told[0] | {"transcript": None} == {
        "number": 1,
        "reference": "PD-0001",
        "language": "en",
        "question": "What did it cost?",
        "name": "Ana",
        "outlet": "Test Post",
        "contact": "ana@news.org",
        "deadline": "2030-05-03T15:00+07:00",
        "asked": "2030-05-03T12:00+07:00",
        "told": None,
        "answer": None,
        "answered": None,
        "delivered": None,
        "transcript": None,
    }
    kept = await journal.enquiries.get(first)
    assert kept is not None and kept.told == noon


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
async def test_what_is_refused_is_posted_again_until_it_is_taken(
    journal: Journal, desk: FakeDesk, clock: Callable[[], datetime], noon: datetime, status: int
) -> None:
    desk.statuses = [status, status]
    await opened(journal, noon)
    async with notifying(journal, clock, notify_url=desk.url):
        await until(lambda: len(desk.told) == 2)
        await all_told(journal)
    assert [told["number"] for told in desk.told] == [1, 1, 1]


async def test_the_oldest_comes_first_also_after_a_failure(
    journal: Journal, desk: FakeDesk, clock: Callable[[], datetime], noon: datetime
) -> None:
    desk.statuses = [200, 500]
    for _ in range(3):
        await opened(journal, noon)
    async with notifying(journal, clock, notify_url=desk.url):
        await all_told(journal)
    assert [told["number"] for told in desk.told] == [1, 2, 2, 3]


async def test_nobody_there_is_no_end_of_it(
    journal: Journal, desk: FakeDesk, clock: Callable[[], datetime], noon: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    await opened(journal, noon, question="a secret question")
    async with notifying(journal, clock, notify_url="http://127.0.0.1:1/told"):
        await until(lambda: len(caplog.records) > 1)
    assert len(await journal.enquiries.awaiting_notification()) == 1
    assert "could not be told" in caplog.text
    assert "secret" not in caplog.text and "ana@news.org" not in caplog.text
    async with notifying(journal, clock, notify_url=desk.url):
        await all_told(journal)
    assert [told["question"] for told in desk.told] == ["a secret question"]


async def test_a_restart_neither_forgets_nor_repeats(
    journal: Journal, desk: FakeDesk, clock: Callable[[], datetime], noon: datetime, tmp_path: Path
) -> None:
    await opened(journal, noon)
    async with notifying(journal, clock, notify_url=desk.url):
        await all_told(journal)
    await opened(journal, noon)  # nobody is there to tell of it
    again = await Journal.open(f"sqlite+aiosqlite:///{tmp_path}/journal.sqlite3")
    async with notifying(again, clock, notify_url=desk.url):
        await all_told(again)
        await asyncio.sleep(0.1)
    await again.dispose()
    assert [told["number"] for told in desk.told] == [1, 2]


# A mail -------------------------------------------------------------------------------------------------------------


async def test_a_mail_has_all_that_it_takes_to_answer(
    journal: Journal, mail: FakeMail, clock: Callable[[], datetime], noon: datetime
) -> None:
    turn = {"message": "งบเท่าไร", "replies": [{"text": "ยังไม่มีการเผยแพร่"}], "started": noon.isoformat()}
    await opened(journal, noon, question="งบประมาณเท่าไร", name="สมชาย ใจดี", transcript=[turn])
    async with notifying(journal, clock, **to_mail(mail)):
        await all_told(journal)
        await asyncio.sleep(0.1)
    (sent,) = mail.mails
    assert (sent["From"], sent["To"], sent["Reply-To"]) == (
        "office@test.example",
        "office@test.example",
        "ana@news.org",
    )
    assert sent["Subject"] == "PD-0001: งบประมาณเท่าไร"
    text = sent.get_content()
    assert text.startswith("งบประมาณเท่าไร")
    for line in ("name: สมชาย ใจดี", "deadline: –", "enquiries answer 1", "> งบเท่าไร", "  ยังไม่มีการเผยแพร่"):
        assert line in text


async def test_the_settings_say_where_mail_goes_and_from_whom(
    journal: Journal, mail: FakeMail, clock: Callable[[], datetime], noon: datetime
) -> None:
    await opened(journal, noon)
    chosen = {"smtp_to": "desk@test.example", "smtp_from": "bot@test.example"}
    async with notifying(journal, clock, **to_mail(mail), **chosen):
        await all_told(journal)
    assert (mail.mails[0]["From"], mail.mails[0]["To"]) == ("bot@test.example", "desk@test.example")
    assert mail.recipients == ["RCPT TO:<desk@test.example>"]


@pytest.mark.parametrize("code", [451, 550])
async def test_a_mail_that_is_refused_is_sent_again(
    journal: Journal, mail: FakeMail, clock: Callable[[], datetime], noon: datetime, code: int
) -> None:
    mail.refuse, mail.code = 2, code
    await opened(journal, noon)
    async with notifying(journal, clock, **to_mail(mail)):
        await all_told(journal)
    assert (len(mail.mails), mail.refuse) == (1, 0)


async def test_both_are_told_where_both_are_set(
    journal: Journal, mail: FakeMail, desk: FakeDesk, clock: Callable[[], datetime], noon: datetime
) -> None:
    await opened(journal, noon)
    async with notifying(journal, clock, notify_url=desk.url, **to_mail(mail)):
        await all_told(journal)
    assert (len(mail.mails), len(desk.told)) == (1, 1)


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028"])
@pytest.mark.parametrize("where", ["question", "name", "outlet"])
async def test_what_people_write_puts_nothing_into_the_headers(
    journal: Journal, mail: FakeMail, clock: Callable[[], datetime], noon: datetime, where: str, ending: str
) -> None:
    await opened(journal, noon, **{where: f"x{ending}Bcc: evil@news.org{ending}{ending}y"})
    async with notifying(journal, clock, **to_mail(mail)):
        await all_told(journal)
    (sent,) = mail.mails
    assert set(sent.keys()) == {
        *("Subject", "From", "To", "Reply-To", "Content-Type", "Content-Transfer-Encoding", "MIME-Version")
    }
    assert mail.recipients == ["RCPT TO:<office@test.example>"]
    assert sent.get_content_type() == "text/plain"


async def test_a_lone_dot_does_not_end_a_mail(
    journal: Journal, mail: FakeMail, clock: Callable[[], datetime], noon: datetime
) -> None:
    await opened(journal, noon, question="one\n.\nMAIL FROM:<evil@news.org>")
    async with notifying(journal, clock, **to_mail(mail)):
        await all_told(journal)
    assert "enquiries answer 1" in mail.mails[0].get_content()


def enquiry(**more: Any) -> Enquiry:
    return Enquiry(number=7, deadline=None, asked=datetime(2030, 5, 3, 12, tzinfo=BANGKOK), **{**ASKED, **more})


def test_whoever_is_reached_by_line_gets_no_mail() -> None:
    assert as_mail(enquiry(contact="LINE somchai99"), BANGKOK, "a@b.example", "a@b.example")["Reply-To"] is None


def test_a_long_question_is_cut_in_the_subject_alone() -> None:
    sent = as_mail(enquiry(question="ก" * 2000), BANGKOK, "a@b.example", "a@b.example")
    assert sent["Subject"] == "PD-0007: " + "ก" * 80
    assert "ก" * 2000 in sent.get_content()


def test_times_are_the_meetings() -> None:
    data = as_data(enquiry(), ZoneInfo("UTC"))
    assert (data["asked"], data["told"]) == ("2030-05-03T05:00+00:00", None)


# Nobody -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "to", "reached"),
    [
        ({}, "office@test.example", False),
        ({"smtp_host": "127.0.0.1"}, None, False),
        ({"smtp_host": "127.0.0.1"}, "office@test.example", True),
        ({"smtp_host": "127.0.0.1", "smtp_to": "desk@test.example"}, None, True),
        ({"notify_url": "http://127.0.0.1:1/told"}, None, True),
    ],
)
async def test_there_is_somebody_to_tell_only_where_an_address_is_known(
    journal: Journal, clock: Callable[[], datetime], settings: dict[str, str], to: str | None, reached: bool
) -> None:
    async with aiohttp.ClientSession() as http:
        notifier = Notifier(Settings.model_validate(settings), journal.enquiries, http, clock, lambda: meeting(to))
        assert notifier.has_recipient is reached


async def test_an_address_that_is_published_later_is_used_without_a_restart(
    kb: Path, tmp_path: Path, mail: FakeMail, journal: Journal, clock: Callable[[], datetime], noon: datetime
) -> None:
    file = kb / "meeting.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  email: press@test.example\n", ""), encoding="utf-8")
    await opened(journal, noon)
    settings = Settings(
        kb_dir=kb, data_dir=tmp_path, rasa_url="http://127.0.0.1:1", smtp_host="127.0.0.1", smtp_port=mail.port
    )
    repository = KnowledgeRepository(kb, clock)
    async with TestServer(compose_edge(settings, repository, clock)):
        await asyncio.sleep(0.2)
        assert len(await journal.enquiries.awaiting_notification()) == 1
        file.write_text(text, encoding="utf-8")
        assert repository.reload()
        await all_told(journal)
    assert len(mail.mails) == 1


async def test_the_edge_tells_while_it_runs(
    kb: Path, tmp_path: Path, desk: FakeDesk, journal: Journal, clock: Callable[[], datetime], noon: datetime
) -> None:
    await opened(journal, noon)
    settings = Settings(kb_dir=kb, data_dir=tmp_path, rasa_url="http://127.0.0.1:1", notify_url=desk.url)
    async with TestServer(compose_edge(settings, KnowledgeRepository(kb, clock), clock)):
        await all_told(journal)
    assert len(desk.told) == 1


async def test_without_anybody_to_tell_enquiries_wait(
    kb: Path, tmp_path: Path, journal: Journal, clock: Callable[[], datetime], noon: datetime
) -> None:
    await opened(journal, noon)
    settings = Settings(kb_dir=kb, data_dir=tmp_path, rasa_url="http://127.0.0.1:1")
    async with TestServer(compose_edge(settings, KnowledgeRepository(kb, clock), clock)):
        await asyncio.sleep(0.2)
    assert len(await journal.enquiries.awaiting_notification()) == 1
