"""Questions that were passed on to the press office: kept, told, answered, and the answer brought back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.journal.tables import Enquiry


def reference(number: int) -> str:
    """How an enquiry is called: PD-0012."""
    return f"PD-{number:04}"


class Enquiries:
    """Every method is one transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def open(self, **fields: Any) -> int:
        """Keep a new one; its number. The same message makes one enquiry, however often it is carried out."""
        made = select(Enquiry.number).where(
            Enquiry.session == fields["session"], Enquiry.message_id == fields.get("message_id")
        )
        async with AsyncSession(self._engine) as db, db.begin():
            if fields.get("message_id") and (number := (await db.execute(made)).scalar_one_or_none()):
                return number
            enquiry = Enquiry(**fields)
            db.add(enquiry)
            await db.flush()
            return enquiry.number

    async def get(self, number: int) -> Enquiry | None:
        async with AsyncSession(self._engine) as db:
            return await db.get(Enquiry, number)

    async def listed(self, *, answered: bool = False) -> Sequence[Enquiry]:
        """Those still to be answered, the earliest deadline first and then those without one; or all of them."""
        order = (Enquiry.deadline.is_(None), Enquiry.deadline, Enquiry.number)
        query = select(Enquiry).order_by(*order)
        if not answered:
            query = query.where(Enquiry.answered.is_(None))
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalars().all()

    async def untold(self) -> Sequence[Enquiry]:
        """Those that the press office does not know of yet, the oldest first."""
        query = select(Enquiry).where(Enquiry.told.is_(None)).order_by(Enquiry.number)
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalars().all()

    async def mark_told(self, number: int, now: datetime) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(update(Enquiry).where(Enquiry.number == number).values(told=now))

    async def answer(self, number: int, text: str, now: datetime) -> bool:
        """Keep the press office's answer; False where there is no such enquiry, or it is answered already."""
        query = update(Enquiry).where(Enquiry.number == number, Enquiry.answered.is_(None))
        async with self._engine.begin() as connection:
            return (await connection.execute(query.values(answer=text, answered=now))).rowcount == 1

    async def undelivered(self, session: str) -> Sequence[Enquiry]:
        """Answered ones of this session whose answer has not gone back into the conversation."""
        query = select(Enquiry).where(
            Enquiry.session == session, Enquiry.answered.is_not(None), Enquiry.delivered.is_(None)
        )
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query.order_by(Enquiry.number))).scalars().all()

    async def waiting(self) -> set[str]:
        """The sessions into which an answer has still to go back."""
        query = select(Enquiry.session).where(Enquiry.answered.is_not(None), Enquiry.delivered.is_(None))
        async with AsyncSession(self._engine) as db:
            return set((await db.execute(query)).scalars())

    async def reach(self, session: str, source: str) -> None:
        """Where the answer to a session's enquiries can be pushed to: LINE's own id of the chat."""
        mine = (Enquiry.session == session, Enquiry.delivered.is_(None), Enquiry.source.is_(None))
        async with self._engine.begin() as connection:
            await connection.execute(update(Enquiry).where(*mine).values(source=source))

    async def forget_source(self, number: int) -> None:
        """LINE refuses to push to this enquiry's chat: the answer then goes with the next reply to the same person."""
        async with self._engine.begin() as connection:
            await connection.execute(update(Enquiry).where(Enquiry.number == number).values(source=None))

    async def to_push(self) -> Sequence[Enquiry]:
        """Answered ones whose answer can be pushed, the oldest first."""
        reachable = (Enquiry.answered.is_not(None), Enquiry.delivered.is_(None), Enquiry.source.is_not(None))
        async with AsyncSession(self._engine) as db:
            return (await db.execute(select(Enquiry).where(*reachable).order_by(Enquiry.number))).scalars().all()

    async def pending(self, session: str) -> int:
        """How many of a session are still to be answered."""
        query = select(func.count()).where(Enquiry.session == session, Enquiry.answered.is_(None))
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalar_one()

    async def erase(self, session: str) -> None:
        """Delete a session's enquiries, but for those that are still to be answered."""
        query = delete(Enquiry).where(Enquiry.session == session, Enquiry.answered.is_not(None))
        async with self._engine.begin() as connection:
            await connection.execute(query)

    async def forget(self, before: datetime) -> int:
        """Delete the answered ones that were asked before the retention period; how many there were."""
        query = delete(Enquiry).where(Enquiry.asked < before, Enquiry.answered.is_not(None))
        async with self._engine.begin() as connection:
            return (await connection.execute(query)).rowcount
