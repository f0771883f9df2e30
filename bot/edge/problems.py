"""Every HTTP error response: application/problem+json (RFC 9457)."""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from aiohttp import web

MAX_BYTES = 64 * 1024  # of a request's body
log = logging.getLogger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Problem(Exception):
    """Ends a request. `detail` says what was wrong, where, and what to do; `more` goes into the body."""

    def __init__(self, status: HTTPStatus, detail: str, headers: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.more = status, detail, headers, more

    def response(self) -> web.Response:
        body = {"title": self.status.phrase, "status": self.status.value, "detail": self.detail, **self.more}
        return web.json_response(
            body, status=self.status, headers=self.headers, content_type="application/problem+json"
        )


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turns every exception into problem+json, without internal details."""
    try:
        return await handler(request)
    except Problem as problem:
        return problem.response()
    except web.HTTPRequestEntityTooLarge:
        return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body may hold {MAX_BYTES} bytes at most").response()
    except web.HTTPException as e:
        if e.status < 400:
            raise
        headers = {"Allow": e.headers["Allow"]} if "Allow" in e.headers else None
        return Problem(HTTPStatus(e.status), f"{request.method} {request.path}: {e.reason}", headers).response()
    except Exception:
        log.exception("unhandled error in %s %s", request.method, request.match_info.route.resource)
        return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "something of ours failed; it has been logged").response()
