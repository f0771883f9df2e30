"""A data folder of version 7de5a4a with unfinished work is loaded by this version without loss.

tests/data/data_folder_7de5a4a contains its databases as SQL, its secret key, and a file with the ids and tokens that
the test needs. In it are an open form, an enquiry with an undelivered answer, an unanswered enquiry, an offer to pass a
question on, a conversation in Thai, a receipt with feedback, LINE subscriptions, and an unanswered LINE event.
"""

import asyncio
import json
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.line.simulator.server import LineSimulator
from tests.conftest import write_small_kb
from tests.line.simulated import simulated_line
from tests.service.running import Service, running_service

OLD = Path(__file__).parent.parent / "data" / "data_folder_7de5a4a"
NOTES = json.loads((OLD / "notes.json").read_text())
MADE = datetime.fromisoformat(NOTES["made"])
USER = "U" + "1" * 32
BUDGET = "What was the budget of the water plan?"


def restore(folder: Path) -> None:
    """Restore the old folder with current timestamps in its conversations, since Rasa ends a session after an hour."""
    (folder / "rasa").mkdir(parents=True)
    (folder / "secret.key").write_bytes((OLD / "secret.key").read_bytes())
    for name, file in (("journal", "journal.sqlite3"), ("conversations", "rasa/conversations.sqlite3")):
        with closing(sqlite3.connect(folder / file)) as database:
            database.executescript((OLD / f"{name}.sql").read_text(encoding="utf-8"))
    later = time.time() - MADE.timestamp()
    with closing(sqlite3.connect(folder / "rasa/conversations.sqlite3")) as database, database:
        for sender, text in database.execute("SELECT sender_id, events FROM conversations").fetchall():
            tracker = json.loads(text)
            for event in tracker["events"]:
                event["timestamp"] += later
            update = "UPDATE conversations SET events = ?, updated = updated + ? WHERE sender_id = ?"
            database.execute(update, (json.dumps(tracker), later, sender))


@pytest.fixture(scope="module")
def old_kb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_kb(tmp_path_factory.mktemp("old") / "kb")


@pytest.fixture
async def restored(tmp_path: Path, old_kb: Path) -> AsyncIterator[tuple[Service, LineSimulator]]:
    restore(tmp_path / "var")
    async with simulated_line() as (line, settings):
        # Without a reader, as then: its small entries answer by likeness.
        chosen = {"kb_dir": old_kb, "turn_seconds": "30", "now": MADE.isoformat(), "reader": "off"} | settings
        async with running_service(tmp_path / "var", **chosen) as service:
            yield service, line


async def fetched(service: Service, path: str, token: str | None = None) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession() as http, http.get(service.url + path, headers=headers) as response:
        return response.status, await response.text()


async def test_nothing_in_an_old_data_folder_is_lost(restored: tuple[Service, LineSimulator], tmp_path: Path) -> None:
    service, line = restored
    session, token = NOTES["session"]["session"], NOTES["session"]["token"]

    # The open form continues at the same field and stores an enquiry.
    replies: list[dict[str, Any]] = []
    for message in ("The Daily Test", "ana@news.org", "no deadline", "yes, send it"):
        replies = await service.ask(message, session)
    assert replies[-1]["outcome"] == "done" and "PD-0003" in replies[-1]["text"]
    code, output = await service.run_bot("enquiries", "--json")
    kept = {enquiry["number"]: enquiry for enquiry in json.loads(output)}
    assert code == 0 and kept.keys() == {2, 3}
    assert (kept[3]["question"], kept[3]["name"], kept[3]["outlet"]) == (BUDGET, "Ana Lee", "The Daily Test")
    assert kept[2]["contact"] == "carl@news.org"

    # A token of the old version gives access to the history.
    status, text = await fetched(service, f"/api/v1/sessions/{session}/messages", token)
    asked = [one["message"] for one in json.loads(text)["messages"]]
    assert status == 200 and asked[:2] == ["What is the water plan?", BUDGET]

    # The press office's answer is delivered, once.
    replies = await service.ask("hello", "session-with-an-answer")
    assert "Nine million baht." in replies[0]["text"]
    assert "Nine million baht." not in str(await service.ask("hello", "session-with-an-answer"))

    # Renamed slots: the offer, the last answer, the language.
    replies = await service.ask("yes please", "session-with-an-offer")
    assert replies[-1]["outcome"] == "prompt" and replies[-1]["text"] == "What is your name?"
    (reply,) = await service.ask("the source?", "session-with-an-answer-before")
    assert reply["citations"][0]["entry"] == "facts/water-plan"
    (reply,) = await service.ask("What is the water plan?", "session-that-speaks-thai")
    assert reply["language"] == "th"

    # Receipt, feedback and gaps.
    status, text = await fetched(service, f"/r/{NOTES['receipt']}")
    assert status == 200 and "The meeting agreed on the water plan." in text
    code, output = await service.run_bot("gaps", "--json")
    assert code == 0 and {"What is the water plan?", BUDGET} <= {gap["question"] for gap in json.loads(output)}
    with closing(sqlite3.connect(tmp_path / "var" / "journal.sqlite3")) as journal:
        assert journal.execute("SELECT helpful, comment FROM feedback").fetchall() == [(0, "too short")]
        wishes = journal.execute("SELECT entry, question FROM subscriptions ORDER BY id").fetchall()
    assert wishes == [("facts/water-plan", ""), ("", "What was the budget?")]

    # The unanswered event: its reply token has expired, so its answer goes with the next reply to the same person.
    assert await line.post(service.url + "/line/webhook", line.text(USER, "hello")) == 200
    await arrived(line, "The meeting agreed on the water plan.")


async def arrived(line: LineSimulator, words: str) -> None:
    """Wait until the person on LINE has received a message with this text."""
    async with asyncio.timeout(30):
        while words not in json.dumps(line.messages_to(USER), ensure_ascii=False):  # noqa: ASYNC110  # it sets no event
            await asyncio.sleep(0.1)
