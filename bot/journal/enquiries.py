"""Enquiries: questions passed on to the press office, from being asked until the answer is delivered to the asker."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.journal.tables import Enquiry


def reference(number: int) -> str:
    """The reference number that people are given, such as PD-0012."""
    return f"PD-{number:04}"


class Enquiries:
    """Every method is one transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def open(self, **fields: Any) -> int:
        """Store a new enquiry; returns its number. `fields`: the columns of the table.

        Idempotent: a second call with the same session and message id returns the first one's number.
        """
        existing = select(Enquiry.number).where(
            Enquiry.session == fields["session"], Enquiry.message_id == fields.get("message_id")
        )
        async with AsyncSession(self._engine) as db, db.begin():
            if fields.get("message_id") and (number := (await db.execute(existing)).scalar_one_or_none()):
                return number
            enquiry = Enquiry(**fields)
            db.add(enquiry)
            await db.flush()
            return enquiry.number

    async def get(self, number: int) -> Enquiry | None:
        async with AsyncSession(self._engine) as db:
            return await db.get(Enquiry, number)

    async def list_enquiries(self, *, include_answered: bool = False) -> Sequence[Enquiry]:
        """Unanswered enquiries, or all, by deadline; those without a deadline come last."""
        order = (Enquiry.deadline.is_(None), Enquiry.deadline, Enquiry.number)
        query = select(Enquiry).order_by(*order)
        if not include_answered:
            query = query.where(Enquiry.answered.is_(None))
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalars().all()

    async def awaiting_notification(self) -> Sequence[Enquiry]:
        """Enquiries of which the press office has not been notified, the oldest first."""
        query = select(Enquiry).where(Enquiry.told.is_(None)).order_by(Enquiry.number)
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalars().all()

    async def mark_notified(self, number: int, now: datetime) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(update(Enquiry).where(Enquiry.number == number).values(told=now))

    async def answer(self, number: int, text: str, now: datetime) -> bool:
        """Store the press office's answer. False if there is no such enquiry, or it already has an answer."""
        query = update(Enquiry).where(Enquiry.number == number, Enquiry.answered.is_(None))
        async with self._engine.begin() as connection:
            return (await connection.execute(query.values(answer=text, answered=now))).rowcount == 1

    async def undelivered(self, session: str) -> Sequence[Enquiry]:
        """Answered enquiries of a session whose answer has not been delivered, the oldest first."""
        query = select(Enquiry).where(
            Enquiry.session == session, Enquiry.answered.is_not(None), Enquiry.delivered.is_(None)
        )
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query.order_by(Enquiry.number))).scalars().all()

    async def sessions_with_undelivered_answers(self) -> set[str]:
        query = select(Enquiry.session).where(Enquiry.answered.is_not(None), Enquiry.delivered.is_(None))
        async with AsyncSession(self._engine) as db:
            return set((await db.execute(query)).scalars())

    async def set_push_target(self, session: str, source: str) -> None:
        """Store where the answers to a session's enquiries can be pushed. `source`: LINE's id of the chat."""
        targetless = (Enquiry.session == session, Enquiry.delivered.is_(None), Enquiry.source.is_(None))
        async with self._engine.begin() as connection:
            await connection.execute(update(Enquiry).where(*targetless).values(source=source))

    async def clear_push_target(self, number: int) -> None:
        """LINE refuses to push this answer: it is delivered with the session's next turn instead."""
        async with self._engine.begin() as connection:
            await connection.execute(update(Enquiry).where(Enquiry.number == number).values(source=None))

    async def to_push(self) -> Sequence[Enquiry]:
        """Enquiries whose answer is undelivered and has a push target, the oldest first."""
        pushable = (Enquiry.answered.is_not(None), Enquiry.delivered.is_(None), Enquiry.source.is_not(None))
        async with AsyncSession(self._engine) as db:
            return (await db.execute(select(Enquiry).where(*pushable).order_by(Enquiry.number))).scalars().all()

    async def count_unanswered(self, session: str) -> int:
        query = select(func.count()).where(Enquiry.session == session, Enquiry.answered.is_(None))
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalar_one()

    async def erase(self, session: str) -> None:
        """Delete a session's answered enquiries, at the person's request. Unanswered ones stay until answered."""
        query = delete(Enquiry).where(Enquiry.session == session, Enquiry.answered.is_not(None))
        async with self._engine.begin() as connection:
            await connection.execute(query)

    async def delete_before(self, before: datetime) -> int:
        """Delete answered enquiries that were asked before `before` (retention); returns how many."""
        query = delete(Enquiry).where(Enquiry.asked < before, Enquiry.answered.is_not(None))
        async with self._engine.begin() as connection:
            return (await connection.execute(query)).rowcount
