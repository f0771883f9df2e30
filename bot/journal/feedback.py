"""Feedback: whether an answer helped. It belongs to the answer's receipt; "not helpful" opens a gap."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.journal.tables import Feedback, Gap, Receipt, Turn


class FeedbackStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def record(self, receipt: str, helpful: bool, comment: str | None, now: datetime) -> bool:
        """Store feedback on a receipt, replacing earlier feedback on it. False if there is no such receipt.

        "Not helpful" opens one gap for the turn, if the turn is still stored.
        """
        async with AsyncSession(self._engine) as db, db.begin():
            stored = await db.get(Receipt, receipt)
            if stored is None:
                return False
            await db.merge(Feedback(receipt=receipt, helpful=helpful, comment=comment, given=now))
            if not helpful:
                await self._open_gap(db, stored, now)
        return True

    async def _open_gap(self, db: AsyncSession, receipt: Receipt, now: datetime) -> None:
        turns = (await db.execute(select(Turn).where(Turn.started == receipt.given))).scalars()
        for turn in turns:
            if not any(reply.get("receipt") == receipt.receipt for reply in turn.replies):
                continue
            existing = (await db.execute(select(Gap.id).where(Gap.turn_id == turn.id))).first()
            if existing is None:
                language = str(receipt.reply["language"])
                db.add(Gap(turn_id=turn.id, question=turn.message, language=language, asked=now))
