"""The enquiry form: which messages fill a slot, and which are about something else.

A message that asks or requests something else fills no slot: the form rejects it, a rule answers it, and the form asks
again (bot/rasa_ext/interruptions.py).
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.messages.enquiry import CONFIRM
from bot.press_office.fields import BY_SLOT, NAME_ERROR, FieldContext, FieldError, named_field
from bot.query.splitting import is_question
from bot.text.thai import words

CONFIRMED = "enquiry_confirmed"
CHANGE_WANTED = "enquiry_change"
MIN_CONFIDENCE = 0.8  # of an intent; below it the intent is ignored
# Intents whose messages fill no field. Each has a rule that applies within the form (tests/rasa/test_interruptions.py).
INTERRUPTIONS = frozenset(
    "ask_events ask_source ask_original ask_more translate add_to_calendar change_language press_office make_enquiry"
    " ask_privacy delete_data unhelpful insult greet thank goodbye ask_capabilities ask_bot".split()
)
YES_OR_NO = frozenset({"affirm", "deny"})
QUESTIONS = frozenset({"ask_question", "nlu_fallback"})
SMALL_TALK = frozenset({"greet", "thank", "goodbye", "insult"})
SHORT_WORDS, SHORT_MIN_CONFIDENCE = 3, 0.97  # a text of fewer words is a name, unless surely small talk
CHANGE_REQUEST = re.compile(
    r"(?<!ไม่)(?<!ไม่ต้อง)(?<!ไหนต้อง)(?:แก้|เปลี่ยน)|แต่|\b(?:change|correct the|but|except|instead)\b", re.IGNORECASE
)

Slots = dict[str, Any]


@dataclass(frozen=True)
class ClassifiedMessage:
    """A message with its intent and the intent's confidence, 0 to 1."""

    text: str
    intent: str
    confidence: float

    @property
    def is_confident(self) -> bool:
        return self.confidence >= MIN_CONFIDENCE


def is_about_something_else(slot: str, message: ClassifiedMessage, context: FieldContext) -> bool:
    """Whether a message does not answer the form but asks or requests something else, which a rule handles."""
    if slot == "enquiry_question":
        return message.intent in SMALL_TALK and message.is_confident
    if slot in ("enquiry_contact", "enquiry_deadline") and can_be_read(slot, message.text, context):
        return False  # the classifier mistakes "Monday morning" for a greeting
    if message.intent in INTERRUPTIONS | QUESTIONS and is_question(message.text):
        return True
    # The classifier mistakes "Thai PBS" for a change of language and the name วันดี for a greeting.
    if slot in ("enquiry_name", "enquiry_outlet") and len(words(message.text)) < SHORT_WORDS:
        return message.intent in SMALL_TALK and message.confidence >= SHORT_MIN_CONFIDENCE
    return message.intent in INTERRUPTIONS and message.is_confident


def can_be_read(slot: str, text: str, context: FieldContext) -> bool:
    try:
        return bool(BY_SLOT[slot].read(text, context))
    except FieldError:
        return False


def value_of(slot: str, message: ClassifiedMessage, context: FieldContext) -> str:
    """The parsed value. Raises FieldError if the text is unusable, or is a yes or no in place of a name."""
    if slot == "enquiry_name" and message.intent in YES_OR_NO and message.is_confident:
        raise FieldError(*NAME_ERROR)
    return BY_SLOT[slot].read(message.text, context)


def extracted(slot: str, message: ClassifiedMessage, context: FieldContext) -> Slots:
    """The slot with the text of the message; {} if the message does not answer the form."""
    if message.intent == "cancel" and message.is_confident:
        return {}
    return {} if is_about_something_else(slot, message, context) else {slot: message.text}


def confirmation(message: ClassifiedMessage, context: FieldContext) -> Slots:
    """The slots after the question whether everything is right.

    Confirmed; or the field that the message names, with its new value or None; or that some field must change.
    """
    agreed = message.intent == "affirm" and message.is_confident and not CHANGE_REQUEST.search(message.text)
    if agreed or message.text == CONFIRM[context.language].message:
        return {CONFIRMED: True}
    field = named_field(message.text)
    if field and message.intent != "cancel":
        try:
            value = field.read(message.text, context) if field.slot in ("enquiry_contact", "enquiry_deadline") else None
        except FieldError:
            value = None
        return {field.slot: value, CONFIRMED: None}
    return {CONFIRMED: None, CHANGE_WANTED: True}
