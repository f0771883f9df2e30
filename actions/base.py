"""The shape of all actions: read the tracker, work out a result, utter each Reply as one payload, set slots."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.answers.reply_builder import ActionResult, Place
from bot.pipeline import service
from bot.pipeline.message import Message
from bot.pipeline.service import AnswerService
from bot.reply import ENQUIRY, ERASE, Language

Slots = dict[str, Any]


@dataclass(frozen=True)
class DialogueState:
    """What Rasa's tracker tells an action: the message, the language to answer in, and the slots of this project.

    `last_answers` are the places that were answered last, `last_question` the last question, `unanswered_question` the
    last one that had no answer.
    """

    text: str
    language: Language
    last_answers: tuple[Place, ...] = ()
    last_question: str | None = None
    unanswered_question: str | None = None
    right_keyboard: bool = False  # the edge has corrected the keyboard layout

    @classmethod
    def of(cls, tracker: Tracker, official_language: Language) -> "DialogueState":
        places = tracker.get_slot("last_answers") or ()
        metadata = tracker.latest_message.get("metadata") or {}
        return cls(
            text=tracker.latest_message.get("text") or "",
            language=tracker.get_slot("language") or official_language,
            last_answers=tuple((str(entry), int(number)) for entry, number in places),
            last_question=tracker.get_slot("last_question"),
            unanswered_question=tracker.get_slot("unanswered_question"),
            right_keyboard=bool(metadata.get("right_keyboard")),
        )

    @property
    def message(self) -> Message:
        """The message as the pipeline takes it."""
        return Message(self.text, self.language, self.last_answers, right_keyboard=self.right_keyboard)


def intent_of(tracker: Tracker) -> str:
    """The intent by which the rules go."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def confidence(tracker: Tracker) -> float:
    """Of the intent, 0 to 1."""
    return float((tracker.latest_message.get("intent") or {}).get("confidence") or 0)


def utter(dispatcher: CollectingDispatcher, result: ActionResult) -> None:
    """One payload for each Reply; what the edge is to carry out travels beside it."""
    commands: dict[str, Any] = {ERASE: True} if result.erase else {}
    commands |= {ENQUIRY: result.enquiry} if result.enquiry else {}
    for reply in result.replies:
        dispatcher.utter_message(json_message=reply.model_dump(mode="json") | commands)


class StepAction(Action, ABC):  # type: ignore[misc]  # rasa_sdk carries no types
    """Subclasses give a result and set slots."""

    @abstractmethod
    async def step(
        self, service: AnswerService, state: DialogueState, tracker: Tracker
    ) -> tuple[ActionResult, Slots]: ...

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        answers = await service.answer_service()
        result, slots = await self.step(answers, DialogueState.of(tracker, answers.official_language), tracker)
        utter(dispatcher, result)
        return [SlotSet(name, value) for name, value in slots.items()]


class ReplyingAction(StepAction, ABC):
    """Subclasses give a result, never an empty one: Rasa shows an empty answer to nobody."""

    is_question = False  # whether the message is one that the press office could be asked

    @abstractmethod
    async def result(self, service: AnswerService, state: DialogueState) -> ActionResult: ...

    async def step(self, service: AnswerService, state: DialogueState, tracker: Tracker) -> tuple[ActionResult, Slots]:
        result = await self.result(service, state)
        slots = self.slots(result, state)
        # A slot that has its value already is not set again: every event makes the conversation longer.
        return result, {
            name: value for name, value in slots.items() if (tracker.get_slot(name) or None) != (value or None)
        }

    def slots(self, result: ActionResult, state: DialogueState) -> Slots:
        """What the next turn must know of this one."""
        slots: Slots = {"handoff_offered": result.offers_handoff}
        if result.places:
            slots["last_answers"] = [list(place) for place in result.places]
        if self.is_question:
            slots["last_question"] = state.text
            slots["unanswered_question"] = None if result.places else state.text
        return slots
