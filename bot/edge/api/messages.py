"""POST /api/v1/messages: the web channel. Validates a message, passes it to the TurnService, returns its replies."""

from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.dialogue.turn_service import IncomingMessage
from bot.edge import app_keys
from bot.edge.body import read, without_nul
from bot.edge.rate_limit import within_limits
from bot.reply import Language

routes = web.RouteTableDef()


class MessageBody(BaseModel):
    """The request's body, as docs/api.md describes it."""

    model_config = ConfigDict(extra="forbid")

    session: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")
    message: Annotated[str, Field(min_length=1, max_length=5000), AfterValidator(without_nul)]
    id: UUID | None = None
    language: Language | None = None


@routes.post("/api/v1/messages")
async def post_message(request: web.Request) -> web.Response:
    body = await read(request, MessageBody)
    await within_limits(request, body.session)
    message = IncomingMessage(body.session, body.message, "web", body.id, body.language)
    replies = await request.app[app_keys.TURN_SERVICE].turn(message)
    return web.json_response(
        {
            "session": body.session,
            "id": None if body.id is None else str(body.id),
            "replies": [reply.model_dump(mode="json") for reply in replies],
        }
    )
