"""Shared by all commands: end with an error message, open the journal, send a question to the running service."""

import asyncio
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, NoReturn, TypeVar

import aiohttp
import click

from bot.errors import DeskError
from bot.journal.journal import Journal
from bot.settings import Settings

Result = TypeVar("Result")


def fail(message: str, code: int = 2) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


def run(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """The result of a coroutine. A DeskError ends the command with its message."""
    try:
        return asyncio.run(coroutine)
    except DeskError as e:
        fail(str(e))


def run_and_exit(coroutine: Coroutine[Any, Any, object]) -> NoReturn:
    """Run a service, then end the process without waiting for threads that still build an index.

    Everything that must be kept has to be on disk when the coroutine ends. The cache of encodings stays consistent:
    SQLite rolls back a transaction that was not committed.
    """
    code: str | int | None = 0
    try:
        run(coroutine)
    except SystemExit as e:
        code = e.code
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


def with_journal(settings: Settings, work: Callable[[Journal], Awaitable[Result]]) -> Result:
    async def open_and_work() -> Result:
        journal = await Journal.open(settings.journal_url)
        try:
            return await work(journal)
        finally:
            await journal.dispose()

    return run(open_and_work())


async def post(settings: Settings, session: str, question: str, language: str | None) -> list[dict[str, Any]]:
    """The replies of the running service, as JSON (docs/api.md). Raises DeskError."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    url = f"http://{host}:{settings.port}/api/v1/messages"
    body = {"session": session, "message": question, "language": language}
    try:
        async with aiohttp.ClientSession() as http, http.post(url, json=body) as response:
            answer: dict[str, Any] = await response.json(content_type=None)
    except aiohttp.ClientConnectionError as e:
        raise DeskError(f"nothing answers at {url}; start the service with `make serve`") from e
    if response.status != 200:
        raise DeskError(f"{url} answered {response.status}: {answer.get('detail')}")
    replies: list[dict[str, Any]] = answer["replies"]
    return replies
