"""Rate limits per session and per address. The limit per address is higher, because a newsroom shares one."""

import ipaddress
import math
import time
from http import HTTPStatus

from aiohttp import web
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from bot.edge.problems import Problem

LOOPBACK_SESSION_FACTOR, LOOPBACK_ADDRESS_FACTOR = 10, 100  # times the limits, for requests from this machine


def is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


class RateLimits:
    """Requests per minute, in a moving window."""

    def __init__(self, per_session: int, per_address: int) -> None:
        self._per_session, self._per_address = per_session, per_address
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def wait(self, address: str, session: str | None = None) -> int:
        """Count one request. Returns 0 if it is allowed, else the seconds until a retry, rounded up.

        `session` is None for a request without a session: it counts for its address only.
        """
        local = is_loopback(address)
        rules: list[tuple[RateLimitItem, str, str]] = [
            (RateLimitItemPerMinute(self._per_address * (LOOPBACK_ADDRESS_FACTOR if local else 1)), "address", address)
        ]
        if session is not None:
            item = RateLimitItemPerMinute(self._per_session * (LOOPBACK_SESSION_FACTOR if local else 1))
            rules.append((item, "session", session))
        for limit, kind, key in rules:
            if not await self._limiter.hit(limit, kind, key):
                window = await self._limiter.get_window_stats(limit, kind, key)
                return max(1, math.ceil(window.reset_time - time.time()))
        return 0


RATE_LIMITS = web.AppKey("rate_limits", RateLimits)


def too_many(detail: str, seconds: int) -> Problem:
    """Problem 429 with `seconds` as Retry-After."""
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(seconds)})


async def within_limits(request: web.Request, session: str | None = None) -> None:
    """Count a request for its address and session, if any. Raises Problem 429 beyond the limit."""
    if wait := await request.app[RATE_LIMITS].wait(request.remote or "", session):
        raise too_many(f"too many requests; try again in {wait} s", wait)
