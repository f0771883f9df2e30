"""POST /api/v1/messages: the web channel. Checks a message, hands it to the desk, gives its replies back."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot import keys
from bot.dialogue.desk import Message
from bot.edge.body import read
from bot.edge.problems import Problem
from bot.reply import Language

routes = web.RouteTableDef()


def without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("must not hold NUL characters")
    return text


class Incoming(BaseModel):
    """The request's body, as design and docs/api.md give it."""

    model_config = ConfigDict(extra="forbid")

    session: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")
    message: Annotated[str, Field(min_length=1, max_length=5000), AfterValidator(without_nul)]
    id: UUID | None = None
    language: Language | None = None


@routes.post("/api/v1/messages")
async def post_message(request: web.Request) -> web.Response:
    incoming = await read(request, Incoming)
    wait = await request.app[keys.LIMITS].wait(incoming.session, request.remote or "")
    if wait:
        detail = f"too many messages; try again in {wait} s"
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(wait)})
    message = Message(incoming.session, incoming.message, "web", incoming.id, incoming.language)
    replies = await request.app[keys.DESK].turn(message)
    return web.json_response(
        {
            "session": incoming.session,
            "id": None if incoming.id is None else str(incoming.id),
            "replies": [reply.model_dump(mode="json") for reply in replies],
        }
    )
