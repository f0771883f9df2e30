"""Actions on the last answer: its source, its original text, its translation, more of its entry, its calendar file."""

from abc import ABC, abstractmethod

from actions.base import DialogueState, ReplyingAction
from bot.answers import last_answer
from bot.answers.reply_builder import ActionResult, ReplyBuilder, social
from bot.messages.conversation import NOTHING_ANSWERED_YET
from bot.pipeline.service import AnswerService


class LastAnswerAction(ReplyingAction, ABC):
    """Repeats the last answer in another form, or replies that there is none."""

    @abstractmethod
    def again(self, builder: ReplyBuilder, state: DialogueState) -> ActionResult: ...

    async def result(self, service: AnswerService, state: DialogueState) -> ActionResult:
        if not state.last_answers:
            return social(NOTHING_ANSWERED_YET, state.language)
        return self.again(service.replies(state.language), state)


class ActionSource(LastAnswerAction):
    def name(self) -> str:
        return "action_source"

    def again(self, builder: ReplyBuilder, state: DialogueState) -> ActionResult:
        return last_answer.with_source(builder, state.last_answers)


class ActionOriginal(LastAnswerAction):
    def name(self) -> str:
        return "action_original"

    def again(self, builder: ReplyBuilder, state: DialogueState) -> ActionResult:
        return last_answer.in_original(builder, state.last_answers)


class ActionTranslate(LastAnswerAction):
    """Translates the last answer, without changing the language of the conversation."""

    def name(self) -> str:
        return "action_translate"

    def again(self, builder: ReplyBuilder, state: DialogueState) -> ActionResult:
        return last_answer.translated(builder, state.last_answers, state.text)


class ActionMore(LastAnswerAction):
    def name(self) -> str:
        return "action_more"

    def again(self, builder: ReplyBuilder, state: DialogueState) -> ActionResult:
        return last_answer.more(builder, state.last_answers)


class ActionCalendar(ReplyingAction):
    """The calendar files of the last answer, or else the events that the message asks for."""

    def name(self) -> str:
        return "action_calendar"

    async def result(self, service: AnswerService, state: DialogueState) -> ActionResult:
        files = last_answer.calendar_files(service.replies(state.language), state.last_answers)
        return files or await service.events(state.message)
