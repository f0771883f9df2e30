"""Session tokens: whoever bears one may read and erase that session. Signed, so that nothing of them is kept."""

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
    """The key that is kept in this file, readable by its owner alone; made at first use."""
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
class Granted:
    session: str
    token: str
    expires: datetime


class SessionTokens:
    def __init__(self, secret: str, days: int, clock: Clock) -> None:
        self._serializer = URLSafeSerializer(secret, salt=SALT)
        self._days = timedelta(days=days)
        self._clock = clock

    def grant(self) -> Granted:
        """A new session, whose name nobody can guess, and its token."""
        session = secrets.token_urlsafe(SESSION_BYTES)
        expires = (self._clock() + self._days).replace(microsecond=0)
        token = self._serializer.dumps([session, int(expires.timestamp())])
        return Granted(session, str(token), expires)

    def admits(self, token: str, session: str) -> bool:
        """Whether this token is good for this session now."""
        try:
            granted, expires = self._serializer.loads(token)
        except (BadSignature, ValueError, TypeError):
            return False
        return bool(granted == session and self._clock().timestamp() < expires)
