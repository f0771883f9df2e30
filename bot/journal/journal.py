"""The journal: one database with turns, enquiries, feedback, LINE's events and subscriptions."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.journal.database import open_journal
from bot.journal.enquiries import Enquiries
from bot.journal.feedback import FeedbackStore
from bot.journal.line_inbox import LineInbox
from bot.journal.subscriptions import Subscriptions
from bot.journal.turns import Turns


@dataclass(frozen=True)
class Journal:
    engine: AsyncEngine
    turns: Turns
    enquiries: Enquiries
    feedback: FeedbackStore
    line: LineInbox
    subscriptions: Subscriptions

    @classmethod
    async def open(cls, url: str) -> "Journal":
        """Connect, and migrate the schema to the newest revision. Close it with `dispose`."""
        engine = await open_journal(url)
        inbox, subscriptions = LineInbox(engine), Subscriptions(engine)
        return cls(engine, Turns(engine), Enquiries(engine), FeedbackStore(engine), inbox, subscriptions)

    async def dispose(self) -> None:
        await self.engine.dispose()
