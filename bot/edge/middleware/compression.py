"""Compresses text responses for clients that accept it: a newsroom's phone is on a slow network."""

from aiohttp import web

from bot.edge.problems import Handler

# A request with one of these may be answered by a 304 or by a part, whose bytes must not change.
CONDITIONS = ("If-None-Match", "If-Modified-Since", "If-Range", "Range")
MIN_COMPRESSED = 512  # bytes; a smaller body gains nothing
TEXTS = (".js", ".css")


def is_text(response: web.StreamResponse) -> bool:
    if isinstance(response, web.FileResponse):
        return response._path.suffix in TEXTS
    if not isinstance(response, web.Response) or not isinstance(response.body, bytes):
        return False
    return len(response.body) >= MIN_COMPRESSED


@web.middleware
async def compressed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Compresses everything but event streams, which must not be buffered."""
    response = await handler(request)
    if not response.prepared and is_text(response) and not any(name in request.headers for name in CONDITIONS):
        response.enable_compression()
        response.headers.add("Vary", "Accept-Encoding")
    return response
