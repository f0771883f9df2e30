"""Validates results of actions with a validator built once. Rasa 3.6 checks its own JSON schema again at every call.

`RemoteAction._validate_action_result` calls `jsonschema.validate`, which checks the schema before the result; that took
most of a turn's time (docs/benchmarks.md). The schema is the same here.
"""

from jsonschema import Draft202012Validator, ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.constants import DOCS_BASE_URL

_validator = Draft202012Validator(RemoteAction.action_response_format_spec())


def validate_action_result(self: RemoteAction, result: dict) -> bool:
    """True if the result fits the schema; raises ValidationError with Rasa's own message if not."""
    try:
        _validator.validate(result)
    except ValidationError as e:
        e.message += (
            f". Failed to validate Action server response from API, make sure your response from the Action endpoint"
            f" is valid. For more information about the format visit {DOCS_BASE_URL}"
            f"/custom-actions"
        )
        raise e
    return True


def apply() -> None:
    """Replace the method of Rasa."""
    RemoteAction._validate_action_result = validate_action_result
