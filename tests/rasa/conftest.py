"""Fixtures for the tests inside Rasa. pytest.ini makes this folder the root, so no other conftest is loaded."""

from pathlib import Path

import pytest
import structlog
from rasa.core.agent import Agent

ROOT = Path(__file__).parent.parent.parent


def drop(*_: object) -> None:
    raise structlog.DropEvent


@pytest.fixture(scope="session")
def agent() -> Agent:
    """The trained model. Its log output is suppressed, because Rasa logs every message."""
    structlog.configure(processors=[drop])
    return Agent.load(str(ROOT / "models" / "press-desk.tar.gz"))
