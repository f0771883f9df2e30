"""The generated rules for messages that interrupt a form, and the intents that the forms leave to these rules."""

import ast
from pathlib import Path

import pytest
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, UserUttered
from rasa.shared.core.training_data.structures import RuleStep, StoryStep
from rasa.shared.importers.importer import TrainingDataImporter

from bot.rasa_ext.interruptions import ENQUIRY, ERASURE, PART_OF_A_FORM, base_rule, interruptions

ROOT = Path(__file__).parent.parent.parent
# In the enquiry form, the action runs and the form asks again.
IN_AN_ENQUIRY = {
    "ask_question": "action_answer",
    "nlu_fallback": "action_answer",
    "ask_events": "action_events",
    "ask_source": "action_source",
    "ask_original": "action_original",
    "ask_more": "action_more",
    "translate": "action_translate",
    "add_to_calendar": "action_calendar",
    "change_language": "action_change_language",
    "press_office": "action_press_office",
    "ask_privacy": "action_privacy",
    "unhelpful": "action_unhelpful",
    "insult": "utter_insult",
    "greet": "utter_greet",
    "thank": "utter_thank",
    "goodbye": "utter_goodbye",
    "ask_capabilities": "utter_capabilities",
    "ask_bot": "utter_bot",
}
# In the erasure form, the form ends and the action runs.
IN_AN_ERASURE = (
    "ask_question nlu_fallback ask_events ask_privacy greet thank goodbye change_language press_office".split()
)


@pytest.fixture(scope="module")
def importer() -> TrainingDataImporter:
    return TrainingDataImporter.load_from_config(
        str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data")]
    )


@pytest.fixture(scope="module")
def rules(importer: TrainingDataImporter) -> list[RuleStep]:
    """All rules used for training: those of the files and the generated ones."""
    return [step for step in importer.get_stories().story_steps if isinstance(step, RuleStep)]


def described(event: Event) -> str:
    """A short description of an event: the name of its intent, action, active form or slot."""
    if isinstance(event, UserUttered):
        return str(event.intent["name"])
    if isinstance(event, ActiveLoop):
        return f"loop {event.name}"
    return str(event.action_name if isinstance(event, ActionExecuted) else event.as_story_string())


def within(rules: list[RuleStep], form: str) -> list[list[str]]:
    """Descriptions of the rules that start with an intent while `form` is active."""
    found = [rule for rule in rules if rule.get_rules_condition() == [ActiveLoop(form)]]
    said = [[described(event) for event in rule.get_rules_events()] for rule in found]
    return sorted(words[1:] for words in said if words[1] != form)


def frozen(file: str, name: str) -> frozenset[str]:
    """A constant of a module that Python 3.10 cannot import, read from its source."""
    for node in ast.parse((ROOT / file).read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and [getattr(target, "id", "") for target in node.targets] == [name]:
            return eval(compile(ast.Expression(node.value), file, "eval"))
    raise LookupError(f"{file} defines no {name}")


def test_in_an_enquiry_the_action_runs_and_the_form_continues(rules: list[RuleStep]) -> None:
    generated = [[intent, action, ENQUIRY, f"loop {ENQUIRY}"] for intent, action in IN_AN_ENQUIRY.items()]
    of_the_files = [
        ["cancel", "action_deactivate_loop", "loop None", "action_cancel_enquiry"],
        ["make_enquiry", ENQUIRY, f"loop {ENQUIRY}"],
        ["delete_data", "action_deactivate_loop", "loop None", ERASURE, f"loop {ERASURE}"],
    ]
    assert within(rules, ENQUIRY) == sorted(generated + of_the_files)


def test_an_erasure_ends_before_the_action_runs(rules: list[RuleStep]) -> None:
    generated = [[intent, "action_deactivate_loop", "loop None", IN_AN_ENQUIRY[intent]] for intent in IN_AN_ERASURE]
    assert within(rules, ERASURE) == sorted(generated)


def test_rule_names_are_unique(rules: list[RuleStep]) -> None:
    assert len({rule.block_name for rule in rules}) == len(rules) == 56


def test_forms_are_interrupted_exactly_by_intents_with_a_rule(rules: list[RuleStep]) -> None:
    """A message that fills no slot and matches no rule would get no reply."""
    left = frozen("bot/press_office/form.py", "INTERRUPTIONS") | frozen("bot/press_office/form.py", "QUESTIONS")
    assert sorted(left | {"cancel"}) == [words[0] for words in within(rules, ENQUIRY)]
    left = frozen("actions/privacy.py", "INTERRUPTIONS")
    assert sorted(left) == [words[0] for words in within(rules, ERASURE)]


def test_every_intent_interrupts_or_belongs_to_a_form(importer: TrainingDataImporter) -> None:
    intents = set(importer.get_domain().intents) - {"back", "out_of_scope", "restart", "session_start"}
    assert intents == set(IN_AN_ENQUIRY) | set(PART_OF_A_FORM)


def base(*events: Event) -> RuleStep:
    return RuleStep("base", events=[ActionExecuted("..."), *events])


GREET, ANSWER = UserUttered(intent={"name": "greet"}), ActionExecuted("utter_greet")


def conditional() -> RuleStep:
    rule = RuleStep("conditional")
    rule.add_event_as_condition(ActiveLoop(ENQUIRY))
    for event in (ActionExecuted("..."), GREET, ANSWER):
        rule.add_event(event)
    return rule


@pytest.mark.parametrize(
    "step",
    [
        StoryStep("a story", events=[GREET, ANSWER]),
        RuleStep("of the start of a conversation", events=[GREET, ANSWER]),
        RuleStep("empty"),
        base(GREET),
        base(ANSWER),
        base(GREET, ActionExecuted(ENQUIRY), ActiveLoop(ENQUIRY)),
        conditional(),
        base(UserUttered(intent={"name": "affirm"}), ANSWER),
    ],
)
def test_only_interruption_rules_are_generated(step: StoryStep) -> None:
    assert list(interruptions([step])) == []


def test_all_actions_of_a_base_rule_are_repeated_in_order() -> None:
    step = base(GREET, ANSWER, ActionExecuted("utter_thank"))
    assert base_rule(step) == (GREET, [ANSWER, ActionExecuted("utter_thank")])
    assert within(list(interruptions([step])), ENQUIRY) == [
        ["greet", "utter_greet", "utter_thank", ENQUIRY, f"loop {ENQUIRY}"]
    ]
