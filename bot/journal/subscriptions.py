"""Subscriptions on LINE, to an entry or to the answer to a question; and the deliveries of broadcasts, by batch."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.journal.tables import Delivery, Subscription
from bot.reply import Language

MAX_QUESTION_CHARACTERS = 500  # of the column


class Subscriptions:
    """Every method is one transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(
        self, session: str, source: str, language: Language, now: datetime, *, entry: str = "", question: str = ""
    ) -> bool:
        """Subscribe to an entry or to the answer to a question; False if that subscription exists already.

        `source`: LINE's id of the chat. Longer questions are cut at MAX_QUESTION_CHARACTERS.
        """
        insert: Any = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        topic = {"entry": entry, "question": question[:MAX_QUESTION_CHARACTERS]}
        row = {"session": session, "source": source, "language": language, "since": now} | topic
        added = insert(Subscription).values(row).on_conflict_do_nothing()
        async with self._engine.begin() as connection:
            return bool((await connection.execute(added)).rowcount)

    async def for_entry(self, entry: str) -> Sequence[Subscription]:
        """Subscriptions to this entry, the oldest first."""
        query = select(Subscription).where(Subscription.entry == entry).order_by(Subscription.id)
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalars().all()

    async def for_questions(self) -> Sequence[Subscription]:
        """Subscriptions to the answer to a question, the oldest first."""
        query = select(Subscription).where(Subscription.question != "").order_by(Subscription.id)
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalars().all()

    async def unsubscribe(self, session: str) -> int:
        """Delete all subscriptions of a session; returns how many."""
        async with self._engine.begin() as connection:
            return (await connection.execute(delete(Subscription).where(Subscription.session == session))).rowcount

    async def delete(self, numbers: Sequence[int]) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(Subscription).where(Subscription.id.in_(numbers)))

    async def planned_deliveries(self, broadcast: str) -> Sequence[Delivery]:
        """The batches of a broadcast in order, sent or not; none if it was never planned."""
        query = select(Delivery).where(Delivery.broadcast == broadcast).order_by(Delivery.id)
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalars().all()

    async def plan_deliveries(
        self, broadcast: str, batches: Sequence[tuple[list[str], list[dict[str, Any]]]], now: datetime
    ) -> None:
        """Store all batches, (recipients, messages), each with a new retry key, before the first one is sent."""
        async with AsyncSession(self._engine) as db, db.begin():
            for sources, messages in batches:
                batch = {"broadcast": broadcast, "retry_key": str(uuid.uuid4()), "made": now, "sent": None}
                db.add(Delivery(sources=sources, messages=messages, **batch))

    async def mark_sent(self, number: int, now: datetime) -> None:
        """A batch is sent; its recipients and messages are deleted."""
        async with self._engine.begin() as connection:
            sent = update(Delivery).where(Delivery.id == number)
            await connection.execute(sent.values(sent=now, sources=[], messages=[]))
