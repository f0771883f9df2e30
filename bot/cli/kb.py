"""`python -m bot kb`: staff check, create, read and ask entries in a terminal. It never changes an existing file."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot.cli.kb_template import skeleton
from bot.cli.terminal import fail
from bot.clock import system_clock
from bot.content.check import check
from bot.content.check.diagnostic import nearest
from bot.content.check.folder_scan import meeting_or_none
from bot.content.folder import SLUG
from bot.content.loader import KnowledgeBase, load
from bot.content.models import KINDS, LANGUAGES, DocumentSource, Entry, Text
from bot.errors import KnowledgeError
from bot.settings import Settings
from bot.text.dates import both_eras


@click.group()
def kb() -> None:
    """Check, begin, read and ask the entries of the knowledge base."""


@kb.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    help="Explain an answer: candidates, scores, and why one was given or none (`kb ask --help`).",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def ask(context: click.Context, arguments: tuple[str, ...]) -> None:
    from bot.cli.kb_explain import (
        ask as command,  # the model's libraries take seconds to load: only this command needs them
    )

    command.main(list(arguments), prog_name="python -m bot kb ask", obj=context.obj)


def today_at(folder: Path) -> date:
    """Today's date in the meeting's time zone, or in Asia/Bangkok if the folder names no valid one."""
    meeting = meeting_or_none(folder)
    try:
        zone = ZoneInfo(meeting.time_zone if meeting else "Asia/Bangkok")
    except (KeyError, ValueError):
        zone = ZoneInfo("Asia/Bangkok")
    return system_clock().astimezone(zone).date()


@kb.command("check")
@click.option("--json", "as_json", is_flag=True, help="print the findings as JSON (docs/kb-check.md)")
@click.pass_obj
def check_folder(settings: Settings, as_json: bool) -> None:
    """List everything that is wrong. Exit code 1 where there is an error; warnings alone are 0."""
    found = check(settings.kb_dir, today_at(settings.kb_dir))
    errors = sum(diagnostic.severity == "error" for diagnostic in found)
    if as_json:
        click.echo(json.dumps([asdict(diagnostic) for diagnostic in found], ensure_ascii=False, indent=1))
    else:
        for diagnostic in found:
            click.echo(str(diagnostic))
        click.echo(f"{counted(errors, 'error')}, {counted(len(found) - errors, 'warning')}")
    sys.exit(1 if errors else 0)


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def checked_slug(_context: click.Context, _parameter: click.Parameter, slug: str) -> str:
    if not SLUG.fullmatch(slug):
        raise click.BadParameter(f"a slug is made of a-z, 0-9 and -, such as water-plan; got {slug!r}")
    return slug


@kb.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("slug", callback=checked_slug)
@click.pass_obj
def new(settings: Settings, kind: str, slug: str) -> None:
    """Begin an entry: a Thai and an English file to fill in. It is not served before both are finished."""
    folder = settings.kb_dir
    meeting = meeting_or_none(folder)
    official = meeting.official_language if meeting else "th"
    paths = {language: folder / kind / f"{slug}.{language}.md" for language in LANGUAGES}
    if existing := [path for path in paths.values() if path.exists()]:
        fail(f"{existing[0]} is there already; nothing was written", 1)
    (folder / kind).mkdir(parents=True, exist_ok=True)
    for language, path in paths.items():
        with path.open("x", encoding="utf-8") as file:
            file.write(skeleton(kind, language, today_at(folder), language == official))
        click.echo(str(path))


@kb.command()
@click.argument("entry")
@click.pass_obj
def show(settings: Settings, entry: str) -> None:
    """Print one entry as it is served, in each language. Exit code 1 where there is none."""
    try:
        base = load(settings.kb_dir)
    except KnowledgeError as e:
        fail(str(e))
    if entry not in base.entries:
        near = ", ".join(nearest(entry, base.entries, 3))
        fail(f"{entry} is no usable entry; nearest: {near}. `python -m bot kb check` lists what is broken", 1)
    click.echo("\n".join(described(base.entries[entry], base)))


def described(entry: Entry, base: KnowledgeBase) -> Iterator[str]:
    yield entry.id
    yield f"source: {source_of(entry, base)}"
    for label, iso in dates_of(entry):
        words = both_eras(iso)
        yield f"{label}: {words['th']} · {words['en']}"
    if entry.embargo_until:
        yield f"embargo until: {entry.embargo_until.isoformat()}"
    for language in (language for language in LANGUAGES if language in entry.texts):
        yield from ("", *text_lines(entry.texts[language], language == entry.official))


def text_lines(text: Text, official: bool) -> Iterator[str]:
    yield f"[{text.language}] {text.title}{' (official)' if official else ''}"
    yield from (f"  {number}. {passage}" for number, passage in enumerate(text.passages, 1))
    yield from (f"  ? {question}" for question in text.questions)
    words = both_eras(text.reviewed.isoformat())
    yield f"  reviewed: {words['th']} · {words['en']}"


def source_of(entry: Entry, base: KnowledgeBase) -> str:
    source = entry.source
    if source is None:
        return "none"
    if isinstance(source, DocumentSource):
        title = base.entries[source.document].in_language(entry.official).title
        return f"{title} ({source.document}), ¶ {source.paragraph}"
    return f"{source.name}{f', {source.url}' if source.url else ''}"


def dates_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """(label, ISO 8601 text) of every date in an entry."""
    if entry.event:
        yield "event", entry.event.iso
    if entry.quote and entry.quote.date:
        yield "said", entry.quote.date
    for role in entry.person.roles if entry.person else ():
        named = (("as of", role.as_of), ("from", role.from_), ("until", role.until))
        yield from ((label, iso) for label, iso in named if iso)
    yield from (("date", iso) for iso in entry.dates)
    if entry.source and not isinstance(entry.source, DocumentSource):
        yield "source dated", entry.source.date.isoformat()
    for label, day in (("published", entry.published), ("valid until", entry.valid_until)):
        if day:
            yield label, day.isoformat()
