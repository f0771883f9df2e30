"""Answers LINE's events: takes one, works out what to say, keeps that, says it.

A crash anywhere in between loses nothing, and says nothing twice: what was worked out is in the inbox, and a reply
token works once.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.journal.journal import Journal
from bot.journal.line_inbox import OWED, PARKED, SENDING, WAITING
from bot.journal.tables import LineEvent
from bot.line.client.api import LineApi, Sent
from bot.line.enquiry_push import EnquiryPusher
from bot.line.inbound.identity import message_id
from bot.line.pauses import late_push_pause, no_answer_pause, parked_pause, reply_pause
from bot.line.responses import NoAnswerYet, Responder

log = logging.getLogger(__name__)
Messages = list[dict[str, Any]]
POLL = 0.5  # seconds between two looks for events that other processes kept, or that have come due
MOST = 5  # messages of one call
LOADING_AFTER = 0.8  # seconds without an answer after which the loading animation shows
TOKEN_SECONDS = 55  # of a reply token's minute
BUTTON_AFTER = 40  # seconds without an answer after which the token is spent on a button


class LineWorkers:
    """So many events at once; `news` is set when one has been kept."""

    def __init__(
        self, journal: Journal, responder: Responder, api: LineApi, clock: Clock, news: asyncio.Event, *, push: bool
    ) -> None:
        self._journal = journal
        self._inbox = journal.line
        self._responder = responder
        self._api = api
        self._clock = clock
        self._news = news
        self._push = push
        self._pusher = EnquiryPusher(journal, api, clock)

    async def run(self, count: int) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(count):
                group.create_task(self._work())
            if self._push:
                group.create_task(self._pusher.run())

    async def _work(self) -> None:
        while True:
            try:
                event = await self._inbox.take(self._clock())
                if event is not None:
                    await self.answer(event)
                    continue
            except SQLAlchemyError:
                log.exception("LINE's inbox cannot be used")
            except Exception:
                # The event stays taken until its lease is over, and is tried again then.
                log.exception("a LINE event could not be answered")
            self._news.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL):
                    await self._news.wait()

    async def answer(self, event: LineEvent) -> None:
        """One step with an event that was taken: to its end, or until it is due again."""
        if event.answer is None:
            try:
                async with self._loading(event):
                    messages = await self._responder.messages(event)
            except NoAnswerYet:
                await self._postpone(event)
                await asyncio.sleep(POLL)  # what fails for one just now fails for all
                return
            if event.state == PARKED:
                await self._inbox.store_answer(event.id, messages, PARKED)
                return
            event.answer = await self._keep(event, messages)
        if event.answer:
            await self._send(event)
        else:
            await self._inbox.finish(event.id)

    async def _keep(self, event: LineEvent, messages: Messages) -> Messages:
        """Answers that are still owed to the same person go before, as far as there is room. Nothing is left where the
        event was taken back meanwhile."""
        settled: list[int] = []
        before: Messages = []
        for owed in await self._inbox.owed_answers(event.session) if event.reply_token else []:
            if owed.id != event.id and len(before) + len(owed.answer or []) + len(messages) <= MOST:
                before += owed.answer or []
                settled.append(owed.id)
        if not await self._inbox.store_answer(event.id, before + messages, SENDING, settled):
            await self._responder.unsaid(event)
            return []
        return before + messages

    async def _send(self, event: LineEvent) -> None:
        token, messages = event.reply_token, event.answer or []
        if not token or self._age(event) > TOKEN_SECONDS:
            # A token that was tried may have been used: then the answer is out.
            await (self._inbox.finish(event.id) if event.tries else self._otherwise(event))
            return
        await self._inbox.count_reply_attempt(event.id)
        came = await self._api.reply(token, messages)
        if came is Sent.YES or (came is Sent.USED and event.tries):
            await self._inbox.finish(event.id)
        elif came is Sent.USED:
            await self._otherwise(event)
        elif came is Sent.REFUSED and not event.tries:
            await self._send_plainly(event)
        elif came is Sent.REFUSED:
            log.error("LINE took an answer in no form; event %s", event.id)
            await self._inbox.finish(event.id)
        elif came is Sent.UNSURE:
            await self._inbox.reschedule(event.id, self._in(reply_pause(came)), SENDING)
        else:  # it has not arrived, for sure
            await self._inbox.reschedule(event.id, self._in(reply_pause(came)), SENDING, event.tries)

    async def _send_plainly(self, event: LineEvent) -> None:
        """The same words as text alone."""
        await self._inbox.store_answer(event.id, await self._responder.plain(event), SENDING)
        await self._inbox.reschedule(event.id, self._clock(), SENDING)

    async def _otherwise(self, event: LineEvent) -> None:
        """No reply token is left: by push where that is wanted, else with the next reply."""
        if self._push and event.source and event.answer:
            came = await self._api.push(event.source, event.answer, str(message_id(event.event_id)))
            if came is Sent.YES:
                await self._inbox.finish(event.id)
                return
            if came in (Sent.UNSURE, Sent.BUSY):  # the retry key makes trying again safe
                await self._inbox.reschedule(event.id, self._in(late_push_pause(self._age(event))), SENDING, tries=0)
                return
        await self._inbox.reschedule(event.id, self._clock(), OWED, tries=0)

    async def _postpone(self, event: LineEvent) -> None:
        """Nothing to say yet. Before its token is too old, it goes on a button by which the answer can be had later."""
        if event.state == PARKED:
            await self._inbox.reschedule(event.id, self._in(parked_pause(self._age(event))), PARKED)
        elif self._age(event) < BUTTON_AFTER:
            await self._inbox.reschedule(event.id, self._in(no_answer_pause()), WAITING)
        else:
            if event.reply_token and self._age(event) < TOKEN_SECONDS:
                await self._api.reply(event.reply_token, await self._responder.button(event))
            await self._inbox.reschedule(event.id, self._in(parked_pause(self._age(event))), PARKED)

    @asynccontextmanager
    async def _loading(self, event: LineEvent) -> AsyncIterator[None]:
        """Where the answer is not there at once, the chat shows that it is being looked for."""

        async def show() -> None:
            await asyncio.sleep(LOADING_AFTER)
            if event.source and event.source_kind == "user":
                await self._api.loading(event.source)

        task = asyncio.create_task(show())
        try:
            yield
        finally:
            task.cancel()

    def _age(self, event: LineEvent) -> float:
        """Seconds since the reply token came."""
        return (self._clock() - event.received).total_seconds()

    def _in(self, seconds: float) -> datetime:
        return self._clock() + timedelta(seconds=seconds)
