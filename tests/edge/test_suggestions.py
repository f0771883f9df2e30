"""GET /api/v1/suggestions: matching, languages and order."""

from pathlib import Path

import pytest

from bot.content.loader import load
from bot.edge import app_keys
from bot.retrieval.autocomplete import MAX_SUGGESTIONS, suggest, suggestions
from tests.edge.conftest import Client


async def asked(client: Client, **query: str) -> list[dict[str, str]]:
    async with client.get("/api/v1/suggestions", params=query) as response:
        assert response.status == 200, await response.text()
        found: list[dict[str, str]] = await response.json()
        return found


async def test_titles_and_sample_questions_are_suggested_in_the_typed_language(client: Client) -> None:
    assert (await asked(client, q="แผน", language="en"))[0]["message"] == "แผนน้ำคืออะไร"
    assert {each["message"] for each in await asked(client, q="water", language="th")} == {"What is the water plan?"}
    assert (await asked(client, q="What is", language="en"))[0]["title"] == "What is the water plan?"
    assert await asked(client, q="zzzz", language="en") == []


async def test_misspelt_or_mistyped_input_gets_suggestions(client: Client) -> None:
    assert (await asked(client, q="watr plan", language="en"))[0]["message"] == "What is the water plan?"
    assert (await asked(client, q="แผนนํ้า", language="th"))[0]["message"] == "แผนน้ำคืออะไร"


@pytest.mark.parametrize(("embargo", "shown"), [("2030-06-01T00:00+07:00", False), ("2030-05-01T00:00+07:00", True)])
async def test_embargoed_entries_are_never_suggested(client: Client, kb: Path, embargo: str, shown: bool) -> None:
    front = f"title: ปลาบึก\nquestions: [ปลาบึกอยู่ที่ไหน]\nreviewed: 2030-05-01\nembargo_until: '{embargo}'\n"
    (kb / "facts/catfish.th.md").write_text(f"---\n{front}---\n\nปลาบึกอยู่ในแม่น้ำโขง\n", encoding="utf-8")
    assert client.app[app_keys.REPOSITORY].reload()
    assert bool(await asked(client, q="ปลาบึก", language="th")) is shown


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "  "}, {"q": "x" * 201}, {"q": "x", "language": "fr"}])
async def test_invalid_queries_are_refused(client: Client, query: dict[str, str]) -> None:
    async with client.get("/api/v1/suggestions", params=query) as response:
        assert response.status == 422


def test_each_entry_is_suggested_once_before_any_is_suggested_twice(kb: Path) -> None:
    found = suggest("แผน", "th", suggestions(load(kb)))
    assert len({choice.message for choice in found}) == len(found) <= MAX_SUGGESTIONS
