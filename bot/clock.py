"""What time it is: the only place that asks. Tests pass another clock; nothing else reads the system's."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, with its offset: a time without one never enters the program."""
    return datetime.now(UTC)
