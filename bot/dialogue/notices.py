"""What has to be said beside an answer, whatever the answer is: what is kept, at first contact; and to those who write
in a language that is not spoken here, a line in their own."""

from collections.abc import Callable

from cachetools import LRUCache

from bot.journal.turns import Turns
from bot.messages.conversation import ANSWERED_IN_ENGLISH, RETENTION_NOTICE
from bot.query.language_id import foreign_language
from bot.reply import Language

KNOWN = 10_000  # sessions remembered to be no first contact, so that the journal is not asked at every turn


class Notices:
    def __init__(self, turns: Turns, retention_days: Callable[[], int]) -> None:
        self._turns = turns
        self._retention_days = retention_days
        self._known: LRUCache[str, bool] = LRUCache(KNOWN)

    async def of(self, session: str, message: str, language: Language) -> tuple[list[str], list[str]]:
        """The notices of a turn: those that come before a reply's own, and those that come after."""
        code = foreign_language(message)
        first = await self._is_first(session)
        after = [RETENTION_NOTICE[language].format(days=self._retention_days())] if first else []
        return ([ANSWERED_IN_ENGLISH[code]] if code else []), after

    async def _is_first(self, session: str) -> bool:
        known = session in self._known or await self._turns.has_turns(session)
        self._known[session] = True
        return not known

    def forget(self, session: str) -> None:
        """What comes from this session next is a first contact."""
        self._known.pop(session, None)
