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

from cachetools import LRUCache
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.dialogue.notices import Notices
from bot.dialogue.rasa_client import RasaClient
from bot.dialogue.rasa_tracker import Conversations
from bot.dialogue.reply_decoder import Heard, apology, from_press_office, from_rasa
from bot.dialogue.transcript import may_be_said
from bot.errors import RasaError, RasaUnreachable
from bot.journal.journal import Journal
from bot.journal.turns import Asked
from bot.query.keyboard_layout import layout
from bot.query.vocabulary import is_english
from bot.reply import Language, Outcome, Reply
from bot.text.language import detect

log = logging.getLogger(__name__)
SETTLED = 10_000


@dataclass(frozen=True)
class Message:
    """What somebody wrote. `language` is what they asked to be answered in, if they did."""

    session: str
    text: str
    channel: str
    id: uuid.UUID | None = None
    language: Language | None = None
    retried: bool = False  # by the channel, until there is an answer: failures on the way are not kept


def ignore(session: str) -> None:
    """Nobody listens."""


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
        said: Callable[[str], None] = ignore,
        erased: Callable[[str], None] = ignore,
    ) -> None:
        """`is_public` says of an entry's id whether it may be shown now; `said` and `erased` are told of the session in
        which something was."""
        self._rasa = rasa
        self._journal = journal
        self._conversations = conversations
        self._notices = notices
        self._clock = clock
        self._public_url = public_url
        self._official_language = official_language
        self._turn_seconds = turn_seconds
        self._is_public = is_public
        self._said, self._erased = said, erased
        # Sessions whose last turn came to its end in this process: of these nothing can be half done.
        self._settled: LRUCache[str, bool] = LRUCache(SETTLED)
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
                if all(may_be_said(reply, self._is_public) for reply in stored):
                    return stored  # what was withdrawn since is not repeated to anybody
                asked = replace(asked, id=None)
            heard = await self._ask(message, deadline - time.perf_counter())
            if heard.erase:
                await self._erase(message.session)
                return heard.replies
            if message.retried and all(reply.outcome is Outcome.ERROR for reply in heard.replies):
                return heard.replies
            replies, delivers = await self._with_notices(message, heard.replies)
            milliseconds = (time.perf_counter() - start) * 1000
            replies = await self._journal.turns.record(asked, replies, milliseconds, delivers)
            self._settled[message.session] = True
            self._said(message.session)
            return replies
        finally:
            lock.release()

    async def _ask(self, message: Message, seconds: float) -> Heard:
        settled = self._settled.pop(message.session, False)
        try:
            async with asyncio.timeout(seconds):
                # Whatever ended in between, Rasa hears a message once: a form must not take it for the next field too.
                said = [] if settled or not message.id else await self._conversations.said(message.session, message.id)
                # What was typed on the wrong keyboard would be in no language at all.
                text = layout(message.text, is_english)
                said = said or await self._rasa.send(message.session, text, message.language, message.id)
            return from_rasa(said, self._public_url)
        except TimeoutError:
            error: RasaError = RasaUnreachable(f"no answer within {self._turn_seconds:g} s")
        except RasaError as e:
            error = e
        log.error("turn failed: %s: %s", type(error).__name__, error)
        return Heard([self._apology(message)])

    async def _with_notices(self, message: Message, replies: list[Reply]) -> tuple[list[Reply], list[int]]:
        """What the press office has answered meanwhile comes first, with the numbers of those enquiries; what is to be
        noticed stands with the first reply to the message itself."""
        before, after = await self._notices.of(message.session, message.text, replies[0].language)
        first = replies[0].model_copy(update={"notices": [*before, *replies[0].notices, *after]})
        waiting = await self._journal.enquiries.undelivered(message.session)
        numbers = [enquiry.number for enquiry in waiting]
        return [*map(from_press_office, waiting), first, *replies[1:]], numbers

    async def deliver(self, session: str, channel: str) -> None:
        """Bring what the press office has answered into the conversation, where nobody is asking just now."""
        async with self._locks.setdefault(session, asyncio.Lock()):
            waiting = await self._journal.enquiries.undelivered(session)
            if not waiting:
                return
            asked = Asked(session, "", channel, self._clock())
            replies = [from_press_office(enquiry) for enquiry in waiting]
            await self._journal.turns.record(asked, replies, 0, [enquiry.number for enquiry in waiting])
        self._said(session)

    async def erase(self, session: str) -> int:
        """Forget a session, after the turn that is running in it: its turns, its enquiries but those still to be
        answered, and what Rasa knows of it. How many enquiries are kept."""
        async with self._locks.setdefault(session, asyncio.Lock()):
            return await self._erase(session)

    async def _erase(self, session: str) -> int:
        await self._journal.turns.erase(session)
        await self._journal.enquiries.erase(session)
        await self._journal.line.erase(session)
        await self._journal.subscriptions.end(session)
        await self._conversations.erase(session)
        self._notices.forget(session)
        self._erased(session)
        return await self._journal.enquiries.pending(session)

    def _apology(self, message: Message) -> Reply:
        return apology(message.language or detect(message.text) or self._official_language)
