"""Stores webhook events by group commit: webhook calls that wait at the same time share one transaction, and each is
answered once its events are on disk."""

import asyncio
from collections.abc import Sequence

from bot.clock import Clock
from bot.journal.line_inbox import InboundEvent, LineInbox

WaitingCall = tuple[Sequence[InboundEvent], asyncio.Future[None]]


class Intake:
    """`new_events` is set when new events have been stored."""

    def __init__(self, inbox: LineInbox, clock: Clock, new_events: asyncio.Event) -> None:
        self._inbox = inbox
        self._clock = clock
        self._new_events = new_events
        self._waiting: list[WaitingCall] = []
        self._writer: asyncio.Task[None] | None = None

    async def store(self, events: Sequence[InboundEvent]) -> None:
        """Returns once the events are on disk. Raises what the database raises."""
        if not events:
            return
        stored = asyncio.get_running_loop().create_future()
        self._waiting.append((events, stored))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        await stored

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                new = await self._inbox.store([event for events, _ in batch for event in events], self._clock())
            except Exception as e:  # every waiting call raises it
                for _, stored in batch:
                    if not stored.done():
                        stored.set_exception(e)
                continue
            if new:
                self._new_events.set()
            for _, stored in batch:
                if not stored.done():
                    stored.set_result(None)
