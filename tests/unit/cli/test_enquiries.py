"""`python -m bot enquiries`: listing and answering enquiries."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli.enquiries import MAX_ANSWER
from bot.cli.main import main
from bot.journal.journal import Journal


@pytest.fixture
def url(kb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The journal that the command line uses."""
    monkeypatch.setenv("BOT_KB_DIR", str(kb))
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("BOT_NOW", "2030-05-03T12:00+07:00")
    return f"sqlite+aiosqlite:///{tmp_path / 'var' / 'journal.sqlite3'}"


def in_journal(url: str, work: Callable[[Journal], Any]) -> Any:
    async def run() -> Any:
        journal = await Journal.open(url)
        try:
            return await work(journal)
        finally:
            await journal.dispose()

    return asyncio.run(run())


def opened(url: str, noon: datetime, question: str, hours: float | None = None) -> int:
    """Store an enquiry with a deadline this many hours from now. Returns its number."""
    fields: dict[str, Any] = {
        "session": "session-1",
        "language": "th",
        "question": question,
        "name": "สมชาย",
        "outlet": "ไทยรัฐ",
        "contact": "LINE somchai99",
        "deadline": None if hours is None else noon + timedelta(hours=hours),
        "transcript": [],
        "asked": noon,
    }
    number: int = in_journal(url, lambda journal: journal.enquiries.open(**fields))
    return number


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["enquiries", *arguments])


def questions(*arguments: str) -> list[str]:
    return [row["question"] for row in json.loads(run("--json", *arguments).output)]


def test_an_empty_list_is_reported(url: str) -> None:
    result = run()
    assert (result.output, result.exit_code) == ("No open enquiries.\n", 0)
    assert json.loads(run("--json").output) == []


def test_enquiries_are_sorted_by_deadline_and_those_without_one_are_last(url: str, noon: datetime) -> None:
    for question, hours in (("whenever", None), ("tomorrow", 24), ("soon", 1), ("overdue", -1)):
        opened(url, noon, question, hours)
    assert questions() == ["overdue", "soon", "tomorrow", "whenever"]


def test_the_list_shows_asker_question_and_deadline(url: str, noon: datetime) -> None:
    opened(url, noon, "งบเท่าไร", 3)
    opened(url, noon, "ใครมา")
    result = run()
    assert result.exit_code == 0
    first, second, third, *_ = result.output.splitlines()
    assert first.split() == ["PD-0001", "2030-05-03T15:00+07:00", "สมชาย,", "ไทยรัฐ"]
    assert (second.strip(), third.strip()) == ("งบเท่าไร", "-> LINE somchai99")
    assert "PD-0002  no deadline" in result.output
    assert result.output.splitlines()[-1] == "2 listed"


def test_json_output_has_all_fields(url: str, noon: datetime) -> None:
    opened(url, noon, "งบเท่าไร", 3)
    (row,) = json.loads(run("--json").output)
    assert (row["number"], row["reference"], row["deadline"]) == (1, "PD-0001", "2030-05-03T15:00+07:00")
    assert (row["name"], row["outlet"], row["contact"]) == ("สมชาย", "ไทยรัฐ", "LINE somchai99")
    assert (row["told"], row["answer"], row["answered"], row["delivered"]) == (None, None, None, None)


def test_an_answer_is_stored_for_its_conversation(url: str, noon: datetime) -> None:
    opened(url, noon, "งบเท่าไร")
    number = opened(url, noon, "ใครมา")
    result = run("answer", str(number), "  รัฐมนตรีสิบประเทศ\n")
    assert result.exit_code == 0 and result.output.startswith("PD-0002: answered")
    (waiting,) = in_journal(url, lambda journal: journal.enquiries.undelivered("session-1"))
    assert (waiting.number, waiting.answer) == (2, "รัฐมนตรีสิบประเทศ")
    assert timedelta(0) <= waiting.answered - noon < timedelta(minutes=5)


def test_answered_enquiries_are_listed_only_on_request(url: str, noon: datetime) -> None:
    opened(url, noon, "งบเท่าไร")
    opened(url, noon, "ใครมา")
    run("answer", "1", "ศูนย์บาท")
    assert questions() == ["ใครมา"]
    assert questions("--all") == ["งบเท่าไร", "ใครมา"]
    assert "answered 2030-05-03T12:00+07:00" in run("--all").output


def test_an_unknown_number_is_exit_code_1(url: str, noon: datetime) -> None:
    opened(url, noon, "งบเท่าไร")
    result = run("answer", "2", "text")
    assert result.exit_code == 1 and "there is no enquiry 2" in result.output
    assert questions() == ["งบเท่าไร"]


def test_a_second_answer_does_not_replace_the_first(url: str, noon: datetime) -> None:
    opened(url, noon, "งบเท่าไร")
    assert run("answer", "1", "first").exit_code == 0
    result = run("answer", "1", "second")
    assert result.exit_code == 1 and "PD-0001 is answered already" in result.output
    assert in_journal(url, lambda journal: journal.enquiries.get(1)).answer == "first"


@pytest.mark.parametrize("text", ["", "  ", "x" * (MAX_ANSWER + 1)])
def test_an_empty_or_too_long_answer_is_refused(url: str, noon: datetime, text: str) -> None:
    opened(url, noon, "งบเท่าไร")
    result = run("answer", "1", text)
    assert result.exit_code == 2 and f"1 to {MAX_ANSWER} characters; got {len(text)}" in " ".join(result.output.split())
    assert questions() == ["งบเท่าไร"]


@pytest.mark.parametrize(
    "arguments", [("answer", "0", "x"), ("answer", "x", "y"), ("answer", "1"), ("answer",), ("no",)]
)
def test_wrong_usage_is_exit_code_2(url: str, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2
