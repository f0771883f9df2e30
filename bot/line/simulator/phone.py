"""A phone in the terminal: starts the service with a simulated LINE, and sends it what is typed."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import click
from aiohttp import web

from bot.line.simulator.server import LineSimulator

USER_ID = "U" + "1" * 32
HELP = (
    "Type a message and press Enter. A number presses that button; /follow adds the account again, /sticker sends one."
)
TIMEOUT_SECONDS = 90  # for the service to start, and for an answer


def buttons_of(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The message and postback actions of quick replies and cards."""
    found: list[dict[str, Any]] = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            action = part.get("action")
            if isinstance(action, dict) and action.get("type") in ("message", "postback") and action not in found:
                found.append(action)
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(messages)
    return found


def lines_of(part: Any) -> list[str]:
    """The texts of a card, in order."""
    if isinstance(part, dict):
        own = [str(part["text"])] if part.get("type") == "text" and part.get("text") else []
        own += [str(span.get("text")) for span in part.get("contents", []) if part.get("type") == "text" and span]
        nested = [value for key, value in part.items() if key in ("header", "hero", "body", "footer", "contents")]
        return own + [line for value in nested for line in lines_of(value) if part.get("type") != "text"]
    if isinstance(part, list):
        return [line for value in part for line in lines_of(value)]
    return []


def show(message: dict[str, Any]) -> str:
    if message["type"] == "text":
        return "  " + str(message["text"]).replace("\n", "\n  ")
    return "  ┌ " + "\n  │ ".join(line for text in lines_of(message["contents"]) for line in text.splitlines())


def event_for(line: LineSimulator, typed: str, buttons: list[dict[str, Any]]) -> dict[str, Any]:
    """The webhook event for a typed line: a message, a pressed button, /follow or /sticker."""
    if typed == "/follow":
        return line.event("follow", USER_ID)
    if typed == "/sticker":
        return line.event(
            "message", USER_ID, message={"id": "1", "type": "sticker", "packageId": "1", "stickerId": "1"}
        )
    if typed.isdecimal() and 1 <= int(typed) <= len(buttons):
        pressed = buttons[int(typed) - 1]
        if pressed["type"] == "postback":
            return line.event("postback", USER_ID, postback={"data": pressed["data"]})
        typed = str(pressed["text"])
    return line.text(USER_ID, typed)


@asynccontextmanager
async def service(line: LineSimulator, api: str) -> AsyncIterator[str]:
    """Runs `python -m bot serve` on free ports with a data folder of its own; yields its address once it is ready."""
    chosen = {"BOT_PORT": "0", "BOT_ACTIONS_PORT": "0", "BOT_RASA_PORT": "0", "BOT_DATA_DIR": "var/simulated"}
    chosen |= {"LINE_CHANNEL_SECRET": line.secret, "LINE_CHANNEL_ACCESS_TOKEN": line.token, "LINE_API_URL": api}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve"), env=os.environ | chosen, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(TIMEOUT_SECONDS):
            async for raw in process.stdout:
                if b"open http" in raw:
                    yield raw.decode().partition("open ")[2].split("/ ")[0].strip()
                    break
            else:
                raise click.ClickException("the service ended; `make serve` shows why")
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await process.wait()


async def play() -> None:
    """Runs until an empty line or the end of the input."""
    line = LineSimulator()
    runner = web.AppRunner(line.app(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    api = "http://127.0.0.1:" + str(runner.addresses[0][1])
    click.echo("starting the service …")
    try:
        async with service(line, api) as url:
            await talk(line, url + "/line/webhook")
    finally:
        await runner.cleanup()


async def talk(line: LineSimulator, webhook: str) -> None:
    click.echo(HELP)
    event, buttons = line.event("follow", USER_ID), []
    while True:
        known = len(line.messages_to(USER_ID))
        try:
            await line.post(webhook, event)
        except aiohttp.ClientError as e:
            raise click.ClickException(f"the webhook does not answer: {e}") from e
        messages = await answer_to(line, known)
        for message in messages:
            click.echo(show(message))
        buttons = buttons_of(messages)
        for number, action in enumerate(buttons, 1):
            click.echo(f"  [{number}] {action.get('label')}")
        typed = (await asyncio.to_thread(sys.stdin.readline)).strip()
        if not typed:
            return
        event = event_for(line, typed, buttons)


async def answer_to(line: LineSimulator, known: int) -> list[dict[str, Any]]:
    """Waits for messages beyond the first `known`, and returns them."""
    for _ in range(TIMEOUT_SECONDS * 10):
        if len(line.messages_to(USER_ID)) > known:
            break
        await asyncio.sleep(0.1)
    return line.messages_to(USER_ID)[known:]
