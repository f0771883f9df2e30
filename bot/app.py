"""Puts the parts together, and nothing else does: which resources an application has, and what `serve` runs.

Each resource is one generator: made, yielded to the running application, closed.
"""

import asyncio
import logging
import signal
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import click
from aiohttp import web

from bot.clock import Clock, clock_from
from bot.content.repository import Library
from bot.content.watcher import watch
from bot.dialogue.notices import Notices
from bot.dialogue.rasa_client import RasaClient
from bot.dialogue.rasa_tracker import Conversations
from bot.dialogue.session_feed import Feed
from bot.dialogue.turn_service import Desk
from bot.edge import app_keys
from bot.edge.app import make_edge
from bot.edge.rate_limit import RateLimits
from bot.edge.tokens import Tokens, secret
from bot.journal.journal import Journal
from bot.line.client.api import LineApi
from bot.line.inbound import webhook
from bot.line.inbound.intake import Intake
from bot.line.responses import Responder
from bot.line.worker import LineWorkers
from bot.press_office.notifier import Notifier
from bot.query.keyboard_layout import layout
from bot.query.language_id import foreign
from bot.query.vocabulary import is_english
from bot.retrieval import service
from bot.runtime.action_server import make_action_server
from bot.runtime.rasa_process import RasaProcess
from bot.settings import Settings

log = logging.getLogger(__name__)


@asynccontextmanager
async def background(work: Coroutine[Any, Any, object]) -> AsyncIterator[None]:
    """Run beside what is done within; cancelled at its end. What it dies of is logged at once, not at the end."""

    def report(task: asyncio.Task[object]) -> None:
        if not task.cancelled() and (error := task.exception()):
            log.error("%s failed: %s", task.get_coro(), error, exc_info=error)

    task = asyncio.create_task(work)
    task.add_done_callback(report)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def http_client(app: web.Application) -> AsyncIterator[None]:
    async with aiohttp.ClientSession() as session:
        app[app_keys.HTTP] = session
        app[app_keys.RASA] = RasaClient(session, app[app_keys.SETTINGS].rasa_address)
        yield


async def journal(app: web.Application) -> AsyncIterator[None]:
    app[app_keys.JOURNAL] = await Journal.open(app[app_keys.SETTINGS].journal_url)
    yield
    await app[app_keys.JOURNAL].dispose()


async def end_streams(app: web.Application) -> None:
    app[app_keys.FEED].close()


def compose_edge(settings: Settings, library: Library, clock: Clock) -> web.Application:
    """The edge with all it needs."""
    app = make_edge()
    app[app_keys.SETTINGS] = settings
    app[app_keys.LIBRARY] = library
    app[app_keys.CLOCK] = clock
    app[app_keys.LIMITS] = RateLimits(settings.rate_session, settings.rate_address)
    key = settings.secret_key.get_secret_value() if settings.secret_key else secret(settings.data_dir / "secret.key")
    app[app_keys.TOKENS] = Tokens(key, settings.session_days, clock)
    app[app_keys.IDENTITY_KEY] = key
    app[app_keys.LINE_NEWS] = asyncio.Event()
    app.on_shutdown.append(end_streams)

    async def desk(app: web.Application) -> AsyncIterator[None]:
        await asyncio.to_thread(layout, "l;ylfu", is_english)  # its dictionaries take a second to load
        await asyncio.to_thread(foreign, "Kapan acaranya?")
        conversations = Conversations(settings.conversations_url)
        notices = Notices(app[app_keys.JOURNAL].turns, lambda: library.meeting.retention_days)
        feed = app[app_keys.FEED] = Feed(app[app_keys.JOURNAL])
        desk = app[app_keys.DESK] = Desk(
            app[app_keys.RASA],
            app[app_keys.JOURNAL],
            conversations,
            notices,
            clock,
            public_url=settings.public_address,
            official_language=library.meeting.official_language,
            turn_seconds=settings.turn_seconds,
            is_public=lambda entry: library.entry(entry) is not None,
            said=feed.said,
            erased=feed.erased,
        )
        app[app_keys.CONVERSATIONS] = conversations
        async with background(feed.watch(lambda session: desk.deliver(session, "web"))):
            yield
        await conversations.dispose()

    async def retention(app: web.Application) -> AsyncIterator[None]:
        """Once an hour, what is older than the meeting's retention period is forgotten."""

        async def keep_forgetting() -> None:
            while True:
                before = clock() - timedelta(days=library.meeting.retention_days)
                await app[app_keys.JOURNAL].turns.forget(before)
                await app[app_keys.JOURNAL].enquiries.forget(before)
                await app[app_keys.JOURNAL].line.forget(before)
                await app[app_keys.CONVERSATIONS].forget(before)
                await asyncio.sleep(3600)

        async with background(keep_forgetting()):
            yield

    async def notifier(app: web.Application) -> AsyncIterator[None]:
        """The press office is told of each enquiry."""
        meeting = library.meeting
        zone, to = ZoneInfo(meeting.time_zone), meeting.press_office.email
        watching = Notifier(settings, app[app_keys.JOURNAL].enquiries, app[app_keys.HTTP], clock, zone, to)
        if not watching.wanted:
            yield
            return
        async with background(watching.run()):
            yield

    async def line(app: web.Application) -> AsyncIterator[None]:
        """LINE's events are kept, and answered; without an access token they are kept until there is one."""
        app[app_keys.INTAKE] = Intake(app[app_keys.JOURNAL].line, clock, app[app_keys.LINE_NEWS])
        token = settings.line_channel_access_token
        if token is None or settings.line_channel_secret is None:
            yield
            return
        api = LineApi(token.get_secret_value(), settings.line_api_url)
        responder = Responder(app[app_keys.DESK], app[app_keys.JOURNAL], library, clock)
        workers = LineWorkers(
            app[app_keys.JOURNAL], responder, api, clock, app[app_keys.LINE_NEWS], push=settings.line_push
        )
        async with background(workers.run(settings.line_workers)):
            yield
        await api.close()

    app.add_routes(webhook.routes)
    app.cleanup_ctx.extend([http_client, journal, desk, retention, notifier, line])
    return app


def compose_actions(settings: Settings, library: Library, clock: Clock) -> web.Application:
    """The action server; its model loads and its index is built once it runs, without holding up anything else."""
    app = make_action_server()

    async def index(app: web.Application) -> AsyncIterator[None]:
        async with background(service.serve_with(settings, library, clock)):
            yield

    app.cleanup_ctx.append(index)
    return app


@asynccontextmanager
async def listening(app: web.Application, host: str, port: int) -> AsyncIterator[None]:
    # No access log: it would hold addresses of visitors.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=3)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def running_rasa(settings: Settings) -> AsyncIterator[None]:
    async with aiohttp.ClientSession() as session:
        process = RasaProcess(settings, RasaClient(session, settings.rasa_address).ready)
        process.end_leftover()
        try:
            async with background(process.watch()):
                yield
        finally:
            await process.stop()


async def say_when_ready(settings: Settings) -> None:
    """One line when everything answers: the address is worth opening only then."""
    start = time.monotonic()
    async with aiohttp.ClientSession() as session:
        while True:
            with suppress(aiohttp.ClientError, TimeoutError):
                async with session.get(f"http://{settings.host}:{settings.port}/readyz") as response:
                    if response.status == 200:
                        break
            await asyncio.sleep(0.2)
    click.echo(f"ready after {time.monotonic() - start:.0f} s: open {settings.public_address}/  (Ctrl-C stops it)")


async def serve_web(settings: Settings, role: str, clock: Clock, stack: AsyncExitStack) -> None:
    """The parts that read the knowledge base, which share one library where they run in one process."""
    library = Library(settings.kb_dir, clock)
    await stack.enter_async_context(background(watch(library)))
    if role in ("all", "actions"):
        click.echo(f"starting the action server on port {settings.actions_port}")
        actions = compose_actions(settings, library, clock)
        await stack.enter_async_context(listening(actions, "127.0.0.1", settings.actions_port))
    if role in ("all", "edge"):
        click.echo(f"starting the edge on port {settings.port}")
        edge = compose_edge(settings, library, clock)
        await stack.enter_async_context(listening(edge, settings.host, settings.port))
        await stack.enter_async_context(background(say_when_ready(settings)))


async def serve(settings: Settings, role: str) -> None:
    """Run until SIGINT or SIGTERM. The ports in `settings` are free ones (bot/runtime/ports.py)."""
    clock = clock_from(settings.now)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with AsyncExitStack() as stack:
        if role in ("all", "rasa"):
            click.echo(f"starting Rasa on port {settings.rasa_port}")
            await stack.enter_async_context(running_rasa(settings))
        if role != "rasa":
            await serve_web(settings, role, clock, stack)
        await stopped.wait()
        click.echo("stopping")
