"""POST /api/v1/feedback: whether an answer helped; only the holder of its receipt can say so."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from aiohttp import web
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from bot.edge import app_keys
from bot.edge.body import read, without_nul
from bot.edge.problems import Problem
from bot.edge.rate_limit import within_limits

routes = web.RouteTableDef()


class FeedbackBody(BaseModel):
    """The request's body (docs/api.md)."""

    model_config = ConfigDict(extra="forbid")

    receipt: str = Field(pattern=r"^[A-Za-z0-9_-]{16,32}$")
    helpful: StrictBool
    comment: Annotated[str, Field(max_length=2000), AfterValidator(without_nul)] | None = None


@routes.post("/api/v1/feedback")
async def post_feedback(request: web.Request) -> web.Response:
    body = await read(request, FeedbackBody)
    await within_limits(request, body.receipt)
    now: datetime = request.app[app_keys.CLOCK]()
    if not await request.app[app_keys.JOURNAL].feedback.record(body.receipt, body.helpful, body.comment or None, now):
        raise Problem(HTTPStatus.NOT_FOUND, f"{body.receipt}: no such receipt")
    return web.Response(status=HTTPStatus.NO_CONTENT)
