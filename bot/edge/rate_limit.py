"""Rate limits per session and per address. An address has the higher limit: a newsroom shares one."""

import ipaddress
import math
import time
from http import HTTPStatus

from aiohttp import web
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from bot.edge.problems import Problem

LOOPBACK_SESSION, LOOPBACK_ADDRESS = 10, 100  # how many times more is allowed from this machine itself


def is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


class RateLimits:
    """Requests a minute, over a moving window."""

    def __init__(self, per_session: int, per_address: int) -> None:
        self._per_session, self._per_address = per_session, per_address
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def wait(self, address: str, session: str | None = None) -> int:
        """Count one request; 0 where it may pass, otherwise the whole seconds after which to come again.

        `session` is None where the request belongs to none yet: only its address is counted then.
        """
        local = is_loopback(address)
        rules: list[tuple[RateLimitItem, str, str]] = [
            (RateLimitItemPerMinute(self._per_address * (LOOPBACK_ADDRESS if local else 1)), "address", address)
        ]
        if session is not None:
            item = RateLimitItemPerMinute(self._per_session * (LOOPBACK_SESSION if local else 1))
            rules.append((item, "session", session))
        for limit, kind, key in rules:
            if not await self._limiter.hit(limit, kind, key):
                window = await self._limiter.get_window_stats(limit, kind, key)
                return max(1, math.ceil(window.reset_time - time.time()))
        return 0


RATE_LIMITS = web.AppKey("rate_limits", RateLimits)


def too_many(detail: str, seconds: int) -> Problem:
    """Problem 429: the client may come again after so many seconds."""
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(seconds)})


async def within_limits(request: web.Request, session: str | None = None) -> None:
    """Count a request of a session, or of an address alone. Raises Problem 429 where there were too many."""
    if wait := await request.app[RATE_LIMITS].wait(request.remote or "", session):
        raise too_many(f"too many requests; try again in {wait} s", wait)
