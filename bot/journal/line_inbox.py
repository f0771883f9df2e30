"""The queue of LINE's events, each stored from its arrival until its answer is sent.

Workers in any number of processes take from it. An event is leased to one worker; when a worker dies, its lease expires
and another worker takes the event.

    waiting -> sending -> done        the answer is stored before it is sent, so that a crash does not lose it
    waiting -> parked  -> done        no answer in time: the reply token was spent on a button that collects it later
    sending -> owed    -> done        could not be sent: goes with the next reply to the same person
    waiting -> done                   nothing to answer, or unsent by the person
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import aliased

from bot.journal.tables import LineEvent

WAITING, SENDING, PARKED, OWED, DONE = "waiting", "sending", "parked", "owed", "done"
UNFINISHED = (WAITING, SENDING)  # a person's next event waits while an earlier one is in one of these states
LEASE_SECONDS = 30
# Cleared once an event is done: columns that identify a person or quote what was said.
NO_PERSONAL_DATA: dict[str, Any] = dict.fromkeys(("source", "text", "data", "reply_token", "answer", "claimed_until"))


@dataclass(frozen=True)
class InboundEvent:
    """An event to be stored; the fields are columns of `LineEvent`."""

    event_id: str
    session: str
    source: str
    source_kind: str
    kind: str
    text: str | None = None
    data: str | None = None
    message_id: str | None = None
    reply_token: str | None = None


class LineInbox:
    """Every method is one transaction. `number` is a `LineEvent.id`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def store(self, events: Sequence[InboundEvent], now: datetime) -> int:
        """Store events; returns how many are new. A redelivered event renews the reply token of an unsent answer."""
        if not events:
            return 0
        insert: Any = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        by_id = {event.event_id: event for event in events}
        async with self._engine.begin() as connection:
            query = select(LineEvent.event_id).where(LineEvent.event_id.in_(by_id))
            known = set((await connection.execute(query)).scalars())
            shared = {"received": now, "due": now, "state": WAITING, "tries": 0}
            rows = [vars(event) | shared for id, event in by_id.items() if id not in known]
            if rows:  # one prepared statement for all rows
                await connection.execute(insert(LineEvent).on_conflict_do_nothing(index_elements=["event_id"]), rows)
            for id in known:
                if token := by_id[id].reply_token:
                    await connection.execute(self._renewed_token(id, token, now))
        return len(rows)

    def _renewed_token(self, event_id: str, reply_token: str, now: datetime) -> Any:
        unsent = (LineEvent.event_id == event_id, LineEvent.state.in_((WAITING, OWED)))
        return update(LineEvent).where(*unsent).values(reply_token=reply_token, received=now, due=now)

    async def take(self, now: datetime) -> LineEvent | None:
        """Lease the next due event for LEASE_SECONDS; None if no event is due."""
        other = aliased(LineEvent)
        earlier = select(other.id).where(
            other.session == LineEvent.session, other.id < LineEvent.id, other.state.in_(UNFINISHED)
        )
        free = or_(LineEvent.claimed_until.is_(None), LineEvent.claimed_until < now)
        ready = or_(
            LineEvent.state.in_(UNFINISHED) & ~earlier.exists(),
            (LineEvent.state == PARKED) & LineEvent.answer.is_(None),
        )
        query = select(LineEvent.id).where(ready, LineEvent.due <= now, free).order_by(LineEvent.due, LineEvent.id)
        # PostgreSQL skips rows that another worker is taking.
        query = query.limit(1).with_for_update(skip_locked=True, of=LineEvent)
        until = now + timedelta(seconds=LEASE_SECONDS)
        while True:
            async with AsyncSession(self._engine, expire_on_commit=False) as db, db.begin():
                number = (await db.execute(query)).scalar_one_or_none()
                if number is None:
                    return None
                # SQLite has no row locks: the update checks `free` again, and loses to a worker that was faster.
                claim = update(LineEvent).where(LineEvent.id == number, free, LineEvent.state != DONE)
                claimed: Any = await db.execute(claim.values(claimed_until=until))
                if claimed.rowcount:
                    return await db.get(LineEvent, number)

    async def store_answer(
        self, number: int, messages: list[dict[str, Any]], state: str, settles: Sequence[int] = ()
    ) -> bool:
        """Store the messages before they are sent. `settles`: events whose owed answers are among them, now done.

        False if the event is done already, because the person has unsent the message.
        """
        async with self._engine.begin() as connection:
            open_event = update(LineEvent).where(LineEvent.id == number, LineEvent.state != DONE)
            stored: Any = await connection.execute(open_event.values(answer=messages, state=state))
            if stored.rowcount and settles:
                settled = update(LineEvent).where(LineEvent.id.in_(settles))
                await connection.execute(settled.values(state=DONE, **NO_PERSONAL_DATA))
            return bool(stored.rowcount)

    async def count_reply_attempt(self, number: int) -> None:
        """Called before each reply call, because a crash may hide whether it arrived."""
        await self._set(number, tries=LineEvent.tries + 1)

    async def reschedule(self, number: int, due: datetime, state: str, tries: int | None = None) -> None:
        """End the lease; nobody takes the event before `due`. `tries`: reply calls that may have arrived, if known."""
        known = {} if tries is None else {"tries": tries}
        await self._set(number, due=due, state=state, claimed_until=None, **known)

    async def finish(self, number: int) -> None:
        """The event is done; its personal data is cleared."""
        await self._set(number, state=DONE, **NO_PERSONAL_DATA)

    async def _set(self, number: int, **values: Any) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(update(LineEvent).where(LineEvent.id == number).values(**values))

    async def get(self, number: int) -> LineEvent | None:
        async with AsyncSession(self._engine) as db:
            return await db.get(LineEvent, number)

    async def owed_answers(self, session: str) -> Sequence[LineEvent]:
        """Events of a person that have an answer which was not sent, the oldest first."""
        owed = (LineEvent.session == session, LineEvent.state.in_((OWED, PARKED)), LineEvent.answer.is_not(None))
        query = select(LineEvent).where(*owed).order_by(LineEvent.id)
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalars().all()

    async def unsend(self, session: str, message_id: str) -> str | None:
        """The person has unsent a message: it is not answered. Returns its event id, None if it is unknown."""
        unsent = (LineEvent.session == session, LineEvent.message_id == message_id, LineEvent.kind != "unsend")
        async with self._engine.begin() as connection:
            query = select(LineEvent.event_id).where(*unsent).limit(1)
            found = (await connection.execute(query)).scalar_one_or_none()
            await connection.execute(update(LineEvent).where(*unsent).values(state=DONE, **NO_PERSONAL_DATA))
        return found

    async def erase(self, session: str) -> None:
        """Drop a person's parked and owed answers, at their request. Messages sent since are still answered."""
        unsent = (LineEvent.session == session, LineEvent.state.in_((PARKED, OWED)))
        async with self._engine.begin() as connection:
            await connection.execute(update(LineEvent).where(*unsent).values(state=DONE, **NO_PERSONAL_DATA))

    async def delete_before(self, before: datetime) -> int:
        """Delete events that arrived before `before` (retention); returns how many."""
        async with self._engine.begin() as connection:
            return (await connection.execute(delete(LineEvent).where(LineEvent.received < before))).rowcount

    async def count_by_state(self) -> dict[str, int]:
        """How many events are in each state, done events aside."""
        query = select(LineEvent.state).where(LineEvent.state != DONE)
        async with AsyncSession(self._engine) as db:
            states = (await db.execute(query)).scalars().all()
        return {state: states.count(state) for state in sorted(set(states))}
