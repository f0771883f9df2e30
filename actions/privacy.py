"""What is kept of a conversation, and erasing it: asked once, then done by the edge as soon as the turn is over."""

import re
from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import ReplyingAction, Slots, StepAction, Turn
from actions.enquiry import intent_of, is_sure
from bot.answers.reply_builder import Said
from bot.reply import Choice, Language, Outcome, Reply
from bot.retrieval.service import KnowledgeDesk

SLOT = "erasure_confirmed"
YES = re.compile(r"ใช่|ยืนยัน|ตกลง|โอเค|\b(?:yes|yeah|yep|ok|okay|sure|confirm)\b", re.IGNORECASE)
NO = re.compile(r"ไม่|อย่า|\b(?:no|not|don['’]?t|never|keep)\b", re.IGNORECASE)
# What a rule takes in place of a yes or no (data/rules/privacy.yml); anything else is a no.
RULED = frozenset("ask nlu_fallback ask_events ask_privacy greet thank goodbye change_language press_office".split())
KEPT: dict[Language, str] = {
    "th": "เราเก็บข้อความในบทสนทนานี้ไว้ {days} วัน เพื่อตอบคำถามและดูว่ายังขาดข้อมูลเรื่องใด ไม่ใช้เพื่อการอื่นและไม่ส่งต่อ"
    " หากฝากคำถามถึงฝ่ายข่าว ชื่อและช่องทางติดต่อจะเก็บไว้เพื่อตอบคำถามนั้น พิมพ์ “ลบข้อมูลของฉัน” เพื่อลบได้ทุกเมื่อ",
    "en": "The messages of this conversation are kept for {days} days, to answer you and to see what is missing; for"
    " nothing else, and they are passed on to nobody. If you pass a question on to the press office, your name and"
    " contact are kept to answer it. Type “delete my data” at any time to erase everything.",
}
ERASED: dict[Language, str] = {
    "th": "ลบบทสนทนานี้และข้อมูลที่เก็บไว้แล้วค่ะ",
    "en": "This conversation and everything kept about it has been erased.",
}
STILL: dict[Language, str] = {
    "th": " คำถามที่ฝากถึงฝ่ายข่าวและยังไม่ได้รับคำตอบ ({count} ข้อ) ยังเก็บไว้จนกว่าจะตอบ",
    "en": " Questions that the press office has still to answer ({count}) are kept until it has.",
}
NOT_ERASED: dict[Language, str] = {"th": "ไม่ได้ลบข้อมูลใดค่ะ", "en": "Nothing was erased."}


class ActionPrivacy(ReplyingAction):
    def name(self) -> str:
        return "action_privacy"

    async def say(self, desk: KnowledgeDesk, turn: Turn) -> Said:
        text = KEPT[turn.language].format(days=desk.meeting.retention_days)
        return Said([Reply(outcome=Outcome.SOCIAL, language=turn.language, text=text)])


ASKED: dict[Language, str] = {
    "th": "ต้องการให้ลบบทสนทนานี้และทุกอย่างที่เก็บไว้ใช่ไหมคะ คำถามที่ฝ่ายข่าวยังไม่ได้ตอบจะเก็บไว้จนกว่าจะตอบ ลบแล้วเรียกคืนไม่ได้ค่ะ",
    "en": "Shall I erase this conversation and everything kept about it? Questions that the press office has still to"
    " answer stay until then. This cannot be undone.",
}
YES_OR_NO: dict[Language, tuple[str, str]] = {"th": ("ใช่ ลบเลย", "ไม่ลบ"), "en": ("Yes, erase it", "No, keep it")}


class ActionAskErasureConfirmed(ReplyingAction):
    def name(self) -> str:
        return "action_ask_erasure_confirmed"

    async def say(self, desk: KnowledgeDesk, turn: Turn) -> Said:
        choices = [Choice(title=words, message=words) for words in YES_OR_NO[turn.language]]
        text = ASKED[turn.language]
        return Said([Reply(outcome=Outcome.PROMPT, language=turn.language, text=text, choices=choices)])


def agrees(intent: str, text: str, *, sure: bool) -> bool:
    """A plain yes. "Do not delete my data" speaks of deleting too, and "yes, delete everything" is one."""
    if text in {yes for yes, _ in YES_OR_NO.values()} or (intent == "affirm" and sure):
        return True
    return intent == "delete_data" and YES.search(text) is not None and NO.search(text) is None


class ValidateErasureForm(FormValidationAction):  # type: ignore[misc]  # rasa_sdk carries no types
    def name(self) -> str:
        return "validate_erasure_form"

    async def extract_erasure_confirmed(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Yes or no. Whoever goes on to something else fills nothing: a rule takes it, and nothing is erased."""
        if tracker.get_slot("requested_slot") != SLOT:
            return {}
        intent, text = intent_of(tracker), tracker.latest_message.get("text") or ""
        if agrees(intent, text, sure=is_sure(tracker)):
            return {SLOT: True}
        return {} if intent in RULED else {SLOT: False}

    async def validate_erasure_confirmed(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        return {SLOT: value}


class ActionErase(StepAction):
    def name(self) -> str:
        return "action_erase"

    async def step(self, desk: KnowledgeDesk, turn: Turn, tracker: Tracker) -> tuple[Said, Slots]:
        agreed, text = bool(tracker.get_slot(SLOT)), NOT_ERASED[turn.language]
        if agreed:
            waiting = await (await desk.journal()).enquiries.pending(turn.session)
            text = ERASED[turn.language] + (STILL[turn.language].format(count=waiting) if waiting else "")
        reply = Reply(outcome=Outcome.DONE, language=turn.language, text=text)
        return Said([reply], erase=agreed), {SLOT: None}
