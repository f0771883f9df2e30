"""A language is asked for: it holds until another one is asked for, and what was answered last is said in it."""

import re
from functools import cache

from babel import Locale
from rasa_sdk import Tracker

from actions.base import Slots, StepAction, Turn
from actions.last_answer import OTHER, named, social
from bot.answers.reply_builder import Said
from bot.reply import Language, Outcome, Reply
from bot.retrieval.service import KnowledgeDesk

DONE: dict[Language, str] = {
    "th": "จากนี้จะตอบเป็นภาษาไทยค่ะ",
    "en": "I will answer in English from now on.",
}
ONLY_TWO: dict[Language, str] = {
    "th": "เราตอบได้เป็นภาษาไทยและภาษาอังกฤษค่ะ",
    "en": "I can answer in Thai and in English.",
}
CHOSEN = "!"  # bot/rasa_ext/slots.py: a language that was asked for is set with this mark


@cache
def other_languages() -> re.Pattern[str]:
    """Their names in Thai and English: those that have a code of two letters."""
    here = (Locale("th").languages, Locale("en").languages)
    thai, english = (
        "|".join(re.escape(name) for code, name in names.items() if len(code) == 2 and code not in DONE)
        for names in here
    )
    return re.compile(rf"ภาษา(?:{thai})|\b(?:{english})\b", re.IGNORECASE)


class ActionChangeLanguage(StepAction):
    def name(self) -> str:
        return "action_change_language"

    async def step(self, desk: KnowledgeDesk, turn: Turn, tracker: Tracker) -> tuple[Said, Slots]:
        language = named(turn.text)
        if language is None and other_languages().search(turn.text):
            return social(ONLY_TWO, turn.language), {}
        language = language or OTHER[turn.language]
        said = Said([Reply(outcome=Outcome.DONE, language=language, text=DONE[language])])
        if turn.said:
            said.add(desk.speaker(language).passages(turn.said))
        return said, {"language": language + CHOSEN}
