"""Questions: the published words, or that there are none. Whatever no other rule takes comes here."""

from actions.knowledge import KnowledgeDesk
from actions.replying import ReplyingAction, Turn
from actions.said import Said
from bot.knowledge.answerability import Verdict
from bot.knowledge.following import picked
from bot.reply import Language, Outcome, Reply
from bot.text.several import asks, content, points, questions, with_subject

UNREADABLE: dict[Language, str] = {
    "th": "เราอ่านได้เฉพาะข้อความค่ะ พิมพ์คำถามมาได้เลยนะคะ",
    "en": "I can only read words. Please type your question.",
}


def readable(text: str) -> bool:
    """Whether a message holds anything but emoji and marks."""
    return any(map(str.isalnum, text))


async def answer(desk: KnowledgeDesk, turn: Turn) -> Said:
    """What is to be said to a message, one question of it after the other."""
    pieces = questions(turn.text)
    if len(pieces) == 1 and turn.several:
        speaker = desk.speaker(turn.language)
        if one := picked([speaker.base.entries[id] for id, _ in turn.said if id in speaker.base.entries], turn.text):
            return speaker.passage((one.id, 1))
        if not content(turn.text) and (points(turn.text) or asks(turn.text)):
            return speaker.which(turn.said)
    said = Said()
    topic = turn.topic
    for piece, whole in zip(pieces, with_subject(pieces), strict=True):
        # Within one message the subject is the message's own, where it names one.
        answered = await desk.ask(whole, turn.language, topic if whole == piece else None)
        if whole != piece and answered.found.verdict is not Verdict.ANSWERS:
            # "And when was it?" after a question that says nothing of it either: it is the meeting.
            answered = await desk.ask(f"{piece} {desk.meeting.name.within(turn.language)}", turn.language)
        if len(pieces) == 1 or answered.found.verdict is not Verdict.FAR:
            said.add(desk.speaker(turn.language, answered.stock).found(answered.found, answered.lead))
    return said if said.replies else desk.speaker(turn.language).out_of_scope()


class ActionAnswer(ReplyingAction):
    question = True

    def name(self) -> str:
        return "action_answer"

    async def say(self, desk: KnowledgeDesk, turn: Turn) -> Said:
        if not readable(turn.text):
            return Said([Reply(outcome=Outcome.SOCIAL, language=turn.language, text=UNREADABLE[turn.language])])
        return await answer(desk, turn)
