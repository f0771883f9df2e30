"""Reads and deletes the conversations that Rasa stores, directly in its table.

Rasa has no API to delete a conversation, nor to fetch the replies to one message. bot/rasa_ext/tracker_store.py, which
runs in Rasa's environment, creates and writes the table.
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
        """`url` is the database URL as in Rasa's environment, without the name of a driver."""
        scheme, separator, rest = url.partition("://")
        self._engine: AsyncEngine = make_engine(DRIVERS.get(scheme, scheme) + separator + rest)
        self._exists = False  # the table

    async def _has_table(self, connection: AsyncConnection) -> bool:
        """Whether Rasa has created the table. Cached once it exists, because the check costs as much as a query."""
        self._exists = self._exists or await connection.run_sync(lambda sync: inspect(sync).has_table(TABLE))
        return self._exists

    async def replies_to(self, session: str, id: uuid.UUID) -> list[dict[str, Any]]:
        """Rasa's replies to a message, in the format of its REST channel; empty if Rasa has not processed this id.

        Rasa stores a conversation at the end of a turn, so the replies are complete.
        """
        async with self._engine.begin() as connection:
            if not await self._has_table(connection):
                return []
            query = select(CONVERSATIONS.c.events).where(CONVERSATIONS.c.sender_id == session)
            stored = (await connection.execute(query)).scalar_one_or_none()
        events = json.loads(stored)["events"] if stored else []
        return [
            {"custom": event["data"]["custom"]} for event in bot_events(events, str(id)) if event["data"].get("custom")
        ]

    async def erase(self, session: str) -> None:
        """Delete a conversation, if Rasa has stored it."""
        async with self._engine.begin() as connection:
            if await self._has_table(connection):
                await connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.sender_id == session))

    async def forget(self, before: datetime) -> None:
        """Delete the conversations that have had no turn since this time."""
        async with self._engine.begin() as connection:
            if await self._has_table(connection):
                await connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.updated < before.timestamp()))

    async def dispose(self) -> None:
        await self._engine.dispose()


def bot_events(events: list[dict[str, Any]], id: str) -> list[dict[str, Any]]:
    """The bot's events of a conversation between the message with this id and the next message."""
    found: list[dict[str, Any]] = []
    in_turn = False
    for event in events:
        if event["event"] == "user":
            in_turn = (event.get("metadata") or {}).get("id") == id
        elif in_turn and event["event"] == "bot":
            found.append(event)
    return found
