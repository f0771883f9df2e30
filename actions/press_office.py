"""How to reach the press office, and the offer to pass a question on if an answer did not help."""

from actions.base import DialogueState, ReplyingAction, Slots
from bot.answers import compose
from bot.answers.reply_builder import ActionResult
from bot.messages import answers as messages
from bot.messages.conversation import UNHELPFUL
from bot.pipeline.service import AnswerService
from bot.reply import Outcome, Reply


class ActionPressOffice(ReplyingAction):
    def name(self) -> str:
        return "action_press_office"

    async def result(self, service: AnswerService, state: DialogueState) -> ActionResult:
        return ActionResult([compose.press_office(service.meeting, state.language)])


class ActionUnhelpful(ReplyingAction):
    """Offers to pass the last question on, and stores it as unanswered."""

    def name(self) -> str:
        return "action_unhelpful"

    async def result(self, service: AnswerService, state: DialogueState) -> ActionResult:
        text, choices = UNHELPFUL[state.language], [messages.PASS_ON[state.language]]
        return ActionResult([Reply(outcome=Outcome.SOCIAL, language=state.language, text=text, choices=choices)])

    def slots(self, result: ActionResult, state: DialogueState) -> Slots:
        return {"handoff_offered": True, "unanswered_question": state.unanswered_question or state.last_question}
