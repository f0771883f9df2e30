"""Tells whoever reads along in a conversation that something was said in it, in this process or in another one."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from bot.journal.journal import Journal

log = logging.getLogger(__name__)
LOOK = 1.0  # seconds between two looks into the journal, for what other processes wrote


@dataclass(eq=False)
class Reader:
    """One who reads along: `news` is set when there is something to read, when all of it was erased, and at the end."""

    news: asyncio.Event = field(default_factory=asyncio.Event)
    erased: bool = False
    closed: bool = False

    @property
    def reads(self) -> bool:
        return not (self.erased or self.closed)

    async def wait(self, seconds: float) -> None:
        """Until there is news, but no longer than this."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.news.wait()
        self.news.clear()


class Feed:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._readers: dict[str, set[Reader]] = defaultdict(set)

    def count(self, session: str) -> int:
        """How many read along in a session."""
        return len(self._readers[session]) if session in self._readers else 0

    @contextmanager
    def reader(self, session: str) -> Iterator[Reader]:
        reader = Reader()
        self._readers[session].add(reader)
        try:
            yield reader
        finally:
            self._readers[session].discard(reader)
            if not self._readers[session]:
                del self._readers[session]

    def said(self, session: str) -> None:
        """Something was said in this session."""
        for reader in self._readers.get(session, ()):
            reader.news.set()

    def erased(self, session: str) -> None:
        """This session was erased."""
        for reader in self._readers.get(session, ()):
            reader.erased = True
            reader.news.set()

    def close(self) -> None:
        """The process ends: nobody may hold it up by reading on."""
        for reader in [each for readers in self._readers.values() for each in readers]:
            reader.closed = True
            reader.news.set()

    async def watch(self, deliver: Callable[[str], Awaitable[None]]) -> None:
        """Runs until cancelled. `deliver` brings what the press office has answered into a session that is read."""
        last = await self._journal.turns.last()
        while True:
            await asyncio.sleep(LOOK)
            if not self._readers:
                continue
            try:
                for session in await self._journal.enquiries.waiting() & self._readers.keys():
                    await deliver(session)
                newest = await self._journal.turns.last()
                if newest != last:
                    for session in await self._journal.turns.spoken_in(last) & self._readers.keys():
                        self.said(session)
                last = newest
            except SQLAlchemyError:
                log.exception("the journal cannot be read; readers wait")
