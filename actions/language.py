"""Changes the language of the conversation on request, and repeats the last answer in the new language."""

from rasa_sdk import Tracker

from actions.base import DialogueState, Slots, StepAction
from bot.answers.reply_builder import ActionResult, social
from bot.messages.conversation import LANGUAGE_CHANGED, ONLY_TWO_LANGUAGES
from bot.pipeline.service import AnswerService
from bot.query.language_names import requested_language
from bot.reply import Outcome, Reply

CHOSEN_MARK = "!"  # suffix of a language that was requested, see bot/rasa_ext/slots.py


class ActionChangeLanguage(StepAction):
    def name(self) -> str:
        return "action_change_language"

    async def step(self, service: AnswerService, state: DialogueState, tracker: Tracker) -> tuple[ActionResult, Slots]:
        language = requested_language(state.text, state.language)
        if language is None:
            return social(ONLY_TWO_LANGUAGES, state.language), {}
        result = ActionResult([Reply(outcome=Outcome.DONE, language=language, text=LANGUAGE_CHANGED[language])])
        if state.last_answers:
            result.add(service.replies(language).passages(state.last_answers))
        return result, {"language": language + CHOSEN_MARK}
