"""Two processes on one database: each event is answered once, and a person's events in order."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.content.repository import KnowledgeRepository
from bot.journal.journal import Journal
from tests.conftest import always
from tests.line.scripted import EchoTurnService, ScriptedApi, World, make_world

EVENTS, PEOPLE, WORKERS = 60, 8, 3


@pytest.fixture
async def processes(database_url: str, kb: Path, noon: datetime) -> AsyncIterator[list[World]]:
    """Two processes with one LINE; each has its own connections, workers and turn service."""
    journals = [await Journal.open(database_url) for _ in range(2)]
    library, line = KnowledgeRepository(kb, always(noon)), ScriptedApi()
    yield [make_world(journal, library, noon, line, EchoTurnService()) for journal in journals]
    for journal in journals:
        await journal.dispose()


def hold_until_both_work(processes: list[World]) -> None:
    """No turn ends before each process has begun one, so that neither is left without an event."""
    both_work = asyncio.Event()

    async def wait() -> None:
        if all(each.desk.heard for each in processes):
            both_work.set()
        await both_work.wait()

    for each in processes:
        each.desk.before_answering = wait


async def arrive(processes: list[World]) -> None:
    """LINE delivers each event to one process, and every fifth to the other as well."""
    for number in range(EVENTS):
        person = f"line-{number % PEOPLE}"
        await processes[number % 2].arrive(number, session=person)
        if number % 5 == 0:
            await processes[(number + 1) % 2].arrive(number, session=person)


async def test_two_processes_answer_each_event_once_and_in_order(processes: list[World]) -> None:
    line = processes[0].api
    hold_until_both_work(processes)
    working = [asyncio.create_task(each.workers.run(WORKERS)) for each in processes]
    await arrive(processes)
    async with asyncio.timeout(60):
        while await processes[0].journal.line.count_by_state():  # noqa: ASYNC110  # another process sets no event of ours
            await asyncio.sleep(0.05)
    for task in working:
        task.cancel()
    answered = [int(token.partition("-")[2]) for _, token, _ in line.calls]
    assert sorted(answered) == list(range(EVENTS))
    for person in range(PEOPLE):
        own = [number for number in answered if number % PEOPLE == person]
        assert own == sorted(own)
    assert all(each.desk.heard for each in processes)  # both processes answered some
    assert sum(len(each.desk.heard) for each in processes) == EVENTS


async def test_an_answered_event_is_not_answered_again_after_a_restart(processes: list[World]) -> None:
    first, second = processes
    await asyncio.gather(*(each.arrive(1) for each in processes * 25))
    await first.work()
    await asyncio.gather(*(second.arrive(1) for _ in range(5)))
    assert await second.work() == 0
    assert [call[:2] for call in first.api.calls] == [("reply", "token-1")]
