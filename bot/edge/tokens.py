"""Session tokens: the holder may read and erase the session. They are signed, and not stored on the server."""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from itsdangerous import BadSignature, URLSafeSerializer

from bot.clock import Clock

SALT = "press-desk.session"
SESSION_BYTES = 24


def secret(file: Path) -> str:
    """The signing key in this file, which only its owner can read. Created at first use."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text()
    made = secrets.token_urlsafe(32)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(made)
    return made


@dataclass(frozen=True)
class GrantedSession:
    session: str
    token: str
    expires: datetime


class SessionTokens:
    def __init__(self, secret: str, days: int, clock: Clock) -> None:
        self._serializer = URLSafeSerializer(secret, salt=SALT)
        self._days = timedelta(days=days)
        self._clock = clock

    def grant(self) -> GrantedSession:
        """A new session with an unguessable id, and its token."""
        session = secrets.token_urlsafe(SESSION_BYTES)
        expires = (self._clock() + self._days).replace(microsecond=0)
        token = self._serializer.dumps([session, int(expires.timestamp())])
        return GrantedSession(session, str(token), expires)

    def is_valid(self, token: str, session: str) -> bool:
        """Whether the token is genuine, of this session, and has not expired."""
        try:
            granted, expires = self._serializer.loads(token)
        except (BadSignature, ValueError, TypeError):
            return False
        return bool(granted == session and self._clock().timestamp() < expires)
