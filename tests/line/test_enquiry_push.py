"""The press office's answers on LINE: pushed once, retried with growing pauses, never pushed again once refused."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.content.repository import KnowledgeRepository
from bot.journal.journal import Journal
from bot.line.client.api import SendResult
from bot.line.simulator.server import PUSH, Failure
from tests.conftest import always
from tests.line.conftest import Rig, texts
from tests.line.scripted import EchoTurnService, ScriptedApi, World, make_world

USER = "U" + "1" * 32
HOUR, DAY = 3600, 24 * 3600


@pytest.fixture
async def world(tmp_path: Path, kb: Path, noon: datetime) -> AsyncIterator[World]:
    journal = await Journal.open(f"sqlite+aiosqlite:///{tmp_path / 'journal.sqlite3'}")
    yield make_world(journal, KnowledgeRepository(kb, always(noon)), noon, ScriptedApi(), EchoTurnService())
    await journal.dispose()


async def restarted(world: World, kb: Path) -> World:
    """Another process on the same journal."""
    library = KnowledgeRepository(kb, always(world.now))
    return make_world(world.journal, library, world.now, world.api, EchoTurnService())


async def rounds(world: World, seconds: int, step: int = 5) -> list[int]:
    """One round every `step` seconds; the seconds at which something was pushed."""
    start, pushed = world.now, []
    for second in range(0, seconds, step):
        world.now = start + timedelta(seconds=second)
        before = len(world.api.keys)
        await world.pusher.push_due()
        pushed += [second] * (len(world.api.keys) - before)
    return pushed


async def undelivered(world: World, session: str = "line-a") -> list[int]:
    return [enquiry.number for enquiry in await world.journal.enquiries.undelivered(session)]


async def test_an_answer_is_pushed_once(world: World) -> None:
    await world.answered_enquiry()
    assert await rounds(world, 600) == [0]
    assert await undelivered(world) == []
    assert "answer 1" in world.said()[0][1]


async def test_a_refused_answer_is_not_pushed_again_even_after_a_restart(world: World, kb: Path) -> None:
    world.api.script = [SendResult.REFUSED]
    number = await world.answered_enquiry()
    assert await rounds(world, 600) == [0]
    kept = await world.journal.enquiries.get(number)
    assert kept is not None and kept.source is None
    assert await undelivered(world) == [number]  # the next turn of this session delivers it
    assert await rounds(await restarted(world, kb), 600) == []


@pytest.mark.parametrize("first", [SendResult.REFUSED, SendResult.UNSURE])
async def test_a_failed_push_does_not_hold_back_the_next_answer(world: World, first: SendResult) -> None:
    world.api.script = [first]
    await world.answered_enquiry()
    await world.answered_enquiry("line-b", "Ub")
    await world.pusher.push_due()
    assert [to for _, to, _ in world.api.calls] == ["Ua", "Ub"]
    assert await undelivered(world, "line-b") == []


async def test_an_answer_that_cannot_be_rendered_does_not_hold_back_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    push = world.api.push

    async def defective(to: str, messages: Any, retry_key: str) -> SendResult:
        if to == "Ua":
            raise ValueError("a defect")
        return await push(to, messages, retry_key)

    monkeypatch.setattr(world.api, "push", defective)
    await world.answered_enquiry()
    await world.answered_enquiry("line-b", "Ub")
    await world.pusher.push_due()
    assert [to for _, to, _ in world.api.calls] == ["Ub"]
    assert "a defect" in caplog.text


@pytest.mark.parametrize("result", [SendResult.QUOTA, SendResult.DENIED])
async def test_quota_and_access_token_failures_are_retried_after_minutes_and_then_hourly(
    world: World, result: SendResult
) -> None:
    world.api.script = [result] * 1000
    await world.answered_enquiry()
    pushed = await rounds(world, DAY, step=120)
    gaps = [later - sooner for sooner, later in pairwise(pushed)]
    assert gaps[:5] == [120, 240, 480, 960, 1920] and set(gaps[5:]) == {3600}


@pytest.mark.parametrize("result", [SendResult.BUSY, SendResult.UNSURE])
async def test_temporary_failures_are_retried_with_the_same_key_after_growing_pauses(
    world: World, result: SendResult
) -> None:
    world.api.script = [result] * 5
    await world.answered_enquiry()
    assert await rounds(world, HOUR) == [0, 5, 15, 35, 75, 155]
    assert len(set(world.api.keys)) == 1
    assert await undelivered(world) == []


@pytest.mark.parametrize("result", [SendResult.QUOTA, SendResult.DENIED, SendResult.BUSY])
async def test_a_failure_of_the_whole_account_ends_the_round(world: World, result: SendResult) -> None:
    world.api.script = [result] * 1000
    for person in "abc":
        await world.answered_enquiry(f"line-{person}", f"U{person}")
    await world.pusher.push_due()
    assert len(world.api.calls) == 1


async def test_after_a_restart_each_answer_is_tried_once(world: World, kb: Path) -> None:
    world.api.script = [SendResult.QUOTA] * 1000
    await world.answered_enquiry()
    await rounds(world, DAY, step=HOUR)
    assert await rounds(await restarted(world, kb), 120) == [0]


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr("bot.line.enquiry_push.POLL_SECONDS", 0.05)
    return {"line_push": True}


async def test_a_refused_answer_goes_with_the_next_reply(desk: Rig) -> None:
    desk.line.fail(PUSH, Failure(400, "The property, 'to', in the request body is invalid"))
    await desk.answered_enquiry(USER)
    async with asyncio.timeout(10):
        while await desk.journal.enquiries.to_push():  # noqa: ASYNC110  # the journal sets no event
            await asyncio.sleep(0.05)
    await desk.receive(desk.line.text(USER, "hello again"))
    await desk.settled()
    assert [call.kind for call in desk.line.sent] == ["reply", "reply"]
    assert any("Nothing at all." in text for text in texts(desk.line.sent[1].messages))
