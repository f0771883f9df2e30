"""Notifies the open streams of a session of new messages, written by this process or another one."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from bot.journal.journal import Journal

log = logging.getLogger(__name__)
POLL_SECONDS = 1.0  # interval at which the journal is read for turns written by other processes


@dataclass(eq=False)
class Listener:
    """One open stream. `news` is set on a new message, when the session was erased, and on shutdown."""

    news: asyncio.Event = field(default_factory=asyncio.Event)
    erased: bool = False
    closed: bool = False

    @property
    def is_open(self) -> bool:
        return not (self.erased or self.closed)

    async def wait(self, seconds: float) -> None:
        """Wait for news, at most this many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.news.wait()
        self.news.clear()


class SessionFeed:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._listeners: dict[str, set[Listener]] = defaultdict(set)

    def count(self, session: str) -> int:
        """Number of open streams of a session."""
        return len(self._listeners[session]) if session in self._listeners else 0

    @contextmanager
    def listener(self, session: str) -> Iterator[Listener]:
        listener = Listener()
        self._listeners[session].add(listener)
        try:
            yield listener
        finally:
            self._listeners[session].discard(listener)
            if not self._listeners[session]:
                del self._listeners[session]

    def on_turn(self, session: str) -> None:
        """Notify the streams of a session of a new message."""
        for listener in self._listeners.get(session, ()):
            listener.news.set()

    def on_erased(self, session: str) -> None:
        """End the streams of an erased session."""
        for listener in self._listeners.get(session, ()):
            listener.erased = True
            listener.news.set()

    def close(self) -> None:
        """End all open streams, on shutdown."""
        for listener in [one for listeners in self._listeners.values() for one in listeners]:
            listener.closed = True
            listener.news.set()

    async def watch(self, deliver: Callable[[str], Awaitable[None]]) -> None:
        """Watch the journal until cancelled. `deliver` adds the press office's answers to a session that is open."""
        last = await self._journal.turns.last_turn_id()
        while True:
            await asyncio.sleep(POLL_SECONDS)
            if not self._listeners:
                continue
            try:
                for session in (
                    await self._journal.enquiries.sessions_with_undelivered_answers() & self._listeners.keys()
                ):
                    await deliver(session)
                newest = await self._journal.turns.last_turn_id()
                if newest != last:
                    for session in await self._journal.turns.sessions_with_turns_after(last) & self._listeners.keys():
                        self.on_turn(session)
                last = newest
            except SQLAlchemyError:
                log.exception("the journal cannot be read; open streams wait")
