"""Compresses text responses for clients that accept it, because phones are often on slow networks."""

from aiohttp import web

from bot.edge.problems import Handler

# Requests with one of these headers may get a 304 or a partial response, whose bytes must not change.
CONDITIONAL_HEADERS = ("If-None-Match", "If-Modified-Since", "If-Range", "Range")
MIN_COMPRESSED_BYTES = 512  # compressing a smaller body saves nothing
TEXT_SUFFIXES = (".js", ".css")


def is_text(response: web.StreamResponse) -> bool:
    if isinstance(response, web.FileResponse):
        return response._path.suffix in TEXT_SUFFIXES
    if not isinstance(response, web.Response) or not isinstance(response.body, bytes):
        return False
    return len(response.body) >= MIN_COMPRESSED_BYTES


@web.middleware
async def compressed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Compresses everything but event streams, which must not be buffered."""
    response = await handler(request)
    if not response.prepared and is_text(response) and not any(name in request.headers for name in CONDITIONAL_HEADERS):
        response.enable_compression()
        response.headers.add("Vary", "Accept-Encoding")
    return response
