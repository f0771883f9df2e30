"""Processes one turn: takes a message, returns its replies, and records both in the journal. Every channel uses it.

The turns of a session run one after another. A message id is one turn, even if the message is sent repeatedly.
"""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakValueDictionary

from cachetools import LRUCache
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.dialogue.commands import CommandRunner
from bot.dialogue.notices import Notices
from bot.dialogue.rasa_client import RasaClient
from bot.dialogue.rasa_tracker import RasaTracker
from bot.dialogue.reply_decoder import DecodedReplies, apology, decode, from_press_office
from bot.dialogue.transcript import is_still_public
from bot.errors import RasaError, RasaUnreachable
from bot.journal.journal import Journal
from bot.journal.turns import MessageRecord
from bot.reply import Language, Outcome, Reply
from bot.text.language import detect

log = logging.getLogger(__name__)
MAX_RECORDED = 10_000  # sessions in the cache


@dataclass(frozen=True)
class IncomingMessage:
    """A message from a channel. `language` is the answer language that the sender has chosen, if any."""

    session: str
    text: str
    channel: str
    id: uuid.UUID | None = None
    language: Language | None = None
    retried: bool = False  # the channel retries after an error, so an error is not recorded


def ignore(session: str) -> None:
    """The default callback: does nothing."""


class TurnService:
    """Processes messages. `turn_seconds` is the deadline of a turn, including the wait for earlier turns."""

    def __init__(
        self,
        rasa: RasaClient,
        journal: Journal,
        tracker: RasaTracker,
        notices: Notices,
        clock: Clock,
        *,
        public_url: str,
        official_language: Language,
        turn_seconds: float,
        is_public: Callable[[str], bool],
        correct_keyboard: Callable[[str], str],
        on_turn: Callable[[str], None] = ignore,
        on_erased: Callable[[str], None] = ignore,
    ) -> None:
        """`is_public` takes an entry's id and returns whether the entry may be shown now. `correct_keyboard` corrects
        the keyboard layout of a text. `on_turn` and `on_erased` are called with the session after each turn and
        erasure."""
        self._rasa = rasa
        self._journal = journal
        self._tracker = tracker
        self._notices = notices
        self._clock = clock
        self._public_url = public_url
        self._official_language = official_language
        self._turn_seconds = turn_seconds
        self._is_public = is_public
        self._correct_keyboard = correct_keyboard
        self._on_turn, self._on_erased = on_turn, on_erased
        self._commands = CommandRunner(journal, clock)
        # Sessions whose last turn this process has recorded. For these, every message that Rasa has processed is in the
        # journal, so a new message id needs no look-up in Rasa's tracker.
        self._recorded: LRUCache[str, bool] = LRUCache(MAX_RECORDED)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def turn(self, message: IncomingMessage) -> list[Reply]:
        """The replies to a message, at least one. If a part of the service fails, an apology; never an exception."""
        start = time.perf_counter()
        try:
            return await self._after_earlier_turns(message, start)
        except SQLAlchemyError:
            log.exception("the journal cannot be used")
            return [self._apology(message)]

    async def _after_earlier_turns(self, message: IncomingMessage, start: float) -> list[Reply]:
        """The turn, after the session's earlier turns; an apology if these outlast the deadline."""
        deadline = start + self._turn_seconds
        lock = self._locks.setdefault(message.session, asyncio.Lock())
        try:
            async with asyncio.timeout(deadline - time.perf_counter()):
                await lock.acquire()
        except TimeoutError:
            return [self._apology(message)]
        try:
            return await self._process(message, start, deadline)
        finally:
            lock.release()

    async def _process(self, message: IncomingMessage, start: float, deadline: float) -> list[Reply]:
        """The turn itself. The caller holds the lock of the session."""
        received = MessageRecord(message.session, message.text, message.channel, self._clock(), message.id)
        if message.id and (stored := await self._journal.turns.replies_to(message.session, message.id)):
            if all(is_still_public(reply, self._is_public) for reply in stored):
                return stored
            received = replace(received, id=None)  # a stored reply cites a withdrawn entry: answer again
        decoded = await self._ask_rasa(message, deadline - time.perf_counter())
        if decoded.erase:
            kept = await self._erase(message.session)
            return [self._commands.erased(reply, kept) for reply in decoded.replies]
        if message.retried and all(reply.outcome is Outcome.ERROR for reply in decoded.replies):
            return decoded.replies
        if decoded.enquiry:
            decoded = await self._commands.keep_enquiry(decoded, message.session, message.id)
        replies, delivers = await self._with_notices(message, decoded.replies)
        milliseconds = (time.perf_counter() - start) * 1000
        replies = await self._journal.turns.record(received, replies, milliseconds, delivers)
        self._recorded[message.session] = True
        self._on_turn(message.session)
        return replies

    async def _ask_rasa(self, message: IncomingMessage, seconds: float) -> DecodedReplies:
        recorded = self._recorded.pop(message.session, False)
        try:
            async with asyncio.timeout(seconds):
                # Rasa must process a message only once, also if this process stopped before it recorded the replies:
                # a form would take the repeated message for its next field.
                raw: list[dict[str, Any]] = []
                if message.id and not recorded:
                    raw = await self._tracker.replies_to(message.session, message.id)
                text = self._correct_keyboard(message.text)
                raw = raw or await self._rasa.send(message.session, text, message.language, message.id)
            return decode(raw, self._public_url)
        except TimeoutError:
            error: RasaError = RasaUnreachable(f"no answer within {self._turn_seconds:g} s")
        except RasaError as e:
            error = e
        log.error("turn failed: %s: %s", type(error).__name__, error)
        return DecodedReplies([self._apology(message)])

    async def _with_notices(self, message: IncomingMessage, replies: list[Reply]) -> tuple[list[Reply], list[int]]:
        """The replies with undelivered answers of the press office before them and notices added to the first one; and
        the numbers of the enquiries that are answered."""
        before, after = await self._notices.of(message.session, message.text, replies[0].language)
        first = replies[0].model_copy(update={"notices": [*before, *replies[0].notices, *after]})
        waiting = await self._journal.enquiries.undelivered(message.session)
        numbers = [enquiry.number for enquiry in waiting]
        return [*map(from_press_office, waiting), first, *replies[1:]], numbers

    async def deliver(self, session: str, channel: str) -> None:
        """Add undelivered answers of the press office to the conversation as a turn without a message."""
        async with self._locks.setdefault(session, asyncio.Lock()):
            waiting = await self._journal.enquiries.undelivered(session)
            if not waiting:
                return
            received = MessageRecord(session, "", channel, self._clock())
            replies = [from_press_office(enquiry) for enquiry in waiting]
            await self._journal.turns.record(received, replies, 0, [enquiry.number for enquiry in waiting])
        self._on_turn(session)

    async def erase(self, session: str) -> int:
        """Erase a session, after its running turn: its turns, Rasa's tracker, and its enquiries except unanswered ones.

        Returns the number of enquiries that are kept.
        """
        async with self._locks.setdefault(session, asyncio.Lock()):
            return await self._erase(session)

    async def _erase(self, session: str) -> int:
        await self._journal.turns.erase(session)
        await self._journal.enquiries.erase(session)
        await self._journal.line.erase(session)
        await self._journal.subscriptions.unsubscribe(session)
        await self._tracker.erase(session)
        self._notices.forget(session)
        self._on_erased(session)
        return await self._journal.enquiries.count_unanswered(session)

    def _apology(self, message: IncomingMessage) -> Reply:
        return apology(message.language or detect(message.text) or self._official_language)
