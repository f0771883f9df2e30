"""Caches the class of each event type. Rasa 3.6 searches all subclasses of `Event` for every event that it reads.

A turn reads the whole conversation, so the search took an eighth of a turn (docs/benchmarks.md).
"""

from functools import lru_cache

from rasa.shared.core.events import Event

_resolve = Event.resolve_by_type
# Only classes are cached: an unknown name raises, so a class of that name can still be defined later.
_cached = lru_cache(maxsize=None)(_resolve)


def resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """The class with this type name, or `default`; raises ValueError if there is neither."""
    try:
        return _cached(type_name)
    except ValueError:
        return _resolve(type_name, default)


def apply() -> None:
    """Replace the method of Rasa."""
    Event.resolve_by_type = staticmethod(resolve_by_type)
