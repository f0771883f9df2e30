"""How often somebody may write: by session and by address together, since a newsroom shares one address."""

import ipaddress
import math
import time

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

LOOPBACK_SESSION, LOOPBACK_ADDRESS = 10, 100  # how many times more is allowed from this machine itself


def is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


class RateLimits:
    """Messages a minute, over a moving window."""

    def __init__(self, per_session: int, per_address: int) -> None:
        self._per_session, self._per_address = per_session, per_address
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def wait(self, session: str, address: str) -> int:
        """Count one message; 0 where it may pass, otherwise the whole seconds after which to come again."""
        local = is_loopback(address)
        rules = (
            (RateLimitItemPerMinute(self._per_address * (LOOPBACK_ADDRESS if local else 1)), "address", address),
            (RateLimitItemPerMinute(self._per_session * (LOOPBACK_SESSION if local else 1)), "session", session),
        )
        for item, kind, key in rules:
            if not await self._limiter.hit(item, kind, key):
                window = await self._limiter.get_window_stats(item, kind, key)
                return max(1, math.ceil(window.reset_time - time.time()))
        return 0
