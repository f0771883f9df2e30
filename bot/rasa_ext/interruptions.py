"""Training data importer that generates the rules for interruptions of a form; config.yml names it under `importers`.

A base rule has no condition and says: this intent, then these actions. It gives one more rule for each form that its
intent may interrupt. Within the enquiry form the actions run and the form asks again; the erasure form ends before the
actions run. The files in data/rules hold the base rules and every rule that belongs to a form itself.
"""

from collections.abc import Iterator, Sequence

from rasa.shared.core.constants import ACTION_DEACTIVATE_LOOP_NAME, RULE_SNIPPET_ACTION_NAME
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, UserUttered
from rasa.shared.core.training_data.structures import STORY_START, Checkpoint, RuleStep, StoryGraph, StoryStep
from rasa.shared.importers.rasa import RasaFileImporter

ENQUIRY, ERASURE = "enquiry_form", "erasure_form"
# Intents that belong to a form, with the reason why their base rules are not repeated within one.
PART_OF_A_FORM = {
    "affirm": "answers the last question of a form",
    "deny": "answers the last question of a form",
    "cancel": "ends the enquiry by a rule of its own (data/rules/enquiry.yml) and is a no in the erasure form",
    "make_enquiry": "starts the enquiry; within it the form only asks again (data/rules/enquiry.yml)",
    "delete_data": "starts the erasure, and ends an enquiry first (data/rules/privacy.yml)",
}
# Intents that end the erasure form. Any other intent is a no to its only question (actions/privacy.py).
ENDS_ERASURE = frozenset(
    "ask_question nlu_fallback ask_events ask_privacy greet thank goodbye change_language press_office".split()
)


def base_rule(step: StoryStep) -> tuple[UserUttered, list[ActionExecuted]] | None:
    """The message and the actions of a base rule; None for a story and for every other rule."""
    if not isinstance(step, RuleStep) or step.condition_events_indices:
        return None
    match step.events:
        case [ActionExecuted(action_name=name), UserUttered() as message, *actions] if name == RULE_SNIPPET_ACTION_NAME:
            only_actions = bool(actions) and all(isinstance(action, ActionExecuted) for action in actions)
            return (message, actions) if only_actions else None
    return None


def rule_within(form: str, name: str, events: Sequence[Event]) -> RuleStep:
    """A rule that applies while `form` is active."""
    step = RuleStep(name, start_checkpoints=[Checkpoint(STORY_START)], source_name=__name__)
    step.add_event_as_condition(ActiveLoop(form))
    for event in (ActionExecuted(RULE_SNIPPET_ACTION_NAME), *events):
        step.add_event(event)
    return step


def interruptions(steps: Sequence[StoryStep]) -> Iterator[RuleStep]:
    """One or two rules for each base rule."""
    for step in steps:
        base = base_rule(step)
        if base is None:
            continue
        message, actions = base
        intent = message.intent["name"]
        if intent in PART_OF_A_FORM:
            continue
        form_goes_on = (ActionExecuted(ENQUIRY), ActiveLoop(ENQUIRY))
        yield rule_within(ENQUIRY, f"{step.block_name}, within an enquiry", (message, *actions, *form_goes_on))
        if intent in ENDS_ERASURE:
            form_ends = (ActionExecuted(ACTION_DEACTIVATE_LOOP_NAME), ActiveLoop(None))
            yield rule_within(ERASURE, f"{step.block_name}, in place of an erasure", (message, *form_ends, *actions))


class InterruptionImporter(RasaFileImporter):
    """Rasa's own importer of files, which adds the generated rules to the rules that it reads."""

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """The stories and rules to train on. Test stories are not changed."""
        steps = super().get_stories(exclusion_percentage).story_steps
        return StoryGraph([*steps, *interruptions(steps)])
