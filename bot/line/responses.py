"""What is said to each kind of event. An answer is the desk's, the same words and sources as on the web."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.clock import Clock
from bot.content.repository import KnowledgeRepository
from bot.dialogue.turn_service import IncomingMessage, TurnService
from bot.journal.journal import Journal
from bot.journal.line_inbox import DONE
from bot.journal.tables import LineEvent
from bot.line import postbacks
from bot.line.inbound.identity import message_id
from bot.line.postbacks import Postback
from bot.line.rendering import render
from bot.messages import line as line_messages
from bot.reply import Language, Outcome, Reply

Messages = list[dict[str, Any]]
BOTH: tuple[Language, Language] = ("th", "en")
OPENINGS = 2  # sample questions of each language beside a greeting


class NoAnswerYet(Exception):
    """There is no answer just now, and there may be one later."""


class Responder:
    def __init__(self, turns: TurnService, journal: Journal, repository: KnowledgeRepository, clock: Clock) -> None:
        self._turns = turns
        self._journal = journal
        self._repository = repository
        self._clock = clock
        media = dict.fromkeys(("image", "video", "audio", "file", "location"), self._only_text)
        self._by_kind: dict[str, Callable[[LineEvent], Awaitable[Messages]]] = {
            "text": self._text,
            "sticker": self._sticker,
            "follow": self._follow,
            "unfollow": self._gone,
            "leave": self._gone,
            "join": self._join,
            "postback": self._postback,
            **media,
        }

    async def messages(self, event: LineEvent) -> Messages:
        """What to say to an event, nothing where that is nothing. Raises NoAnswerYet."""
        respond = self._by_kind.get(event.kind)
        return await respond(event) if respond else []

    async def plain(self, event: LineEvent) -> Messages:
        """The same as text alone. Raises NoAnswerYet."""
        return render.plain(await self._replies(event)) if event.kind == "text" and event.text else []

    async def _replies(self, event: LineEvent) -> Sequence[Reply]:
        turn = IncomingMessage(event.session, event.text or "", "line", message_id(event.event_id), retried=True)
        replies = await self._turns.turn(turn)
        if all(reply.outcome is Outcome.ERROR for reply in replies):
            raise NoAnswerYet
        return replies

    async def _text(self, event: LineEvent) -> Messages:
        if not event.text:
            return await self._say(event, line_messages.ONLY_TEXT)
        replies = await self._replies(event)
        if event.source and any(reply.outcome is Outcome.DONE for reply in replies):
            await self._journal.enquiries.set_push_target(event.session, event.source)
        return self._rendered(replies, event)

    def _rendered(self, replies: Sequence[Reply], event: LineEvent) -> Messages:
        return render.messages(replies, offers(replies, event))

    async def _sticker(self, event: LineEvent) -> Messages:
        return await self._say(event, line_messages.STICKER)

    async def _only_text(self, event: LineEvent) -> Messages:
        return await self._say(event, line_messages.ONLY_TEXT)

    async def _follow(self, event: LineEvent) -> Messages:
        days = self._repository.meeting.retention_days
        privacy = {language: line_messages.PRIVACY[language].format(days=days) for language in BOTH}
        texts = [f"{self._greeting(language)}\n\n{privacy[language]}" for language in BOTH]
        openings = [
            question for language in BOTH for question in self._repository.opening_questions(language, OPENINGS)
        ]
        return render.said(texts, openings)

    def _greeting(self, language: Language) -> str:
        greeting = self._repository.meeting.greeting
        return greeting.within(language) if greeting else self._introduction(language)

    def _introduction(self, language: Language) -> str:
        return line_messages.GREETING[language].format(meeting=self._repository.meeting.name.within(language))

    async def _join(self, event: LineEvent) -> Messages:
        return render.said([f"{self._introduction(language)}\n\n{line_messages.GROUP[language]}" for language in BOTH])

    async def _gone(self, event: LineEvent) -> Messages:
        """Whoever leaves is owed nothing any more."""
        await self._journal.subscriptions.unsubscribe(event.session)
        await self._journal.line.erase(event.session)
        return []

    async def unsaid(self, event: LineEvent) -> None:
        """Take the words of a message that was unsent out of the journal too."""
        await self._journal.turns.delete_turn(event.session, message_id(event.event_id))

    async def button(self, event: LineEvent) -> Messages:
        """By which an answer that is not there yet can be had later."""
        language = await self._language(event.session)
        data = Postback(postbacks.COLLECT, str(event.id)).data()
        return render.button(line_messages.NOT_YET[language], line_messages.SEE[language], data)

    async def _postback(self, event: LineEvent) -> Messages:
        pressed = postbacks.read(event.data)
        if pressed is None:
            return []
        by_action = {
            postbacks.COLLECT: self._collect,
            postbacks.FEEDBACK: self._feedback,
            postbacks.SUBSCRIBE: self._subscribe,
            postbacks.STOP: self._stop,
        }
        respond = by_action.get(pressed.action)
        return await respond(event, pressed) if respond else []

    async def _collect(self, event: LineEvent, pressed: Postback) -> Messages:
        asked = await self._journal.line.get(int(pressed.value)) if pressed.value.isdecimal() else None
        if asked is None or asked.session != event.session or asked.state == DONE:
            return await self._say(event, line_messages.COLLECTED)
        # Where it is there, it is owed, and goes with this reply by itself.
        return [] if asked.answer else await self.button(asked)

    async def _feedback(self, event: LineEvent, pressed: Postback) -> Messages:
        await self._journal.feedback.record(pressed.value, pressed.more == "1", None, self._clock())
        return await self._say(event, line_messages.THANKS)

    async def _subscribe(self, event: LineEvent, pressed: Postback) -> Messages:
        language = await self._language(event.session)
        what = {"entry": pressed.value} if pressed.value else {"question": pressed.more}
        await self._journal.subscriptions.add(event.session, event.source or "", language, self._clock(), **what)
        return render.said([line_messages.SUBSCRIBED[language]], actions={line_messages.STOP[language]: stop()})

    async def _stop(self, event: LineEvent, pressed: Postback) -> Messages:
        await self._journal.subscriptions.unsubscribe(event.session)
        return await self._say(event, line_messages.STOPPED)

    async def _say(self, event: LineEvent, words: dict[Language, str]) -> Messages:
        return render.said([words[await self._language(event.session)]])

    async def _language(self, session: str) -> Language:
        """That of the conversation; the meeting's own before there is one."""
        return await self._journal.turns.language(session) or self._repository.meeting.official_language


def stop() -> str:
    return Postback(postbacks.STOP, "all").data()


def offers(replies: Sequence[Reply], event: LineEvent) -> dict[str, str]:
    """To be told: when the entry that was answered changes, or when the question that was not has an answer."""
    if event.source_kind != "user":
        return {}
    for reply in replies:
        label = line_messages.NOTIFY[reply.language]
        if reply.outcome is Outcome.ANSWERED and reply.citations:
            return {label: Postback(postbacks.SUBSCRIBE, reply.citations[0].entry).data()}
        if reply.outcome is Outcome.NOT_ANNOUNCED and event.text:
            data = Postback(postbacks.SUBSCRIBE, "", event.text).data()
            return {label: data} if len(data) <= render.POSTBACK else {}
    return {}
