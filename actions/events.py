"""Events: the one that is asked for, or those of a time and place, seen from today; and into a calendar with one."""

from actions.base import ReplyingAction, Turn
from bot.answers.reply_builder import Said
from bot.reading.decision import Verdict
from bot.reply import Language, Outcome, Reply
from bot.retrieval.event_filter import chosen, first_day, wanted
from bot.retrieval.service import KnowledgeDesk

MOST = 5  # replies to one message
NONE_COMING: dict[Language, str] = {
    "th": "ขณะนี้ไม่มีกำหนดการใดที่กำลังจะมาถึง งานที่เคยประกาศไว้ผ่านไปแล้วทั้งหมด",
    "en": "No event is coming up: all that were announced are past.",
}
CALENDAR: dict[Language, str] = {
    "th": "ไฟล์ปฏิทินของ “{title}”: {url}",
    "en": "The calendar file of “{title}”: {url}",
}
NO_DAY: dict[Language, str] = {
    "th": "ยังไม่มีการประกาศวันของงานนี้ จึงยังไม่มีไฟล์ปฏิทินค่ะ",
    "en": "No day has been announced for this, so there is no calendar file.",
}


async def events(desk: KnowledgeDesk, turn: Turn) -> Said:
    """The published events that a message asks for, in the order of their dates."""
    asked = wanted(turn.text, desk.today())
    answered = await desk.ask(turn.text, turn.language)
    speaker = desk.speaker(turn.language, answered.stock)
    base, best = speaker.base, answered.found.best
    if answered.found.verdict is Verdict.ANSWERS and base.entries[best.entry].event and asked.anything:
        return speaker.found(answered.found, answered.lead)
    # "What is happening in politics?" asks for events, but not for these.
    if answered.elsewhere:
        return speaker.out_of_scope()
    announced = [entry for entry in base.entries.values() if entry.event]
    if asked.anything or asked.side == "coming":  # the meeting itself is not one of those announced there
        others = [entry for entry in announced if entry.event and entry.event.iso != base.meeting.iso]
        announced = others or announced
    found = chosen(announced, asked, desk.today())
    if not found and asked.side == "coming":
        return none_coming(speaker.passages([(entry.id, 1) for entry in sorted(announced, key=first_day)[:MOST]]), turn)
    if not found:
        return speaker.not_announced([entry.id for entry in sorted(announced, key=first_day)])
    return speaker.passages([(entry.id, 1) for entry in found[:MOST]])


def none_coming(past: Said, turn: Turn) -> Said:
    """Those that were announced, with word that they are over."""
    first, *rest = past.replies
    notices = [NONE_COMING[turn.language], *first.notices]
    return Said([first.model_copy(update={"notices": notices}), *rest], past.places)


class ActionEvents(ReplyingAction):
    question = True

    def name(self) -> str:
        return "action_events"

    async def say(self, desk: KnowledgeDesk, turn: Turn) -> Said:
        return await events(desk, turn)


class ActionCalendar(ReplyingAction):
    """The calendar file of what was answered last, or of the event that the message names."""

    def name(self) -> str:
        return "action_calendar"

    async def say(self, desk: KnowledgeDesk, turn: Turn) -> Said:
        speaker = desk.speaker(turn.language)
        spoken_of = [
            entry for entry, _ in turn.said if entry in speaker.base.entries and speaker.base.entries[entry].event
        ]
        if not spoken_of:
            return await events(desk, turn)
        found = speaker.passages([(entry, 1) for entry in spoken_of[:MOST]])
        return Said([self._file(reply, turn.language) for reply in found.replies], found.places)

    def _file(self, reply: Reply, language: Language) -> Reply:
        if reply.event is None or reply.event.ics is None:
            return reply.model_copy(update={"notices": [NO_DAY[language], *reply.notices]})
        text = CALENDAR[language].format(title=reply.citations[0].title, url=reply.event.ics)
        return Reply(outcome=Outcome.DONE, language=language, text=text, event=reply.event, dates=reply.dates)
