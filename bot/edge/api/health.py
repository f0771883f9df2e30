"""/healthz: the process is alive. /readyz: the service can answer, or which part is missing. No content."""

from http import HTTPStatus

from aiohttp import ClientError, ClientTimeout, web
from sqlalchemy.exc import SQLAlchemyError

from bot.edge import app_keys

routes = web.RouteTableDef()
NO_INDEX = {"revision": None, "entries": 0, "broken": 0}


@routes.get("/healthz")
async def healthz(request: web.Request) -> web.Response:
    return web.json_response({"alive": True})


async def journal_ready(request: web.Request) -> bool:
    try:
        await request.app[app_keys.JOURNAL].turns.check_writable()
    except SQLAlchemyError:
        return False
    return True


async def knowledge_state(request: web.Request) -> dict[str, object]:
    """The state of the model and the index, from the action server; "not loaded" if it does not answer."""
    url = request.app[app_keys.SETTINGS].actions_address + "/state"
    try:
        async with request.app[app_keys.HTTP].get(url, timeout=ClientTimeout(total=2)) as response:
            state: dict[str, object] = await response.json()
            return state
    except (ClientError, TimeoutError, ValueError):
        return {"model": False, "reader": False, "index": NO_INDEX}


@routes.get("/readyz")
async def readyz(request: web.Request) -> web.Response:
    rasa = await request.app[app_keys.RASA].ready()
    journal = await journal_ready(request)
    knowledge = await knowledge_state(request)
    indexed = bool(knowledge["index"]["entries"])  # type: ignore[index]  # JSON of the action server
    ready = rasa and journal and bool(knowledge["model"]) and indexed
    state = {"ready": ready, "rasa": rasa, **knowledge, "journal": journal}
    return web.json_response(state, status=HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)
