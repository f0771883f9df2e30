"""Questions: the published words, or that there are none. Whatever no other rule takes comes here."""

from actions.base import ReplyingAction, Turn
from bot.answers.reply_builder import Said
from bot.query.follow_up import lacks_subject, picked
from bot.query.splitting import asks, content, points, questions, with_subject
from bot.reading.decision import Verdict
from bot.reply import Language, Outcome, Reply
from bot.retrieval.service import Answered, KnowledgeDesk

UNREADABLE: dict[Language, str] = {
    "th": "เราอ่านได้เฉพาะข้อความค่ะ พิมพ์คำถามมาได้เลยนะคะ",
    "en": "I can only read words. Please type your question.",
}


def readable(text: str) -> bool:
    """Whether a message holds anything but emoji and marks."""
    return any(map(str.isalnum, text))


async def answer(desk: KnowledgeDesk, turn: Turn) -> Said:
    """What is to be said to a message, one question of it after the other."""
    pieces, speaker = questions(turn.text), desk.speaker(turn.language)
    spoken_of = [speaker.base.entries[id] for id, _ in turn.said if id in speaker.base.entries]
    if len(pieces) == 1 and turn.several:
        if one := picked(spoken_of, turn.text):
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
        if not spoken_of and answered.found.verdict in (Verdict.NEAR, Verdict.FAR):
            answered = await about_meeting(desk, turn, piece) or answered
        if len(pieces) == 1 or answered.found.verdict is not Verdict.FAR:
            said.add(desk.speaker(turn.language, answered.stock).found(answered.found, answered.lead))
    return said if said.replies else speaker.out_of_scope()


async def about_meeting(desk: KnowledgeDesk, turn: Turn, piece: str) -> Answered | None:
    """Where nothing was said yet, "who hosted?" asks about the meeting; None where it does not, or has no answer."""
    meeting = desk.occasion()
    if meeting is None or not lacks_subject(piece, meeting):
        return None
    answered = await desk.ask(piece, turn.language, meeting.id)
    return answered if answered.found.verdict is Verdict.ANSWERS else None


class ActionAnswer(ReplyingAction):
    question = True

    def name(self) -> str:
        return "action_answer"

    async def say(self, desk: KnowledgeDesk, turn: Turn) -> Said:
        if not readable(turn.text):
            return Said([Reply(outcome=Outcome.SOCIAL, language=turn.language, text=UNREADABLE[turn.language])])
        return await answer(desk, turn)
