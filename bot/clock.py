"""The current time. Nothing else reads the system clock; tests pass a clock of their own."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The current time with its offset: naive times are never used."""
    return datetime.now(UTC)


def clock_from(start: datetime | None) -> Clock:
    """A clock that starts at `start` and runs on, for demonstrations; the system clock where it is None."""
    if start is None:
        return system_clock
    ahead = start - system_clock()
    return lambda: system_clock() + ahead
