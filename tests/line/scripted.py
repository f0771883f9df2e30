"""Fakes of LINE's API and of the turn service, whose results a test sets, around the real inbox and worker."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.content.repository import KnowledgeRepository
from bot.dialogue.turn_service import IncomingMessage
from bot.journal.journal import Journal
from bot.journal.line_inbox import InboundEvent
from bot.journal.tables import LineEvent
from bot.line.client.api import SendResult
from bot.line.enquiry_push import EnquiryPusher
from bot.line.responses import Responder
from bot.line.worker import LineWorkers
from bot.reply import Outcome, Reply

Call = tuple[str, str, list[dict[str, Any]]]


@dataclass
class ScriptedApi:
    """Returns the results in `script`, then SENT; records all calls."""

    script: list[SendResult] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def _next_result(self) -> SendResult:
        return self.script.pop(0) if self.script else SendResult.SENT

    async def reply(self, token: str, messages: Sequence[dict[str, Any]]) -> SendResult:
        self.calls.append(("reply", token, list(messages)))
        return self._next_result()

    async def push(self, to: str, messages: Sequence[dict[str, Any]], retry_key: str) -> SendResult:
        self.calls.append(("push", to, list(messages)))
        self.keys.append(retry_key)
        return self._next_result()

    async def loading(self, user: str) -> SendResult:
        self.calls.append(("loading", user, []))
        return SendResult.SENT


@dataclass
class EchoTurnService:
    """Answers with the message itself, or with an apology while it is `down`."""

    down: bool = False
    heard: list[IncomingMessage] = field(default_factory=list)
    before_answering: Callable[[], Any] | None = None

    async def turn(self, message: IncomingMessage) -> list[Reply]:
        self.heard.append(message)
        if self.before_answering:
            await self.before_answering()
        outcome = Outcome.ERROR if self.down else Outcome.SOCIAL
        return [Reply(outcome=outcome, language="en", text=f"said: {message.text}")]


@dataclass
class World:
    journal: Journal
    api: ScriptedApi
    desk: EchoTurnService
    workers: LineWorkers
    pusher: EnquiryPusher
    now: datetime

    async def arrive(self, number: int = 1, kind: str = "text", **more: Any) -> None:
        fields = {"session": "line-a", "source": "Ua", "source_kind": "user", "text": f"question {number}"}
        fields |= {"event_id": f"event-{number}", "kind": kind, "reply_token": f"token-{number}"}
        await self.journal.line.store([InboundEvent(**fields | more)], self.now)

    async def work(self) -> int:
        """Process events until none is due; returns how many."""
        steps = 0
        while event := await self.journal.line.take(self.now):
            await self.workers.process(event)
            steps += 1
        return steps

    async def answered_enquiry(self, session: str = "line-a", source: str = "Ua") -> int:
        """The number of an enquiry from LINE that the press office has answered."""
        fields = {"question": "What did it cost?", "name": "Somchai", "outlet": "none", "contact": "LINE somchai"}
        shared = {"language": "en", "deadline": None, "transcript": [], "asked": self.now}
        number = await self.journal.enquiries.open(session=session, **fields, **shared)
        await self.journal.enquiries.set_push_target(session, source)
        assert await self.journal.enquiries.answer(number, f"answer {number}", self.now)
        return number

    async def state(self, number: int = 1) -> LineEvent:
        found = await self.journal.line.get(number)
        assert found is not None
        return found

    def said(self) -> list[tuple[str, str]]:
        """(reply or push, text) of every message sent."""
        return [(how, text) for how, _, messages in self.api.calls for text in map(text_of, messages)]


def text_of(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("altText"))


def make_world(
    journal: Journal, library: KnowledgeRepository, now: datetime, api: ScriptedApi, desk: EchoTurnService
) -> World:
    """One process: workers and pusher on a journal, with a clock that the test moves."""
    made: list[World] = []

    def clock() -> datetime:  # moved by the test
        return made[0].now

    responder = Responder(desk, journal, library, clock)  # type: ignore[arg-type]  # scripted
    workers = LineWorkers(journal, responder, api, clock, asyncio.Event(), push=False)  # type: ignore[arg-type]  # scripted
    pusher = EnquiryPusher(journal, api, clock)  # type: ignore[arg-type]  # scripted
    made.append(World(journal, api, desk, workers, pusher, now))
    return made[0]
