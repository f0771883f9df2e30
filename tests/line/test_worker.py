"""The worker: the state of an event after each result of a call to LINE."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.content.repository import KnowledgeRepository
from bot.journal.journal import Journal
from bot.line.client.api import SendResult
from bot.line.pauses import MIN_PARKED_PAUSE, REPLY_PAUSE
from bot.line.worker import BUTTON_AFTER_SECONDS, REPLY_TOKEN_SECONDS
from tests.conftest import always
from tests.line.scripted import EchoTurnService, ScriptedApi, World, make_world


@pytest.fixture
async def world(tmp_path: Path, kb: Path, noon: datetime) -> AsyncIterator[World]:
    journal = await Journal.open(f"sqlite+aiosqlite:///{tmp_path / 'journal.sqlite3'}")
    yield make_world(journal, KnowledgeRepository(kb, always(noon)), noon, ScriptedApi(), EchoTurnService())
    await journal.dispose()


async def test_an_answer_is_one_reply_and_its_personal_data_is_cleared(world: World) -> None:
    await world.arrive()
    await world.work()
    assert world.said() == [("reply", "said: question 1")]
    assert (await world.state()).state == "done" and (await world.state()).text is None
    assert world.desk.heard[0].channel == "line" and world.desk.heard[0].session == "line-a"


async def test_an_unsure_reply_is_retried_with_its_token_and_a_used_token_means_delivered(world: World) -> None:
    world.api.script = [SendResult.UNSURE, SendResult.TOKEN_USED]
    await world.arrive()
    await world.work()
    assert len(world.api.calls) == 1
    world.now += timedelta(seconds=REPLY_PAUSE)
    await world.work()
    assert [call[:2] for call in world.api.calls] == [("reply", "token-1")] * 2
    assert (await world.state()).state == "done"
    assert len(world.desk.heard) == 1  # the stored answer is sent, not computed again


async def test_a_token_that_is_invalid_at_the_first_attempt_leaves_the_answer_owed(world: World) -> None:
    world.api.script = [SendResult.TOKEN_USED]
    await world.arrive()
    await world.work()
    assert (await world.state()).state == "owed"
    await world.arrive(2)
    await world.work()
    assert [text for _, text in world.said()[1:]] == ["said: question 1", "said: question 2"]
    assert (await world.state()).state == "done"


@pytest.mark.parametrize("came", [SendResult.BUSY, SendResult.DENIED])
async def test_an_answer_that_has_not_arrived_is_owed_once_its_token_expires(world: World, came: SendResult) -> None:
    world.api.script = [came]
    await world.arrive()
    await world.work()
    world.now += timedelta(seconds=REPLY_TOKEN_SECONDS + 1)
    await world.work()
    assert len(world.api.calls) == 1
    assert (await world.state()).state == "owed"


async def test_an_answer_that_may_have_arrived_is_not_sent_again_once_its_token_expires(world: World) -> None:
    world.api.script = [SendResult.UNSURE]
    await world.arrive()
    await world.work()
    world.now += timedelta(seconds=REPLY_TOKEN_SECONDS + 1)
    await world.work()
    assert (await world.state()).state == "done" and len(world.api.calls) == 1


async def test_a_refused_card_is_sent_as_plain_text(world: World) -> None:
    world.api.script = [SendResult.REFUSED]
    await world.arrive()
    await world.work()
    assert len(world.api.calls) == 2
    assert world.api.calls[1][2] == [{"type": "text", "text": "said: question 1"}]
    assert (await world.state()).state == "done"


async def test_with_push_a_late_answer_is_pushed_and_retried_with_the_same_key(world: World) -> None:
    world.workers._push = True
    world.api.script = [SendResult.TOKEN_USED, SendResult.UNSURE, SendResult.SENT]
    await world.arrive()
    await world.work()
    world.now += timedelta(seconds=REPLY_TOKEN_SECONDS + 1)
    await world.work()
    assert [how for how, *_ in world.api.calls] == ["reply", "push", "push"]
    assert len(set(world.api.keys)) == 1
    assert (await world.state()).state == "done"


async def test_without_quota_a_late_answer_is_owed(world: World) -> None:
    world.workers._push = True
    world.api.script = [SendResult.TOKEN_USED, SendResult.QUOTA]
    await world.arrive()
    await world.work()
    assert (await world.state()).state == "owed"


async def test_a_slow_answer_gets_a_button_that_collects_it_later(
    world: World,
) -> None:
    world.desk.down = True
    await world.arrive()
    await world.work()
    assert world.api.calls == []
    world.now += timedelta(seconds=BUTTON_AFTER_SECONDS)
    await world.work()
    (how, token, (button,)) = world.api.calls[0]
    assert (how, token) == ("reply", "token-1") and button["type"] == "flex"
    pressed = "do=collect&with=1"
    assert pressed in str(button)
    await world.arrive(2, "postback", text=None, data=pressed)  # too early: sends another button
    await world.work()
    assert pressed in str(world.api.calls[1][2])
    world.desk.down = False
    world.now += timedelta(seconds=MIN_PARKED_PAUSE)
    await world.work()
    assert len(world.api.calls) == 2
    await world.arrive(3, "postback", text=None, data=pressed)
    await world.work()
    assert world.said()[-1] == ("reply", "said: question 1")
    assert world.api.calls[-1][1] == "token-3"
    await world.arrive(4, "postback", text=None, data=pressed)
    await world.work()
    assert "already" in world.said()[-1][1] or "แล้ว" in world.said()[-1][1]


async def test_a_parked_question_does_not_hold_back_the_next(world: World) -> None:
    world.desk.down = True
    await world.arrive()
    await world.work()
    world.now += timedelta(seconds=BUTTON_AFTER_SECONDS)
    await world.work()
    world.desk.down = False
    await world.arrive(2)
    await world.work()
    assert ("reply", "said: question 2") in world.said()


async def test_a_message_that_is_unsent_while_it_is_answered_is_not_answered(world: World) -> None:
    await world.arrive(message_id="m1")

    async def unsend() -> None:
        await world.journal.line.unsend("line-a", "m1")

    world.desk.before_answering = unsend
    await world.work()
    assert world.api.calls == []
    assert (await world.state()).state == "done"


async def test_a_long_wait_shows_the_loading_animation(world: World) -> None:
    async def dawdle() -> None:
        await asyncio.sleep(1.0)

    world.desk.before_answering = dawdle
    await world.arrive()
    await world.arrive(2, session="line-g", source="Cg", source_kind="group")
    await world.work()
    assert [call[:2] for call in world.api.calls if call[0] == "loading"] == [("loading", "Ua")]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("sticker", "พิมพ์"),
        ("image", "เฉพาะข้อความ"),
        ("location", "เฉพาะข้อความ"),
        ("follow", "Test Summit"),
        ("join", "@"),
    ],
)
async def test_other_messages_and_events_get_a_fixed_text(world: World, kind: str, words: str) -> None:
    await world.arrive(kind=kind, text=None)
    await world.work()
    assert any(words in text for _, text in world.said())
    assert world.desk.heard == []


@pytest.mark.parametrize("kind", ["overheard", "standby", "unfollow", "leave", "unsend", "unknown beacon"])
async def test_events_that_need_no_answer_get_none(world: World, kind: str) -> None:
    await world.arrive(kind=kind, text=None, reply_token=None)
    assert await world.work() == 1
    assert world.api.calls == [] and (await world.state()).state == "done"


async def test_a_subscriber_can_unsubscribe(world: World) -> None:
    await world.arrive(1, "postback", text=None, data="do=subscribe&with=facts/water-plan")
    await world.work()
    (one,) = await world.journal.subscriptions.for_entry("facts/water-plan")
    assert one.source == "Ua"
    stop = world.api.calls[0][2][-1]["quickReply"]["items"][-1]["action"]["data"]
    await world.arrive(2, "postback", text=None, data=stop)
    await world.work()
    assert await world.journal.subscriptions.for_entry("facts/water-plan") == []


async def test_leaving_ends_subscriptions_and_drops_owed_answers(world: World) -> None:
    world.api.script = [SendResult.TOKEN_USED]
    await world.arrive()
    await world.work()
    await world.journal.subscriptions.add("line-a", "Ua", "th", world.now, entry="facts/water-plan")
    await world.arrive(2, "unfollow", text=None, reply_token=None)
    await world.work()
    assert await world.journal.line.owed_answers("line-a") == []
    assert await world.journal.subscriptions.for_entry("facts/water-plan") == []
