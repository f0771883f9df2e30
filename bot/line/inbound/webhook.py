"""POST /line/webhook: checks the signature, keeps the events, says 200. Answering them is the workers' business."""

import asyncio
from http import HTTPStatus

from aiohttp import web
from pydantic import ValidationError

from bot.edge import app_keys
from bot.edge.body import parse
from bot.edge.problems import Problem
from bot.journal.journal import Journal
from bot.line import app_keys as line_keys
from bot.line.inbound.events import Body, read
from bot.line.inbound.identity import message_id
from bot.line.inbound.signature import HEADER, is_signed

routes = web.RouteTableDef()
MAX_BYTES = 2 * 1024 * 1024  # ten long Thai events are 300 KB
READ_SECONDS = 5


async def body_of(request: web.Request) -> bytes:
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await request.clone(client_max_size=MAX_BYTES).read()
    except TimeoutError as e:
        raise Problem(HTTPStatus.REQUEST_TIMEOUT, f"the body did not arrive within {READ_SECONDS} s") from e
    except web.HTTPRequestEntityTooLarge as e:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body may hold {MAX_BYTES} bytes at most") from e


@routes.post("/line/webhook")
async def webhook(request: web.Request) -> web.Response:
    secret = request.app[app_keys.SETTINGS].line_channel_secret
    if secret is None:
        raise Problem(HTTPStatus.NOT_FOUND, "LINE is not set up here: LINE_CHANNEL_SECRET is not set")
    raw = await body_of(request)
    # Nothing is looked at before this, not even whether it is JSON.
    if not is_signed(secret.get_secret_value(), raw, request.headers.get(HEADER)):
        raise Problem(HTTPStatus.UNAUTHORIZED, f"{HEADER} does not fit the body and this channel's secret")
    try:
        body = Body.model_validate(parse(raw))
    except ValidationError as e:
        raise Problem(HTTPStatus.BAD_REQUEST, "a webhook's body holds a list of events") from e
    events = list(read(body.events, request.app[line_keys.IDENTITY_KEY]))
    await request.app[line_keys.INTAKE].put(events)
    for event in events:
        if event.kind == "unsend" and event.message_id:
            await unsend(request.app[app_keys.JOURNAL], event.session, event.message_id)
    return web.Response(text="OK")


async def unsend(journal: Journal, session: str, message: str) -> None:
    """At once, not when its turn comes: what was taken back is neither answered nor kept."""
    if unsent := await journal.line.unsend(session, message):
        await journal.turns.delete_turn(session, message_id(unsent))
