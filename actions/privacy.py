"""What is stored of a conversation, and its erasure: confirmed by a form, then executed by the edge."""

import re
from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DialogueState, ReplyingAction, Slots, StepAction, confidence, intent_of
from bot.answers.reply_builder import ActionResult
from bot.messages import privacy as messages
from bot.pipeline.service import AnswerService
from bot.press_office.form import MIN_CONFIDENCE
from bot.reply import Choice, Outcome, Reply

SLOT = "erasure_confirmed"
YES = re.compile(r"ใช่|ยืนยัน|ตกลง|โอเค|\b(?:yes|yeah|yep|ok|okay|sure|confirm)\b", re.IGNORECASE)
NO = re.compile(r"ไม่|อย่า|\b(?:no|not|don['’]?t|never|keep)\b", re.IGNORECASE)
# Intents that end the form by a rule (bot/rasa_ext/interruptions.py). Other messages that do not confirm mean no.
INTERRUPTIONS = frozenset(
    "ask_question nlu_fallback ask_events ask_privacy greet thank goodbye change_language press_office".split()
)


class ActionPrivacy(ReplyingAction):
    def name(self) -> str:
        return "action_privacy"

    async def result(self, service: AnswerService, state: DialogueState) -> ActionResult:
        text = messages.WHAT_IS_KEPT[state.language].format(days=service.meeting.retention_days)
        return ActionResult([Reply(outcome=Outcome.SOCIAL, language=state.language, text=text)])


class ActionAskErasureConfirmed(ReplyingAction):
    def name(self) -> str:
        return "action_ask_erasure_confirmed"

    async def result(self, service: AnswerService, state: DialogueState) -> ActionResult:
        choices = [Choice(title=words, message=words) for words in messages.YES_OR_NO[state.language]]
        text = messages.CONFIRM_ERASURE[state.language]
        return ActionResult([Reply(outcome=Outcome.PROMPT, language=state.language, text=text, choices=choices)])


def confirms(intent: str, text: str, *, sure: bool) -> bool:
    """Whether a message confirms the erasure. With intent delete_data, "yes, delete everything" does, but not "do not
    delete my data"."""
    if text in {yes for yes, _ in messages.YES_OR_NO.values()} or (intent == "affirm" and sure):
        return True
    return intent == "delete_data" and YES.search(text) is not None and NO.search(text) is None


class ValidateErasureForm(FormValidationAction):  # type: ignore[misc]  # rasa_sdk carries no types
    def name(self) -> str:
        return "validate_erasure_form"

    async def extract_erasure_confirmed(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Yes or no. A message about something else fills no slot: a rule handles it and ends the form."""
        if tracker.get_slot("requested_slot") != SLOT:
            return {}
        intent, text = intent_of(tracker), tracker.latest_message.get("text") or ""
        if confirms(intent, text, sure=confidence(tracker) >= MIN_CONFIDENCE):
            return {SLOT: True}
        return {} if intent in INTERRUPTIONS else {SLOT: False}

    async def validate_erasure_confirmed(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        return {SLOT: value}


class ActionErase(StepAction):
    """Tells the edge to erase the session. The edge adds the number of enquiries that are still stored."""

    def name(self) -> str:
        return "action_erase"

    async def step(self, service: AnswerService, state: DialogueState, tracker: Tracker) -> tuple[ActionResult, Slots]:
        confirmed = bool(tracker.get_slot(SLOT))
        text = (messages.ERASED if confirmed else messages.NOT_ERASED)[state.language]
        reply = Reply(outcome=Outcome.DONE, language=state.language, text=text)
        return ActionResult([reply], erase=confirmed), {SLOT: None}
