"""`python -m bot kb ask`: why a question is answered as it is, candidate by candidate. Reads; changes nothing."""

import json
import sys
from collections.abc import Iterator
from typing import Any

import click

from bot.cli.terminal import fail
from bot.clock import clock_from
from bot.content.repository import Library
from bot.embedding.cache import Encodings
from bot.embedding.embedder import Embedder
from bot.errors import DeskError
from bot.reading.decision import ANSWERS, NEAR, Verdict, calibration
from bot.reply import Language
from bot.retrieval.features import FEATURES
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.language_index import Query
from bot.retrieval.search import Candidate, Found, find
from bot.settings import Settings
from bot.text.language import detect

SHOWN = 5


@click.command()
@click.argument("question")
@click.option("--language", type=click.Choice(["th", "en"]), help="the question's; told from its text by default")
@click.option("--json", "as_json", is_flag=True, help="print the same as JSON")
@click.pass_obj
def ask(settings: Settings, question: str, language: Language | None, as_json: bool) -> None:
    """Explain an answer: the candidates, their scores, and why one was given or none. Exit code 1 where none is."""
    try:
        library = Library(settings.kb_dir, clock_from(settings.now))
        encodings = Encodings(Embedder.load(settings.embedding_model), settings.data_dir / "encodings.sqlite3")
    except DeskError as e:
        fail(str(e))
    index = KnowledgeIndex.of(library.public(), encodings)
    query = index.queries([question], [language or detect(question) or library.meeting.official_language])[0]
    found = find(index, query, SHOWN)
    if as_json:
        click.echo(json.dumps(as_data(query, found), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(explained(query, found)))
    sys.exit(0 if found.verdict is Verdict.ANSWERS else 1)


def as_data(query: Query, found: Found) -> dict[str, Any]:
    return {
        "searched": query.text,
        "language": query.language,
        "verdict": found.verdict.value,
        "why": why(found),
        "candidates": [
            {
                "entry": one.entry,
                "language": one.language,
                "passage": one.number,
                "score": round(one.score, 3),
                "probability": round(one.probability, 4),
                "signals": dict(zip(FEATURES, (round(value, 3) for value in one.signals.row()), strict=True)),
            }
            for one in found.candidates
        ],
    }


def explained(query: Query, found: Found) -> Iterator[str]:
    yield f"searched: {query.text} [{query.language}]"
    asked = sorted(kind.value for kind in query.kinds)
    named = sorted(query.names | query.countries)
    yield f"  asks for: {', '.join(asked) or 'nothing in particular'}; names: {', '.join(named) or 'none'}"
    yield f"verdict: {found.verdict.value}: {why(found)}"
    for one in found.candidates:
        yield f"  {one.probability:5.2f}  {one.entry} ¶ {one.number} [{one.language}]  score {one.score:.2f}"
        yield f"         {'  '.join(terms(one))}"


def terms(one: Candidate) -> Iterator[str]:
    """Each signal, and what it adds to the log-odds of an answer."""
    group = calibration().groups[one.signals.group]
    for name, value, weight in zip(FEATURES, one.signals.row(), group.weights, strict=True):
        yield f"{name} {value:.2f} ({weight * value:+.1f})" if weight else f"{name} {value:.2f}"


def why(found: Found) -> str:
    best = found.best
    if found.verdict is Verdict.UNCLEAR:
        return "these stand too close to tell apart: " + ", ".join(one.entry for one in found.shown)
    if found.verdict is Verdict.ANSWERS:
        return f"{best.entry} answers with probability {best.probability:.2f}; {ANSWERS:.2f} is enough"
    if found.verdict is Verdict.FAR:
        return f"nothing is alike: strength {best.signals.strength:.2f} of {best.entry} is below {NEAR:.2f}"
    if best.signals.lacking:
        return f"{best.entry} has no answer of the kind asked for"
    strange = "; the question names what it does not hold" if best.signals.strange else ""
    return f"{best.entry} answers with probability {best.probability:.2f} only; {ANSWERS:.2f} is needed{strange}"
