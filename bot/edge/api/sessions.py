"""/api/v1/sessions: a conversation read again, read along, kept as a text, erased, by whoever bears its token."""

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
PAGE, TRANSCRIPT = 100, 1000  # messages
BEAT = 15  # seconds of silence after which a stream says that it lives
STREAMS = 20  # of one session at once: tabs


def admitted(request: web.Request) -> str:
    """The session that is asked for, where the token admits to it. Problem 401 otherwise."""
    session = request.match_info["session"]
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not request.app[app_keys.TOKENS].admits(token.strip(), session):
        detail = "this session's own token is needed: Authorization: Bearer …; POST /api/v1/sessions gives one"
        raise Problem(HTTPStatus.UNAUTHORIZED, detail, {"WWW-Authenticate": "Bearer"})
    return session


def number(request: web.Request, text: str | None) -> int:
    """The number of a message, 0 where none is given. Problem 422 for anything else."""
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
    session = admitted(request)
    after = number(request, request.query.get("after"))
    await request.app[app_keys.TURN_SERVICE].deliver(session, "web")
    turns = await request.app[app_keys.JOURNAL].turns.turns_after(session, after, PAGE + 1)
    found = [message(request, turn).as_json() for turn in turns[:PAGE]]
    body = {"session": session, "messages": found, "more": len(turns) > PAGE}
    return web.json_response(body, headers={"Cache-Control": "no-store"})


@routes.get(SESSION + "/stream")
async def stream(request: web.Request) -> web.StreamResponse:
    """Server-sent events, until the reader leaves or the session is erased."""
    session = admitted(request)
    after = number(request, request.headers.get("Last-Event-ID") or request.query.get("after"))
    feed = request.app[app_keys.SESSION_FEED]
    if feed.count(session) >= STREAMS:
        raise too_many(f"{STREAMS} streams of this session are open already", BEAT)
    await request.app[app_keys.TURN_SERVICE].deliver(session, "web")
    with feed.listener(session) as listener, suppress(ConnectionResetError):
        async with sse_response(request, ping_interval=BEAT) as events:
            while events.is_connected() and listener.is_open:
                after = await send_news(request, events, session, after)
                await listener.wait(BEAT)
            if listener.erased:
                await events.send("{}", event="erased")
    return events


async def send_news(request: web.Request, events: EventSourceResponse, session: str, after: int) -> int:
    """What was said after this number; the number of the last."""
    while turns := await request.app[app_keys.JOURNAL].turns.turns_after(session, after, PAGE):
        for turn in turns:
            data = json.dumps(message(request, turn).as_json(), ensure_ascii=False)
            await events.send(data, event="message", id=str(turn.id))
            after = turn.id
    return after


@routes.get(SESSION + "/transcript.txt")
async def transcript(request: web.Request) -> web.Response:
    session = admitted(request)
    language = language_of(request)
    now: datetime = request.app[app_keys.CLOCK]()
    turns = await request.app[app_keys.JOURNAL].turns.turns_after(session, 0, TRANSCRIPT)
    zone = ZoneInfo(request.app[app_keys.REPOSITORY].meeting.time_zone)
    written = record.transcript([message(request, turn) for turn in turns], language, zone, now)
    headers = {"Content-Disposition": 'attachment; filename="transcript.txt"', "Cache-Control": "no-store"}
    return web.Response(text=written, content_type="text/plain", charset="utf-8", headers=headers)


@routes.delete(SESSION)
async def erase(request: web.Request) -> web.Response:
    session = admitted(request)
    kept = await request.app[app_keys.TURN_SERVICE].erase(session)
    return web.json_response({"erased": True, "enquiries_kept": kept})
