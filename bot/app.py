"""Composes the applications, and nothing else: the resources of each one, and what `serve` runs.

Each resource is a generator for `cleanup_ctx`: it opens the resource, yields, and closes it.
"""

import asyncio
import logging
import signal
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import aiohttp
import click
from aiohttp import web

from bot.clock import Clock, clock_from
from bot.content.repository import KnowledgeRepository
from bot.content.watcher import watch
from bot.dialogue.notices import Notices
from bot.dialogue.rasa_client import RasaClient
from bot.dialogue.rasa_tracker import RasaTracker
from bot.dialogue.session_feed import SessionFeed
from bot.dialogue.turn_service import TurnService
from bot.edge import app_keys
from bot.edge.app import make_edge
from bot.edge.rate_limit import RATE_LIMITS, RateLimits
from bot.edge.tokens import SessionTokens, secret
from bot.journal.journal import Journal
from bot.line import app_keys as line_keys
from bot.line.client.api import LineApi
from bot.line.inbound import webhook
from bot.line.inbound.intake import Intake
from bot.line.responses import Responder
from bot.line.worker import LineWorkers
from bot.pipeline import service
from bot.press_office.notifier import Notifier
from bot.query.keyboard_layout import correct_layout
from bot.query.language_id import foreign_language
from bot.query.vocabulary import is_known
from bot.runtime.action_server import make_action_server
from bot.runtime.rasa_process import RasaProcess
from bot.settings import Settings

log = logging.getLogger(__name__)


@asynccontextmanager
async def background(work: Coroutine[Any, Any, object]) -> AsyncIterator[None]:
    """Run a coroutine during the `async with` block and cancel it at the end. An error is logged when it occurs."""

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


# The edge ------------------------------------------------------------------------------------------------------------


async def http_client(app: web.Application) -> AsyncIterator[None]:
    async with aiohttp.ClientSession() as session:
        app[app_keys.HTTP] = session
        app[app_keys.RASA] = RasaClient(session, app[app_keys.SETTINGS].rasa_address)
        yield


async def journal(app: web.Application) -> AsyncIterator[None]:
    app[app_keys.JOURNAL] = await Journal.open(app[app_keys.SETTINGS].journal_url)
    yield
    await app[app_keys.JOURNAL].dispose()


async def turns(app: web.Application) -> AsyncIterator[None]:
    """The turn service, the access to Rasa's tracker, and the feed of open streams."""
    settings, repository = app[app_keys.SETTINGS], app[app_keys.REPOSITORY]

    def correct_keyboard(text: str) -> str:
        return correct_layout(text, lambda word: is_known(word, repository.published()))

    # Load the dictionaries and the language detector now: they take a second, which the first message would wait.
    await asyncio.to_thread(correct_keyboard, "l;ylfu")
    await asyncio.to_thread(foreign_language, "Kapan acaranya?")
    tracker = app[app_keys.RASA_TRACKER] = RasaTracker(settings.conversations_url)
    feed = app[app_keys.SESSION_FEED] = SessionFeed(app[app_keys.JOURNAL])
    service = app[app_keys.TURN_SERVICE] = TurnService(
        app[app_keys.RASA],
        app[app_keys.JOURNAL],
        tracker,
        Notices(app[app_keys.JOURNAL].turns, lambda: repository.meeting.retention_days),
        app[app_keys.CLOCK],
        public_url=settings.public_address,
        official_language=repository.meeting.official_language,
        turn_seconds=settings.turn_seconds,
        is_public=lambda entry: repository.entry(entry) is not None,
        correct_keyboard=correct_keyboard,
        on_turn=feed.on_turn,
        on_erased=feed.on_erased,
    )
    async with background(feed.watch(lambda session: service.deliver(session, "web"))):
        yield
    await tracker.dispose()


async def end_streams(app: web.Application) -> None:
    app[app_keys.SESSION_FEED].close()


async def retention(app: web.Application) -> AsyncIterator[None]:
    """Deletes data older than the meeting's retention period, once an hour."""

    async def keep_forgetting() -> None:
        journal, clock = app[app_keys.JOURNAL], app[app_keys.CLOCK]
        while True:
            before = clock() - timedelta(days=app[app_keys.REPOSITORY].meeting.retention_days)
            await journal.turns.delete_before(before)
            await journal.enquiries.delete_before(before)
            await journal.line.delete_before(before)
            await app[app_keys.RASA_TRACKER].forget(before)
            await asyncio.sleep(3600)

    async with background(keep_forgetting()):
        yield


async def notifier(app: web.Application) -> AsyncIterator[None]:
    """Notifies the press office of new enquiries."""
    repository, enquiries = app[app_keys.REPOSITORY], app[app_keys.JOURNAL].enquiries
    settings, http, clock = app[app_keys.SETTINGS], app[app_keys.HTTP], app[app_keys.CLOCK]
    watching = Notifier(settings, enquiries, http, clock, lambda: repository.meeting)
    async with background(watching.run()):
        yield


async def line(app: web.Application) -> AsyncIterator[None]:
    """Stores LINE's events and answers them. Without an access token, they are only stored."""
    settings, journal, clock = app[app_keys.SETTINGS], app[app_keys.JOURNAL], app[app_keys.CLOCK]
    new_events = asyncio.Event()
    app[line_keys.NEW_EVENTS] = new_events
    app[line_keys.INTAKE] = Intake(journal.line, clock, new_events)
    token = settings.line_channel_access_token
    if token is None or settings.line_channel_secret is None:
        yield
        return
    api = LineApi(token.get_secret_value(), settings.line_api_url)
    responder = Responder(app[app_keys.TURN_SERVICE], journal, app[app_keys.REPOSITORY], clock)
    workers = LineWorkers(journal, responder, api, clock, new_events, push=settings.line_push)
    async with background(workers.run(settings.line_workers)):
        yield
    await api.close()


def compose_edge(settings: Settings, repository: KnowledgeRepository, clock: Clock) -> web.Application:
    """The edge with all its resources."""
    app = make_edge()
    app[app_keys.SETTINGS] = settings
    app[app_keys.REPOSITORY] = repository
    app[app_keys.CLOCK] = clock
    app[RATE_LIMITS] = RateLimits(settings.rate_session, settings.rate_address)
    key = settings.secret_key.get_secret_value() if settings.secret_key else secret(settings.data_dir / "secret.key")
    app[app_keys.TOKENS] = SessionTokens(key, settings.session_days, clock)
    app[line_keys.IDENTITY_KEY] = key
    app.add_routes(webhook.routes)
    app.on_shutdown.append(end_streams)
    app.cleanup_ctx.extend([http_client, journal, turns, retention, notifier, line])
    return app


# The action server and Rasa ------------------------------------------------------------------------------------------


def compose_actions(settings: Settings, repository: KnowledgeRepository, clock: Clock) -> web.Application:
    """The action server. It loads the model and builds the index in the background after it has started."""
    app = make_action_server()

    async def answers(app: web.Application) -> AsyncIterator[None]:
        async with background(service.serve(settings, repository, clock)):
            yield

    app.cleanup_ctx.append(answers)
    return app


@asynccontextmanager
async def listening(app: web.Application, host: str, port: int) -> AsyncIterator[None]:
    # No access log: it would contain visitors' IP addresses.
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


# `serve` -------------------------------------------------------------------------------------------------------------


async def say_when_ready(settings: Settings) -> None:
    """Print a line with the URL once /readyz reports that all parts are ready."""
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
    """Start the action server and the edge, which share one repository if they run in the same process."""
    repository = KnowledgeRepository(settings.kb_dir, clock)
    await stack.enter_async_context(background(watch(repository)))
    if role in ("all", "actions"):
        click.echo(f"starting the action server on port {settings.actions_port}")
        actions = compose_actions(settings, repository, clock)
        await stack.enter_async_context(listening(actions, "127.0.0.1", settings.actions_port))
    if role in ("all", "edge"):
        click.echo(f"starting the edge on port {settings.port}")
        edge = compose_edge(settings, repository, clock)
        await stack.enter_async_context(listening(edge, settings.host, settings.port))
        await stack.enter_async_context(background(say_when_ready(settings)))


async def serve(settings: Settings, role: str) -> None:
    """Run until SIGINT or SIGTERM. The ports in `settings` must be free (bot/runtime/ports.py)."""
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
