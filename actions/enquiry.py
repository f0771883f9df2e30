"""The enquiry form, which passes a question on to the press office. bot/press_office/form.py extracts and checks the
fields; the edge stores the enquiry."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DialogueState, Slots, StepAction, confidence, intent_of, utter
from bot.answers.reply_builder import ActionResult
from bot.messages import enquiry as messages
from bot.pipeline import service
from bot.pipeline.service import AnswerService
from bot.press_office.fields import BY_SLOT, FIELDS, NO_DEADLINE, READ_BACK, FieldContext, FieldError, deadline_in_words
from bot.press_office.form import CHANGE_WANTED, CONFIRMED, ClassifiedMessage, confirmation, extracted, value_of
from bot.reply import Choice, Language, Outcome, Reply


def prompt(text: str, language: Language, choices: list[Choice]) -> ActionResult:
    choices = [*choices, messages.CANCEL[language]]
    return ActionResult([Reply(outcome=Outcome.PROMPT, language=language, text=text, choices=choices)])


def done(text: dict[Language, str], language: Language) -> ActionResult:
    return ActionResult([Reply(outcome=Outcome.DONE, language=language, text=text[language])])


def classified(tracker: Tracker, text: str) -> ClassifiedMessage:
    return ClassifiedMessage(text, intent_of(tracker), confidence(tracker))


async def field_context(tracker: Tracker) -> FieldContext:
    answers = await service.answer_service()
    return FieldContext(DialogueState.of(tracker, answers.official_language).language, answers.now(), answers.zone)


def extractor(slot: str) -> Callable[..., Awaitable[Slots]]:
    """The form's `extract_...` method of a slot. It fills the slot only while the form requests it."""

    async def extract(self: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if tracker.get_slot("requested_slot") != slot:
            return {}
        message = classified(tracker, tracker.latest_message.get("text") or "")
        return extracted(slot, message, await field_context(tracker))

    return extract


def validator(slot: str) -> Callable[..., Awaitable[Slots]]:
    """The form's `validate_...` method of a slot. It returns the normalized value, or None if it is invalid."""

    async def validate(
        self: Any, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        if value is None or value is True:
            return {slot: value}
        context = await field_context(tracker)
        if slot == CONFIRMED:
            return confirmation(classified(tracker, str(value)), context)
        return read(slot, classified(tracker, str(value)), context, dispatcher)

    return validate


def read(slot: str, message: ClassifiedMessage, context: FieldContext, dispatcher: CollectingDispatcher) -> Slots:
    """The slot's normalized value. If the text is invalid, None, and the reason is uttered."""
    try:
        return {slot: value_of(slot, message, context)}
    except FieldError as e:
        text = e.words[context.language]
        utter(dispatcher, ActionResult([Reply(outcome=Outcome.PROMPT, language=context.language, text=text)]))
        return {slot: None}


class ValidateEnquiryForm(FormValidationAction):  # type: ignore[misc]  # rasa_sdk carries no types
    def name(self) -> str:
        return "validate_enquiry_form"


for _slot in (*BY_SLOT, CONFIRMED):  # rasa_sdk looks these methods up by name
    setattr(ValidateEnquiryForm, f"extract_{_slot}", extractor(_slot))
    setattr(ValidateEnquiryForm, f"validate_{_slot}", validator(_slot))


def emptied() -> Slots:
    """Slot values that reset the form."""
    return {field.slot: None for field in FIELDS} | {CONFIRMED: None, CHANGE_WANTED: None, "handoff_offered": False}


class ActionBeginEnquiry(StepAction):
    """Says what is stored and why, and fills in the unanswered question."""

    def name(self) -> str:
        return "action_begin_enquiry"

    async def step(self, service: AnswerService, state: DialogueState, tracker: Tracker) -> tuple[ActionResult, Slots]:
        text = messages.FORM_STARTED[state.language].format(days=service.meeting.retention_days)
        result = ActionResult([Reply(outcome=Outcome.PROMPT, language=state.language, text=text)])
        # `handoff_offered` keeps its value: the rule that runs this action has it as a condition.
        kept = {"enquiry_question": state.unanswered_question, "handoff_offered": tracker.get_slot("handoff_offered")}
        return result, emptied() | kept


class AskAction(StepAction, ABC):
    """Base class of the actions that ask for one field."""

    @property
    @abstractmethod
    def slot(self) -> str: ...

    def name(self) -> str:
        return f"action_ask_{self.slot}"

    async def step(self, service: AnswerService, state: DialogueState, tracker: Tracker) -> tuple[ActionResult, Slots]:
        field, language = BY_SLOT[self.slot], state.language
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


def which_field(language: Language) -> ActionResult:
    labels = [BY_SLOT[slot].label[language] for slot in READ_BACK]
    texts = [messages.CHANGE_FIELD[language].format(label=label.lower()) for label in labels]
    choices = [Choice(title=label, message=text) for label, text in zip(labels, texts, strict=True)]
    return prompt(messages.WHICH_FIELD[language], language, choices)


class ActionAskEnquiryConfirmed(StepAction):
    """Shows all fields for confirmation, or asks which field to change."""

    def name(self) -> str:
        return "action_ask_enquiry_confirmed"

    async def step(self, service: AnswerService, state: DialogueState, tracker: Tracker) -> tuple[ActionResult, Slots]:
        language = state.language
        if tracker.get_slot(CHANGE_WANTED):
            return which_field(language), {CHANGE_WANTED: None}
        values = {slot: str(tracker.get_slot(slot)) for slot in READ_BACK}
        values["enquiry_deadline"] = deadline_in_words(values["enquiry_deadline"], language, service.zone)
        fields = "\n".join(f"{BY_SLOT[slot].label[language]}: {values[slot]}" for slot in READ_BACK)
        choices = [messages.CONFIRM[language], messages.CHANGE[language]]
        return prompt(messages.READ_BACK_AND_CONFIRM[language].format(fields=fields), language, choices), {}


class ActionSubmitEnquiry(StepAction):
    """Passes the enquiry to the edge, which stores it and replies with its number. The notifier sends it from there."""

    def name(self) -> str:
        return "action_submit_enquiry"

    async def step(self, service: AnswerService, state: DialogueState, tracker: Tracker) -> tuple[ActionResult, Slots]:
        values: dict[str, str | None] = {
            slot.removeprefix("enquiry_"): str(tracker.get_slot(slot)) for slot in READ_BACK
        }
        until = None if values["deadline"] == NO_DEADLINE else values["deadline"]
        result = done(messages.RECEIVED, state.language)
        result.enquiry = values | {"deadline": until, "language": state.language}
        return result, emptied() | {"unanswered_question": None}


class ActionCancelEnquiry(StepAction):
    def name(self) -> str:
        return "action_cancel_enquiry"

    async def step(self, service: AnswerService, state: DialogueState, tracker: Tracker) -> tuple[ActionResult, Slots]:
        return done(messages.CANCELLED, state.language), emptied()
