"""A language is asked for: it holds from then on, until another one is asked for."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.reply import Language, Outcome, Reply

NAMES: dict[Language, tuple[str, ...]] = {"th": ("ไทย", "thai"), "en": ("อังกฤษ", "english")}
OTHER: dict[Language, Language] = {"th": "en", "en": "th"}
DONE: dict[Language, str] = {
    "th": "จากนี้จะตอบเป็นภาษาไทยค่ะ",
    "en": "I will answer in English from now on.",
}
CHOSEN = "!"  # bot/rasa_ext/slots.py: a language that was asked for is set with this mark


def asked_for(text: str, spoken: Language) -> Language:
    """The language that the message names last; without a name, the one that is not being spoken."""
    lowered = text.lower()
    named = [(lowered.rfind(name), language) for language, names in NAMES.items() for name in names]
    position, language = max(named)
    return language if position >= 0 else OTHER[spoken]


class ActionChangeLanguage(Action):  # type: ignore[misc]  # rasa_sdk carries no types
    def name(self) -> str:
        return "action_change_language"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        language = asked_for(tracker.latest_message.get("text") or "", tracker.get_slot("language") or "th")
        reply = Reply(outcome=Outcome.DONE, language=language, text=DONE[language])
        dispatcher.utter_message(json_message=reply.model_dump(mode="json"))
        return [SlotSet("language", language + CHOSEN)]
