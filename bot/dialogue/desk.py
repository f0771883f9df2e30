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
from bot.dialogue.conversations import Conversations
from bot.dialogue.notices import Notices
from bot.dialogue.rasa_client import RasaClient
from bot.dialogue.replies import Heard, apology, from_press_office, from_rasa
from bot.errors import RasaError, RasaUnreachable
from bot.journal.journal import Journal
from bot.journal.turns import Asked
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
        journal: Journal,
        conversations: Conversations,
        notices: Notices,
        clock: Clock,
        *,
        public_url: str,
        official_language: Language,
        turn_seconds: float,
        is_public: Callable[[str], bool],
    ) -> None:
        """`is_public` says of an entry's id whether it may be shown now."""
        self._rasa = rasa
        self._journal = journal
        self._conversations = conversations
        self._notices = notices
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
            replies = await self._in_order(message, start + self._turn_seconds, asked, start)
        except SQLAlchemyError:
            log.exception("the journal cannot be used")
            replies = [self._apology(message)]
        return replies

    async def _in_order(self, message: Message, deadline: float, asked: Asked, start: float) -> list[Reply]:
        lock = self._locks.setdefault(message.session, asyncio.Lock())
        try:
            async with asyncio.timeout(deadline - time.perf_counter()):
                await lock.acquire()
        except TimeoutError:
            return [self._apology(message)]
        try:
            if message.id and (stored := await self._journal.turns.find(message.session, message.id)):
                if self._may_be_said_again(stored):
                    return stored
                asked = replace(asked, id=None)
            heard = await self._ask(message, deadline - time.perf_counter())
            if heard.erase:
                await self.erase(message.session)
                return heard.replies
            replies = await self._with_notices(message, heard.replies)
            return await self._journal.turns.record(asked, replies, (time.perf_counter() - start) * 1000)
        finally:
            lock.release()

    def _may_be_said_again(self, replies: list[Reply]) -> bool:
        """Whether all that the replies quote is public still: what was withdrawn since is not repeated to anybody."""
        return all(self._is_public(cited.entry) for reply in replies for cited in reply.citations)

    async def _ask(self, message: Message, seconds: float) -> Heard:
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
        return Heard([self._apology(message)])

    async def _with_notices(self, message: Message, replies: list[Reply]) -> list[Reply]:
        """What the press office has answered meanwhile comes first; what is to be noticed stands with the first reply
        to the message itself."""
        before, after = await self._notices.of(message.session, message.text, replies[0].language)
        first = replies[0].model_copy(update={"notices": [*before, *replies[0].notices, *after]})
        waiting = await self._journal.enquiries.undelivered(message.session)
        if waiting:
            await self._journal.enquiries.mark_delivered([enquiry.number for enquiry in waiting], self._clock())
        return [*map(from_press_office, waiting), first, *replies[1:]]

    async def erase(self, session: str) -> None:
        """Forget a session: its turns, its enquiries but those still to be answered, and what Rasa knows of it."""
        await self._journal.turns.erase(session)
        await self._journal.enquiries.erase(session)
        await self._conversations.erase(session)
        self._notices.forget(session)

    def _apology(self, message: Message) -> Reply:
        return apology(message.language or detect(message.text) or self._official_language)
