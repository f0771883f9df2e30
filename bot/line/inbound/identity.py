"""Pseudonymous ids. A person on LINE is stored as a keyed hash, which cannot be turned back into LINE's own id."""

import hashlib
import hmac
import uuid

MESSAGE_ID_NAMESPACE = uuid.UUID("5a1a3f4e-64f3-4d0f-9d44-1b1ad0c8b6d1")  # must never change: stored ids depend on it


def session_of(key: str, *ids: str | None) -> str:
    """The session id of a chat. `ids`: LINE's ids of the group, if any, and of the person."""
    joined = "/".join(each or "" for each in ids).encode()
    return "line-" + hmac.new(key.encode(), joined, hashlib.sha256).hexdigest()[:40]


def message_id(event_id: str) -> uuid.UUID:
    """The message id of an event's turn. It is deterministic, so that a repeated event belongs to the same turn."""
    return uuid.uuid5(MESSAGE_ID_NAMESPACE, event_id)
