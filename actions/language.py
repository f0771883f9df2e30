"""A language is asked for: it holds until another one is asked for, and what was answered last is said in it."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import knowledge
from actions.again import OTHER, named
from actions.replying import Turn, utter
from actions.said import Said
from bot.reply import Language, Outcome, Reply

DONE: dict[Language, str] = {
    "th": "จากนี้จะตอบเป็นภาษาไทยค่ะ",
    "en": "I will answer in English from now on.",
}
CHOSEN = "!"  # bot/rasa_ext/slots.py: a language that was asked for is set with this mark


class ActionChangeLanguage(Action):  # type: ignore[misc]  # rasa_sdk carries no types
    def name(self) -> str:
        return "action_change_language"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        desk = await knowledge.desk()
        turn = Turn.of(tracker, desk.official_language)
        language = named(turn.text) or OTHER[turn.language]
        said = Said([Reply(outcome=Outcome.DONE, language=language, text=DONE[language])])
        if turn.said:
            said.add(desk.speaker(language).passages(turn.said))
        utter(dispatcher, said)
        return [SlotSet("language", language + CHOSEN)]
