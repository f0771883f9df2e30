"""The messages that answer each kind of LINE event: `Responder` has one handler per kind.

A greeting, or any other fixed text, has its words in bot/messages/line.py and its handler here. Answers to questions
come from the dialogue, with the same words and sources as on the web.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.clock import Clock
from bot.content.models import LANGUAGES
from bot.content.repository import KnowledgeRepository
from bot.dialogue.turn_service import IncomingMessage, TurnService
from bot.journal.journal import Journal
from bot.journal.line_inbox import DONE
from bot.journal.tables import LineEvent
from bot.line.inbound.identity import message_id
from bot.line.limits import MAX_POSTBACK_UNITS
from bot.line.postbacks import COLLECT, FEEDBACK, STOP, SUBSCRIBE, Postback, parse_postback
from bot.line.rendering import render
from bot.messages import line as line_messages
from bot.reply import Language, Outcome, Reply

Messages = list[dict[str, Any]]
OPENING_QUESTIONS = 2  # of each language, below the greeting


class NoAnswerYet(Exception):
    """The dialogue failed; a later attempt may succeed."""


class Responder:
    def __init__(self, turns: TurnService, journal: Journal, repository: KnowledgeRepository, clock: Clock) -> None:
        self._turns = turns
        self._journal = journal
        self._repository = repository
        self._clock = clock
        media = dict.fromkeys(("image", "video", "audio", "file", "location"), self._on_media)
        self._by_kind: dict[str, Callable[[LineEvent], Awaitable[Messages]]] = {
            "text": self._on_text,
            "sticker": self._on_sticker,
            "follow": self._on_follow,
            "unfollow": self._on_leave,
            "leave": self._on_leave,
            "join": self._on_join,
            "postback": self._on_postback,
            **media,
        }
        self._by_action: dict[str, Callable[[LineEvent, Postback], Awaitable[Messages]]] = {
            COLLECT: self._on_collect,
            FEEDBACK: self._on_feedback,
            SUBSCRIBE: self._on_subscribe,
            STOP: self._on_stop,
        }

    async def messages(self, event: LineEvent) -> Messages:
        """The messages that answer an event; none for events that need no answer. Raises NoAnswerYet."""
        handler = self._by_kind.get(event.kind)
        return await handler(event) if handler else []

    async def plain_text(self, event: LineEvent) -> Messages:
        """The same answer without cards, for when LINE refuses them. Raises NoAnswerYet."""
        return render.plain_text(await self._replies(event)) if event.kind == "text" and event.text else []

    async def not_yet(self, event: LineEvent) -> Messages:
        """A text with the button that collects this event's answer later."""
        language = await self._language(event.session)
        data = Postback(COLLECT, str(event.id)).data()
        return render.text_with_button(line_messages.NOT_YET[language], line_messages.SHOW_ANSWER[language], data)

    async def delete_turn(self, event: LineEvent) -> None:
        """The person has unsent the message: delete its turn from the journal."""
        await self._journal.turns.delete_turn(event.session, message_id(event.event_id))

    # One handler per kind of event -----------------------------------------------------------------------------------

    async def _on_text(self, event: LineEvent) -> Messages:
        if not event.text:
            return await self._own_text(event, line_messages.ONLY_TEXT)
        replies = await self._replies(event)
        if event.source and any(reply.outcome is Outcome.DONE for reply in replies):
            await self._journal.enquiries.set_push_target(event.session, event.source)
        return render.replies(replies, subscription_offer(replies, event))

    async def _on_sticker(self, event: LineEvent) -> Messages:
        return await self._own_text(event, line_messages.STICKER)

    async def _on_media(self, event: LineEvent) -> Messages:
        return await self._own_text(event, line_messages.ONLY_TEXT)

    async def _on_follow(self, event: LineEvent) -> Messages:
        """Somebody adds the account: greeting and privacy notice in both languages, and questions to start from."""
        days = self._repository.meeting.retention_days
        privacy = {language: line_messages.PRIVACY[language].format(days=days) for language in LANGUAGES}
        greetings = [f"{self._greeting(language)}\n\n{privacy[language]}" for language in LANGUAGES]
        questions = [
            question
            for language in LANGUAGES
            for question in self._repository.opening_questions(language, OPENING_QUESTIONS)
        ]
        return render.own_texts(greetings, questions)

    async def _on_join(self, event: LineEvent) -> Messages:
        """The account is added to a group."""
        greetings = [f"{self._default_greeting(each)}\n\n{line_messages.GROUP[each]}" for each in LANGUAGES]
        return render.own_texts(greetings)

    async def _on_leave(self, event: LineEvent) -> Messages:
        """The account was blocked, or removed from a group: drop subscriptions and unsent answers."""
        await self._journal.subscriptions.unsubscribe(event.session)
        await self._journal.line.erase(event.session)
        return []

    async def _on_postback(self, event: LineEvent) -> Messages:
        postback = parse_postback(event.data)
        handler = self._by_action.get(postback.action) if postback else None
        return await handler(event, postback) if handler and postback else []

    # One handler per postback action ---------------------------------------------------------------------------------

    async def _on_collect(self, event: LineEvent, postback: Postback) -> Messages:
        asked = await self._journal.line.get(int(postback.value)) if postback.value.isdecimal() else None
        if asked is None or asked.session != event.session or asked.state == DONE:
            return await self._own_text(event, line_messages.ALREADY_SENT)
        # A stored answer is owed to the person: the worker sends it with this reply.
        return [] if asked.answer else await self.not_yet(asked)

    async def _on_feedback(self, event: LineEvent, postback: Postback) -> Messages:
        await self._journal.feedback.record(postback.value, postback.detail == "1", None, self._clock())
        return await self._own_text(event, line_messages.THANKS)

    async def _on_subscribe(self, event: LineEvent, postback: Postback) -> Messages:
        language = await self._language(event.session)
        topic = {"entry": postback.value} if postback.value else {"question": postback.detail}
        await self._journal.subscriptions.add(event.session, event.source or "", language, self._clock(), **topic)
        stop = {line_messages.STOP[language]: unsubscribe_data()}
        return render.own_texts([line_messages.SUBSCRIBED[language]], actions=stop)

    async def _on_stop(self, event: LineEvent, postback: Postback) -> Messages:
        await self._journal.subscriptions.unsubscribe(event.session)
        return await self._own_text(event, line_messages.STOPPED)

    # Shared by the handlers ------------------------------------------------------------------------------------------

    async def _replies(self, event: LineEvent) -> Sequence[Reply]:
        message = IncomingMessage(event.session, event.text or "", "line", message_id(event.event_id), retried=True)
        replies = await self._turns.turn(message)
        if all(reply.outcome is Outcome.ERROR for reply in replies):
            raise NoAnswerYet
        return replies

    def _greeting(self, language: Language) -> str:
        """The greeting of kb/meeting.yml if it has one."""
        greeting = self._repository.meeting.greeting
        return greeting.in_language(language) if greeting else self._default_greeting(language)

    def _default_greeting(self, language: Language) -> str:
        return line_messages.GREETING[language].format(meeting=self._repository.meeting.name.in_language(language))

    async def _own_text(self, event: LineEvent, text: dict[Language, str]) -> Messages:
        return render.own_texts([text[await self._language(event.session)]])

    async def _language(self, session: str) -> Language:
        """The language of the session's last reply, else the meeting's official language."""
        return await self._journal.turns.language(session) or self._repository.meeting.official_language


def unsubscribe_data() -> str:
    """The postback data of the button that ends all subscriptions."""
    return Postback(STOP, "all").data()


def subscription_offer(replies: Sequence[Reply], event: LineEvent) -> dict[str, str]:
    """A button, label -> postback data: notify when the cited entry changes, or when the question has an answer.

    None in groups, and none for a question that is too long for a button.
    """
    if event.source_kind != "user":
        return {}
    for reply in replies:
        label = line_messages.NOTIFY[reply.language]
        if reply.outcome is Outcome.ANSWERED and reply.citations:
            return {label: Postback(SUBSCRIBE, reply.citations[0].entry).data()}
        if reply.outcome is Outcome.NOT_ANNOUNCED and event.text:
            data = Postback(SUBSCRIBE, "", event.text).data()
            return {label: data} if len(data) <= MAX_POSTBACK_UNITS else {}
    return {}
