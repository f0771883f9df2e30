"""Reading and deleting Rasa's conversations from the edge. The table has the same schema as that of the tracker
store."""

import json
import sqlite3
import uuid
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.rasa_tracker import RasaTracker, bot_events

ID, OTHER = uuid.uuid4(), uuid.uuid4()


def user(id: uuid.UUID | None, **more: Any) -> dict[str, Any]:
    return {"event": "user", "text": "hello", "metadata": {"id": str(id)} if id else {}, **more}


def bot(text: str | None) -> dict[str, Any]:
    return {"event": "bot", "text": None, "data": {"custom": text and {"text": text}}}


SLOT = {"event": "slot", "name": "language", "value": "en"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rasa" / "conversations.sqlite3"


@pytest.fixture
async def conversations(file: Path) -> AsyncIterator[RasaTracker]:
    conversations = RasaTracker(f"sqlite:///{file}")
    yield conversations
    await conversations.dispose()


def kept(file: Path, **sessions: list[dict[str, Any]]) -> None:
    """Store these conversations with timestamps of 1 second, 2 seconds and so on."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file)) as database, database:
        columns = "sender_id VARCHAR(255) PRIMARY KEY, events TEXT NOT NULL, updated FLOAT NOT NULL"
        database.execute(f"CREATE TABLE IF NOT EXISTS conversations ({columns})")
        for second, (session, events) in enumerate(sessions.items(), 1):
            row = (session, json.dumps({"events": events}), float(second))
            database.execute("INSERT OR REPLACE INTO conversations VALUES (?, ?, ?)", row)


def left(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as database:
        return {row[0] for row in database.execute("SELECT sender_id FROM conversations")}


async def test_the_replies_to_a_message_are_found_by_its_id(conversations: RasaTracker, file: Path) -> None:
    kept(file, a=[user(OTHER), bot("before"), user(ID), SLOT, bot("one"), bot("two"), user(None), bot("after")])
    assert await conversations.replies_to("a", ID) == [{"custom": {"text": "one"}}, {"custom": {"text": "two"}}]
    assert await conversations.replies_to("a", OTHER) == [{"custom": {"text": "before"}}]


async def test_an_unknown_message_has_no_replies(conversations: RasaTracker, file: Path) -> None:
    assert await conversations.replies_to("a", ID) == []  # no table yet
    kept(file, a=[user(OTHER), bot("x")], b=[user(ID), bot("y")])
    assert await conversations.replies_to("a", ID) == []
    assert await conversations.replies_to("nobody", ID) == []


async def test_a_message_without_an_id_does_not_match() -> None:
    assert bot_events([user(None), bot("x"), {"event": "user", "metadata": None}, bot("y")], "None") == []


async def test_events_that_the_rest_channel_does_not_return_are_left_out(
    conversations: RasaTracker, file: Path
) -> None:
    kept(file, a=[user(ID), bot(None), bot("said")])
    assert await conversations.replies_to("a", ID) == [{"custom": {"text": "said"}}]


async def test_only_the_given_conversation_is_erased(conversations: RasaTracker, file: Path) -> None:
    await conversations.erase("a")  # Rasa has kept none yet
    kept(file, a=[user(ID), bot("x")], b=[user(ID), bot("y")])
    await conversations.erase("a")
    assert left(file) == {"b"}
    assert await conversations.replies_to("a", ID) == []


async def test_a_session_id_is_not_used_as_a_pattern(conversations: RasaTracker, file: Path) -> None:
    kept(file, abc=[], a_c=[])
    await conversations.erase("a_c")
    await conversations.erase("' OR 1=1 --")
    assert left(file) == {"abc"}


async def test_inactive_conversations_are_deleted(conversations: RasaTracker, file: Path) -> None:
    await conversations.forget(datetime(2100, 1, 1, tzinfo=UTC))  # Rasa has kept none yet
    kept(file, first=[], second=[], third=[])
    await conversations.forget(datetime.fromtimestamp(2, UTC))
    assert left(file) == {"second", "third"}
