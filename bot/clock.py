"""The clock of the service. Code that depends on the current time takes a `Clock`, so that tests can pass their own."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The current time in UTC. All times in the program are timezone-aware."""
    return datetime.now(UTC)


def clock_from(start: datetime | None) -> Clock:
    """A clock that starts at `start` and runs on, for demonstrations; the system clock if `start` is None."""
    if start is None:
        return system_clock
    offset = start - system_clock()
    return lambda: system_clock() + offset
