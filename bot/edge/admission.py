"""Lets a request pass, or says when to come again."""

from http import HTTPStatus

from aiohttp import web

from bot.edge import app_keys
from bot.edge.problems import Problem


def too_many(detail: str, seconds: int) -> Problem:
    """Whoever gets it comes again after so many seconds."""
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(seconds)})


async def within_limits(request: web.Request, name: str) -> None:
    """Count a request under `name`, a session or what stands for one. Raises Problem 429 where there were too many."""
    if wait := await request.app[app_keys.RATE_LIMITS].wait(name, request.remote or ""):
        raise too_many(f"too many requests; try again in {wait} s", wait)
