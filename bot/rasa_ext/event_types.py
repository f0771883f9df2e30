"""Rasa 3.6 looks for an event's class among all of them for each event that it reads. Looked for once a name, here.

`Event.resolve_by_type` lists the subclasses of `Event` anew at every call, and a turn reads the whole conversation:
that was an eighth of it (docs/benchmarks.md).
"""

from functools import lru_cache

from rasa.shared.core.events import Event

_resolve = Event.resolve_by_type
# What is not found raises or gives the caller's default: neither is kept, so that a class may still be defined later.
_known = lru_cache(maxsize=None)(_resolve)


def resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """The class with this type name; else `default`; raises ValueError where there is neither."""
    try:
        return _known(type_name)
    except ValueError:
        return _resolve(type_name, default)


def apply() -> None:
    """Replace the method."""
    Event.resolve_by_type = staticmethod(resolve_by_type)
