"""Pushes the press office's answers to the LINE chats from which the questions came.

An answer that LINE refuses is never pushed again: the journal forgets its chat, and the answer goes with the next reply
to that person. After any other failure the push is retried with growing pauses. They are in memory: after a restart
each waiting answer is tried once, then pauses again.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.dialogue.reply_decoder import from_press_office
from bot.journal.journal import Journal
from bot.journal.tables import Enquiry
from bot.journal.turns import MessageRecord
from bot.line.client.api import LineApi, SendResult
from bot.line.inbound.identity import message_id
from bot.line.pauses import push_pause
from bot.line.rendering import render

log = logging.getLogger(__name__)
POLL_SECONDS = 5.0  # between two reads of the journal
ACCOUNT_WIDE = (SendResult.BUSY, SendResult.QUOTA, SendResult.DENIED)  # the next push would fail in the same way


@dataclass(frozen=True)
class Pause:
    """An answer that could not be pushed: how often that was tried, and when it may be tried again."""

    attempts: int
    until: datetime


class EnquiryPusher:
    def __init__(self, journal: Journal, api: LineApi, clock: Clock) -> None:
        self._journal = journal
        self._api = api
        self._clock = clock
        self._pauses: dict[int, Pause] = {}  # by the enquiry's number

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                await self.push_due()
            except SQLAlchemyError:
                log.exception("the journal cannot be used; answers to enquiries wait")

    async def push_due(self) -> None:
        """One attempt for each answer whose pause is over. A failure of the whole account ends the round.

        Raises what the database raises.
        """
        enquiries = await self._journal.enquiries.to_push()
        waiting = {enquiry.number for enquiry in enquiries}
        self._pauses = {number: pause for number, pause in self._pauses.items() if number in waiting}
        for enquiry in enquiries:
            pause = self._pauses.get(enquiry.number)
            if pause and self._clock() < pause.until:
                continue
            if await self._push(enquiry) in ACCOUNT_WIDE:
                break

    async def _push(self, enquiry: Enquiry) -> SendResult:
        """The retry key is the enquiry's own, so that LINE delivers the answer once, however often it is pushed."""
        replies = [from_press_office(enquiry)]
        key = str(message_id(f"enquiry {enquiry.number}"))
        try:
            result = await self._api.push(enquiry.source or "", render.replies(replies), key)
        except Exception:  # an unexpected error with one answer must not hold back the others
            log.exception("the answer to enquiry %s cannot be pushed", enquiry.number)
            result = SendResult.UNSURE
        if result is SendResult.SENT:
            pushed = MessageRecord(enquiry.session, "", "line", self._clock())
            await self._journal.turns.record(pushed, replies, 0, [enquiry.number])
        elif result is SendResult.REFUSED:
            log.error("LINE refuses the answer to enquiry %s; it goes with the next reply", enquiry.number)
            await self._journal.enquiries.clear_push_target(enquiry.number)
        else:
            self._postpone(enquiry.number, result)
        return result

    def _postpone(self, number: int, result: SendResult) -> None:
        attempts = self._pauses[number].attempts + 1 if number in self._pauses else 1
        seconds = push_pause(result, attempts)
        self._pauses[number] = Pause(attempts, self._clock() + timedelta(seconds=seconds))
        log.warning("the answer to enquiry %s is pushed again in %.0f s: %s", number, seconds, result.value)
