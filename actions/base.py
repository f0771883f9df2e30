"""The one shape of all actions: work out what to say, utter each Reply as a single payload, set slots."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.answers.reply_builder import Place, Said
from bot.reply import ERASE, Language
from bot.retrieval import service
from bot.retrieval.service import KnowledgeDesk

Slots = dict[str, Any]


@dataclass(frozen=True)
class Turn:
    """What an action knows of the conversation: the message, the language to answer in, what was answered last."""

    session: str
    text: str
    language: Language
    said: tuple[Place, ...] = ()
    asked: str | None = None
    unanswered: str | None = None
    message_id: str | None = None  # the client's own

    @classmethod
    def of(cls, tracker: Tracker, official_language: Language) -> "Turn":
        return cls(
            session=tracker.sender_id,
            text=tracker.latest_message.get("text") or "",
            language=tracker.get_slot("language") or official_language,
            said=tuple((str(entry), int(number)) for entry, number in tracker.get_slot("said") or ()),
            asked=tracker.get_slot("asked"),
            unanswered=tracker.get_slot("unanswered"),
            message_id=(tracker.latest_message.get("metadata") or {}).get("id"),
        )

    @property
    def several(self) -> bool:
        """Whether several entries were answered last, so that "it" is none of them."""
        return len({entry for entry, _ in self.said}) > 1

    @property
    def topic(self) -> str | None:
        """The entry that was spoken of last; none where several were."""
        return self.said[0][0] if self.said and not self.several else None


def utter(dispatcher: CollectingDispatcher, said: Said) -> None:
    beside = {ERASE: True} if said.erase else {}
    for reply in said.replies:
        dispatcher.utter_message(json_message=reply.model_dump(mode="json") | beside)


def remembered(said: Said, turn: Turn, *, question: bool) -> Slots:
    """What the next turn must know of this one, as slots."""
    slots: Slots = {"offered": said.lacking}
    if said.places:
        slots["said"] = [list(place) for place in said.places]
    if question:
        slots["asked"] = turn.text
        slots["unanswered"] = None if said.places else turn.text
    return slots


class StepAction(Action, ABC):  # type: ignore[misc]  # rasa_sdk carries no types
    """Subclasses say something and set slots."""

    @abstractmethod
    async def step(self, desk: KnowledgeDesk, turn: Turn, tracker: Tracker) -> tuple[Said, Slots]: ...

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        desk = await service.desk()
        said, slots = await self.step(desk, Turn.of(tracker, desk.official_language), tracker)
        utter(dispatcher, said)
        return [SlotSet(name, value) for name, value in slots.items()]


class ReplyingAction(StepAction, ABC):
    """Subclasses say what is said; it is never nothing, since Rasa shows an empty answer to nobody."""

    question = False  # whether the message is one that the press office could be asked

    @abstractmethod
    async def say(self, desk: KnowledgeDesk, turn: Turn) -> Said: ...

    async def step(self, desk: KnowledgeDesk, turn: Turn, tracker: Tracker) -> tuple[Said, Slots]:
        said = await self.say(desk, turn)
        slots = self.slots(said, turn)
        # What is so already is not set again: every event makes the conversation longer.
        return said, {
            name: value for name, value in slots.items() if (tracker.get_slot(name) or None) != (value or None)
        }

    def slots(self, said: Said, turn: Turn) -> Slots:
        return remembered(said, turn, question=self.question)
