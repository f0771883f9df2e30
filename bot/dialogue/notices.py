"""Notices that are added to any answer: the retention notice at first contact, and a line in the visitor's language if
the desk does not support it."""

from collections.abc import Callable

from cachetools import LRUCache

from bot.journal.turns import Turns
from bot.messages.conversation import ANSWERED_IN_ENGLISH, RETENTION_NOTICE
from bot.query.language_id import foreign_language
from bot.reply import Language

MAX_REMEMBERED = 10_000  # cached sessions that have turns, so that not every turn queries the journal


class Notices:
    def __init__(self, turns: Turns, retention_days: Callable[[], int]) -> None:
        self._turns = turns
        self._retention_days = retention_days
        self._known: LRUCache[str, bool] = LRUCache(MAX_REMEMBERED)

    async def of(self, session: str, message: str, language: Language) -> tuple[list[str], list[str]]:
        """The notices of a turn: (those before the notices of the reply, those after them)."""
        code = foreign_language(message)
        first = await self._is_first(session)
        after = [RETENTION_NOTICE[language].format(days=self._retention_days())] if first else []
        return ([ANSWERED_IN_ENGLISH[code]] if code else []), after

    async def _is_first(self, session: str) -> bool:
        known = session in self._known or await self._turns.has_turns(session)
        self._known[session] = True
        return not known

    def forget(self, session: str) -> None:
        """Treat the session's next message as a first contact."""
        self._known.pop(session, None)
