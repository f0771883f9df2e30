"""Answers questions and requests for events, and every message that no other rule handles."""

from actions.base import DialogueState, ReplyingAction
from bot.answers.reply_builder import ActionResult
from bot.pipeline.service import AnswerService


class ActionAnswer(ReplyingAction):
    is_question = True

    def name(self) -> str:
        return "action_answer"

    async def result(self, service: AnswerService, state: DialogueState) -> ActionResult:
        return await service.answer(state.message)


class ActionEvents(ReplyingAction):
    is_question = True

    def name(self) -> str:
        return "action_events"

    async def result(self, service: AnswerService, state: DialogueState) -> ActionResult:
        return await service.events(state.message)
