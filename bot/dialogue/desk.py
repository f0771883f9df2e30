"""One turn: a message in, its replies out, both in the journal. The only way into the dialogue, for every channel.

The turns of a session run one after another, and the same message id is one turn however often it is sent.
"""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from weakref import WeakValueDictionary

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.dialogue.rasa_client import RasaClient
from bot.dialogue.replies import apology, from_rasa
from bot.errors import RasaError, RasaUnreachable
from bot.journal.turns import Asked, Turns
from bot.reply import Language, Reply
from bot.text.english import is_english
from bot.text.language import detect
from bot.text.layout import layout

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Message:
    """What somebody wrote. `language` is what they asked to be answered in, if they did."""

    session: str
    text: str
    channel: str
    id: uuid.UUID | None = None
    language: Language | None = None


class Desk:
    """Takes messages. `turn_seconds` is a turn's deadline, the wait for the session's earlier turns included."""

    def __init__(
        self,
        rasa: RasaClient,
        turns: Turns,
        clock: Clock,
        *,
        public_url: str,
        official_language: Language,
        turn_seconds: float,
        is_public: Callable[[str], bool],
    ) -> None:
        """`is_public` says of an entry's id whether it may be shown now."""
        self._rasa = rasa
        self._turns = turns
        self._clock = clock
        self._public_url = public_url
        self._official_language = official_language
        self._turn_seconds = turn_seconds
        self._is_public = is_public
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def turn(self, message: Message) -> list[Reply]:
        """The replies to a message, at least one; an apology where something of ours failed, never an exception."""
        asked = Asked(message.session, message.text, message.channel, self._clock(), message.id)
        start = time.perf_counter()
        try:
            replies = await self._replies(message, start + self._turn_seconds, asked, start)
        except SQLAlchemyError:
            log.exception("the journal cannot be used")
            replies = [self._apology(message)]
        return replies

    async def _replies(self, message: Message, deadline: float, asked: Asked, start: float) -> list[Reply]:
        lock = self._locks.setdefault(message.session, asyncio.Lock())
        try:
            async with asyncio.timeout(deadline - time.perf_counter()):
                await lock.acquire()
        except TimeoutError:
            return [self._apology(message)]
        try:
            if message.id and (stored := await self._turns.find(message.session, message.id)):
                if self._may_be_said_again(stored):
                    return stored
                asked = replace(asked, id=None)
            replies = await self._ask(message, deadline - time.perf_counter())
            return await self._turns.record(asked, replies, (time.perf_counter() - start) * 1000)
        finally:
            lock.release()

    def _may_be_said_again(self, replies: list[Reply]) -> bool:
        """Whether all that the replies quote is public still: what was withdrawn since is not repeated to anybody."""
        return all(self._is_public(cited.entry) for reply in replies for cited in reply.citations)

    async def _ask(self, message: Message, seconds: float) -> list[Reply]:
        try:
            async with asyncio.timeout(seconds):
                # What was typed on the wrong keyboard would be in no language at all.
                text = layout(message.text, is_english)
                said = await self._rasa.send(message.session, text, message.language)
            return from_rasa(said, self._public_url)
        except TimeoutError:
            error: RasaError = RasaUnreachable(f"no answer within {self._turn_seconds:g} s")
        except RasaError as e:
            error = e
        log.error("turn failed: %s: %s", type(error).__name__, error)
        return [self._apology(message)]

    def _apology(self, message: Message) -> Reply:
        return apology(message.language or detect(message.text) or self._official_language)
