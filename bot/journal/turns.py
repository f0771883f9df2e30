"""Writes and reads turns, receipts and gaps. Every method is one transaction: a turn is in the journal whole or not."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.journal.tables import Enquiry, Gap, Receipt, Turn
from bot.reply import GAPS, RECEIPTED, Language, Outcome, Reply

RECEIPT_BYTES = 12  # 96 random bits: a receipt cannot be guessed


@dataclass(frozen=True)
class ReceivedMessage:
    """A message as it arrived. `id` is the client's own; the same one again is the same turn. The message is empty
    where nobody asked just then: something is said by the desk alone."""

    session: str
    message: str
    channel: str
    started: datetime
    id: uuid.UUID | None = None


class Turns:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def ready(self) -> None:
        """Raises what the database raises when it cannot be written."""
        async with self._engine.begin() as connection:
            await connection.execute(text("UPDATE gaps SET closed = closed WHERE id = -1"))

    async def find(self, session: str, message_id: uuid.UUID) -> list[Reply] | None:
        """The replies that this very message already got."""
        query = select(Turn.replies).where(Turn.session == session, Turn.message_id == str(message_id))
        async with AsyncSession(self._engine) as db:
            replies = (await db.execute(query)).scalar_one_or_none()
        return None if replies is None else [Reply.model_validate(reply) for reply in replies]

    async def record(
        self, asked: ReceivedMessage, replies: Sequence[Reply], milliseconds: float, delivers: Sequence[int] = ()
    ) -> list[Reply]:
        """Store a turn with its receipts and gaps; returns the replies, those that earn one with a receipt.

        A turn that holds an `error` is stored without its message id, so that the same message can be tried again.
        `delivers`: the enquiries whose answers are among the replies; they are delivered with the turn or not at all.
        """
        replies = [receipted(reply) for reply in replies]
        failed = any(reply.outcome is Outcome.ERROR for reply in replies)
        async with AsyncSession(self._engine) as db, db.begin():
            turn = Turn(
                session=asked.session,
                message_id=None if failed or asked.id is None else str(asked.id),
                channel=asked.channel,
                message=asked.message,
                replies=[reply.model_dump(mode="json") for reply in replies],
                started=asked.started,
                milliseconds=milliseconds,
            )
            db.add(turn)
            await db.flush()
            if delivers:
                answered = update(Enquiry).where(Enquiry.number.in_(delivers))
                await db.execute(answered.values(delivered=asked.started, source=None))
            for reply in replies:
                if reply.receipt:
                    db.add(Receipt(receipt=reply.receipt, reply=reply.model_dump(mode="json"), given=asked.started))
                if reply.outcome in GAPS:
                    gap = {"question": asked.message, "language": reply.language, "asked": asked.started}
                    db.add(Gap(turn_id=turn.id, **gap))
        return list(replies)

    async def since(self, session: str, number: int, limit: int) -> Sequence[Turn]:
        """Turns of a session after the one of this number, in order, at most `limit`."""
        query = select(Turn).where(Turn.session == session, Turn.id > number).order_by(Turn.id).limit(limit)
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalars().all()

    async def last(self) -> int:
        """The number of the newest turn of all; 0 before the first."""
        async with AsyncSession(self._engine) as db:
            return (await db.execute(select(func.max(Turn.id)))).scalar_one() or 0

    async def spoken_in(self, number: int) -> set[str]:
        """The sessions in which something was said after the turn of this number."""
        async with AsyncSession(self._engine) as db:
            return set((await db.execute(select(Turn.session).where(Turn.id > number))).scalars())

    async def known(self, session: str) -> bool:
        """Whether anything was ever said in this session, as far as it is kept."""
        query = select(Turn.id).where(Turn.session == session).limit(1)
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).first() is not None

    async def about(self, session: str, question: str, count: int) -> list[dict[str, Any]]:
        """Turns of a session up to the last one that put this question, `{"message", "replies", "started"}` in their
        order, at most `count`; the last ones where none put it."""
        query = select(Turn).where(Turn.session == session).order_by(Turn.id.desc())
        async with AsyncSession(self._engine) as db:
            found = (await db.execute(query.limit(50))).scalars().all()
        first = next((i for i, turn in enumerate(found) if turn.message.strip() == question.strip()), 0)
        return [
            {"message": turn.message, "replies": turn.replies, "started": turn.started.isoformat()}
            for turn in reversed(found[first : first + count])
        ]

    async def language(self, session: str) -> Language | None:
        """That of the last reply in a session."""
        query = select(Turn.replies).where(Turn.session == session).order_by(Turn.id.desc()).limit(1)
        async with AsyncSession(self._engine) as db:
            replies = (await db.execute(query)).scalar_one_or_none()
        return Reply.model_validate(replies[0]).language if replies else None

    async def unsay(self, session: str, message_id: uuid.UUID) -> None:
        """Forget a message's turn, and the gap that it opened. Its receipt, if it has one, names nobody."""
        mine = (Turn.session == session, Turn.message_id == str(message_id))
        async with self._engine.begin() as connection:
            await connection.execute(delete(Gap).where(Gap.turn_id.in_(select(Turn.id).where(*mine))))
            await connection.execute(delete(Turn).where(*mine))

    async def erase(self, session: str) -> None:
        """Delete all turns of a session and the gaps they opened. Receipts stay: they name no session."""
        async with self._engine.begin() as connection:
            own = select(Turn.id).where(Turn.session == session)
            await connection.execute(delete(Gap).where(Gap.turn_id.in_(own)))
            await connection.execute(delete(Turn).where(Turn.session == session))

    async def forget(self, before: datetime) -> int:
        """Delete the turns, with their gaps, that are older than the retention period; how many there were.

        Receipts stay: they name no session.
        """
        async with self._engine.begin() as connection:
            await connection.execute(delete(Gap).where(Gap.asked < before))
            return (await connection.execute(delete(Turn).where(Turn.started < before))).rowcount

    async def receipt(self, receipt: str) -> Receipt | None:
        async with AsyncSession(self._engine) as db:
            return await db.get(Receipt, receipt)

    async def open_gaps(self, limit: int = 200) -> Sequence[Gap]:
        """What had no answer, the newest first."""
        query = select(Gap).where(Gap.closed.is_(None)).order_by(Gap.asked.desc()).limit(limit)
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalars().all()


def receipted(reply: Reply) -> Reply:
    if reply.outcome not in RECEIPTED:
        return reply
    return reply.model_copy(update={"receipt": secrets.token_urlsafe(RECEIPT_BYTES)})
