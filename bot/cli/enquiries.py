"""`python -m bot enquiries`: lists the questions passed on to the press office, and answers them."""

import json
from zoneinfo import ZoneInfo

import click

from bot.cli.terminal import fail, with_journal
from bot.clock import clock_from
from bot.content.loader import valid_meeting
from bot.content.source import BrokenFile
from bot.errors import DeskError
from bot.journal.enquiries import reference
from bot.journal.journal import Journal
from bot.press_office.notifier import as_data
from bot.settings import Settings

MAX_ANSWER = 5000  # characters of an answer


def zone_of(settings: Settings) -> ZoneInfo:
    try:
        return ZoneInfo(valid_meeting(settings.kb_dir).time_zone)
    except (DeskError, BrokenFile) as e:
        fail(str(e))


def printable(value: object) -> object:
    """Unprintable characters as spaces: text that people wrote must not control the terminal."""
    return "".join(char if char.isprintable() else " " for char in value) if isinstance(value, str) else value


@click.group(invoke_without_command=True)
@click.option("--all", "everything", is_flag=True, help="the answered ones too")
@click.option("--json", "as_json", is_flag=True, help="print them as JSON (docs/api.md)")
@click.pass_context
def enquiries(context: click.Context, everything: bool, as_json: bool) -> None:
    """List the enquiries that are still to be answered, the earliest deadline first."""
    if context.invoked_subcommand:
        return
    settings: Settings = context.obj
    found = with_journal(settings, lambda journal: journal.enquiries.list_enquiries(include_answered=everything))
    rows = [as_data(enquiry, zone_of(settings)) for enquiry in found]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        row = {key: printable(value) for key, value in row.items()}
        done = f"  answered {row['answered']}" if row["answered"] else ""
        click.echo(f"{row['reference']}  {row['deadline'] or 'no deadline':<22}  {row['name']}, {row['outlet']}{done}")
        click.echo(f"         {row['question']}\n         -> {row['contact']}")
    click.echo(f"{len(rows)} listed" if rows else "No open enquiries.")


@enquiries.command()
@click.argument("number", type=click.IntRange(min=1))
@click.argument("text")
@click.pass_obj
def answer(settings: Settings, number: int, text: str) -> None:
    """Send the press office's answer to enquiry NUMBER back into its conversation. Exit code 1 where there is none."""
    if not text.strip() or len(text) > MAX_ANSWER:
        raise click.BadParameter(f"an answer has 1 to {MAX_ANSWER} characters; got {len(text)}", param_hint="TEXT")
    now = clock_from(settings.now)()

    async def store_answer(journal: Journal) -> str | None:
        if await journal.enquiries.answer(number, text.strip(), now):
            return None
        known = await journal.enquiries.get(number)
        return f"{reference(number)} is answered already" if known else f"there is no enquiry {number}"

    if problem := with_journal(settings, store_answer):
        fail(problem, 1)
    click.echo(
        f"{reference(number)}: answered; an open page shows it at once, else it comes when the conversation goes on"
    )
