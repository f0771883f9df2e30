"""Rasa 3.6 opens a new connection for every call of an action. Kept open between calls, here.

`EndpointConfig.request` makes a session for each request and closes it, connection included. The sessions stay, since
they hold headers and credentials, but share their endpoint's connections (docs/benchmarks.md).
"""

import asyncio

import aiohttp
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.utils.endpoints import EndpointConfig

# Seconds without a call. Shorter than any server's own: one that the server is closing would lose the call.
KEPT = 2.0


class KeptConnector(aiohttp.TCPConnector):
    """Ends with its event loop or with Rasa, which closes no endpoint: that is no cause for an error in the log."""

    def __del__(self, *_: object) -> None:
        pass


def connector(endpoint: EndpointConfig) -> aiohttp.TCPConnector:
    """The endpoint's connections in this event loop."""
    loop = asyncio.get_running_loop()
    kept: tuple[asyncio.AbstractEventLoop, aiohttp.TCPConnector] | None = getattr(endpoint, "_kept", None)
    if kept is None or kept[0] is not loop or kept[1].closed:
        kept = endpoint._kept = loop, KeptConnector(keepalive_timeout=KEPT)
    return kept[1]


def session(self: EndpointConfig) -> aiohttp.ClientSession:
    """A session with the endpoint's credentials and headers, which leaves the connections open at its end."""
    auth = aiohttp.BasicAuth(self.basic_auth["username"], self.basic_auth["password"]) if self.basic_auth else None
    timeout = aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT)
    return aiohttp.ClientSession(
        connector=connector(self), connector_owner=False, headers=self.headers, auth=auth, timeout=timeout
    )


def apply() -> None:
    """Replace the method."""
    EndpointConfig.session = session
