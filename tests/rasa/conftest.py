"""What the tests inside Rasa share. pytest.ini makes this folder its own root: no other conftest is read."""

from pathlib import Path

import pytest
import structlog
from rasa.core.agent import Agent

ROOT = Path(__file__).parent.parent.parent


def drop(*_: object) -> None:
    raise structlog.DropEvent


@pytest.fixture(scope="session")
def agent() -> Agent:
    """The trained model. What it says is not printed: Rasa logs every message that it reads."""
    structlog.configure(processors=[drop])
    return Agent.load(str(ROOT / "models" / "press-desk.tar.gz"))
