"""GET /api/v1/suggestions: completes a partly typed question, from entries that are public at this moment."""

from collections.abc import Sequence
from functools import lru_cache
from http import HTTPStatus

from aiohttp import web

from bot.content.repository import PublishedSnapshot
from bot.edge import app_keys
from bot.edge.pages.calendars import language_of
from bot.edge.problems import Problem
from bot.retrieval.autocomplete import Suggestion, suggest, suggestions

routes = web.RouteTableDef()
MAX_TYPED = 200  # characters; longer texts get no suggestions


@lru_cache(maxsize=4)
def published_suggestions(published: PublishedSnapshot) -> Sequence[Suggestion]:
    """Computed once for each published state, which contains only what is public."""
    return suggestions(published.base)


@routes.get("/api/v1/suggestions")
async def get_suggestions(request: web.Request) -> web.Response:
    typed = request.query.get("q", "")
    if not typed.strip() or len(typed) > MAX_TYPED:
        detail = f"q: 1 to {MAX_TYPED} characters; got {len(typed)}"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
    found = suggest(typed, language_of(request), published_suggestions(request.app[app_keys.REPOSITORY].published()))
    return web.json_response([choice.model_dump() for choice in found], headers={"Cache-Control": "no-store"})
