"""The one shape of all actions: work out Replies, utter each as a single payload."""

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import knowledge
from actions.knowledge import KnowledgeDesk
from bot.reply import Language, Reply


class ReplyingAction(Action, ABC):  # type: ignore[misc]  # rasa_sdk carries no types
    """Subclasses say what the Replies are; they are never empty, since Rasa shows an empty answer to nobody."""

    @abstractmethod
    async def replies(self, desk: KnowledgeDesk, question: str, language: Language) -> list[Reply]: ...

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        desk = await knowledge.desk()
        question = tracker.latest_message.get("text") or ""
        language = tracker.get_slot("language") or desk.official_language
        for reply in await self.replies(desk, question, language):
            dispatcher.utter_message(json_message=reply.model_dump(mode="json"))
        return []
