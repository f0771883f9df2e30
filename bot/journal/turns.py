"""Stores and reads turns, receipts and gaps. Every method is one transaction."""

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
class MessageRecord:
    """The columns of a turn that come from its message. `id` comes from the client: one id is one turn.

    `message` is empty in a turn that delivers the press office's answer without a question.
    """

    session: str
    message: str
    channel: str
    started: datetime
    id: uuid.UUID | None = None


class Turns:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def check_writable(self) -> None:
        """Raises what the database raises if it cannot be written."""
        async with self._engine.begin() as connection:
            await connection.execute(text("UPDATE gaps SET closed = closed WHERE id = -1"))

    async def replies_to(self, session: str, message_id: uuid.UUID) -> list[Reply] | None:
        """The stored replies to a message; None if it has not been answered."""
        query = select(Turn.replies).where(Turn.session == session, Turn.message_id == str(message_id))
        async with AsyncSession(self._engine) as db:
            replies = (await db.execute(query)).scalar_one_or_none()
        return None if replies is None else [Reply.model_validate(reply) for reply in replies]

    async def record(
        self, asked: MessageRecord, replies: Sequence[Reply], milliseconds: float, delivers: Sequence[int] = ()
    ) -> list[Reply]:
        """Store a turn with its receipts and gaps; returns the replies with their receipts (see RECEIPTED).

        A turn with an `error` reply is stored without its message id, so that the message can be retried.
        `delivers`: numbers of the enquiries whose answers are among the replies; marked delivered in this transaction.
        """
        replies = [with_receipt(reply) for reply in replies]
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

    async def turns_after(self, session: str, number: int, limit: int) -> Sequence[Turn]:
        """A session's turns with an id above `number`, in order, at most `limit`."""
        query = select(Turn).where(Turn.session == session, Turn.id > number).order_by(Turn.id).limit(limit)
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalars().all()

    async def last_turn_id(self) -> int:
        """The id of the newest turn of all sessions; 0 before the first."""
        async with AsyncSession(self._engine) as db:
            return (await db.execute(select(func.max(Turn.id)))).scalar_one() or 0

    async def sessions_with_turns_after(self, number: int) -> set[str]:
        """The sessions that have turns with an id above `number`."""
        async with AsyncSession(self._engine) as db:
            return set((await db.execute(select(Turn.session).where(Turn.id > number))).scalars())

    async def has_turns(self, session: str) -> bool:
        """Whether any turn of this session is stored."""
        query = select(Turn.id).where(Turn.session == session).limit(1)
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).first() is not None

    async def transcript_until(self, session: str, question: str, count: int) -> list[dict[str, Any]]:
        """At most `count` turns in order, ending with the last one that asked `question`, each as a JSON object.

        If none of the last 50 turns asked it, the last `count` turns.
        """
        query = select(Turn).where(Turn.session == session).order_by(Turn.id.desc())
        async with AsyncSession(self._engine) as db:
            found = (await db.execute(query.limit(50))).scalars().all()
        first = next((i for i, turn in enumerate(found) if turn.message.strip() == question.strip()), 0)
        return [
            {"message": turn.message, "replies": turn.replies, "started": turn.started.isoformat()}
            for turn in reversed(found[first : first + count])
        ]

    async def language(self, session: str) -> Language | None:
        """The language of the session's last reply; None if it has none."""
        query = select(Turn.replies).where(Turn.session == session).order_by(Turn.id.desc()).limit(1)
        async with AsyncSession(self._engine) as db:
            replies = (await db.execute(query)).scalar_one_or_none()
        return Reply.model_validate(replies[0]).language if replies else None

    async def delete_turn(self, session: str, message_id: uuid.UUID) -> None:
        """Delete a message's turn and the gap that it opened. Its receipt stays: it names nobody."""
        turn = (Turn.session == session, Turn.message_id == str(message_id))
        async with self._engine.begin() as connection:
            await connection.execute(delete(Gap).where(Gap.turn_id.in_(select(Turn.id).where(*turn))))
            await connection.execute(delete(Turn).where(*turn))

    async def erase(self, session: str) -> None:
        """Delete a session's turns and gaps, at the person's request. Receipts stay: they name no session."""
        async with self._engine.begin() as connection:
            own = select(Turn.id).where(Turn.session == session)
            await connection.execute(delete(Gap).where(Gap.turn_id.in_(own)))
            await connection.execute(delete(Turn).where(Turn.session == session))

    async def delete_before(self, before: datetime) -> int:
        """Delete turns and gaps older than `before` (retention); returns how many turns. Receipts stay."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(Gap).where(Gap.asked < before))
            return (await connection.execute(delete(Turn).where(Turn.started < before))).rowcount

    async def receipt(self, receipt: str) -> Receipt | None:
        async with AsyncSession(self._engine) as db:
            return await db.get(Receipt, receipt)

    async def open_gaps(self, limit: int = 200) -> Sequence[Gap]:
        """The newest first."""
        query = select(Gap).where(Gap.closed.is_(None)).order_by(Gap.asked.desc()).limit(limit)
        async with AsyncSession(self._engine) as db:
            return (await db.execute(query)).scalars().all()


def with_receipt(reply: Reply) -> Reply:
    """The reply with a new receipt, if replies of its outcome get one."""
    if reply.outcome not in RECEIPTED:
        return reply
    return reply.model_copy(update={"receipt": secrets.token_urlsafe(RECEIPT_BYTES)})
