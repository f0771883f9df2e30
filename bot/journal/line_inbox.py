"""LINE's events, each from its arrival until its answer is out. The inbox is the queue: any number of workers in any
number of processes take from it, an event is taken by one of them, and what one that died had taken is taken over.

    waiting -> sending -> done        worked out, then sent; a crash in between sends what was worked out
    waiting -> parked  -> done        no answer in time: the reply token went on a button that collects it
    sending -> owed    -> done        could not be sent: goes with the next reply to the same person
    waiting -> done                   nothing to say, or unsent
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
OPEN = (WAITING, SENDING)  # of which a person's next event waits for the one before
LEASE = 30  # seconds for which a taken event belongs to its worker
# What names somebody, or is what somebody wrote or was told.
SCRUBBED: dict[str, Any] = dict.fromkeys(("source", "text", "data", "reply_token", "answer", "claimed_until"))


@dataclass(frozen=True)
class InboundEvent:
    """An event as it is kept; the fields are those of the table."""

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
    """Every method is one transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def store(self, events: Sequence[InboundEvent], now: datetime) -> int:
        """Keep events; how many are new. A redelivered one brings a fresh reply token to an answer that is not out."""
        if not events:
            return 0
        insert: Any = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        once = {event.event_id: event for event in events}
        async with self._engine.begin() as connection:
            query = select(LineEvent.event_id).where(LineEvent.event_id.in_(once))
            known = set((await connection.execute(query)).scalars())
            shared = {"received": now, "due": now, "state": WAITING, "tries": 0}
            rows = [vars(event) | shared for id, event in once.items() if id not in known]
            if rows:  # one prepared statement for all rows
                await connection.execute(insert(LineEvent).on_conflict_do_nothing(index_elements=["event_id"]), rows)
            for id in known:
                if token := once[id].reply_token:
                    await connection.execute(self._renewed(id, token, now))
        return len(rows)

    def _renewed(self, event_id: str, reply_token: str, now: datetime) -> Any:
        unsent = (LineEvent.event_id == event_id, LineEvent.state.in_((WAITING, OWED)))
        return update(LineEvent).where(*unsent).values(reply_token=reply_token, received=now, due=now)

    async def take(self, now: datetime) -> LineEvent | None:
        """The next event whose turn it is, taken for LEASE seconds; None where there is none just now."""
        before = aliased(LineEvent)
        earlier = select(before.id).where(
            before.session == LineEvent.session, before.id < LineEvent.id, before.state.in_(OPEN)
        )
        free = or_(LineEvent.claimed_until.is_(None), LineEvent.claimed_until < now)
        ready = or_(
            LineEvent.state.in_(OPEN) & ~earlier.exists(),
            (LineEvent.state == PARKED) & LineEvent.answer.is_(None),
        )
        query = select(LineEvent.id).where(ready, LineEvent.due <= now, free).order_by(LineEvent.due, LineEvent.id)
        # On PostgreSQL what another worker is taking just now is passed over.
        query = query.limit(1).with_for_update(skip_locked=True, of=LineEvent)
        until = now + timedelta(seconds=LEASE)
        while True:
            async with AsyncSession(self._engine, expire_on_commit=False) as db, db.begin():
                number = (await db.execute(query)).scalar_one_or_none()
                if number is None:
                    return None
                # On SQLite another worker may have taken it since: `free` is looked at again as it is taken.
                mine = update(LineEvent).where(LineEvent.id == number, free, LineEvent.state != DONE)
                taken: Any = await db.execute(mine.values(claimed_until=until))
                if taken.rowcount:
                    return await db.get(LineEvent, number)

    async def answered(
        self, number: int, messages: list[dict[str, Any]], state: str, settles: Sequence[int] = ()
    ) -> bool:
        """Keep what is to be sent, before it is. `settles`: the events whose owed answers are among it. False where the
        event is over already: unsent."""
        async with self._engine.begin() as connection:
            mine = update(LineEvent).where(LineEvent.id == number, LineEvent.state != DONE)
            kept: Any = await connection.execute(mine.values(answer=messages, state=state))
            if kept.rowcount and settles:
                others = update(LineEvent).where(LineEvent.id.in_(settles))
                await connection.execute(others.values(state=DONE, **SCRUBBED))
            return bool(kept.rowcount)

    async def trying(self, number: int) -> None:
        """A reply call begins: what becomes of it may never be known."""
        await self._set(number, tries=LineEvent.tries + 1)

    async def later(self, number: int, due: datetime, state: str, tries: int | None = None) -> None:
        """Give it back, not to be taken up before. `tries`: how many calls may have arrived, where that is known."""
        known = {} if tries is None else {"tries": tries}
        await self._set(number, due=due, state=state, claimed_until=None, **known)

    async def done(self, number: int) -> None:
        """Over; nothing of it that names or quotes anybody stays."""
        await self._set(number, state=DONE, **SCRUBBED)

    async def _set(self, number: int, **values: Any) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(update(LineEvent).where(LineEvent.id == number).values(**values))

    async def get(self, number: int) -> LineEvent | None:
        async with AsyncSession(self._engine) as db:
            return await db.get(LineEvent, number)

    async def owed(self, session: str) -> Sequence[LineEvent]:
        """Answers that are there and did not reach their asker, the oldest first."""
        there = (LineEvent.session == session, LineEvent.state.in_((OWED, PARKED)), LineEvent.answer.is_not(None))
        query = select(LineEvent).where(*there).order_by(LineEvent.id)
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalars().all()

    async def unsend(self, session: str, message_id: str) -> str | None:
        """Somebody took a message back: it will not be answered. The id of its event, None where it is unknown."""
        mine = (LineEvent.session == session, LineEvent.message_id == message_id, LineEvent.kind != "unsend")
        async with self._engine.begin() as connection:
            found = (await connection.execute(select(LineEvent.event_id).where(*mine).limit(1))).scalar_one_or_none()
            await connection.execute(update(LineEvent).where(*mine).values(state=DONE, **SCRUBBED))
        return found

    async def erase(self, session: str) -> None:
        """Forget the answers that are kept for a person. What they wrote since is still to be answered."""
        kept = (LineEvent.session == session, LineEvent.state.in_((PARKED, OWED)))
        async with self._engine.begin() as connection:
            await connection.execute(update(LineEvent).where(*kept).values(state=DONE, **SCRUBBED))

    async def forget(self, before: datetime) -> int:
        """Delete events that came before; how many there were."""
        async with self._engine.begin() as connection:
            return (await connection.execute(delete(LineEvent).where(LineEvent.received < before))).rowcount

    async def counts(self) -> dict[str, int]:
        """How many events are in each state that is not over."""
        query = select(LineEvent.state).where(LineEvent.state != DONE)
        async with AsyncSession(self._engine) as db:
            states = (await db.execute(query)).scalars().all()
        return {state: states.count(state) for state in sorted(set(states))}
