"""Calendars: all published events at `/events.ics`, one entry's event at `/{kind}/{name}.ics`.

An entry that does not exist, is under embargo, or has no known day gets exactly the same 404.
"""

import hashlib
from http import HTTPStatus

from aiohttp import web

from bot.answers import ical
from bot.content.models import LANGUAGES
from bot.edge import app_keys
from bot.edge.problems import Problem
from bot.reply import Language

routes = web.RouteTableDef()
CACHED = "public, max-age=60"  # seconds: an embargo may begin or end at any minute


def language_of(request: web.Request) -> Language:
    """`?language=`, else the official language. Checked first, so that a 422 reveals nothing about entries."""
    asked = request.query.get("language")
    if asked is None:
        return request.app[app_keys.REPOSITORY].meeting.official_language
    for language in LANGUAGES:
        if asked == language:
            return language
    message = f"language must be {' or '.join(LANGUAGES)}; got {asked[:20]!r}"
    errors = [{"field": "language", "message": message}]
    raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, message, errors=errors)


def answer(request: web.Request, body: bytes, name: str | None = None) -> web.Response:
    """The calendar, or 304 if the client has this version. `name`: the file name of a download."""
    tag = hashlib.sha256(body).hexdigest()[:32]
    if any(known.value in (tag, "*") for known in request.if_none_match or ()):
        response = web.Response(status=HTTPStatus.NOT_MODIFIED)
    else:
        response = web.Response(body=body, content_type="text/calendar", charset="utf-8")
        if name:
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.etag = tag
    response.headers["Cache-Control"] = CACHED
    return response


@routes.get("/events.ics")
async def feed(request: web.Request) -> web.Response:
    """For calendar subscriptions. Events and their documents come from one published state."""
    language = language_of(request)
    base = request.app[app_keys.REPOSITORY].public()
    address = request.app[app_keys.SETTINGS].public_address
    entries = ical.events_with_day(base.entries.values())
    return answer(request, ical.calendar(entries, base, language, address=address, feed=True))


@routes.get("/{kind:[a-z]+}/{name:[a-z0-9-]+}.ics")
async def single(request: web.Request) -> web.Response:
    language = language_of(request)
    kind, name = request.match_info["kind"], request.match_info["name"]
    base = request.app[app_keys.REPOSITORY].public()
    address = request.app[app_keys.SETTINGS].public_address
    entry = base.entries.get(f"{kind}/{name}")
    if entry is None or ical.path(entry) is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"{request.path}: nothing is published here")
    return answer(request, ical.calendar([entry], base, language, address=address), f"{name}.ics")
