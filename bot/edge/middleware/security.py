"""Which origins may call the service, and the security headers of every response."""

from http import HTTPStatus
from urllib.parse import urlsplit

from aiohttp import web

from bot.edge import app_keys
from bot.edge.problems import Handler, Problem

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
    " font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


async def set_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler (`on_response_prepare`): sets the headers of every response, errors included."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if origin := embedding_origin(request):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
        response.headers.add("Vary", "Origin")


def embedding_origin(request: web.Request) -> str | None:
    """The origin of a site that the settings allow to embed the widget, if this request comes from one."""
    origin = request.headers.get("Origin")
    return origin if origin in request.app[app_keys.SETTINGS].allowed_origins else None


def is_own(request: web.Request, origin: str) -> bool:
    # Only the host is compared: behind a proxy that terminates TLS the scheme differs.
    return origin != "null" and urlsplit(origin).netloc == request.host


@web.middleware
async def origins(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses other sites' origins and answers the preflight of allowed ones. Only browsers send an Origin."""
    origin = request.headers.get("Origin")
    settings = request.app[app_keys.SETTINGS]
    allowed = origin is None or embedding_origin(request) or origin == settings.public_url or is_own(request, origin)
    if not allowed:
        detail = f"pages of {origin} may not use this service; BOT_ALLOWED_ORIGINS names those that may"
        raise Problem(HTTPStatus.FORBIDDEN, detail)
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        preflight = {
            "Access-Control-Allow-Methods": "GET, POST, DELETE",
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Max-Age": "600",
        }
        return web.Response(status=HTTPStatus.NO_CONTENT, headers=preflight)
    return await handler(request)
