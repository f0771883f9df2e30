"""What time it is: the only place that asks. Tests pass another clock; nothing else reads the system's."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, with its offset: a time without one never enters the program."""
    return datetime.now(UTC)


def clock_from(start: datetime | None) -> Clock:
    """A clock that shows `start` now and goes on from there, for demonstrations; the system's where that is None."""
    if start is None:
        return system_clock
    ahead = start - system_clock()
    return lambda: system_clock() + ahead
