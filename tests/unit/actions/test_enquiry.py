"""The enquiry form message by message: what it takes, what it leaves to the rules, and what is kept at the end."""

from collections.abc import AsyncIterator, Callable
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
from actions.base import StepAction
from actions.enquiry import (
    CHANGE_WANTED,
    CONFIRMED,
    ActionAskEnquiryConfirmed,
    ActionBeginEnquiry,
    ActionCancelEnquiry,
    ActionSubmitEnquiry,
    ValidateEnquiryForm,
    decided,
    emptied,
    extracted,
)
from bot.content.loader import valid_meeting
from bot.content.models import Meeting
from bot.journal.journal import Journal
from bot.journal.turns import Asked
from bot.press_office.fields import OPEN, READ_BACK, Reading
from bot.reply import Language, Outcome, Reply
from bot.retrieval import service
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
class SmallDesk:
    """As much of a KnowledgeDesk as the form asks for; no model."""

    kept: Journal
    meeting: Meeting
    now: Callable[[], datetime]
    official_language: Language = "th"
    zone: ZoneInfo = BANGKOK

    async def journal(self) -> Journal:
        return self.kept


@pytest.fixture
async def desk(
    kb: Path, tmp_path: Path, clock: Callable[[], datetime], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[SmallDesk]:
    journal = await Journal.open(f"sqlite+aiosqlite:///{tmp_path}/journal.sqlite3")
    small = SmallDesk(journal, valid_meeting(kb), clock)
    monkeypatch.setattr(service, "_desk", small)
    yield small
    await journal.dispose()


@pytest.fixture
def reading(noon: datetime) -> Reading:
    return Reading("en", noon, BANGKOK)


def tracker(text: str = "", intent: str = "nlu_fallback", confidence: float = 0.9, **slots: Any) -> Tracker:
    """A conversation whose last message is this, as Rasa sends it to an action."""
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
    """What a step of the form says, and the slots that it sets."""
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, heard, DOMAIN)
    replies = [Reply.model_validate(message["custom"]) for message in dispatcher.messages]
    return replies, {event["name"]: event["value"] for event in events}


READING = Reading("en", datetime(2030, 5, 3, 5, tzinfo=UTC), BANGKOK)


# What a message fills ----------------------------------------------------------------------------------------------


def test_only_what_is_asked_for_is_taken() -> None:
    assert extracted("enquiry_name", "Ana", tracker(), READING) == {"enquiry_name": "Ana"}


@pytest.mark.parametrize("slot", [*READ_BACK, CONFIRMED])
def test_calling_it_off_fills_nothing(slot: str) -> None:
    assert extracted(slot, "cancel", tracker("cancel", "cancel"), READING) == {}


def test_a_name_that_only_looks_like_calling_it_off_is_a_name() -> None:
    assert extracted("enquiry_name", "Khan", tracker("Khan", "cancel", 0.5), READING) == {"enquiry_name": "Khan"}


@pytest.mark.parametrize("slot", ["enquiry_name", "enquiry_outlet", "enquiry_contact", "enquiry_deadline", CONFIRMED])
@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("Who chaired the meeting?", "ask", 0.9),
        ("ใครเป็นประธานการประชุม", "ask", 0.7),
        ("what on earth is that?", "nlu_fallback", 0.3),
        ("in Thai please", "change_language", 0.95),
        ("ที่มาคืออะไร", "ask_source", 0.5),
        ("delete my data", "delete_data", 0.99),
    ],
)
def test_a_question_in_the_middle_fills_nothing(slot: str, text: str, intent: str, confidence: float) -> None:
    assert extracted(slot, text, tracker(text, intent, confidence), READING) == {}


@pytest.mark.parametrize(
    ("slot", "text", "intent"),
    [
        ("enquiry_name", "สมชาย ใจดี", "ask"),  # whatever Rasa makes of a name, it asks nothing
        ("enquiry_outlet", "Thank God It's Friday Weekly", "nlu_fallback"),
        ("enquiry_deadline", "พรุ่งนี้เที่ยง", "ask"),
        ("enquiry_contact", "a@news.org", "ask"),
        ("enquiry_contact", "ติดต่อทางไลน์ไอดี nat.one31", "press_office"),
        ("enquiry_deadline", "Monday morning", "greet"),
        ("enquiry_outlet", "Thai PBS", "change_language"),
        ("enquiry_outlet", "สำนักข่าวอิศรา", "press_office"),
        ("enquiry_name", "วันดี", "greet"),
    ],
)
def test_what_asks_nothing_is_the_value(slot: str, text: str, intent: str) -> None:
    assert extracted(slot, text, tracker(text, intent), READING) == {slot: text}


@pytest.mark.parametrize("slot", ["enquiry_question", "enquiry_name", "enquiry_outlet"])
def test_plain_small_talk_fills_nothing(slot: str) -> None:
    assert extracted(slot, "thank you", tracker("thank you", "thank", 0.99), READING) == {}


def test_where_the_question_is_asked_for_a_question_is_the_value() -> None:
    asked = "Who paid for it?"
    assert extracted("enquiry_question", asked, tracker(asked, "ask"), READING) == {"enquiry_question": asked}


# The whole validation -----------------------------------------------------------------------------------------------


async def test_the_form_reads_the_field_that_it_asked_for_and_no_other(desk: SmallDesk) -> None:
    assert await typed("my name is Ana", requested_slot="enquiry_name") == {"enquiry_name": "Ana"}
    assert await typed("ana@news.org", requested_slot="enquiry_contact") == {"enquiry_contact": "ana@news.org"}
    assert await typed("tomorrow noon", requested_slot="enquiry_deadline") == {
        "enquiry_deadline": "2030-05-04T12:00:00+07:00"
    }
    assert await typed("Ana", requested_slot=None) == {}


async def test_what_does_not_do_leaves_the_field_empty_and_says_why(desk: SmallDesk) -> None:
    dispatcher = CollectingDispatcher()
    heard = tracker("yesterday", requested_slot="enquiry_deadline", language="th")
    (event,) = await ValidateEnquiryForm().run(dispatcher, heard, DOMAIN)
    assert (event["name"], event["value"]) == ("enquiry_deadline", None)
    (told,) = [Reply.model_validate(message["custom"]) for message in dispatcher.messages]
    assert (told.outcome, told.language) == (Outcome.PROMPT, "th")
    assert "ผ่านไปแล้ว" in told.text


async def test_a_question_in_the_middle_leaves_the_form_as_it_is(desk: SmallDesk) -> None:
    assert await typed("Who chaired the meeting?", "ask", requested_slot="enquiry_name") == {}


async def test_a_question_that_was_carried_along_is_kept(desk: SmallDesk) -> None:
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
        ("yes, send it", "ask", 0.4, "en"),  # the button always does
        ("ถูกต้อง ส่งเลย", "nlu_fallback", 0.4, "th"),
    ],
)
def test_a_sure_yes_sends_it(text: str, intent: str, confidence: float, language: Language, noon: datetime) -> None:
    reading = Reading(language, noon, BANGKOK)
    assert decided(text, tracker(text, intent, confidence), reading) == {CONFIRMED: True}


@pytest.mark.parametrize(
    ("text", "intent", "confidence"), [("no", "deny", 0.95), ("ja", "affirm", 0.5), ("hm", "nlu_fallback", 0.3)]
)
def test_anything_but_a_sure_yes_asks_what_to_change(
    text: str, intent: str, confidence: float, reading: Reading
) -> None:
    assert decided(text, tracker(text, intent, confidence), reading) == {CONFIRMED: None, CHANGE_WANTED: True}


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
def test_one_field_is_emptied_to_be_asked_for_again(text: str, slot: str, reading: Reading) -> None:
    assert decided(text, tracker(text), reading) == {slot: None, CONFIRMED: None}


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("change the e-mail to b@news.org", "enquiry_contact", "b@news.org"),
        ("แก้ไลน์ somchai99", "enquiry_contact", "LINE somchai99"),
        ("the deadline is tomorrow noon", "enquiry_deadline", "2030-05-04T12:00:00+07:00"),
        ("no deadline", "enquiry_deadline", OPEN),
    ],
)
def test_a_change_may_bring_its_value(text: str, slot: str, value: str, reading: Reading) -> None:
    assert decided(text, tracker(text), reading) == {slot: value, CONFIRMED: None}


async def test_a_change_goes_through_the_form(desk: SmallDesk) -> None:
    changed = await typed("change the e-mail to b@news.org", requested_slot=CONFIRMED, **FILLED)
    assert changed == {"enquiry_contact": "b@news.org", CONFIRMED: None}
    sent = await typed("yes", "affirm", requested_slot=CONFIRMED, **FILLED)
    assert sent == {CONFIRMED: True}


# What is said -------------------------------------------------------------------------------------------------------


async def test_beginning_says_what_is_kept_and_carries_the_question_along(desk: SmallDesk) -> None:
    (begun,), slots = await said(ActionBeginEnquiry(), tracker(unanswered="What did it cost?", **FILLED))
    assert begun.outcome is Outcome.PROMPT and "30 days" in begun.text
    assert slots["enquiry_question"] == "What did it cost?"
    assert all(slots[slot] is None for slot in (*READ_BACK[1:], CONFIRMED, CHANGE_WANTED))


@pytest.mark.parametrize("slot", READ_BACK)
@pytest.mark.parametrize("language", ["th", "en"])
async def test_each_field_is_asked_for_with_a_way_out(desk: SmallDesk, slot: str, language: Language) -> None:
    action = next(step for step in enquiry.AskAction.__subclasses__() if step.slot == slot)()
    assert action.name() == f"action_ask_{slot}"
    (asked,), slots = await said(action, tracker(language=language))
    assert (asked.outcome, asked.language, slots) == (Outcome.PROMPT, language, {})
    assert asked.choices[-1].message == {"th": "ยกเลิก", "en": "cancel"}[language]


async def test_everything_is_read_back(desk: SmallDesk) -> None:
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


async def test_braces_in_what_was_typed_are_read_back_as_they_are(desk: SmallDesk) -> None:
    (back,), _ = await said(ActionAskEnquiryConfirmed(), tracker(**FILLED | {"enquiry_question": "What is {fields}?"}))
    assert "Question: What is {fields}?" in back.text


async def test_which_field_to_change_is_asked_once(desk: SmallDesk, reading: Reading) -> None:
    (asked,), slots = await said(ActionAskEnquiryConfirmed(), tracker(**{**FILLED, CHANGE_WANTED: True}))
    assert slots == {CHANGE_WANTED: None}
    *changes, cancel = asked.choices
    assert cancel.message == "cancel"
    named = [decided(choice.message, tracker(choice.message), reading) for choice in changes]
    assert named == [{slot: None, CONFIRMED: None} for slot in READ_BACK]


async def test_calling_it_off_keeps_nothing(desk: SmallDesk) -> None:
    (done,), slots = await said(ActionCancelEnquiry(), tracker(**FILLED, language="th"))
    assert (done.outcome, done.language) == (Outcome.DONE, "th")
    assert all(slots[slot] is None for slot in (*READ_BACK, CONFIRMED))
    assert await desk.kept.enquiries.listed(answered=True) == []


async def test_sending_it_keeps_everything_with_the_turns_before_it(desk: SmallDesk, noon: datetime) -> None:
    turns, reply = desk.kept.turns, Reply(outcome=Outcome.SOCIAL, language="en", text="An answer.")
    for message in ("hello", "What did it cost?", "please pass it on", "Ana"):
        await turns.record(Asked("session-1", message, "web", noon), [reply], 1.0)
    await turns.record(Asked("session-2", "What did it cost?", "web", noon), [reply], 1.0)
    (sent,), slots = await said(
        ActionSubmitEnquiry(), tracker("yes", "affirm", **FILLED, unanswered="What did it cost?")
    )
    assert sent.outcome is Outcome.DONE
    assert "PD-0001" in sent.text and "ana@news.org" in sent.text
    assert slots["unanswered"] is None and slots["enquiry_name"] is None
    (kept,) = await desk.kept.enquiries.listed()
    assert (kept.session, kept.language, kept.question) == ("session-1", "en", "What did it cost?")
    assert (kept.name, kept.outlet, kept.contact) == ("Ana", "Test Post", "ana@news.org")
    assert kept.deadline == datetime(2030, 5, 4, 12, tzinfo=BANGKOK) and kept.asked == noon
    assert [turn["message"] for turn in kept.transcript] == ["hello", "What did it cost?"]


async def test_an_open_deadline_is_kept_as_none(desk: SmallDesk) -> None:
    await said(ActionSubmitEnquiry(), tracker(**FILLED | {"enquiry_deadline": OPEN}))
    (kept,) = await desk.kept.enquiries.listed()
    assert kept.deadline is None


async def test_the_same_message_makes_one_enquiry(desk: SmallDesk) -> None:
    numbers = [(await said(ActionSubmitEnquiry(), tracker(**FILLED)))[0][0].text for _ in range(2)]
    assert numbers[0] == numbers[1]
    assert len(await desk.kept.enquiries.listed()) == 1


def test_whatever_the_form_leaves_to_the_rules_has_one() -> None:
    """A message that fills nothing and that no rule takes would leave the form without a word."""
    files = ("data/rules/enquiry.yml", "data/rules/privacy.yml")
    rules = [rule for file in files for rule in yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))["rules"]]
    here = {"active_loop": "enquiry_form"}
    within = [rule for rule in rules if here in rule.get("condition", [here])]
    ruled = {step["intent"] for rule in within for step in rule["steps"] if "intent" in step}
    assert enquiry.ELSEWHERE | enquiry.QUESTIONS | {"cancel"} <= ruled
