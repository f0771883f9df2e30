"""The press office itself: how to reach it, and what to do where an answer did not help."""

from typing import Any

from actions.base import ReplyingAction, Turn
from bot.answers import compose, messages
from bot.answers.reply_builder import Said
from bot.reply import Language, Outcome, Reply
from bot.retrieval.service import KnowledgeDesk

UNHELPFUL: dict[Language, str] = {
    "th": "ขออภัยค่ะที่คำตอบไม่ตรงกับที่ถาม ลองถามด้วยถ้อยคำอื่น หรือให้เราส่งคำถามถึงฝ่ายข่าวก็ได้ค่ะ",
    "en": "I am sorry that this was not what you asked for. Try other words, or let me pass it to the press office.",
}


class ActionPressOffice(ReplyingAction):
    def name(self) -> str:
        return "action_press_office"

    async def say(self, desk: KnowledgeDesk, turn: Turn) -> Said:
        return Said([compose.press_office(desk.meeting, turn.language)])


class ActionUnhelpful(ReplyingAction):
    """What was asked before is kept as unanswered, so that it can be passed on."""

    def name(self) -> str:
        return "action_unhelpful"

    async def say(self, desk: KnowledgeDesk, turn: Turn) -> Said:
        choices = [messages.PASS_ON[turn.language]]
        text = UNHELPFUL[turn.language]
        return Said([Reply(outcome=Outcome.SOCIAL, language=turn.language, text=text, choices=choices)])

    def slots(self, said: Said, turn: Turn) -> dict[str, Any]:
        return {"offered": True, "unanswered": turn.unanswered or turn.asked}
