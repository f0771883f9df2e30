"""Text leaves compressed, where the client takes it: a newsroom's phone is on a slow network."""

from aiohttp import web

from bot.edge.problems import Handler

# What is asked for with one of these may be answered by a 304 or a part, whose bytes must stay as they are.
CONDITIONS = ("If-None-Match", "If-Modified-Since", "If-Range", "Range")
SMALLEST = 512  # bytes: below that nothing is gained
TEXTS = (".js", ".css")


def is_text(response: web.StreamResponse) -> bool:
    if isinstance(response, web.FileResponse):
        return response._path.suffix in TEXTS
    if not isinstance(response, web.Response) or not isinstance(response.body, bytes):
        return False
    return len(response.body) >= SMALLEST


@web.middleware
async def compressed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Streams of events stay as they are: they must not wait for a block to be full."""
    response = await handler(request)
    if not response.prepared and is_text(response) and not any(name in request.headers for name in CONDITIONS):
        response.enable_compression()
        response.headers.add("Vary", "Accept-Encoding")
    return response
