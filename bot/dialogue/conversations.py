"""What Rasa keeps of a conversation, from outside: it has no call for forgetting one, so its row is deleted here.

The table is bot/rasa_ext/tracker_store.py's, which writes it in Rasa's own environment.
"""

from datetime import datetime

from sqlalchemy import delete, inspect
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.sql import column, table

from bot.journal.database import make_engine

TABLE = "conversations"
CONVERSATIONS = table(TABLE, column("sender_id"), column("updated"))
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


class Conversations:
    def __init__(self, url: str) -> None:
        """`url` as Rasa's environment takes it, without a driver's name."""
        scheme, separator, rest = url.partition("://")
        self._engine: AsyncEngine = make_engine(DRIVERS.get(scheme, scheme) + separator + rest)

    async def erase(self, session: str) -> None:
        """Forget one conversation; nothing happens where Rasa has kept none yet."""
        async with self._engine.begin() as connection:
            if await has_table(connection):
                await connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.sender_id == session))

    async def forget(self, before: datetime) -> None:
        """Delete the conversations in which nothing has been said since."""
        async with self._engine.begin() as connection:
            if await has_table(connection):
                await connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.updated < before.timestamp()))

    async def dispose(self) -> None:
        await self._engine.dispose()


async def has_table(connection: AsyncConnection) -> bool:
    return await connection.run_sync(lambda sync: inspect(sync).has_table(TABLE))
