"""Passing a question on to the press office: what the form takes from each message, and what is done with it.

A message that asks something fills nothing: the form rejects it, a rule answers it, and the form goes on (data/rules).
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Slots, StepAction, Turn, utter
from bot.answers.reply_builder import Said
from bot.journal.enquiries import reference
from bot.press_office.fields import BY_SLOT, FIELDS, OPEN, READ_BACK, Reading, Unfit, named_field, when
from bot.query.splitting import asks
from bot.reply import Choice, Language, Outcome, Reply
from bot.retrieval import service
from bot.retrieval.service import KnowledgeDesk
from bot.text.thai import words

CONFIRMED = "enquiry_confirmed"
TURNS = 3  # turns of the conversation that go with an enquiry
CHANGE_WANTED = "enquiry_change"
SURE = 0.8  # confidence from which an intent says more than that something was typed
# What is no value of any field, whatever is being asked for. Each has a rule (data/rules/enquiry.yml).
ELSEWHERE = frozenset(
    "ask_events ask_source ask_original ask_more translate add_to_calendar change_language press_office make_enquiry"
    " ask_privacy delete_data unhelpful insult greet thank goodbye ask_capabilities ask_bot".split()
)
QUESTIONS = frozenset({"ask", "nlu_fallback"})
SOCIAL = frozenset({"greet", "thank", "goodbye", "insult"})
FEW, PLAIN = 3, 0.97  # words below which an intent must be so plain to mean that a message is no name
BEGUN: dict[Language, str] = {
    "th": "ยินดีส่งคำถามถึงฝ่ายข่าวค่ะ ชื่อ สังกัด ช่องทางติดต่อ และบทสนทนาช่วงนี้จะใช้เพื่อตอบคำถามนี้เท่านั้น และลบเมื่อครบ {days} วันหลังตอบ"
    " พิมพ์ “ยกเลิก” ได้ทุกเมื่อ",
    "en": "I will pass it on. Your name, outlet, contact and this part of the conversation are used to answer this"
    " question only, and are erased after {days} days, once it is answered. Type “cancel” at any time.",
}
READ: dict[Language, str] = {
    "th": "ขอทวนนะคะ\n{fields}\nถูกต้องและให้ส่งเลยไหมคะ",
    "en": "Let me read it back:\n{fields}\nIs it right, and shall I send it?",
}
WHICH: dict[Language, str] = {"th": "ต้องการแก้ข้อใดคะ", "en": "Which of these should be changed?"}
SENT: dict[Language, str] = {
    "th": "ส่งคำถามถึงฝ่ายข่าวแล้วค่ะ หมายเลขอ้างอิง {number} คำตอบจะส่งไปที่ {contact} และแจ้งในบทสนทนานี้",
    "en": "Your question has gone to the press office. Its reference number is {number}. The answer will go to"
    " {contact}, and into this conversation.",
}
CANCELLED: dict[Language, str] = {
    "th": "ยกเลิกแล้วค่ะ ไม่มีการส่งคำถามถึงฝ่ายข่าว ถามเรื่องอื่นได้เลยนะคะ",
    "en": "Cancelled: nothing was sent to the press office. Ask me anything else.",
}
YES: dict[Language, Choice] = {
    "th": Choice(title="ถูกต้อง ส่งเลย", message="ถูกต้อง ส่งเลย"),
    "en": Choice(title="Yes, send it", message="yes, send it"),
}
CHANGING = re.compile(
    r"(?<!ไม่)(?<!ไม่ต้อง)(?<!ไหนต้อง)(?:แก้|เปลี่ยน)|แต่|\b(?:change|correct the|but|except|instead)\b", re.IGNORECASE
)
CHANGE: dict[Language, str] = {"th": "แก้{label}", "en": "change the {label}"}
CANCEL: dict[Language, Choice] = {
    "th": Choice(title="ยกเลิก", message="ยกเลิก"),
    "en": Choice(title="Cancel", message="cancel"),
}


def prompt(text: str, language: Language, choices: list[Choice]) -> Said:
    return Said([Reply(outcome=Outcome.PROMPT, language=language, text=text, choices=[*choices, CANCEL[language]])])


def intent_of(tracker: Tracker) -> str:
    """The intent by which the rules go."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def confidence(tracker: Tracker) -> float:
    return float((tracker.latest_message.get("intent") or {}).get("confidence") or 0)


def is_sure(tracker: Tracker) -> bool:
    return confidence(tracker) >= SURE


def is_elsewhere(slot: str, tracker: Tracker, text: str, reading: Reading) -> bool:
    """Whether a message is no answer to what the form asks, but a question or another wish, which a rule takes."""
    intent, sure = intent_of(tracker), is_sure(tracker)
    if slot == "enquiry_question":
        return intent in SOCIAL and sure
    if slot in ("enquiry_contact", "enquiry_deadline") and is_read(slot, text, reading):
        return False  # "Monday morning" is a greeting nowhere but in a heap of greetings
    if intent in ELSEWHERE | QUESTIONS and asks(text):
        return True
    # "Thai PBS" asks for no other language, and วันดี is a name: what is so short must be plain small talk.
    if slot in ("enquiry_name", "enquiry_outlet") and len(words(text)) < FEW:
        return intent in SOCIAL and confidence(tracker) >= PLAIN
    return intent in ELSEWHERE and sure


def is_read(slot: str, text: str, reading: Reading) -> bool:
    try:
        return bool(BY_SLOT[slot].read(text, reading))
    except Unfit:
        return False


def extracted(slot: str, text: str, tracker: Tracker, reading: Reading) -> Slots:
    """The message as the slot's value; nothing where it is about something else."""
    if intent_of(tracker) == "cancel" and is_sure(tracker):
        return {}
    return {} if is_elsewhere(slot, tracker, text, reading) else {slot: text}


def read(slot: str, text: str, reading: Reading, dispatcher: CollectingDispatcher) -> Slots:
    """The slot's value as it is kept; None, and why, where the text does not do."""
    try:
        return {slot: BY_SLOT[slot].read(text, reading)}
    except Unfit as e:
        text = e.words[reading.language]
        utter(dispatcher, Said([Reply(outcome=Outcome.PROMPT, language=reading.language, text=text)]))
        return {slot: None}


def decided(text: str, tracker: Tracker, reading: Reading) -> Slots:
    """Yes; or the field to change, with its new value where the message has one; or that something is to change."""
    agreed = intent_of(tracker) == "affirm" and is_sure(tracker) and not CHANGING.search(text)
    if agreed or text == YES[reading.language].message:
        return {CONFIRMED: True}
    field = named_field(text)
    if field and intent_of(tracker) != "cancel":
        try:
            value = field.read(text, reading) if field.slot in ("enquiry_contact", "enquiry_deadline") else None
        except Unfit:
            value = None
        return {field.slot: value, CONFIRMED: None}
    return {CONFIRMED: None, CHANGE_WANTED: True}


async def reading_of(tracker: Tracker) -> Reading:
    desk = await service.desk()
    return Reading(Turn.of(tracker, desk.official_language).language, desk.now(), desk.zone)


def extractor(slot: str) -> Callable[..., Awaitable[Slots]]:
    """A form's `extract_...` for one slot: only what is being asked for is taken from a message."""

    async def extract(self: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if tracker.get_slot("requested_slot") != slot:
            return {}
        return extracted(slot, tracker.latest_message.get("text") or "", tracker, await reading_of(tracker))

    return extract


def validator(slot: str) -> Callable[..., Awaitable[Slots]]:
    """A form's `validate_...` for one slot: the value as it is kept, or none."""

    async def validate(
        self: Any, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        if value is None or value is True:
            return {slot: value}
        reading = await reading_of(tracker)
        if slot == CONFIRMED:
            return decided(str(value), tracker, reading)
        return read(slot, str(value), reading, dispatcher)

    return validate


class ValidateEnquiryForm(FormValidationAction):  # type: ignore[misc]  # rasa_sdk carries no types
    def name(self) -> str:
        return "validate_enquiry_form"


for _slot in (*BY_SLOT, CONFIRMED):  # rasa_sdk finds them by their names
    setattr(ValidateEnquiryForm, f"extract_{_slot}", extractor(_slot))
    setattr(ValidateEnquiryForm, f"validate_{_slot}", validator(_slot))


def emptied() -> Slots:
    return {field.slot: None for field in FIELDS} | {CONFIRMED: None, CHANGE_WANTED: None, "offered": False}


class ActionBeginEnquiry(StepAction):
    """What is kept and why comes first; the question is the one that had no answer."""

    def name(self) -> str:
        return "action_begin_enquiry"

    async def step(self, desk: KnowledgeDesk, turn: Turn, tracker: Tracker) -> tuple[Said, Slots]:
        text = BEGUN[turn.language].format(days=desk.meeting.retention_days)
        said = Said([Reply(outcome=Outcome.PROMPT, language=turn.language, text=text)])
        # `offered` stays as it is: the rule that led here holds only as long as its condition does.
        return said, emptied() | {"enquiry_question": turn.unanswered, "offered": tracker.get_slot("offered")}


class AskAction(StepAction, ABC):
    """Asks for one field."""

    @property
    @abstractmethod
    def slot(self) -> str: ...

    def name(self) -> str:
        return f"action_ask_{self.slot}"

    async def step(self, desk: KnowledgeDesk, turn: Turn, tracker: Tracker) -> tuple[Said, Slots]:
        field, language = BY_SLOT[self.slot], turn.language
        quick = [Choice(title=field.quick[language], message=field.quick[language])] if field.quick else []
        return prompt(field.prompt[language], language, quick), {}


class ActionAskEnquiryQuestion(AskAction):
    slot = "enquiry_question"


class ActionAskEnquiryName(AskAction):
    slot = "enquiry_name"


class ActionAskEnquiryOutlet(AskAction):
    slot = "enquiry_outlet"


class ActionAskEnquiryContact(AskAction):
    slot = "enquiry_contact"


class ActionAskEnquiryDeadline(AskAction):
    slot = "enquiry_deadline"


def which(language: Language) -> Said:
    labels = [BY_SLOT[slot].label[language] for slot in READ_BACK]
    choices = [Choice(title=label, message=CHANGE[language].format(label=label.lower())) for label in labels]
    return prompt(WHICH[language], language, choices)


class ActionAskEnquiryConfirmed(StepAction):
    """Reads everything back; or asks which of it is to be changed."""

    def name(self) -> str:
        return "action_ask_enquiry_confirmed"

    async def step(self, desk: KnowledgeDesk, turn: Turn, tracker: Tracker) -> tuple[Said, Slots]:
        if tracker.get_slot(CHANGE_WANTED):
            return which(turn.language), {CHANGE_WANTED: None}
        values = {slot: str(tracker.get_slot(slot)) for slot in READ_BACK}
        values["enquiry_deadline"] = when(values["enquiry_deadline"], turn.language, desk.zone)
        fields = "\n".join(f"{BY_SLOT[slot].label[turn.language]}: {values[slot]}" for slot in READ_BACK)
        change = {"th": Choice(title="แก้ไข", message="ไม่ถูกต้อง"), "en": Choice(title="Change something", message="no")}
        choices = [YES[turn.language], change[turn.language]]
        return prompt(READ[turn.language].format(fields=fields), turn.language, choices), {}


class ActionSubmitEnquiry(StepAction):
    """Keeps it with the turns that led to it; the press office is told by whoever watches the journal."""

    def name(self) -> str:
        return "action_submit_enquiry"

    async def step(self, desk: KnowledgeDesk, turn: Turn, tracker: Tracker) -> tuple[Said, Slots]:
        values = {slot: str(tracker.get_slot(slot)) for slot in READ_BACK}
        until = values["enquiry_deadline"]
        journal = await desk.journal()
        number = await journal.enquiries.open(
            session=turn.session,
            message_id=turn.message_id,
            language=turn.language,
            question=values["enquiry_question"],
            name=values["enquiry_name"],
            outlet=values["enquiry_outlet"],
            contact=values["enquiry_contact"],
            deadline=None if until == OPEN else datetime.fromisoformat(until),
            transcript=await journal.turns.about(turn.session, values["enquiry_question"], TURNS),
            asked=desk.now(),
        )
        text = SENT[turn.language].format(number=reference(number), contact=values["enquiry_contact"])
        return Said([Reply(outcome=Outcome.DONE, language=turn.language, text=text)]), emptied() | {"unanswered": None}


class ActionCancelEnquiry(StepAction):
    def name(self) -> str:
        return "action_cancel_enquiry"

    async def step(self, desk: KnowledgeDesk, turn: Turn, tracker: Tracker) -> tuple[Said, Slots]:
        said = Said([Reply(outcome=Outcome.DONE, language=turn.language, text=CANCELLED[turn.language])])
        return said, emptied()
