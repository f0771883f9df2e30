"""Where Rasa keeps conversations: one row each, replaced whole at every save, and never longer than a short session.

Rasa replays a conversation's events, and its policy looks through all of them, several times in every turn, so a turn
costs more the longer the conversation is. A conversation that has had its turns therefore goes on in a new session, as
Rasa's own do after an hour: no slot is lost, and never within a form. Chosen in endpoints.yml by this class's path.
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
MOST_TURNS = 6  # of the user, in one session
MOST_EVENTS = 120  # Rasa's own sessions, one a visit, carry every setting of a slot along, so those add up too
BUSY_SECONDS = 2  # another process may hold SQLite's file for a moment

conversations = sa.Table(
    "conversations",
    sa.MetaData(),
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("events", sa.Text, nullable=False),  # JSON as text: JSON columns of PostgreSQL refuse some characters
    sa.Column("updated", sa.Float, nullable=False, index=True),  # seconds since 1970
)
# Written out: SQLite and PostgreSQL read it alike, and SQLAlchemy composes its own upsert anew at every use.
SAVE = sa.text(
    "INSERT INTO conversations (sender_id, events, updated) VALUES (:sender_id, :events, :updated)"
    " ON CONFLICT (sender_id) DO UPDATE SET events = excluded.events, updated = excluded.updated"
)
READ = sa.select(conversations.c.events).where(conversations.c.sender_id == sa.bindparam("sender_id"))


def session_of(tracker: DialogueStateTracker) -> list[Event]:
    """The events since the last start of a session, that one included."""
    events = list(tracker.events)
    for at in range(len(events) - 1, 0, -1):
        if isinstance(events[at], ActionExecuted) and events[at].action_name == ACTION_SESSION_START_NAME:
            return events[at:]
    return events


def is_over(tracker: DialogueStateTracker) -> bool:
    """Whether the session has had its turns. Never within a form, while a slot is asked for, or while paused."""
    if tracker.active_loop_name is not None or tracker.is_paused():
        return False
    if REQUESTED_SLOT in tracker.slots and tracker.get_slot(REQUESTED_SLOT) is not None:
        return False
    turns = sum(isinstance(event, UserUttered) for event in tracker.events)
    return turns >= MOST_TURNS or len(tracker.events) >= MOST_EVENTS


def next_session(tracker: DialogueStateTracker) -> list[Event]:
    """A session that starts with every slot as it is, at the time of the last event.

    A slot whose value alone does not say all of it has `persisted`, the value that sets it to what it is. Each slot is
    set once: the same tracker gives the same events, and they do not grow from session to session.
    """
    then = tracker.events[-1].timestamp
    kept = [
        SlotSet(name, getattr(slot, "persisted", slot.value), timestamp=then)
        for name, slot in tracker.slots.items()
        if slot.has_been_set
    ]
    start = [ActionExecuted(ACTION_SESSION_START_NAME, timestamp=then), SessionStarted(timestamp=then)]
    return [*start, *kept, ActionExecuted(ACTION_LISTEN_NAME, timestamp=then)]


def prepare(connection: Any, _: object) -> None:
    """SQLite: readers and the writer do not wait for each other; a save survives the end of Rasa."""
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def connect(url: str) -> sa.engine.Engine:
    """An engine with the table in place. Its errors name no parameters: they hold what people wrote."""
    parsed = sa.engine.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(parsed, future=True, hide_parameters=True, poolclass=QueuePool)
        sa.event.listen(engine, "connect", prepare)
    else:
        engine = sa.create_engine(parsed, future=True, hide_parameters=True, pool_pre_ping=True)
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateTable(conversations, if_not_exists=True))
        for index in conversations.indexes:
            connection.execute(sa.schema.CreateIndex(index, if_not_exists=True))
    return engine


class ConversationStore(TrackerStore, SerializedTrackerAsText):
    """RasaTracker in SQLite or PostgreSQL. The row is all there is of one: whoever deletes it has erased it."""

    def __init__(
        self, domain: Domain | None, host: str | None = None, event_broker: EventBroker | None = None, **more: Any
    ) -> None:
        """`host` is the `url` of endpoints.yml, one that SQLAlchemy takes."""
        super().__init__(domain, event_broker, **more)
        if not host:
            raise RasaException("endpoints.yml: tracker_store must have a url, such as sqlite:///conversations.sqlite3")
        self.engine = connect(host)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Replaces the row by the current session. A conversation in which nothing happened yet gets none."""
        await self.stream_events(tracker)
        if not tracker.events:
            return
        session = self.init_tracker(tracker.sender_id)
        session.events.extend(session_of(tracker))
        row = {"sender_id": tracker.sender_id, "events": self.serialise_tracker(session), "updated": time.time()}
        with self.engine.begin() as connection:
            connection.execute(SAVE, row)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The current session, or the next one where that is over; None where there is none that can be read."""
        tracker = await self.retrieve_full_tracker(sender_id)
        if tracker is None or not is_over(tracker):
            return tracker
        fresh = self.init_tracker(sender_id)
        for event in next_session(tracker):
            fresh.update(event)
        return fresh

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """All that is kept: the session that was saved last."""
        with self.engine.connect() as connection:
            events = connection.execute(READ, {"sender_id": conversation_id}).scalar()
        if events is None:
            return None
        try:
            return self.deserialise_tracker(conversation_id, migrated(events))
        except Exception as e:  # whatever is wrong with the row, the conversation must go on; what it says is private
            log.error("a conversation cannot be read (%s) and begins anew", type(e).__name__)
            return None

    async def keys(self) -> Iterable[str]:
        """Every sender_id that has a row."""
        with self.engine.connect() as connection:
            return list(connection.execute(sa.select(conversations.c.sender_id)).scalars())
