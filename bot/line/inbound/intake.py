"""Keeps what webhooks bring. Calls that wait at the same time are kept in one transaction: one write to the disk for
all of them, and none is answered before its events are there."""

import asyncio
from collections.abc import Sequence

from bot.clock import Clock
from bot.journal.line_inbox import InboundEvent, LineInbox

Waiting = tuple[Sequence[InboundEvent], asyncio.Future[None]]


class Intake:
    """`news` is set when there is something new to answer."""

    def __init__(self, inbox: LineInbox, clock: Clock, news: asyncio.Event) -> None:
        self._inbox = inbox
        self._clock = clock
        self._news = news
        self._waiting: list[Waiting] = []
        self._keeping: asyncio.Task[None] | None = None

    async def put(self, events: Sequence[InboundEvent]) -> None:
        """Returns once the events are on disk. Raises what the database raises."""
        if not events:
            return
        kept = asyncio.get_running_loop().create_future()
        self._waiting.append((events, kept))
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.create_task(self._keep())
        await kept

    async def _keep(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                new = await self._inbox.store([event for events, _ in batch for event in events], self._clock())
            except Exception as e:  # whoever waits gets it
                for _, kept in batch:
                    if not kept.done():
                        kept.set_exception(e)
                continue
            if new:
                self._news.set()
            for _, kept in batch:
                if not kept.done():
                    kept.set_result(None)
