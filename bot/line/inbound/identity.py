"""Who wrote on LINE: kept as a keyed hash, which names the session and cannot be turned back into LINE's own id."""

import hashlib
import hmac
import uuid

EVENTS = uuid.UUID("5a1a3f4e-64f3-4d0f-9d44-1b1ad0c8b6d1")  # message ids hang on it: it must never change


def session_of(key: str, *ids: str | None) -> str:
    """The session of a person, or of a person in a group: each has a conversation of its own."""
    named = "/".join(each or "" for each in ids).encode()
    return "line-" + hmac.new(key.encode(), named, hashlib.sha256).hexdigest()[:40]


def message_id(event_id: str) -> uuid.UUID:
    """The id of the turn of an event: the same event is the same turn, however often it is taken up."""
    return uuid.uuid5(EVENTS, event_id)
