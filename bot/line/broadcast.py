"""Sends notifications to subscribers on LINE: an entry has changed, or a question has an answer.

All batches are stored with their retry keys before the first one is sent. If a broadcast is interrupted, the same
command continues it, and nobody is notified twice.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.clock import Clock
from bot.journal.journal import Journal
from bot.journal.tables import Subscription
from bot.line.client.api import LineApi, SendResult
from bot.line.limits import MAX_RECIPIENTS
from bot.line.rendering import render
from bot.line.responses import unsubscribe_data
from bot.messages import line as line_messages
from bot.reply import Outcome, Reply

Messages = list[dict[str, Any]]
Batch = tuple[list[str], Messages]  # recipients and what they get


@dataclass(frozen=True)
class Notification:
    """The messages for one subscriber. A subscription to a question ends with its notification."""

    subscription: Subscription
    replies: Sequence[Reply]

    def messages(self) -> Messages:
        language = self.subscription.language
        heading = line_messages.UPDATE_HEADING[language]
        if self.subscription.question:
            heading = f"{heading}: “{self.subscription.question}”"
        intro = Reply(outcome=Outcome.SOCIAL, language=language, text=heading)
        return render.replies([intro, *self.replies], {line_messages.STOP[language]: unsubscribe_data()})


def batches(notifications: Iterable[Notification]) -> list[Batch]:
    """Subscribers who get the same messages, in batches of at most MAX_RECIPIENTS."""
    by_messages: dict[str, tuple[list[str], Messages]] = {}
    for notification in notifications:
        messages = notification.messages()
        key = json.dumps(messages, ensure_ascii=False, sort_keys=True)
        by_messages.setdefault(key, ([], messages))[0].append(notification.subscription.source)
    found = []
    for sources, messages in by_messages.values():
        unique = list(dict.fromkeys(sources))
        found += [(unique[i : i + MAX_RECIPIENTS], messages) for i in range(0, len(unique), MAX_RECIPIENTS)]
    return found


def broadcast_id(notifications: Sequence[Notification]) -> str:
    """A digest of subscriptions and texts: the same notifications are the same broadcast."""
    content = [(each.subscription.id, [reply.text for reply in each.replies]) for each in notifications]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


class Broadcaster:
    def __init__(self, journal: Journal, api: LineApi, clock: Clock) -> None:
        self._subscriptions = journal.subscriptions
        self._api = api
        self._clock = clock

    async def send(
        self, notifications: Sequence[Notification], progress: Callable[[int, int], None]
    ) -> tuple[int, SendResult]:
        """Send what has not been sent yet. Returns the number of recipients, and the result of the last call.

        Stops at the first call that is not SENT. `progress(sent, total)`: recipients so far, and of this run.
        """
        name = broadcast_id(notifications)
        if not await self._subscriptions.planned_deliveries(name):
            await self._subscriptions.plan_deliveries(name, batches(notifications), self._clock())
        planned = await self._subscriptions.planned_deliveries(name)
        unsent = [batch for batch in planned if batch.sent is None]
        sent, total = 0, sum(len(batch.sources) for batch in unsent)
        for batch in unsent:
            result = await self._api.multicast(batch.sources, batch.messages, batch.retry_key)
            if result is not SendResult.SENT:
                return sent, result
            sent += len(batch.sources)
            await self._subscriptions.mark_sent(batch.id, self._clock())
            progress(sent, total)
        answered = [each.subscription.id for each in notifications if each.subscription.question]
        await self._subscriptions.delete(answered)
        return sent, SendResult.SENT
