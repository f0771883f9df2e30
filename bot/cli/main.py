"""The command line: `python -m bot --help`.

Exit codes: 0 success, 1 no answer or problems found, 2 wrong usage or the service is not running.
"""

import json
import logging
import sys
import uuid
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from bot.cli.enquiries import enquiries
from bot.cli.kb import kb
from bot.cli.terminal import fail, post, run, run_and_exit, with_journal
from bot.errors import DeskError
from bot.journal.journal import Journal
from bot.settings import Settings, load, variable


class Commands(click.Group):
    """Imports the groups in `lazy` only when they are used, because they import large libraries."""

    lazy: Mapping[str, str] = {"line": "bot.cli.line", "reader": "bot.cli.reader"}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self.lazy])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.lazy:
            found: click.Command = getattr(import_module(self.lazy[cmd_name]), cmd_name)
            return found
        return super().get_command(ctx, cmd_name)


@click.group(cls=Commands)
@click.pass_context
def main(context: click.Context) -> None:
    """A bilingual press desk that says only what was published."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        context.obj = load()
    except DeskError as e:
        fail(str(e))


@main.command()
@click.option("--role", type=click.Choice(["all", "edge", "actions", "rasa"]), default="all", help="which part to run")
@click.pass_obj
def serve(settings: Settings, role: str) -> None:
    """Start everything and watch it, until Ctrl-C."""
    from bot import app
    from bot.runtime import ports

    try:
        settings = ports.claim_all(settings, role)
    except DeskError as e:
        fail(str(e))
    run_and_exit(app.serve(settings, role))


@main.command()
@click.argument("question")
@click.option("--language", type=click.Choice(["th", "en"]), help="answer in this language")
@click.option("--json", "as_json", is_flag=True, help="print the replies as JSON (docs/api.md)")
@click.pass_obj
def ask(settings: Settings, question: str, language: str | None, as_json: bool) -> None:
    """Put a question to the running service. Exit code 1 where it has no answer."""
    replies = run(post(settings, f"ask-{uuid.uuid4().hex}", question, language))
    if as_json:
        click.echo(json.dumps(replies, ensure_ascii=False, indent=1))
    else:
        click.echo("\n\n".join(readable(reply) for reply in replies))
    sys.exit(0 if any(reply["outcome"] in ("answered", "social", "done") for reply in replies) else 1)


def readable(reply: dict[str, Any]) -> str:
    """A reply as lines of text: the answer, its sources, dates, official text, notices and choices."""
    lines = [emphasized(reply["text"], reply["answer"])]
    for cited in reply["citations"]:
        paragraph = f", ¶ {cited['paragraph']}" if cited["paragraph"] else ""
        lines.append(f"  — {cited['source']}{paragraph}: {cited['url']}")
    lines += [f"  {date['th']} · {date['en']}" for date in reply["dates"]]
    if reply["original"]:
        lines.append(f"  [{reply['original']['language']}] {reply['original']['text']}")
    lines += [f"  ({notice})" for notice in reply["notices"]]
    lines += [f"  > {choice['message']}" for choice in reply["choices"]]
    return "\n".join(lines)


def emphasized(text: str, answer: dict[str, int] | None) -> str:
    """The text with the words that answer underlined, which a terminal shows."""
    if answer is None:
        return text
    start, end = answer["start"], answer["end"]
    return text[:start] + click.style(text[start:end], underline=True) + text[end:]


@main.command()
@click.option("--json", "as_json", is_flag=True, help="print them as JSON")
@click.pass_obj
def gaps(settings: Settings, as_json: bool) -> None:
    """List the questions that had no answer, the newest first, each with what is nearest to it now: the entry that the
    reader finds likeliest to answer, and the words in it."""

    async def read(journal: Journal) -> list[dict[str, Any]]:
        return [
            {"id": gap.id, "asked": gap.asked.isoformat(), "language": gap.language, "question": gap.question}
            for gap in await journal.turns.open_gaps()
        ]

    rows = with_journal(settings, read)
    if rows:
        add_nearest(settings, rows)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(f"{row['id']:>5}  {row['asked'][:16]}  {row['language']}  {row['question']}")
        near = row["nearest"]
        place, words = f"{near['entry']} ¶ {near['passage']}", f", “{near['words']}”" if near["words"] else ""
        click.echo(f"       {near['verdict']}, nearest: {place}, {near['probability']:.2f}{words}")
    click.echo(f"{len(rows)} open" if rows else "No open gaps: every question had an answer.")


def add_nearest(settings: Settings, rows: list[dict[str, Any]]) -> None:
    """Add to each question what would be decided on it now, and the likeliest passage."""
    from bot.cli.offline import OfflineDesk

    try:
        desk = OfflineDesk.open(settings)
    except DeskError as e:
        fail(str(e))
    contexts = [desk.index.read(row["question"], row["language"]) for row in rows]
    for row, decision in zip(rows, desk.decisions(contexts), strict=True):
        best = decision.best
        row["nearest"] = {
            "verdict": decision.verdict.value,
            "entry": best.entry,
            "passage": best.passage_number,
            "probability": round(best.probability, 4),
            "words": desk.words(best),
        }


@main.command("eval")
@click.option("--passages", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@click.option("--questions", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="write the figures there")
@click.pass_obj
def evaluate(settings: Settings, passages: Path, questions: Path, json_file: Path | None) -> None:
    """Measure search and reading on JSONL files of passages (id, lang, text) and questions (id, question, passage).

    A question without a passage (null) is unanswerable. Optional: `answers`, the words that answer; `why`, its sort.
    """
    from rich.progress import track

    from bot.embedding.embedder import Embedder
    from bot.evaluation import evaluate as evaluation
    from bot.reading.load import load_reader

    try:
        reader = load_reader(settings.reader, settings.embedding_model, settings.data_dir)
        pool = evaluation.read_rows(passages, evaluation.PassageRow)
        asked = evaluation.read_rows(questions, evaluation.QuestionRow)
        click.echo(f"indexing {len(pool)} passages", err=True)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        index = evaluation.build(pool, Embedder.load(settings.embedding_model), settings.data_dir)
    except DeskError as e:
        fail(str(e))
    languages = {row.id: row.lang for row in pool}
    outcomes = evaluation.outcomes(index, languages, asked, reader)
    found = list(track(outcomes, "asking", total=len(asked), transient=True))
    report = evaluation.report(found)
    for pair, figures in report["pairs"].items():
        click.echo(pair + "  " + "  ".join(f"{name} {value:.4g}" for name, value in figures.items()))
    for language, figures in report["answering"].items():
        click.echo(f"answering {language}  " + "  ".join(f"{name} {value:.4g}" for name, value in figures.items()))
    if json_file:
        json_file.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


@main.command()
@click.pass_obj
def calibrate(settings: Settings) -> None:
    """Learn anew how likely an answer is right, from data/calibration and the knowledge base."""
    from bot.content import loader
    from bot.embedding.cache import EncodingCache
    from bot.embedding.embedder import Embedder
    from bot.evaluation import calibrate
    from bot.reading import calibration

    try:
        encodings = EncodingCache(Embedder.load(settings.embedding_model), settings.data_dir / "encodings.sqlite3")
        found = list(calibrate.all_examples(calibrate.FOLDER, loader.load(settings.kb_dir), encodings))
        calibrate.write(calibration.FILE, found, calibrate.FOLDER)
    except DeskError as e:
        fail(str(e))
    click.echo(f"{calibration.FILE}: from {len(found)} examples")


@main.command("settings")
@click.pass_obj
def show_settings(settings: Settings) -> None:
    """List every setting, what it is now, and what it is for."""
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        shown = "" if value is None else ",".join(value) if isinstance(value, tuple) else value
        shown = str(shown) if not isinstance(shown, Path) else shown.as_posix()
        click.echo(f"{variable(name)}={shown}\n    {field.description}")


main.add_command(kb)
main.add_command(enquiries)
