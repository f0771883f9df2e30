"""/api/v1/sessions: with a session's token a client fetches its history, subscribes to updates, downloads the
transcript or erases it."""

import json
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo

from aiohttp import web
from aiohttp_sse import EventSourceResponse, sse_response

from bot.dialogue import transcript as record
from bot.edge import app_keys
from bot.edge.pages.calendars import language_of
from bot.edge.problems import Problem
from bot.edge.rate_limit import too_many, within_limits
from bot.journal.tables import Turn

routes = web.RouteTableDef()
SESSION = "/api/v1/sessions/{session:[A-Za-z0-9_-]{8,64}}"
PAGE_SIZE, TRANSCRIPT_SIZE = 100, 1000  # messages
PING_SECONDS = 15  # of silence, after which a stream sends a comment
MAX_STREAMS = 20  # of one session at once; each tab has one


def authorized_session(request: web.Request) -> str:
    """The session in the path. Raises Problem 401 without its token."""
    session = request.match_info["session"]
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not request.app[app_keys.TOKENS].is_valid(token.strip(), session):
        detail = "this session's own token is needed: Authorization: Bearer …; POST /api/v1/sessions gives one"
        raise Problem(HTTPStatus.UNAUTHORIZED, detail, {"WWW-Authenticate": "Bearer"})
    return session


def number(request: web.Request, text: str | None) -> int:
    """A message number from the client, 0 by default. Raises Problem 422 for anything else."""
    if text is None or (text.isascii() and text.isdigit() and len(text) < 16):
        return int(text or 0)
    raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"after: a message's number; got {text[:20]!r}")


def message(request: web.Request, turn: Turn) -> record.TranscriptMessage:
    repository = request.app[app_keys.REPOSITORY]
    return record.transcript_message(turn, lambda entry: repository.entry(entry) is not None)


@routes.post("/api/v1/sessions")
async def begin(request: web.Request) -> web.Response:
    await within_limits(request)
    granted = request.app[app_keys.TOKENS].grant()
    return web.json_response(
        {"session": granted.session, "token": granted.token, "expires": granted.expires.isoformat()}
    )


@routes.get(SESSION + "/messages")
async def messages(request: web.Request) -> web.Response:
    session = authorized_session(request)
    after = number(request, request.query.get("after"))
    await request.app[app_keys.TURN_SERVICE].deliver(session, "web")
    turns = await request.app[app_keys.JOURNAL].turns.turns_after(session, after, PAGE_SIZE + 1)
    found = [message(request, turn).as_json() for turn in turns[:PAGE_SIZE]]
    body = {"session": session, "messages": found, "more": len(turns) > PAGE_SIZE}
    return web.json_response(body, headers={"Cache-Control": "no-store"})


@routes.get(SESSION + "/stream")
async def stream(request: web.Request) -> web.StreamResponse:
    """Server-sent events until the client disconnects or the session is erased."""
    session = authorized_session(request)
    after = number(request, request.headers.get("Last-Event-ID") or request.query.get("after"))
    feed = request.app[app_keys.SESSION_FEED]
    if feed.count(session) >= MAX_STREAMS:
        raise too_many(f"{MAX_STREAMS} streams of this session are open already", PING_SECONDS)
    await request.app[app_keys.TURN_SERVICE].deliver(session, "web")
    with feed.listener(session) as listener, suppress(ConnectionResetError):
        async with sse_response(request, ping_interval=PING_SECONDS) as events:
            while events.is_connected() and listener.is_open:
                after = await send_new_messages(request, events, session, after)
                await listener.wait(PING_SECONDS)
            if listener.erased:
                await events.send("{}", event="erased")
    return events


async def send_new_messages(request: web.Request, events: EventSourceResponse, session: str, after: int) -> int:
    """Send the messages after this number. Returns the number of the last one sent."""
    while turns := await request.app[app_keys.JOURNAL].turns.turns_after(session, after, PAGE_SIZE):
        for turn in turns:
            data = json.dumps(message(request, turn).as_json(), ensure_ascii=False)
            await events.send(data, event="message", id=str(turn.id))
            after = turn.id
    return after


@routes.get(SESSION + "/transcript.txt")
async def transcript(request: web.Request) -> web.Response:
    session = authorized_session(request)
    language = language_of(request)
    now: datetime = request.app[app_keys.CLOCK]()
    turns = await request.app[app_keys.JOURNAL].turns.turns_after(session, 0, TRANSCRIPT_SIZE)
    zone = ZoneInfo(request.app[app_keys.REPOSITORY].meeting.time_zone)
    written = record.transcript([message(request, turn) for turn in turns], language, zone, now)
    headers = {"Content-Disposition": 'attachment; filename="transcript.txt"', "Cache-Control": "no-store"}
    return web.Response(text=written, content_type="text/plain", charset="utf-8", headers=headers)


@routes.delete(SESSION)
async def erase(request: web.Request) -> web.Response:
    session = authorized_session(request)
    kept = await request.app[app_keys.TURN_SERVICE].erase(session)
    return web.json_response({"erased": True, "enquiries_kept": kept})
