"""POST /api/v1/feedback: whether an answer helped."""

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.edge import app_keys
from bot.journal.tables import Feedback
from bot.reply import Citation, Outcome, Reply
from tests.edge.conftest import SESSION, Client, FakeRasa, say

URL = "/api/v1/feedback"
CITED = Citation(entry="facts/water-plan", title="Plan", source="Release", official_language="th", url="/kb/x")
ANSWER = Reply(outcome=Outcome.ANSWERED, language="en", text="The meeting agreed on it.", citations=[CITED])


@pytest.fixture
async def receipt(client: Client, rasa: FakeRasa) -> str:
    """The receipt of an answer to "What was agreed?"."""
    rasa.body = [{"custom": ANSWER.model_dump(mode="json")}]
    (reply,) = (await say(client, "What was agreed?"))["replies"]
    rasa.body = None
    return str(reply["receipt"])


async def give(client: Client, status: int = 204, **body: Any) -> str:
    """Send feedback and assert the status. Returns the body of the response."""
    async with client.post(URL, json=body) as response:
        assert response.status == status, await response.text()
        return await response.text()


async def kept(client: Client) -> list[Feedback]:
    assert client.app is not None
    async with AsyncSession(client.app[app_keys.JOURNAL].engine) as db:
        return list((await db.execute(select(Feedback))).scalars())


async def gaps(client: Client) -> list[str]:
    assert client.app is not None
    return [gap.question for gap in await client.app[app_keys.JOURNAL].turns.open_gaps()]


async def test_an_answer_that_helped_is_kept_and_opens_no_gap(client: Client, receipt: str) -> None:
    assert await give(client, receipt=receipt, helpful=True, comment="ดีมาก") == ""
    (given,) = await kept(client)
    assert (given.receipt, given.helpful, given.comment) == (receipt, True, "ดีมาก")
    assert await gaps(client) == []


async def test_an_answer_that_did_not_help_opens_one_gap_with_its_question(client: Client, receipt: str) -> None:
    await say(client, "thanks")
    for _ in range(3):
        await give(client, receipt=receipt, helpful=False)
    assert await gaps(client) == ["What was agreed?"]


async def test_feedback_on_an_existing_gap_opens_no_second_gap(client: Client) -> None:
    (reply,) = (await say(client, "a gap"))["replies"]
    await give(client, receipt=reply["receipt"], helpful=False)
    assert await gaps(client) == ["a gap"]


async def test_the_last_feedback_counts(client: Client, receipt: str) -> None:
    await give(client, receipt=receipt, helpful=False, comment="wrong year")
    await give(client, receipt=receipt, helpful=True)
    (given,) = await kept(client)
    assert (given.helpful, given.comment) == (True, None)


async def test_each_receipt_has_its_own_feedback(client: Client, rasa: FakeRasa) -> None:
    rasa.body = [{"custom": {**ANSWER.model_dump(mode="json"), "text": text}} for text in ("one", "two")]
    first, second = (await say(client, "two questions"))["replies"]
    await give(client, receipt=first["receipt"], helpful=True)
    await give(client, receipt=second["receipt"], helpful=False)
    assert {given.receipt: given.helpful for given in await kept(client)} == {
        first["receipt"]: True,
        second["receipt"]: False,
    }
    assert await gaps(client) == ["two questions"]


async def test_an_unknown_receipt_is_404(client: Client, receipt: str) -> None:
    problem = json.loads(await give(client, 404, receipt="x" * 16, helpful=True))
    assert problem["status"] == 404 and "no such receipt" in problem["detail"]
    assert await kept(client) == []


@pytest.mark.parametrize("comment", [None, "", "x" * 2000, "ก" * 2000, "<script>alert(1)</script>", "🙂\n🙂"])
async def test_a_comment_is_kept_as_it_was_written(client: Client, receipt: str, comment: str | None) -> None:
    await give(client, receipt=receipt, helpful=False, comment=comment)
    assert [given.comment for given in await kept(client)] == [comment or None]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"comment": "x" * 2001}, "comment"),
        ({"comment": "x\0y"}, "NUL"),
        ({"comment": 7}, "comment"),
        ({"helpful": None}, "helpful"),
        ({"helpful": "perhaps"}, "helpful"),
        ({"receipt": "short"}, "receipt"),
        ({"receipt": "x" * 33}, "receipt"),
        ({"receipt": "' OR 1=1 -- xxxxx"}, "receipt"),
        ({"session": SESSION}, "session"),
    ],
)
async def test_a_bad_body_is_a_problem_that_says_what(
    client: Client, receipt: str, change: dict[str, Any], says: str
) -> None:
    problem = json.loads(await give(client, 422, **{"receipt": receipt, "helpful": True, **change}))
    assert says in problem["detail"]
    assert await kept(client) == []


async def test_feedback_must_be_json_from_our_own_pages(client: Client, receipt: str) -> None:
    raw = json.dumps({"receipt": receipt, "helpful": True})
    for headers, status in (
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/json", "Origin": "https://evil.example"}, 403),
        ({"Content-Type": "application/json", "Origin": "https://news.example"}, 204),
    ):
        async with client.post(URL, data=raw, headers=headers) as response:
            assert response.status == status


async def test_too_much_feedback_is_429_with_retry_after(client: Client, receipt: str) -> None:
    statuses = []
    for _ in range(202):
        async with client.post(URL, json={"receipt": receipt, "helpful": True}) as response:
            statuses.append(response.status)
            if response.status == 429:
                assert 1 <= int(response.headers["Retry-After"]) <= 60
                break
    assert (statuses.count(204), statuses[-1]) == (200, 429)
    await say(client, "hello")  # messages have a limit of their own


async def test_after_an_erasure_a_receipt_accepts_feedback_without_restoring_the_session(
    client: Client, receipt: str
) -> None:
    assert client.app is not None
    await client.app[app_keys.TURN_SERVICE].erase(SESSION)
    await give(client, receipt=receipt, helpful=False)
    assert [given.receipt for given in await kept(client)] == [receipt]
    assert await gaps(client) == []
