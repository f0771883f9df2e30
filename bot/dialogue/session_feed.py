"""Notifies the open streams of a session of new messages, from this process or another one."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from bot.journal.journal import Journal

log = logging.getLogger(__name__)
POLL_SECONDS = 1.0  # between two reads of the journal, for what other processes wrote


@dataclass(eq=False)
class Listener:
    """One open stream: `news` is set when there is something to read, when the session was erased, and at the end."""

    news: asyncio.Event = field(default_factory=asyncio.Event)
    erased: bool = False
    closed: bool = False

    @property
    def is_open(self) -> bool:
        return not (self.erased or self.closed)

    async def wait(self, seconds: float) -> None:
        """Wait for news, at most so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.news.wait()
        self.news.clear()


class SessionFeed:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._listeners: dict[str, set[Listener]] = defaultdict(set)

    def count(self, session: str) -> int:
        """How many streams of a session are open."""
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
        """The session has a new message."""
        for listener in self._listeners.get(session, ()):
            listener.news.set()

    def on_erased(self, session: str) -> None:
        """The session was erased."""
        for listener in self._listeners.get(session, ()):
            listener.erased = True
            listener.news.set()

    def close(self) -> None:
        """End all open streams, because the process ends."""
        for listener in [each for listeners in self._listeners.values() for each in listeners]:
            listener.closed = True
            listener.news.set()

    async def watch(self, deliver: Callable[[str], Awaitable[None]]) -> None:
        """Runs until cancelled. `deliver` brings the press office's answers into a session that has an open stream."""
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
