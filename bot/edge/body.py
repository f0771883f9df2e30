"""Reads a request's JSON body within its limits and validates it."""

import asyncio
import json
from http import HTTPStatus
from typing import Any, NoReturn, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bot.edge.problems import Problem

READ_SECONDS = 5
Model = TypeVar("Model", bound=BaseModel)


def without_nul(text: str) -> str:
    """A pydantic validator: PostgreSQL cannot store NUL. Raises ValueError."""
    if "\0" in text:
        raise ValueError("must not hold NUL characters")
    return text


def refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def parse(raw: bytes) -> Any:
    """Strict JSON: UTF-8, no NaN. Raises Problem 400, also for excessive nesting."""
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=refuse_constant)
    except (ValueError, RecursionError) as e:
        raise Problem(HTTPStatus.BAD_REQUEST, f"the body is not JSON: {e}") from e


async def read(request: web.Request, model: type[Model]) -> Model:
    """The body as `model`. Raises Problem: 408 too slow, 413 too large, 415 wrong type, 400 no JSON, 422 invalid."""
    if request.content_type != "application/json":
        detail = f"send application/json; got {request.content_type}"
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail)
    try:
        async with asyncio.timeout(READ_SECONDS):
            raw = await request.read()
    except TimeoutError as e:
        detail = f"the body did not arrive within {READ_SECONDS} s"
        raise Problem(HTTPStatus.REQUEST_TIMEOUT, detail, {"Connection": "close"}) from e
    try:
        return model.model_validate(parse(raw))
    except ValidationError as e:
        errors = [
            {"field": ".".join(str(part) for part in error["loc"]), "message": error["msg"]} for error in e.errors()
        ]
        detail = "; ".join(f"{error['field'] or 'body'}: {error['message']}" for error in errors)
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors) from e
