"""Who on LINE wants to be told of what; and what was sent to them, batch by batch."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.journal.tables import Delivery, Subscription
from bot.reply import Language

LONGEST = 500  # characters of a question


class Subscriptions:
    """Every method is one transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(
        self, session: str, source: str, language: Language, now: datetime, *, entry: str = "", question: str = ""
    ) -> bool:
        """Of an entry, or of a question; False where it was there already."""
        insert: Any = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        what = {"entry": entry, "question": question[:LONGEST]}
        row = {"session": session, "source": source, "language": language, "since": now} | what
        added = insert(Subscription).values(row).on_conflict_do_nothing()
        async with self._engine.begin() as connection:
            return bool((await connection.execute(added)).rowcount)

    async def of_entry(self, entry: str) -> Sequence[Subscription]:
        query = select(Subscription).where(Subscription.entry == entry).order_by(Subscription.id)
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalars().all()

    async def questions(self) -> Sequence[Subscription]:
        """Those who wait for the answer to a question, the oldest first."""
        query = select(Subscription).where(Subscription.question != "").order_by(Subscription.id)
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalars().all()

    async def end(self, session: str) -> int:
        """Nobody of this session wants to be told of anything any more; how much it was."""
        async with self._engine.begin() as connection:
            return (await connection.execute(delete(Subscription).where(Subscription.session == session))).rowcount

    async def drop(self, numbers: Sequence[int]) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(Subscription).where(Subscription.id.in_(numbers)))

    async def planned(self, broadcast: str) -> Sequence[Delivery]:
        """The batches of a broadcast that was begun, in order."""
        query = select(Delivery).where(Delivery.broadcast == broadcast).order_by(Delivery.id)
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalars().all()

    async def plan(
        self, broadcast: str, batches: Sequence[tuple[list[str], list[dict[str, Any]]]], now: datetime
    ) -> None:
        """Keep all batches, each recipients and messages, before the first is sent."""
        async with AsyncSession(self._engine) as db, db.begin():
            for sources, messages in batches:
                batch = {"broadcast": broadcast, "retry_key": str(uuid.uuid4()), "made": now, "sent": None}
                db.add(Delivery(sources=sources, messages=messages, **batch))

    async def sent(self, number: int, now: datetime) -> None:
        """A batch is out: whom it went to is not kept."""
        async with self._engine.begin() as connection:
            gone = update(Delivery).where(Delivery.id == number)
            await connection.execute(gone.values(sent=now, sources=[], messages=[]))
