"""Tells those who asked for it: of an entry that has changed, or of the answer to a question that had none.

All batches are kept, each with its retry key, before the first is sent. Whatever ends a broadcast in the middle, the
same command again goes on where it ended, and nobody is told twice.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.clock import Clock
from bot.journal.journal import Journal
from bot.journal.tables import Subscription
from bot.line.client.api import MOST_RECIPIENTS, LineApi, Sent
from bot.line.rendering import render
from bot.line.responses import stop
from bot.messages import line as line_messages
from bot.reply import Outcome, Reply

Messages = list[dict[str, Any]]
Batch = tuple[list[str], Messages]


@dataclass(frozen=True)
class Notice:
    """What one recipient is told, and of which of their wishes that makes an end."""

    subscription: Subscription
    replies: Sequence[Reply]

    def messages(self) -> Messages:
        language = self.subscription.language
        before = line_messages.NEWS[language]
        if self.subscription.question:
            before = f"{before}: “{self.subscription.question}”"
        intro = Reply(outcome=Outcome.SOCIAL, language=language, text=before)
        return render.messages([intro, *self.replies], {line_messages.STOP[language]: stop()})


def batches(notices: Iterable[Notice]) -> list[Batch]:
    """Those who are told the same are told in one call, up to what LINE takes."""
    alike: dict[str, tuple[list[str], Messages]] = {}
    for notice in notices:
        messages = notice.messages()
        key = json.dumps(messages, ensure_ascii=False, sort_keys=True)
        alike.setdefault(key, ([], messages))[0].append(notice.subscription.source)
    found = []
    for sources, messages in alike.values():
        once = list(dict.fromkeys(sources))
        found += [(once[i : i + MOST_RECIPIENTS], messages) for i in range(0, len(once), MOST_RECIPIENTS)]
    return found


def digest(notices: Sequence[Notice]) -> str:
    """Names a broadcast by what is said to whom: the same again is the same broadcast, and goes on where it ended."""
    told = [(notice.subscription.id, [reply.text for reply in notice.replies]) for notice in notices]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


class Broadcaster:
    def __init__(self, journal: Journal, api: LineApi, clock: Clock) -> None:
        self._subscriptions = journal.subscriptions
        self._api = api
        self._clock = clock

    async def send(self, notices: Sequence[Notice], progress: Callable[[int, int], None]) -> tuple[int, Sent]:
        """Tell all of them: how many recipients have been told, and what the last call came to.

        `progress` gets recipients told and recipients in all. Wishes for the answer to a question end with it.
        """
        name = digest(notices)
        if not await self._subscriptions.planned_deliveries(name):
            await self._subscriptions.plan_deliveries(name, batches(notices), self._clock())
        planned = await self._subscriptions.planned_deliveries(name)
        left = [batch for batch in planned if batch.sent is None]
        told, total = 0, sum(len(batch.sources) for batch in left)
        for batch in left:
            came = await self._api.multicast(batch.sources, batch.messages, batch.retry_key)
            if came is not Sent.YES:
                return told, came
            told += len(batch.sources)
            await self._subscriptions.mark_sent(batch.id, self._clock())
            progress(told, total)
        await self._subscriptions.delete([each.subscription.id for each in notices if each.subscription.question])
        return told, Sent.YES
