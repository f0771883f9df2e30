"""Tracker store: one database row per conversation, replaced at every save, with a bounded number of events.

Rasa replays the events of a conversation, and its policy reads all of them several times per turn, so turns take longer
the longer the conversation is. After a number of turns a conversation therefore continues in a new session, which Rasa
itself starts only after an hour. All slots are carried over, and a session never ends while a form is active. The path
of the class is in endpoints.yml.
"""

import logging
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from sqlalchemy.pool import QueuePool

from bot.rasa_ext.tracker_migration import migrated

log = logging.getLogger(__name__)
MAX_TURNS = 6  # turns of the user in a session
MAX_EVENTS = 120  # a second limit: Rasa's own new sessions repeat every SlotSet event, without turns of the user
BUSY_TIMEOUT_SECONDS = 2  # how long to wait for another process that holds a lock on the SQLite file

conversations = sa.Table(
    "conversations",
    sa.MetaData(),
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("events", sa.Text, nullable=False),  # JSON as text: JSON columns of PostgreSQL reject some characters
    sa.Column("updated", sa.Float, nullable=False, index=True),  # seconds since 1970
)
# Plain SQL, valid in SQLite and PostgreSQL: SQLAlchemy would compile its upsert again at every use.
SAVE = sa.text(
    "INSERT INTO conversations (sender_id, events, updated) VALUES (:sender_id, :events, :updated)"
    " ON CONFLICT (sender_id) DO UPDATE SET events = excluded.events, updated = excluded.updated"
)
READ = sa.select(conversations.c.events).where(conversations.c.sender_id == sa.bindparam("sender_id"))


def current_session(tracker: DialogueStateTracker) -> list[Event]:
    """The events since the last start of a session, with the start itself."""
    events = list(tracker.events)
    for at in range(len(events) - 1, 0, -1):
        if isinstance(events[at], ActionExecuted) and events[at].action_name == ACTION_SESSION_START_NAME:
            return events[at:]
    return events


def is_full(tracker: DialogueStateTracker) -> bool:
    """Whether the session has reached a limit; never while a form is active, a slot is requested or Rasa is paused."""
    if tracker.active_loop_name is not None or tracker.is_paused():
        return False
    if REQUESTED_SLOT in tracker.slots and tracker.get_slot(REQUESTED_SLOT) is not None:
        return False
    turns = sum(isinstance(event, UserUttered) for event in tracker.events)
    return turns >= MAX_TURNS or len(tracker.events) >= MAX_EVENTS


def next_session(tracker: DialogueStateTracker) -> list[Event]:
    """The events of a new session in which every slot has its current value, all with the time of the last event.

    A slot with more state than its value offers `persisted`, the value that restores it. Each slot is set once, so the
    events depend on the tracker alone and do not accumulate over sessions.
    """
    then = tracker.events[-1].timestamp
    carried_over = [
        SlotSet(name, getattr(slot, "persisted", slot.value), timestamp=then)
        for name, slot in tracker.slots.items()
        if slot.has_been_set
    ]
    start = [ActionExecuted(ACTION_SESSION_START_NAME, timestamp=then), SessionStarted(timestamp=then)]
    return [*start, *carried_over, ActionExecuted(ACTION_LISTEN_NAME, timestamp=then)]


def configure_sqlite(connection: Any, _: object) -> None:
    """Write-ahead log, so that readers and the writer do not block each other and a commit survives a crash of Rasa."""
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def connect(url: str) -> sa.engine.Engine:
    """An engine whose database has the table. Its errors omit parameters, since they contain what people wrote."""
    parsed = sa.engine.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(parsed, future=True, hide_parameters=True, poolclass=QueuePool)
        sa.event.listen(engine, "connect", configure_sqlite)
    else:
        engine = sa.create_engine(parsed, future=True, hide_parameters=True, pool_pre_ping=True)
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateTable(conversations, if_not_exists=True))
        for index in conversations.indexes:
            connection.execute(sa.schema.CreateIndex(index, if_not_exists=True))
    return engine


class ConversationStore(TrackerStore, SerializedTrackerAsText):
    """Stores trackers in SQLite or PostgreSQL. A conversation is stored nowhere else: deleting its row erases it."""

    def __init__(
        self, domain: Domain | None, host: str | None = None, event_broker: EventBroker | None = None, **more: Any
    ) -> None:
        """`host` is the `url` in endpoints.yml, a database URL of SQLAlchemy; raises RasaException if it is missing."""
        super().__init__(domain, event_broker, **more)
        if not host:
            raise RasaException("endpoints.yml: tracker_store must have a url, such as sqlite:///conversations.sqlite3")
        self.engine = connect(host)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Replaces the row by the current session. A conversation without events gets no row."""
        await self.stream_events(tracker)
        if not tracker.events:
            return
        session = self.init_tracker(tracker.sender_id)
        session.events.extend(current_session(tracker))
        row = {"sender_id": tracker.sender_id, "events": self.serialise_tracker(session), "updated": time.time()}
        with self.engine.begin() as connection:
            connection.execute(SAVE, row)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The current session, or a new one if that is full; None if there is no readable row."""
        tracker = await self.retrieve_full_tracker(sender_id)
        if tracker is None or not is_full(tracker):
            return tracker
        fresh = self.init_tracker(sender_id)
        for event in next_session(tracker):
            fresh.update(event)
        return fresh

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The session that was saved last; nothing older is stored."""
        with self.engine.connect() as connection:
            events = connection.execute(READ, {"sender_id": conversation_id}).scalar()
        if events is None:
            return None
        try:
            return self.deserialise_tracker(conversation_id, migrated(events))
        except Exception as e:  # an unreadable row must not end the conversation, and its content must not be logged
            log.error("a conversation cannot be read (%s) and begins anew", type(e).__name__)
            return None

    async def keys(self) -> Iterable[str]:
        """Every sender_id that has a row."""
        with self.engine.connect() as connection:
            return list(connection.execute(sa.select(conversations.c.sender_id)).scalars())
