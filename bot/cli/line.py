"""`python -m bot line`: sets up and checks the LINE account, notifies subscribers, simulates a phone."""

import asyncio
import sys
import uuid
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import click
from linebot.v3.messaging import ApiException, RichMenuRequest
from rich.progress import Progress

from bot.answers import compose
from bot.cli.terminal import fail, post, with_journal
from bot.clock import clock_from
from bot.content.repository import KnowledgeRepository
from bot.dialogue.reply_decoder import with_addresses
from bot.errors import DeskError
from bot.journal.journal import Journal
from bot.line.broadcast import Broadcaster, Notification
from bot.line.client.account import Account, menu_from
from bot.line.client.api import LineApi, SendResult, error_text
from bot.line.simulator import phone
from bot.reply import Outcome, Reply
from bot.settings import Settings

Result = TypeVar("Result")
FILES = Path(__file__).parent.parent.parent / "deploy" / "line"
FAILURES = {
    SendResult.UNSURE: "LINE did not answer; run the same command again, nobody is told twice",
    SendResult.BUSY: "too many calls for now; run the same command again in a minute",
    SendResult.QUOTA: "the month's messages are used up; run the same command again next month, or take a larger plan",
    SendResult.DENIED: "the access token is not accepted; `python -m bot line check`",
    SendResult.REFUSED: "LINE refuses the message; the log says why",
}


@click.group()
def line() -> None:
    """The LINE Official Account."""


@line.command()
@click.pass_obj
def check(settings: Settings) -> None:
    """Look at secret, token, webhook and quota, and say what to do next. Exit code 1 where something is amiss."""

    async def run_checks() -> bool:
        account, ok = Account(settings), True
        async for finding in account.check():
            click.echo(finding)
            ok = ok and finding.ok
        await account.close()
        return ok

    sys.exit(0 if asyncio.run(run_checks()) else 1)


@line.command()
@click.option("--menu", type=click.Path(exists=True, path_type=Path), default=FILES / "menu.json", help="its areas")
@click.option("--picture", type=click.Path(exists=True, path_type=Path), default=FILES / "menu.png", help="a PNG")
@click.pass_obj
def menu(settings: Settings, menu: Path, picture: Path) -> None:
    """Set the menu that everybody sees below the chat, from deploy/line/ or from files of your own."""

    async def set_menu(areas: RichMenuRequest, image: bytes) -> str:
        account = Account(settings)
        try:
            return await account.set_menu(areas, image)
        finally:
            await account.close()

    try:
        click.echo(f"the menu is set: {asyncio.run(set_menu(menu_from(menu), picture.read_bytes()))}")
    except ApiException as e:
        fail(f"LINE refused: {error_text(e)}", 1)
    except ValueError as e:
        fail(f"{menu} is no rich menu: {e}")


def with_line(settings: Settings, work: Callable[[Journal, LineApi], Awaitable[Result]]) -> Result:
    token = settings.line_channel_access_token
    if token is None:
        fail("LINE_CHANNEL_ACCESS_TOKEN is not set; `python -m bot line check` says where it comes from")

    async def call(journal: Journal) -> Result:
        api = LineApi(token.get_secret_value(), settings.line_api_url)
        try:
            return await work(journal, api)
        finally:
            await api.close()

    return with_journal(settings, call)


async def entry_notifications(settings: Settings, journal: Journal, id: str) -> list[Notification]:
    """One for each subscriber of the entry, with its current text. Raises DeskError if it is not published."""
    clock = clock_from(settings.now)
    repository = KnowledgeRepository(settings.kb_dir, clock)
    entry = repository.entry(id)
    if entry is None:
        raise DeskError(f"{id} is not published; `python -m bot kb show {id}` says why")
    today: date = clock().astimezone(ZoneInfo(repository.meeting.time_zone)).date()
    notifications = []
    for subscription in await journal.subscriptions.for_entry(id):
        reply = compose.answered(entry, 1, subscription.language, repository.public(), today)
        notifications.append(Notification(subscription, [with_addresses(reply, settings.public_address)]))
    return notifications


async def question_notifications(settings: Settings, journal: Journal) -> list[Notification]:
    """One for each subscriber whose question the running service answers now. Raises DeskError."""
    notifications = []
    for subscription in await journal.subscriptions.for_questions():
        session = f"broadcast-{uuid.uuid4().hex}"
        found = await post(settings, session, subscription.question, subscription.language)
        replies = [Reply.model_validate(reply) for reply in found]
        answered = [reply for reply in replies if reply.outcome is Outcome.ANSWERED]
        if answered:
            notifications.append(Notification(subscription, answered))
    return notifications


@line.command()
@click.argument("entry", required=False)
@click.option("--answered", is_flag=True, help="tell those who wait for the answer to a question that has one now")
@click.option("--dry-run", is_flag=True, help="only say how many would be told what")
@click.pass_obj
def broadcast(settings: Settings, entry: str | None, answered: bool, dry_run: bool) -> None:
    """Tell those who asked to be told of ENTRY, facts/chair, how it stands now; or --answered."""
    if bool(entry) == answered:
        raise click.UsageError("name an entry, or give --answered")

    async def send(journal: Journal, api: LineApi) -> None:
        if answered:
            notifications = await question_notifications(settings, journal)
        else:
            notifications = await entry_notifications(settings, journal, entry or "")
        if dry_run or not notifications:
            for notification in notifications:
                click.echo(f"{notification.subscription.language}: {notification.replies[0].text[:100]}")
            click.echo(f"{len(notifications)} would be told" if notifications else "nobody is waiting for this")
            return
        with Progress() as bar:
            task = bar.add_task("told", total=len(notifications))
            sender = Broadcaster(journal, api, clock_from(settings.now))
            recipients, result = await sender.send(
                notifications, lambda done, total: bar.update(task, completed=done, total=total)
            )
        click.echo(f"{recipients} told")
        if result is not SendResult.SENT:
            fail(FAILURES.get(result, result.value), 1)

    with_line(settings, send)


@line.command()
def simulate() -> None:
    """Play the phone in this terminal, against a LINE of our own: no account needed. An empty line ends it."""
    asyncio.run(phone.play())
