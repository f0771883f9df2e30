"""The enquiry form: which messages fill a slot, which ones are left to the rules, and what is stored at the end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import enquiry
from actions.base import StepAction, confidence, intent_of
from actions.enquiry import (
    ActionAskEnquiryConfirmed,
    ActionBeginEnquiry,
    ActionCancelEnquiry,
    ActionSubmitEnquiry,
    ValidateEnquiryForm,
    emptied,
)
from bot.content.loader import valid_meeting
from bot.content.models import Meeting
from bot.pipeline import service
from bot.press_office import form
from bot.press_office.fields import NAME_ERROR, NO_DEADLINE, READ_BACK, FieldContext
from bot.press_office.form import CHANGE_WANTED, CONFIRMED, ClassifiedMessage
from bot.reply import ENQUIRY, Language, Outcome, Reply
from tests.conftest import ROOT

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
BANGKOK = ZoneInfo("Asia/Bangkok")
FILLED: dict[str, Any] = {
    "enquiry_question": "What did it cost?",
    "enquiry_name": "Ana",
    "enquiry_outlet": "Test Post",
    "enquiry_contact": "ana@news.org",
    "enquiry_deadline": "2030-05-04T12:00:00+07:00",
}


@dataclass
class SmallService:
    """The part of AnswerService that the form uses, without a model."""

    meeting: Meeting
    now: Callable[[], datetime]
    official_language: Language = "th"
    zone: ZoneInfo = BANGKOK


@pytest.fixture
def desk(kb: Path, clock: Callable[[], datetime], monkeypatch: pytest.MonkeyPatch) -> SmallService:
    small = SmallService(valid_meeting(kb), clock)
    monkeypatch.setattr(service, "_service", small)
    return small


@pytest.fixture
def reading(noon: datetime) -> FieldContext:
    return FieldContext("en", noon, BANGKOK)


def tracker(text: str = "", intent: str = "nlu_fallback", confidence: float = 0.9, **slots: Any) -> Tracker:
    """A tracker with this last message, as Rasa sends it to an action."""
    message = {"text": text, "intent": {"name": intent, "confidence": confidence}, "metadata": {"id": "message-1"}}
    kept = {"language": "en", "requested_slot": None, **emptied(), **slots}
    return Tracker("session-1", kept, message, [{"event": "user"}], False, None, {"name": "enquiry_form"}, None)


async def typed(text: str, intent: str = "nlu_fallback", confidence: float = 0.9, **slots: Any) -> dict[str, Any]:
    """The slots that the form's validation sets for a message."""
    told: list[dict[str, Any]] = await ValidateEnquiryForm().run(
        CollectingDispatcher(), tracker(text, intent, confidence, **slots), DOMAIN
    )
    return {event["name"]: event["value"] for event in told}


async def said(action: StepAction, heard: Tracker) -> tuple[list[Reply], dict[str, Any]]:
    """The reply of an action of the form, and the slots that it sets."""
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, heard, DOMAIN)
    replies = [Reply.model_validate(message["custom"]) for message in dispatcher.messages]
    return replies, {event["name"]: event["value"] for event in events}


def taken(slot: str, text: str, heard: Tracker) -> dict[str, Any]:
    """The value that the form extracts for a slot."""
    return form.extracted(slot, ClassifiedMessage(text, intent_of(heard), confidence(heard)), READING)


def confirmed(text: str, heard: Tracker, context: FieldContext) -> dict[str, Any]:
    """The value that the form extracts from the answer to its confirmation question."""
    return form.confirmation(ClassifiedMessage(text, intent_of(heard), confidence(heard)), context)


READING = FieldContext("en", datetime(2030, 5, 3, 5, tzinfo=UTC), BANGKOK)


# Slot extraction ----------------------------------------------------------------------------------------------------


def test_only_the_requested_field_is_filled() -> None:
    assert taken("enquiry_name", "Ana", tracker()) == {"enquiry_name": "Ana"}


@pytest.mark.parametrize("slot", [*READ_BACK, CONFIRMED])
def test_cancelling_fills_no_field(slot: str) -> None:
    assert taken(slot, "cancel", tracker("cancel", "cancel")) == {}


def test_a_name_that_resembles_cancelling_is_a_name() -> None:
    assert taken("enquiry_name", "Khan", tracker("Khan", "cancel", 0.5)) == {"enquiry_name": "Khan"}


@pytest.mark.parametrize("slot", ["enquiry_name", "enquiry_outlet", "enquiry_contact", "enquiry_deadline", CONFIRMED])
@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("Who chaired the meeting?", "ask_question", 0.9),
        ("ใครเป็นประธานการประชุม", "ask_question", 0.7),
        ("what on earth is that?", "nlu_fallback", 0.3),
        ("in Thai please", "change_language", 0.95),
        ("ที่มาคืออะไร", "ask_source", 0.5),
        ("delete my data", "delete_data", 0.99),
    ],
)
def test_a_question_within_the_form_fills_no_field(slot: str, text: str, intent: str, confidence: float) -> None:
    assert taken(slot, text, tracker(text, intent, confidence)) == {}


@pytest.mark.parametrize(
    ("slot", "text", "intent"),
    [
        ("enquiry_name", "สมชาย ใจดี", "ask_question"),  # a name is no question, whatever intent Rasa predicts
        ("enquiry_outlet", "Thank God It's Friday Weekly", "nlu_fallback"),
        ("enquiry_deadline", "พรุ่งนี้เที่ยง", "ask_question"),
        ("enquiry_contact", "a@news.org", "ask_question"),
        ("enquiry_contact", "ติดต่อทางไลน์ไอดี nat.one31", "press_office"),
        ("enquiry_deadline", "Monday morning", "greet"),
        ("enquiry_outlet", "Thai PBS", "change_language"),
        ("enquiry_outlet", "สำนักข่าวอิศรา", "press_office"),
        ("enquiry_name", "วันดี", "greet"),
    ],
)
def test_a_message_that_is_no_question_fills_the_field(slot: str, text: str, intent: str) -> None:
    assert taken(slot, text, tracker(text, intent)) == {slot: text}


@pytest.mark.parametrize("slot", ["enquiry_question", "enquiry_name", "enquiry_outlet"])
def test_small_talk_fills_no_field(slot: str) -> None:
    assert taken(slot, "thank you", tracker("thank you", "thank", 0.99)) == {}


def test_a_question_fills_the_field_for_the_question() -> None:
    asked = "Who paid for it?"
    assert taken("enquiry_question", asked, tracker(asked, "ask_question")) == {"enquiry_question": asked}


# Validation ---------------------------------------------------------------------------------------------------------


async def test_validation_sets_only_the_requested_field(desk: SmallService) -> None:
    assert await typed("my name is Ana", requested_slot="enquiry_name") == {"enquiry_name": "Ana"}
    assert await typed("ana@news.org", requested_slot="enquiry_contact") == {"enquiry_contact": "ana@news.org"}
    assert await typed("tomorrow noon", requested_slot="enquiry_deadline") == {
        "enquiry_deadline": "2030-05-04T12:00:00+07:00"
    }
    assert await typed("Ana", requested_slot=None) == {}


async def test_an_invalid_value_leaves_the_field_empty_with_a_reason(desk: SmallService) -> None:
    dispatcher = CollectingDispatcher()
    heard = tracker("yesterday", requested_slot="enquiry_deadline", language="th")
    (event,) = await ValidateEnquiryForm().run(dispatcher, heard, DOMAIN)
    assert (event["name"], event["value"]) == ("enquiry_deadline", None)
    (told,) = [Reply.model_validate(message["custom"]) for message in dispatcher.messages]
    assert (told.outcome, told.language) == (Outcome.PROMPT, "th")
    assert "ผ่านไปแล้ว" in told.text


@pytest.mark.parametrize(("text", "intent"), [("no", "deny"), ("yes please", "affirm")])
async def test_yes_and_no_are_not_names(desk: SmallService, text: str, intent: str) -> None:
    dispatcher = CollectingDispatcher()
    (event,) = await ValidateEnquiryForm().run(dispatcher, tracker(text, intent, requested_slot="enquiry_name"), DOMAIN)
    assert (event["name"], event["value"]) == ("enquiry_name", None)
    (told,) = [Reply.model_validate(message["custom"]) for message in dispatcher.messages]
    assert (told.outcome, told.text) == (Outcome.PROMPT, NAME_ERROR[1])


async def test_a_name_that_resembles_no_is_a_name(desk: SmallService) -> None:
    assert await typed("Noh", "deny", 0.6, requested_slot="enquiry_name") == {"enquiry_name": "Noh"}


async def test_a_question_within_the_form_changes_no_slot(desk: SmallService) -> None:
    assert await typed("Who chaired the meeting?", "ask_question", requested_slot="enquiry_name") == {}


async def test_a_question_from_before_the_form_is_kept(desk: SmallService) -> None:
    heard = tracker("please pass it on", "make_enquiry")
    heard.events.append(SlotSet("enquiry_question", "What did it cost?"))
    (event,) = await ValidateEnquiryForm().run(CollectingDispatcher(), heard, DOMAIN)
    assert (event["name"], event["value"]) == ("enquiry_question", "What did it cost?")


# Confirming and changing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "language"),
    [
        ("yes", "affirm", 0.95, "en"),
        ("ใช่ค่ะ", "affirm", 0.95, "th"),
        ("yes, send it", "ask_question", 0.4, "en"),  # the text of the button is always accepted
        ("ถูกต้อง ส่งเลย", "nlu_fallback", 0.4, "th"),
    ],
)
def test_a_confident_yes_sends_the_enquiry(
    text: str, intent: str, confidence: float, language: Language, noon: datetime
) -> None:
    reading = FieldContext(language, noon, BANGKOK)
    assert confirmed(text, tracker(text, intent, confidence), reading) == {CONFIRMED: True}


@pytest.mark.parametrize(
    ("text", "intent", "confidence"), [("no", "deny", 0.95), ("ja", "affirm", 0.5), ("hm", "nlu_fallback", 0.3)]
)
def test_anything_but_a_confident_yes_asks_what_to_change(
    text: str, intent: str, confidence: float, reading: FieldContext
) -> None:
    assert confirmed(text, tracker(text, intent, confidence), reading) == {CONFIRMED: None, CHANGE_WANTED: True}


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("change the name", "enquiry_name"),
        ("แก้สังกัด", "enquiry_outlet"),
        ("change the question", "enquiry_question"),
        ("change the contact", "enquiry_contact"),
        ("change the deadline to yesterday", "enquiry_deadline"),
    ],
)
def test_a_field_to_change_is_cleared_and_asked_again(text: str, slot: str, reading: FieldContext) -> None:
    assert confirmed(text, tracker(text), reading) == {slot: None, CONFIRMED: None}


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("change the e-mail to b@news.org", "enquiry_contact", "b@news.org"),
        ("แก้ไลน์ somchai99", "enquiry_contact", "LINE somchai99"),
        ("the deadline is tomorrow noon", "enquiry_deadline", "2030-05-04T12:00:00+07:00"),
        ("no deadline", "enquiry_deadline", NO_DEADLINE),
    ],
)
def test_a_change_request_may_contain_the_new_value(text: str, slot: str, value: str, reading: FieldContext) -> None:
    assert confirmed(text, tracker(text), reading) == {slot: value, CONFIRMED: None}


async def test_a_new_value_is_validated_by_the_form(desk: SmallService) -> None:
    changed = await typed("change the e-mail to b@news.org", requested_slot=CONFIRMED, **FILLED)
    assert changed == {"enquiry_contact": "b@news.org", CONFIRMED: None}
    sent = await typed("yes", "affirm", requested_slot=CONFIRMED, **FILLED)
    assert sent == {CONFIRMED: True}


# Replies ------------------------------------------------------------------------------------------------------------


async def test_the_form_starts_with_a_privacy_notice_and_the_last_question(desk: SmallService) -> None:
    (begun,), slots = await said(ActionBeginEnquiry(), tracker(unanswered_question="What did it cost?", **FILLED))
    assert begun.outcome is Outcome.PROMPT and "30 days" in begun.text
    assert slots["enquiry_question"] == "What did it cost?"
    assert all(slots[slot] is None for slot in (*READ_BACK[1:], CONFIRMED, CHANGE_WANTED))


@pytest.mark.parametrize("slot", READ_BACK)
@pytest.mark.parametrize("language", ["th", "en"])
async def test_each_field_is_asked_for_with_a_cancel_button(desk: SmallService, slot: str, language: Language) -> None:
    action = next(step for step in enquiry.AskAction.__subclasses__() if step.slot == slot)()
    assert action.name() == f"action_ask_{slot}"
    (asked,), slots = await said(action, tracker(language=language))
    assert (asked.outcome, asked.language, slots) == (Outcome.PROMPT, language, {})
    assert asked.choices[-1].message == {"th": "ยกเลิก", "en": "cancel"}[language]


async def test_all_fields_are_shown_for_confirmation(desk: SmallService) -> None:
    (back,), slots = await said(ActionAskEnquiryConfirmed(), tracker(**FILLED))
    assert slots == {}
    lines = back.text.splitlines()
    assert lines[1:6] == [
        "Question: What did it cost?",
        "Name: Ana",
        "Outlet: Test Post",
        "Contact: ana@news.org",
        "Deadline: 4 May 2030, 12:00",
    ]
    assert [choice.message for choice in back.choices] == ["yes, send it", "no", "cancel"]


async def test_braces_in_the_input_are_shown_unchanged(desk: SmallService) -> None:
    (back,), _ = await said(ActionAskEnquiryConfirmed(), tracker(**FILLED | {"enquiry_question": "What is {fields}?"}))
    assert "Question: What is {fields}?" in back.text


async def test_which_field_to_change_is_asked_once(desk: SmallService, reading: FieldContext) -> None:
    (asked,), slots = await said(ActionAskEnquiryConfirmed(), tracker(**{**FILLED, CHANGE_WANTED: True}))
    assert slots == {CHANGE_WANTED: None}
    *changes, cancel = asked.choices
    assert cancel.message == "cancel"
    named = [confirmed(choice.message, tracker(choice.message), reading) for choice in changes]
    assert named == [{slot: None, CONFIRMED: None} for slot in READ_BACK]


async def test_cancelling_stores_nothing(desk: SmallService) -> None:
    (done,), slots = await said(ActionCancelEnquiry(), tracker(**FILLED, language="th"))
    assert (done.outcome, done.language) == (Outcome.DONE, "th")
    assert all(slots[slot] is None for slot in (*READ_BACK, CONFIRMED))


async def test_a_confirmed_enquiry_is_passed_to_the_edge_with_all_fields(desk: SmallService) -> None:
    dispatcher = CollectingDispatcher()
    events = await ActionSubmitEnquiry().run(dispatcher, tracker("yes", "affirm", **FILLED), DOMAIN)
    (payload,) = [message["custom"] for message in dispatcher.messages]
    assert payload["outcome"] == "done" and payload["text"]
    assert payload[ENQUIRY] == {
        "language": "en",
        "question": "What did it cost?",
        "name": "Ana",
        "outlet": "Test Post",
        "contact": "ana@news.org",
        "deadline": "2030-05-04T12:00:00+07:00",
    }
    slots = {event["name"]: event["value"] for event in events}
    assert slots["unanswered_question"] is None and slots["enquiry_name"] is None


async def test_a_missing_deadline_is_passed_as_none(desk: SmallService) -> None:
    dispatcher = CollectingDispatcher()
    await ActionSubmitEnquiry().run(dispatcher, tracker(**FILLED | {"enquiry_deadline": NO_DEADLINE}), DOMAIN)
    assert dispatcher.messages[0]["custom"][ENQUIRY]["deadline"] is None
