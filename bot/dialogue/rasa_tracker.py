"""What Rasa keeps of a conversation, from outside: it has no call for forgetting one, so its row is deleted here; and
none that tells what it has said to a message already, so that is read here.

The table is bot/rasa_ext/tracker_store.py's, which writes it in Rasa's own environment.
"""

import json
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import delete, inspect, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.sql import column, table

from bot.journal.database import make_engine

TABLE = "conversations"
CONVERSATIONS = table(TABLE, column("sender_id"), column("events"), column("updated"))
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


class RasaTracker:
    def __init__(self, url: str) -> None:
        """`url` as Rasa's environment takes it, without a driver's name."""
        scheme, separator, rest = url.partition("://")
        self._engine: AsyncEngine = make_engine(DRIVERS.get(scheme, scheme) + separator + rest)
        self._made = False

    async def _has_table(self, connection: AsyncConnection) -> bool:
        """Whether Rasa has made it; once it is there it stays, and looking takes as long as a query."""
        self._made = self._made or await connection.run_sync(lambda sync: inspect(sync).has_table(TABLE))
        return self._made

    async def replies_to(self, session: str, id: uuid.UUID) -> list[dict[str, Any]]:
        """What Rasa said to the message of this id, as its REST channel gives it; empty where it has not heard it.

        Only a turn that came to its end is kept, so what is found is all of it.
        """
        async with self._engine.begin() as connection:
            if not await self._has_table(connection):
                return []
            query = select(CONVERSATIONS.c.events).where(CONVERSATIONS.c.sender_id == session)
            kept = (await connection.execute(query)).scalar_one_or_none()
        events = json.loads(kept)["events"] if kept else []
        return [
            {"custom": event["data"]["custom"]} for event in bot_events(events, str(id)) if event["data"].get("custom")
        ]

    async def erase(self, session: str) -> None:
        """Forget one conversation; nothing happens where Rasa has kept none yet."""
        async with self._engine.begin() as connection:
            if await self._has_table(connection):
                await connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.sender_id == session))

    async def forget(self, before: datetime) -> None:
        """Delete the conversations in which nothing has been said since."""
        async with self._engine.begin() as connection:
            if await self._has_table(connection):
                await connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.updated < before.timestamp()))

    async def dispose(self) -> None:
        await self._engine.dispose()


def bot_events(events: list[dict[str, Any]], id: str) -> list[dict[str, Any]]:
    """Of a conversation's events, those of the bot between the message of this id and the next one."""
    found: list[dict[str, Any]] = []
    heard = False
    for event in events:
        if event["event"] == "user":
            heard = (event.get("metadata") or {}).get("id") == id
        elif heard and event["event"] == "bot":
            found.append(event)
    return found
