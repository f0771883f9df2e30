"""Removes message texts from Rasa's log. No log of this project holds what somebody wrote.

Rasa 3.6's REST channel logs the text of a message together with every time-out and failure. All other fields stay.
"""

from typing import Any

from rasa.core.channels import rest

REDACTED_FIELD = "text"


class RedactingLogger:
    """Passes log entries on without the text of the message."""

    def __init__(self, logger: Any) -> None:
        self._logger = logger

    def error(self, event: str, **fields: Any) -> None:
        fields.pop(REDACTED_FIELD, None)
        self._logger.error(event, **fields)

    def exception(self, event: str, **fields: Any) -> None:
        fields.pop(REDACTED_FIELD, None)
        self._logger.exception(event, **fields)


def apply() -> None:
    """Replace the logger of Rasa's REST channel."""
    rest.structlogger = RedactingLogger(rest.structlogger)
