"""POST /line/webhook: verifies the signature, stores the events, answers 200. The workers answer the events."""

import asyncio
from http import HTTPStatus

from aiohttp import web
from pydantic import ValidationError

from bot.edge import app_keys
from bot.edge.body import parse
from bot.edge.problems import Problem
from bot.journal.journal import Journal
from bot.line import app_keys as line_keys
from bot.line.inbound.events import WebhookBody, parse_events
from bot.line.inbound.identity import message_id
from bot.line.inbound.signature import SIGNATURE_HEADER, is_signed

routes = web.RouteTableDef()
MAX_BODY_BYTES = 2 * 1024 * 1024  # ten long Thai events are 300 KB
BODY_TIMEOUT_SECONDS = 5


async def read_body(request: web.Request) -> bytes:
    try:
        async with asyncio.timeout(BODY_TIMEOUT_SECONDS):
            return await request.clone(client_max_size=MAX_BODY_BYTES).read()
    except TimeoutError as e:
        raise Problem(HTTPStatus.REQUEST_TIMEOUT, f"the body did not arrive within {BODY_TIMEOUT_SECONDS} s") from e
    except web.HTTPRequestEntityTooLarge as e:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body may hold {MAX_BODY_BYTES} bytes at most") from e


@routes.post("/line/webhook")
async def webhook(request: web.Request) -> web.Response:
    secret = request.app[app_keys.SETTINGS].line_channel_secret
    if secret is None:
        raise Problem(HTTPStatus.NOT_FOUND, "LINE is not set up here: LINE_CHANNEL_SECRET is not set")
    raw = await read_body(request)
    # An unsigned body is not even parsed.
    if not is_signed(secret.get_secret_value(), raw, request.headers.get(SIGNATURE_HEADER)):
        raise Problem(HTTPStatus.UNAUTHORIZED, f"{SIGNATURE_HEADER} does not fit the body and this channel's secret")
    try:
        body = WebhookBody.model_validate(parse(raw))
    except ValidationError as e:
        raise Problem(HTTPStatus.BAD_REQUEST, "a webhook's body holds a list of events") from e
    events = list(parse_events(body.events, request.app[line_keys.IDENTITY_KEY]))
    await request.app[line_keys.INTAKE].store(events)
    for event in events:
        if event.kind == "unsend" and event.message_id:
            await delete_unsent(request.app[app_keys.JOURNAL], event.session, event.message_id)
    return web.Response(text="OK")


async def delete_unsent(journal: Journal, session: str, message: str) -> None:
    """Immediately, not when a worker takes the unsend event: an unsent message is neither answered nor stored."""
    if unsent := await journal.line.unsend(session, message):
        await journal.turns.delete_turn(session, message_id(unsent))
