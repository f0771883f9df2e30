"""The simulated LINE as an HTTP server, for services in other processes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp.test_utils import TestServer

from bot.line.simulator.server import LineSimulator


@asynccontextmanager
async def simulated_line() -> AsyncIterator[tuple[LineSimulator, dict[str, str]]]:
    """The simulator, and the settings of a service that uses it."""
    line = LineSimulator()
    async with TestServer(line.app()) as server:
        yield (
            line,
            {
                "line_channel_secret": line.secret,
                "line_channel_access_token": line.token,
                "line_api_url": str(server.make_url("")).rstrip("/"),
            },
        )
