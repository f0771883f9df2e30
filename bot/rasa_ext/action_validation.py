"""Rasa 3.6 re-checks its own JSON schema at every action call, which is most of a turn's time. Checked once, here.

`RemoteAction._validate_action_result` calls `jsonschema.validate`, which validates the schema before it validates
the result. The replacement holds results to the same schema with a validator built once (docs/benchmarks.md).
"""

from jsonschema import Draft202012Validator, ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.constants import DOCS_BASE_URL

_validator = Draft202012Validator(RemoteAction.action_response_format_spec())


def validate_action_result(self: RemoteAction, result: dict) -> bool:
    """True where the result fits the schema; raises ValidationError, worded as Rasa words it, where it does not."""
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
    """Replace the method."""
    RemoteAction._validate_action_result = validate_action_result
