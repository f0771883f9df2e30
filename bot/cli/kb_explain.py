"""`python -m bot kb ask`: explains an answer by its candidates, their features and scores. It changes nothing."""

import json
import sys
from collections.abc import Iterator
from typing import Any

import click

from bot.cli.offline import OfflineDesk
from bot.cli.terminal import fail
from bot.errors import DeskError
from bot.query.context import QueryContext
from bot.reading.calibration import ANSWER_THRESHOLD, calibration
from bot.reading.decision import SCOPE_THRESHOLD, Decision, Verdict
from bot.reading.read import ReadCandidate
from bot.reply import Language
from bot.retrieval.features import FEATURES
from bot.settings import Settings
from bot.text.language import detect


@click.command()
@click.argument("question")
@click.option("--language", type=click.Choice(["th", "en"]), help="the question's; told from its text by default")
@click.option("--json", "as_json", is_flag=True, help="print the same as JSON")
@click.pass_obj
def ask(settings: Settings, question: str, language: Language | None, as_json: bool) -> None:
    """Explain an answer: the candidates, their scores, and why one was given or none. Exit code 1 where none is."""
    try:
        desk = OfflineDesk.open(settings)
    except DeskError as e:
        fail(str(e))
    context = desk.index.read(question, language or detect(question) or desk.base.meeting.official_language)
    (decision,) = desk.decisions([context])
    if as_json:
        click.echo(json.dumps(as_data(desk, context, decision), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(explained(desk, context, decision)))
    sys.exit(0 if decision.verdict is Verdict.ANSWERABLE else 1)


def as_data(desk: OfflineDesk, context: QueryContext, decision: Decision) -> dict[str, Any]:
    return {
        "searched": context.text,
        "language": context.language,
        "verdict": decision.verdict.value,
        "why": why(decision),
        "candidates": [
            {
                "entry": candidate.entry,
                "language": candidate.language,
                "passage": candidate.passage_number,
                "score": round(candidate.score, 3),
                "probability": round(candidate.probability, 4),
                "reading": candidate.reading and round(candidate.reading.score, 3),
                "words": desk.words(candidate),
                "features": dict(zip(FEATURES, (round(value, 3) for value in candidate.features.row()), strict=True)),
            }
            for candidate in decision.candidates
        ],
    }


def explained(desk: OfflineDesk, context: QueryContext, decision: Decision) -> Iterator[str]:
    yield f"searched: {context.text} [{context.language}]"
    expected = sorted(type.value for type in context.expected_types)
    named = sorted(context.names | context.countries)
    yield f"  asks for: {', '.join(expected) or 'nothing in particular'}; names: {', '.join(named) or 'none'}"
    yield f"verdict: {decision.verdict.value}: {why(decision)}"
    for candidate in decision.candidates:
        passage = f"{candidate.entry} ¶ {candidate.passage_number} [{candidate.language}]"
        yield f"  {candidate.probability:5.2f}  {passage}  score {candidate.score:.2f}"
        if candidate.reading:
            words = desk.words(candidate)
            yield f"         read: {candidate.reading.score:+.1f}" + (f", “{words}”" if words else "")
        yield f"         {'  '.join(terms(candidate))}"


def terms(candidate: ReadCandidate) -> Iterator[str]:
    """Each feature with its value, and its term of the log-odds that the candidate answers."""
    group = calibration().groups[candidate.features.group]
    for name, value, weight in zip(FEATURES, candidate.features.row(), group.weights, strict=True):
        yield f"{name} {value:.2f} ({weight * value:+.1f})" if weight else f"{name} {value:.2f}"


def why(decision: Decision) -> str:
    """The reason for the verdict."""
    best, chance = decision.best, f"{decision.best.probability:.2f}"
    if decision.verdict is Verdict.AMBIGUOUS:
        return "these stand too close to tell apart: " + ", ".join(candidate.entry for candidate in decision.shown)
    if decision.verdict is Verdict.ANSWERABLE:
        return f"{best.entry} answers with probability {chance}; {ANSWER_THRESHOLD:.2f} is enough"
    if decision.verdict is Verdict.OUT_OF_SCOPE:
        return (
            f"nothing is similar: strength {best.features.strength:.2f} of {best.entry} is below {SCOPE_THRESHOLD:.2f}"
        )
    if best.features.answer_type_mismatch and best.reading is None:
        return f"{best.entry} has no answer of the expected type"
    unmatched = "; the question names what it does not hold" if best.features.unmatched_entity else ""
    return f"{best.entry} answers with probability {chance} only; {ANSWER_THRESHOLD:.2f} is needed{unmatched}"
