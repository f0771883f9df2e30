"""The journal as its users see it: turns, enquiries and feedback, in one database."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.journal.database import open_journal
from bot.journal.enquiries import Enquiries
from bot.journal.feedback import Feedbacks
from bot.journal.turns import Turns


@dataclass(frozen=True)
class Journal:
    engine: AsyncEngine
    turns: Turns
    enquiries: Enquiries
    feedback: Feedbacks

    @classmethod
    async def open(cls, url: str) -> "Journal":
        """Brings the database's schema up to date; close it with `dispose`."""
        engine = await open_journal(url)
        return cls(engine, Turns(engine), Enquiries(engine), Feedbacks(engine))

    async def dispose(self) -> None:
        await self.engine.dispose()
