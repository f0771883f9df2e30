"""Questions: the published words, or that there are none. Whatever no other rule takes comes here."""

from actions.knowledge import KnowledgeDesk
from actions.replying import ReplyingAction
from bot.reply import Language, Reply


class ActionAnswer(ReplyingAction):
    def name(self) -> str:
        return "action_answer"

    async def replies(self, desk: KnowledgeDesk, question: str, language: Language) -> list[Reply]:
        return await desk.answer(question, language)


class ActionEvents(ReplyingAction):
    def name(self) -> str:
        return "action_events"

    async def replies(self, desk: KnowledgeDesk, question: str, language: Language) -> list[Reply]:
        return await desk.events(question, language)


class ActionPressOffice(ReplyingAction):
    def name(self) -> str:
        return "action_press_office"

    async def replies(self, desk: KnowledgeDesk, question: str, language: Language) -> list[Reply]:
        return await desk.press_office(language)
