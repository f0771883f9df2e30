"""A language is asked for: it holds until another one is asked for, and what was answered last is said in it."""

from rasa_sdk import Tracker

from actions.again import OTHER, named
from actions.knowledge import KnowledgeDesk
from actions.replying import Slots, StepAction, Turn
from actions.said import Said
from bot.reply import Language, Outcome, Reply

DONE: dict[Language, str] = {
    "th": "จากนี้จะตอบเป็นภาษาไทยค่ะ",
    "en": "I will answer in English from now on.",
}
CHOSEN = "!"  # bot/rasa_ext/slots.py: a language that was asked for is set with this mark


class ActionChangeLanguage(StepAction):
    def name(self) -> str:
        return "action_change_language"

    async def step(self, desk: KnowledgeDesk, turn: Turn, tracker: Tracker) -> tuple[Said, Slots]:
        language = named(turn.text) or OTHER[turn.language]
        said = Said([Reply(outcome=Outcome.DONE, language=language, text=DONE[language])])
        if turn.said:
            said.add(desk.speaker(language).passages(turn.said))
        return said, {"language": language + CHOSEN}
