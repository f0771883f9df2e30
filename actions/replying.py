"""The one shape of all actions: work out what to say, utter each Reply as a single payload, remember what it was."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import knowledge
from actions.knowledge import KnowledgeDesk
from actions.said import Place, Said
from bot.reply import Language


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
    for reply in said.replies:
        dispatcher.utter_message(json_message=reply.model_dump(mode="json"))


def remembered(said: Said, turn: Turn, *, question: bool) -> dict[str, Any]:
    """What the next turn must know of this one, as slots."""
    slots: dict[str, Any] = {"offered": said.lacking}
    if said.places:
        slots["said"] = [list(place) for place in said.places]
    if question:
        slots["asked"] = turn.text
        slots["unanswered"] = None if said.places else turn.text
    return slots


def changed(slots: dict[str, Any], tracker: Tracker) -> list[dict[str, Any]]:
    """The events that set these slots, where they are not so already."""
    return [
        SlotSet(name, value) for name, value in slots.items() if (tracker.get_slot(name) or None) != (value or None)
    ]


class ReplyingAction(Action, ABC):  # type: ignore[misc]  # rasa_sdk carries no types
    """Subclasses say what is said; it is never nothing, since Rasa shows an empty answer to nobody."""

    question = False  # whether the message is one that the press office could be asked

    @abstractmethod
    async def say(self, desk: KnowledgeDesk, turn: Turn) -> Said: ...

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        desk = await knowledge.desk()
        turn = Turn.of(tracker, desk.official_language)
        said = await self.say(desk, turn)
        utter(dispatcher, said)
        return changed(self.slots(said, turn), tracker)

    def slots(self, said: Said, turn: Turn) -> dict[str, Any]:
        return remembered(said, turn, question=self.question)
