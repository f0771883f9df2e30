"""Notices next to an answer: storage of the conversation, once; a line in an unsupported language."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.dialogue.notices import Notices
from bot.journal.journal import Journal
from bot.journal.turns import MessageRecord
from bot.messages.conversation import ANSWERED_IN_ENGLISH, RETENTION_NOTICE
from bot.reply import Language, Outcome, Reply


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[Journal]:
    journal = await Journal.open(f"sqlite+aiosqlite:///{tmp_path}/journal.sqlite3")
    yield journal
    await journal.dispose()


@pytest.mark.parametrize("language", ["th", "en"])
async def test_the_first_contact_gets_a_notice_about_storage_and_retention(
    journal: Journal, language: Language
) -> None:
    before, after = await Notices(journal.turns, lambda: 45).of("session-1", "hello", language)
    assert (before, after) == ([], [RETENTION_NOTICE[language].format(days=45)])
    assert "45" in after[0]


async def test_the_notice_appears_once_per_session(journal: Journal) -> None:
    notices = Notices(journal.turns, lambda: 30)
    assert (await notices.of("session-1", "hello", "en"))[1]
    assert (await notices.of("session-1", "สวัสดี", "th")) == ([], [])
    assert (await notices.of("session-2", "hello", "en"))[1]


async def test_a_session_in_the_journal_is_no_first_contact_after_a_restart(journal: Journal, noon: datetime) -> None:
    reply = Reply(outcome=Outcome.SOCIAL, language="en", text="Hello.")
    await journal.turns.record(MessageRecord("session-1", "hello", "web", noon), [reply], 1.0)
    notices = Notices(journal.turns, lambda: 30)
    assert await notices.of("session-1", "hello", "en") == ([], [])
    assert (await notices.of("session-2", "hello", "en"))[1]


async def test_an_erased_session_is_a_first_contact_again(journal: Journal, noon: datetime) -> None:
    notices = Notices(journal.turns, lambda: 30)
    await notices.of("session-1", "hello", "en")
    notices.forget("session-1")
    notices.forget("never-heard-of")
    assert (await notices.of("session-1", "hello", "en"))[1]


async def test_the_retention_period_is_the_meetings_current_one(journal: Journal) -> None:
    days = 30
    notices = Notices(journal.turns, lambda: days)
    days = 7
    assert "7 days" in (await notices.of("session-1", "hello", "en"))[1][0]


@pytest.mark.parametrize(
    ("message", "code"),
    [("Kapan acara pertemuan ini akan diadakan?", "id"), ("ກອງປະຊຸມຈັດຢູ່ໃສ", "lo"), ("会议在哪里举行？", "zh")],
)
async def test_every_message_in_an_unsupported_language_gets_a_notice(
    journal: Journal, message: str, code: str
) -> None:
    notices = Notices(journal.turns, lambda: 30)
    for _ in range(2):
        before, _ = await notices.of("session-1", message, "en")
        assert before == [ANSWERED_IN_ENGLISH[code]]


@pytest.mark.parametrize("message", ["ประชุมที่ไหน", "Where is the meeting?", "🙏", "2562", ""])
async def test_thai_and_english_messages_get_no_language_notice(journal: Journal, message: str) -> None:
    assert (await Notices(journal.turns, lambda: 30).of("session-1", message, "en"))[0] == []
