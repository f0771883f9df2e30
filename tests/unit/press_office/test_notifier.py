"""Notifications of the press office by POST: delivery, retries, recipients and the notifier in the running edge."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.app import compose_edge
from bot.content.repository import KnowledgeRepository
from bot.journal.journal import Journal
from bot.press_office.notifier import Notifier
from bot.settings import Settings
from tests.unit.press_office.conftest import FakeDesk, FakeMail, all_told, meeting, notifying, opened, until

# Delivery -----------------------------------------------------------------------------------------------------------


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
async def test_a_refused_post_is_retried_until_it_is_accepted(
    journal: Journal, desk: FakeDesk, clock: Callable[[], datetime], noon: datetime, status: int
) -> None:
    desk.statuses = [status, status]
    await opened(journal, noon)
    async with notifying(journal, clock, notify_url=desk.url):
        await until(lambda: len(desk.told) == 2)
        await all_told(journal)
    assert [told["number"] for told in desk.told] == [1, 1, 1]


async def test_enquiries_are_posted_oldest_first_even_after_a_failure(
    journal: Journal, desk: FakeDesk, clock: Callable[[], datetime], noon: datetime
) -> None:
    desk.statuses = [200, 500]
    for _ in range(3):
        await opened(journal, noon)
    async with notifying(journal, clock, notify_url=desk.url):
        await all_told(journal)
    assert [told["number"] for told in desk.told] == [1, 2, 2, 3]


async def test_a_failed_connection_is_retried_and_logged_without_the_enquirys_text(
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


async def test_after_a_restart_pending_enquiries_are_posted_and_no_others(
    journal: Journal, desk: FakeDesk, clock: Callable[[], datetime], noon: datetime, tmp_path: Path
) -> None:
    await opened(journal, noon)
    async with notifying(journal, clock, notify_url=desk.url):
        await all_told(journal)
    await opened(journal, noon)  # after the notifier has stopped
    again = await Journal.open(f"sqlite+aiosqlite:///{tmp_path}/journal.sqlite3")
    async with notifying(again, clock, notify_url=desk.url):
        await all_told(again)
        await asyncio.sleep(0.1)
    await again.dispose()
    assert [told["number"] for told in desk.told] == [1, 2]


# Recipients -----------------------------------------------------------------------------------------------------------


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
async def test_there_is_a_recipient_only_if_an_address_is_configured(
    journal: Journal, clock: Callable[[], datetime], settings: dict[str, str], to: str | None, reached: bool
) -> None:
    async with aiohttp.ClientSession() as http:
        notifier = Notifier(Settings.model_validate(settings), journal.enquiries, http, clock, lambda: meeting(to))
        assert notifier.has_recipient is reached


async def test_an_address_added_to_meeting_yml_is_used_without_a_restart(
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


async def test_the_running_edge_notifies_the_press_office(
    kb: Path, tmp_path: Path, desk: FakeDesk, journal: Journal, clock: Callable[[], datetime], noon: datetime
) -> None:
    await opened(journal, noon)
    settings = Settings(kb_dir=kb, data_dir=tmp_path, rasa_url="http://127.0.0.1:1", notify_url=desk.url)
    async with TestServer(compose_edge(settings, KnowledgeRepository(kb, clock), clock)):
        await all_told(journal)
    assert len(desk.told) == 1


async def test_enquiries_stay_pending_without_a_recipient(
    kb: Path, tmp_path: Path, journal: Journal, clock: Callable[[], datetime], noon: datetime
) -> None:
    await opened(journal, noon)
    settings = Settings(kb_dir=kb, data_dir=tmp_path, rasa_url="http://127.0.0.1:1")
    async with TestServer(compose_edge(settings, KnowledgeRepository(kb, clock), clock)):
        await asyncio.sleep(0.2)
    assert len(await journal.enquiries.awaiting_notification()) == 1
