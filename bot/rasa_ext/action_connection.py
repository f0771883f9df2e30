"""Keeps connections to the action server open between calls. Rasa 3.6 opens a new one for every call.

`EndpointConfig.request` creates a session per request and closes it together with its connection. Here the session of a
request still holds headers and credentials, but all sessions of an endpoint share its connections (docs/benchmarks.md).
"""

import asyncio

import aiohttp
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.utils.endpoints import EndpointConfig

# Seconds that an idle connection stays open. Must be shorter than the server's own limit: a call on a connection that
# the server is closing would be lost.
KEEPALIVE_SECONDS = 2.0


class SharedConnector(aiohttp.TCPConnector):
    """A connector that is never closed explicitly, since Rasa closes no endpoint; it logs no error about that."""

    def __del__(self, *_: object) -> None:
        pass


def connector(endpoint: EndpointConfig) -> aiohttp.TCPConnector:
    """The connections of the endpoint in the running event loop."""
    loop = asyncio.get_running_loop()
    shared: tuple[asyncio.AbstractEventLoop, aiohttp.TCPConnector] | None = getattr(endpoint, "_shared", None)
    if shared is None or shared[0] is not loop or shared[1].closed:
        shared = endpoint._shared = loop, SharedConnector(keepalive_timeout=KEEPALIVE_SECONDS)
    return shared[1]


def session(self: EndpointConfig) -> aiohttp.ClientSession:
    """A session with the endpoint's credentials and headers; closing it leaves the connections open."""
    auth = aiohttp.BasicAuth(self.basic_auth["username"], self.basic_auth["password"]) if self.basic_auth else None
    timeout = aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT)
    return aiohttp.ClientSession(
        connector=connector(self), connector_owner=False, headers=self.headers, auth=auth, timeout=timeout
    )


def apply() -> None:
    """Replace the method of Rasa."""
    EndpointConfig.session = session
