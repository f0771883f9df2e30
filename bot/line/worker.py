"""Workers that answer LINE's events: take an event, get its answer, store the answer, send it.

A crash at any point neither loses an answer nor sends it twice: the stored answer is sent after the restart, and LINE
accepts a reply token once.
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
from bot.line.client.api import LineApi, SendResult
from bot.line.enquiry_push import EnquiryPusher
from bot.line.inbound.identity import message_id
from bot.line.limits import MAX_MESSAGES
from bot.line.pauses import late_push_pause, no_answer_pause, parked_pause, reply_pause
from bot.line.responses import NoAnswerYet, Responder

log = logging.getLogger(__name__)
Messages = list[dict[str, Any]]
INBOX_POLL_SECONDS = 0.5  # for events that another process stored, or that have become due
LOADING_ANIMATION_AFTER_SECONDS = 0.8
BUTTON_AFTER_SECONDS = 40  # without an answer; then the reply token is spent on a button that collects it later
REPLY_TOKEN_SECONDS = 55  # a reply token expires after about a minute


class LineWorkers:
    def __init__(
        self,
        journal: Journal,
        responder: Responder,
        api: LineApi,
        clock: Clock,
        new_events: asyncio.Event,
        *,
        push: bool,
    ) -> None:
        """`new_events` is set when an event has been stored. `push`: answers without a reply token are pushed, which
        counts against the month's messages; otherwise they go with the person's next reply."""
        self._journal = journal
        self._inbox = journal.line
        self._responder = responder
        self._api = api
        self._clock = clock
        self._new_events = new_events
        self._push = push
        self._pusher = EnquiryPusher(journal, api, clock)

    async def run(self, count: int) -> None:
        """`count` workers, until cancelled."""
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
                    await self.process(event)
                    continue
            except SQLAlchemyError:
                log.exception("LINE's inbox cannot be used")
            except Exception:
                # The event's lease expires, and it is taken again.
                log.exception("a LINE event could not be answered")
            self._new_events.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(INBOX_POLL_SECONDS):
                    await self._new_events.wait()

    async def process(self, event: LineEvent) -> None:
        """One attempt at a leased event: it is done afterwards, or rescheduled."""
        if event.answer is None:
            try:
                async with self._loading_animation(event):
                    messages = await self._responder.messages(event)
            except NoAnswerYet:
                await self._postpone(event)
                await asyncio.sleep(INBOX_POLL_SECONDS)  # the dialogue is down: the next event would fail too
                return
            if event.state == PARKED:
                await self._inbox.store_answer(event.id, messages, PARKED)
                return
            event.answer = await self._store(event, messages)
        if event.answer:
            await self._send(event)
        else:
            await self._inbox.finish(event.id)

    async def _store(self, event: LineEvent, messages: Messages) -> Messages:
        """Store what is to be sent, and return it: answers owed to the same person, as many as fit, then `messages`.

        Nothing if the person has unsent the message meanwhile.
        """
        settled: list[int] = []
        earlier: Messages = []
        for owed in await self._inbox.owed_answers(event.session) if event.reply_token else []:
            if owed.id != event.id and len(earlier) + len(owed.answer or []) + len(messages) <= MAX_MESSAGES:
                earlier += owed.answer or []
                settled.append(owed.id)
        if not await self._inbox.store_answer(event.id, earlier + messages, SENDING, settled):
            await self._responder.delete_turn(event)
            return []
        return earlier + messages

    async def _send(self, event: LineEvent) -> None:
        token, messages = event.reply_token, event.answer or []
        if not token or self._age(event) > REPLY_TOKEN_SECONDS:
            # After an attempt that may have arrived, the answer counts as sent.
            await (self._inbox.finish(event.id) if event.tries else self._push_or_owe(event))
            return
        await self._inbox.count_reply_attempt(event.id)
        result = await self._api.reply(token, messages)
        if result is SendResult.SENT or (result is SendResult.TOKEN_USED and event.tries):
            await self._inbox.finish(event.id)
        elif result is SendResult.TOKEN_USED:
            await self._push_or_owe(event)
        elif result is SendResult.REFUSED and not event.tries:
            await self._resend_as_plain_text(event)
        elif result is SendResult.REFUSED:
            log.error("LINE refuses the answer to event %s, also as plain text", event.id)
            await self._inbox.finish(event.id)
        elif result is SendResult.UNSURE:
            await self._inbox.reschedule(event.id, self._in(reply_pause(result)), SENDING)
        else:  # it has certainly not arrived
            await self._inbox.reschedule(event.id, self._in(reply_pause(result)), SENDING, event.tries)

    async def _resend_as_plain_text(self, event: LineEvent) -> None:
        await self._inbox.store_answer(event.id, await self._responder.plain_text(event), SENDING)
        await self._inbox.reschedule(event.id, self._clock(), SENDING)

    async def _push_or_owe(self, event: LineEvent) -> None:
        """Without a reply token: push the answer if that is switched on, else keep it for the person's next reply."""
        if self._push and event.source and event.answer:
            result = await self._api.push(event.source, event.answer, str(message_id(event.event_id)))
            if result is SendResult.SENT:
                await self._inbox.finish(event.id)
                return
            if result in (SendResult.UNSURE, SendResult.BUSY):  # the retry key makes a retry safe
                await self._inbox.reschedule(event.id, self._in(late_push_pause(self._age(event))), SENDING, tries=0)
                return
        await self._inbox.reschedule(event.id, self._clock(), OWED, tries=0)

    async def _postpone(self, event: LineEvent) -> None:
        """There is no answer yet. Before the reply token expires, it is spent on a button that collects the answer."""
        if event.state == PARKED:
            await self._inbox.reschedule(event.id, self._in(parked_pause(self._age(event))), PARKED)
        elif self._age(event) < BUTTON_AFTER_SECONDS:
            await self._inbox.reschedule(event.id, self._in(no_answer_pause()), WAITING)
        else:
            if event.reply_token and self._age(event) < REPLY_TOKEN_SECONDS:
                await self._api.reply(event.reply_token, await self._responder.not_yet(event))
            await self._inbox.reschedule(event.id, self._in(parked_pause(self._age(event))), PARKED)

    @asynccontextmanager
    async def _loading_animation(self, event: LineEvent) -> AsyncIterator[None]:
        """Show LINE's loading animation if the block takes long. Only one-to-one chats have it."""

        async def show() -> None:
            await asyncio.sleep(LOADING_ANIMATION_AFTER_SECONDS)
            if event.source and event.source_kind == "user":
                await self._api.loading(event.source)

        task = asyncio.create_task(show())
        try:
            yield
        finally:
            task.cancel()

    def _age(self, event: LineEvent) -> float:
        """Seconds since the reply token arrived."""
        return (self._clock() - event.received).total_seconds()

    def _in(self, seconds: float) -> datetime:
        return self._clock() + timedelta(seconds=seconds)
