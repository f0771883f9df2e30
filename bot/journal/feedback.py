"""What people thought of an answer. It stands with the receipt, and an answer that did not help opens a gap."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.journal.tables import Feedback, Gap, Receipt, Turn


class FeedbackStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def give(self, receipt: str, helpful: bool, comment: str | None, now: datetime) -> bool:
        """Keep it, in place of what the same receipt's holder said before; False where there is no such receipt.

        An answer that did not help opens a gap, once, as long as its turn is kept.
        """
        async with AsyncSession(self._engine) as db, db.begin():
            kept = await db.get(Receipt, receipt)
            if kept is None:
                return False
            await db.merge(Feedback(receipt=receipt, helpful=helpful, comment=comment, given=now))
            if not helpful:
                await self._open_gap(db, kept, now)
        return True

    async def _open_gap(self, db: AsyncSession, kept: Receipt, now: datetime) -> None:
        turns = (await db.execute(select(Turn).where(Turn.started == kept.given))).scalars()
        for turn in turns:
            if not any(reply.get("receipt") == kept.receipt for reply in turn.replies):
                continue
            opened = (await db.execute(select(Gap.id).where(Gap.turn_id == turn.id))).first()
            if opened is None:
                language = str(kept.reply["language"])
                db.add(Gap(turn_id=turn.id, question=turn.message, language=language, asked=now))
