"""Rasa 3.6 logs what somebody wrote where a message fails. No log holds a message's text, here.

`RestInput` names the text with each time-out and each failure. Everything else that it logs stays.
"""

from typing import Any

import rasa
from rasa.core.channels import rest

WRITTEN_FOR = "3.6.21"
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
    """Replace the module's logger. Does nothing on another version than the one that this was written for."""
    if rasa.__version__ == WRITTEN_FOR:
        rest.structlogger = ReticentLogger(rest.structlogger)
