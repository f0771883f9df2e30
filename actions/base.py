"""Base classes of the actions: read the tracker, compute a result, utter each Reply as one payload, set slots."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.answers.reply_builder import ActionResult, PassageRef
from bot.pipeline import service
from bot.pipeline.message import PipelineMessage
from bot.pipeline.service import AnswerService
from bot.reply import ENQUIRY, ERASE, Language

Slots = dict[str, Any]


@dataclass(frozen=True)
class DialogueState:
    """The part of Rasa's tracker that actions use: the message, the language to answer in, and this project's slots.

    `last_answers` are the places that the last answer came from. `unanswered_question` is the last question if it had
    no answer.
    """

    text: str
    language: Language
    last_answers: tuple[PassageRef, ...] = ()
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
    def message(self) -> PipelineMessage:
        """The message as input of the pipeline."""
        return PipelineMessage(self.text, self.language, self.last_answers, right_keyboard=self.right_keyboard)


def intent_of(tracker: Tracker) -> str:
    """The intent of the latest message."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def confidence(tracker: Tracker) -> float:
    """The confidence of the intent, 0 to 1."""
    return float((tracker.latest_message.get("intent") or {}).get("confidence") or 0)


def utter(dispatcher: CollectingDispatcher, result: ActionResult) -> None:
    """Utter one payload for each Reply, with the commands for the edge as further keys."""
    commands: dict[str, Any] = {ERASE: True} if result.erase else {}
    commands |= {ENQUIRY: result.enquiry} if result.enquiry else {}
    for reply in result.replies:
        dispatcher.utter_message(json_message=reply.model_dump(mode="json") | commands)


class StepAction(Action, ABC):  # type: ignore[misc]  # rasa_sdk carries no types
    """An action that returns a result and the slots to set."""

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
    """An action that returns a result. It must have a Reply: the edge takes an empty answer for an error."""

    is_question = False  # whether the message is a question that can be passed on to the press office

    @abstractmethod
    async def result(self, service: AnswerService, state: DialogueState) -> ActionResult: ...

    async def step(self, service: AnswerService, state: DialogueState, tracker: Tracker) -> tuple[ActionResult, Slots]:
        result = await self.result(service, state)
        slots = self.slots(result, state)
        # Set only slots whose value changes: every event makes the stored conversation longer.
        return result, {
            name: value for name, value in slots.items() if (tracker.get_slot(name) or None) != (value or None)
        }

    def slots(self, result: ActionResult, state: DialogueState) -> Slots:
        """The slots to set for the next turn."""
        slots: Slots = {"handoff_offered": result.offers_handoff}
        if result.places:
            slots["last_answers"] = [list(place) for place in result.places]
        if self.is_question:
            slots["last_question"] = state.text
            slots["unanswered_question"] = None if result.places else state.text
        return slots
