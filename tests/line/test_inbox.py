"""The inbox as a queue: one worker per event, a person's events in order, leases that expire."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.journal.journal import Journal
from bot.journal.line_inbox import LEASE_SECONDS, OWED, PARKED, SENDING, InboundEvent, LineInbox

MESSAGES = [{"type": "text", "text": "an answer"}]


@pytest.fixture
def inbox(journal: Journal) -> LineInbox:
    return journal.line


def arrived(number: int, person: str = "a", **more: str) -> InboundEvent:
    fields = {"source": f"U{person}", "source_kind": "user", "kind": "text", "text": f"question {number}"}
    fields |= {"event_id": f"event-{number}", "session": f"line-{person}", "reply_token": f"token-{number}"}
    return InboundEvent(**fields | more)


async def test_an_event_is_stored_once(inbox: LineInbox, noon: datetime) -> None:
    assert await inbox.store([arrived(1), arrived(1)], noon) == 1
    assert await asyncio.gather(*(inbox.store([arrived(1)], noon) for _ in range(20))) == [0] * 20
    assert await inbox.count_by_state() == {"waiting": 1}


async def test_a_persons_events_are_taken_in_order_and_do_not_hold_back_other_people(
    inbox: LineInbox, noon: datetime
) -> None:
    await inbox.store([arrived(1), arrived(2), arrived(3, "b")], noon)
    first, other = await inbox.take(noon), await inbox.take(noon)
    assert first is not None and other is not None
    assert [first.event_id, other.event_id] == ["event-1", "event-3"]
    assert await inbox.take(noon) is None
    await inbox.finish(first.id)
    second = await inbox.take(noon)
    assert second is not None and second.event_id == "event-2"


async def test_concurrent_workers_take_each_event_once(inbox: LineInbox, noon: datetime) -> None:
    await inbox.store([arrived(number, str(number)) for number in range(10)], noon)
    taken = [event for event in await asyncio.gather(*(inbox.take(noon) for _ in range(40))) if event]
    while event := await inbox.take(noon):
        taken.append(event)
    assert sorted(event.event_id for event in taken) == sorted(f"event-{number}" for number in range(10))


async def test_the_event_of_a_dead_worker_is_taken_again_after_its_lease(inbox: LineInbox, noon: datetime) -> None:
    await inbox.store([arrived(1)], noon)
    taken = await inbox.take(noon)
    assert taken is not None
    assert await inbox.take(noon + timedelta(seconds=LEASE_SECONDS - 1)) is None
    again = await inbox.take(noon + timedelta(seconds=LEASE_SECONDS + 1))
    assert again is not None and again.id == taken.id


async def test_personal_data_of_a_finished_event_is_cleared(inbox: LineInbox, noon: datetime) -> None:
    await inbox.store([arrived(1)], noon)
    taken = await inbox.take(noon)
    assert taken is not None and await inbox.store_answer(taken.id, MESSAGES, SENDING)
    await inbox.finish(taken.id)
    kept = await inbox.get(taken.id)
    assert kept is not None
    assert [kept.source, kept.text, kept.reply_token, kept.answer, kept.data] == [None] * 5


async def test_an_unsent_message_is_neither_taken_nor_answered(inbox: LineInbox, noon: datetime) -> None:
    await inbox.store([arrived(1, message_id="m1"), arrived(2, message_id="m2")], noon)
    taken = await inbox.take(noon)
    assert taken is not None
    assert await inbox.unsend("line-a", "m1") == "event-1"
    assert not await inbox.store_answer(taken.id, MESSAGES, SENDING)
    following = await inbox.take(noon)
    assert following is not None and following.event_id == "event-2"
    assert await inbox.unsend("line-b", "m2") is None  # another person's
    assert await inbox.unsend("line-a", "m3") is None


async def test_an_owed_answer_is_settled_by_the_next_reply(inbox: LineInbox, noon: datetime) -> None:
    await inbox.store([arrived(1), arrived(2)], noon)
    first = await inbox.take(noon)
    assert first is not None
    await inbox.store_answer(first.id, MESSAGES, SENDING)
    await inbox.reschedule(first.id, noon, OWED)
    assert [owed.id for owed in await inbox.owed_answers("line-a")] == [first.id]
    second = await inbox.take(noon)
    assert second is not None and second.event_id == "event-2"
    await inbox.store_answer(second.id, MESSAGES * 2, SENDING, settles=[first.id])
    assert await inbox.owed_answers("line-a") == []


async def test_a_redelivery_renews_the_reply_token_of_an_unsent_answer(inbox: LineInbox, noon: datetime) -> None:
    await inbox.store([arrived(1)], noon)
    later = noon + timedelta(minutes=5)
    assert await inbox.store([arrived(1, reply_token="fresh")], later) == 0
    taken = await inbox.take(later)
    assert taken is not None and (taken.reply_token, taken.received) == ("fresh", later)


async def test_a_parked_event_does_not_hold_back_the_next_and_is_retried(inbox: LineInbox, noon: datetime) -> None:
    await inbox.store([arrived(1), arrived(2)], noon)
    first = await inbox.take(noon)
    assert first is not None
    later = noon + timedelta(seconds=15)
    await inbox.reschedule(first.id, later, PARKED)
    second = await inbox.take(noon)
    assert second is not None and second.event_id == "event-2"
    again = await inbox.take(later)
    assert again is not None and again.id == first.id
    await inbox.store_answer(first.id, MESSAGES, PARKED)
    await inbox.reschedule(first.id, later, PARKED)
    assert await inbox.take(later + timedelta(hours=1)) != first  # the answer is already stored


async def test_erasing_a_person_drops_owed_answers_but_not_new_messages(inbox: LineInbox, noon: datetime) -> None:
    await inbox.store([arrived(1), arrived(2)], noon)
    first = await inbox.take(noon)
    assert first is not None
    await inbox.store_answer(first.id, MESSAGES, SENDING)
    await inbox.reschedule(first.id, noon, OWED)
    await inbox.erase("line-a")
    assert await inbox.owed_answers("line-a") == []
    second = await inbox.take(noon)
    assert second is not None and second.text == "question 2"
