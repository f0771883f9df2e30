"""The action server: rasa-sdk's executor in an aiohttp application, which shares its process with the knowledge index.

Errors follow Rasa's protocol: 400 if an action refuses to run, 404 if it does not exist, each with the action's name.
"""

import logging
from http import HTTPStatus

from aiohttp import web
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from bot.pipeline import service

log = logging.getLogger(__name__)
EXECUTOR = web.AppKey("executor", ActionExecutor)
MAX_BYTES = 16 * 1024 * 1024  # Rasa sends the whole tracker with every call
routes = web.RouteTableDef()


@routes.post("/webhook")
async def webhook(request: web.Request) -> web.Response:
    try:
        result = await request.app[EXECUTOR].run(await request.json())
    except ActionExecutionRejection as e:
        return refusal(HTTPStatus.BAD_REQUEST, e.message, e.action_name)
    except ActionNotFoundException as e:
        return refusal(HTTPStatus.NOT_FOUND, e.message, e.action_name)
    return web.json_response(result.model_dump() if result is not None else None)


def refusal(status: HTTPStatus, message: str, action_name: str) -> web.Response:
    log.error("action %s: %s", action_name, message)
    return web.json_response({"error": message, "action_name": action_name}, status=status)


@routes.get("/state")
async def state(request: web.Request) -> web.Response:
    """Whether the model is loaded, and how much the index holds; no content."""
    return web.json_response(service.state())


def make_action_server() -> web.Application:
    app = web.Application(client_max_size=MAX_BYTES)
    executor = ActionExecutor()
    executor.register_package("actions")
    app[EXECUTOR] = executor
    app.add_routes(routes)
    return app
