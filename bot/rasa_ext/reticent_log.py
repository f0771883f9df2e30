"""Rasa 3.6 logs what somebody wrote where a message fails. No log holds a message's text, here.

`RestInput` names the text with each time-out and each failure. Everything else that it logs stays.
"""

from typing import Any

from rasa.core.channels import rest

PRIVATE = "text"


class ReticentLogger:
    """Passes on what is logged, without the message's text."""

    def __init__(self, logger: Any) -> None:
        self._logger = logger

    def error(self, event: str, **fields: Any) -> None:
        fields.pop(PRIVATE, None)
        self._logger.error(event, **fields)

    def exception(self, event: str, **fields: Any) -> None:
        fields.pop(PRIVATE, None)
        self._logger.exception(event, **fields)


def apply() -> None:
    """Replace the module's logger."""
    rest.structlogger = ReticentLogger(rest.structlogger)
