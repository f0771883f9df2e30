"""LINE from end to end over HTTP: signed webhooks in, replies out, and failures in between."""

import asyncio
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.edge import app_keys
from bot.line.inbound.signature import SIGNATURE_HEADER
from bot.line.simulator.server import LOADING, REPLY, Failure
from tests.line.conftest import WEBHOOK, Rig, texts

USER, OTHER, GROUP = "U" + "1" * 32, "U" + "2" * 32, "C" + "3" * 32


async def test_a_question_is_answered_with_one_reply(desk: Rig) -> None:
    assert await desk.receive(desk.line.text(USER, "hello")) == 200
    await desk.settled()
    (sent,) = desk.line.sent
    assert (sent.kind, sent.to, texts(sent.messages)[0][:5]) == ("reply", [USER], "hello")


async def test_a_webhook_call_without_events_gets_a_200(desk: Rig) -> None:
    assert await desk.receive() == 200


@pytest.mark.parametrize("change", ["missing", "forged", "truncated", "body", "empty"])
async def test_a_call_without_a_valid_signature_is_refused_and_nothing_is_stored(desk: Rig, change: str) -> None:
    body, headers = desk.line.signed(desk.line.text(USER, "hello"))
    signature = headers[SIGNATURE_HEADER]
    changed = {"forged": "A" * len(signature), "truncated": signature[:-4], "empty": ""}
    headers[SIGNATURE_HEADER] = changed.get(change, signature)
    if change == "missing":
        del headers[SIGNATURE_HEADER]
    if change == "body":
        body = body[:-1] + b" "
    async with desk.client.post(WEBHOOK, data=body, headers=headers) as response:
        assert response.status == 401
        assert response.content_type == "application/problem+json"
    assert await desk.journal.line.count_by_state() == {}
    assert desk.rasa.heard == []


async def test_without_a_secret_there_is_no_webhook(desk: Rig) -> None:
    settings = desk.client.app[app_keys.SETTINGS]
    object.__setattr__(settings, "line_channel_secret", None)
    assert await desk.receive(desk.line.text(USER, "hello")) == 404


async def test_a_signed_body_without_a_list_of_events_is_a_400(desk: Rig) -> None:
    for raw in (b"", b"{", b"[]", b'{"events": 5}'):
        from bot.line.inbound.signature import sign

        headers = {SIGNATURE_HEADER: sign(desk.line.secret, raw)}
        async with desk.client.post(WEBHOOK, data=raw, headers=headers) as response:
            assert response.status == 400, raw


async def test_an_event_that_is_delivered_many_times_is_answered_once(desk: Rig) -> None:
    event = desk.line.text(USER, "hello")
    assert set(await asyncio.gather(*(desk.receive(event) for _ in range(50)))) == {200}
    await desk.settled()
    again = event | {"deliveryContext": {"isRedelivery": True}, "replyToken": "another"}
    desk.line.issue_token("another", USER)
    await desk.receive(again)
    await desk.settled()
    await asyncio.sleep(0.3)
    assert len(desk.line.sent) == 1 and len(desk.rasa.heard) == 1


async def test_each_persons_events_are_answered_in_order(desk: Rig) -> None:
    desk.rasa.delay = 0.02
    people = [f"U{number:032x}" for number in range(5)]
    events = [desk.line.text(person, f"{number}") for number in range(6) for person in people]
    for start in range(0, len(events), 10):
        await desk.receive(*events[start : start + 10])
    await desk.settled()
    for person in people:
        assert [text[0] for text in texts(desk.line.messages_to(person))] == list("012345")


@pytest.mark.parametrize(
    "failure",
    [
        Failure(500, "Internal error"),
        Failure(500, "Internal error", accepted=True),
        Failure(503, ""),
        Failure(429, "The API rate limit has been exceeded. Try again later."),
        Failure(0),
        Failure(0, accepted=True),
    ],
    ids=["500", "500 and taken", "503", "rate limit", "dropped", "dropped and taken"],
)
async def test_after_a_failed_reply_call_the_answer_is_delivered_once(desk: Rig, failure: Failure) -> None:
    desk.line.fail(REPLY, failure)
    await desk.receive(desk.line.text(USER, "hello"))
    await desk.settled()
    assert len(desk.line.sent) == 1
    assert len(desk.rasa.heard) == 1


async def test_a_refused_card_is_sent_as_text(desk: Rig) -> None:
    desk.line.fail(REPLY, Failure(400, "The request body has 1 error(s)"))
    await desk.receive(desk.line.text(USER, "hello"))
    await desk.settled()
    (sent,) = desk.line.sent
    assert [message["type"] for message in sent.messages] == ["text"]


async def test_with_a_wrong_access_token_nothing_is_lost(desk: Rig) -> None:
    desk.line.token = "a new one"
    await desk.receive(desk.line.text(USER, "hello"))
    async with asyncio.timeout(20):
        while await desk.journal.line.count_by_state() != {"sending": 1}:  # noqa: ASYNC110  # the workers signal nothing
            await asyncio.sleep(0.05)
    assert desk.line.sent == []


async def test_in_a_group_only_a_mention_is_answered(desk: Rig) -> None:
    mention = {"mentionees": [{"index": 0, "length": 5, "type": "user", "isSelf": True}]}
    message = {"id": "1", "type": "text", "text": "@desk hello", "mention": mention}
    await desk.receive(
        desk.line.text(USER, "between ourselves", group=GROUP),
        desk.line.event("message", USER, group=GROUP, message=message),
    )
    await desk.settled()
    assert [heard["message"] for heard in desk.rasa.heard] == ["hello"]
    assert desk.line.sent[0].to == [GROUP]


async def test_an_unsent_message_is_neither_answered_nor_stored(desk: Rig) -> None:
    desk.rasa.delay = 0.4
    event = desk.line.text(USER, "I should not have said that")
    await desk.receive(event)
    await asyncio.sleep(0.1)
    await desk.receive(desk.line.event("unsend", USER, token=False, unsend={"messageId": event["message"]["id"]}))
    await desk.settled()
    await asyncio.sleep(0.6)
    assert desk.line.sent == []
    async with desk.journal.engine.connect() as connection:
        for table in ("turns", "line_events", "gaps"):
            rows = (await connection.exec_driver_sql(f"SELECT * FROM {table}")).all()
            assert "should not have said" not in str(rows)


async def test_no_raw_user_id_is_stored_once_everything_is_answered(desk: Rig) -> None:
    await desk.receive(desk.line.text(USER, "hello"), desk.line.event("follow", OTHER))
    await desk.settled()
    async with desk.journal.engine.connect() as connection:
        for table in ("turns", "line_events", "receipts"):
            rows = str((await connection.exec_driver_sql(f"SELECT * FROM {table}")).all())
            assert USER not in rows and OTHER not in rows


async def test_a_slow_answer_shows_the_loading_animation_in_a_one_to_one_chat(desk: Rig) -> None:
    object.__setattr__(desk.client.app[app_keys.SETTINGS], "turn_seconds", 5)
    desk.rasa.delay = 0.95
    await desk.receive(desk.line.text(USER, "hello"))
    await desk.settled()
    assert desk.line.loading == [USER]
    assert LOADING.startswith("/v2/")


async def test_feedback_on_a_card_is_stored(desk: Rig) -> None:
    await desk.receive(desk.line.text(USER, "a gap"))
    await desk.settled()
    replies = (await desk.journal.turns.turns_after(desk.rasa.heard[0]["sender"], 0, 1))[0].replies
    data = f"do=feedback&with={replies[0]['receipt']}&and=1"
    await desk.receive(desk.line.event("postback", USER, postback={"data": data}))
    await desk.settled()
    async with desk.journal.engine.connect() as connection:
        ((helpful,),) = (await connection.exec_driver_sql("SELECT helpful FROM feedback")).all()
    assert helpful


async def test_unknown_events_are_accepted_and_not_answered(desk: Rig) -> None:
    odd: list[dict[str, Any]] = [
        desk.line.event("beacon", USER, beacon={"hwid": "x", "type": "enter"}),
        desk.line.event("things", USER, things={}),
        desk.line.event("message", USER, message={"id": "1", "type": "hologram"}),
        {"type": "message"},
        {},
    ]
    assert await desk.receive(*odd) == 200
    await desk.settled()
    assert desk.line.sent == []


@pytest.mark.parametrize("chosen", [{"line_push": True}])
async def test_the_press_offices_answer_is_pushed_to_its_asker(desk: Rig) -> None:
    number = await desk.answered_enquiry(USER)
    async with asyncio.timeout(20):
        while len(desk.line.sent) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    assert desk.line.sent[1].kind == "push" and "Nothing at all." in json.dumps(desk.line.sent[1].messages)
    await asyncio.sleep(0.2)
    kept = await desk.journal.enquiries.get(number)
    assert kept is not None and kept.delivered is not None and kept.source is None


@pytest.mark.parametrize(
    ("path", "body", "named"),
    [
        (REPLY, {"replyToken": "x", "messages": []}, "messages"),
        (REPLY, {"replyToken": "x", "messages": [{"type": "text", "text": "😀" * 2501}]}, "messages[0].text"),
        (REPLY, {"replyToken": "x", "messages": [{"type": "text"}]}, "messages[0]"),
        (LOADING, {"chatId": GROUP, "loadingSeconds": 20}, "chatId"),
        (LOADING, {"chatId": USER, "loadingSeconds": 7}, "loadingSeconds"),
    ],
)
async def test_the_simulator_refuses_what_line_refuses(desk: Rig, path: str, body: dict[str, Any], named: str) -> None:
    headers = {"Authorization": f"Bearer {desk.line.token}"}
    url = desk.client.app[app_keys.SETTINGS].line_api_url + path
    async with aiohttp.ClientSession() as http, http.post(url, json=body, headers=headers) as response:
        assert response.status == 400
        assert named in str(await response.json())
    assert desk.line.sent == [] and desk.line.loading == []


async def test_a_new_follower_gets_the_meetings_own_greeting(desk: Rig, kb: Path) -> None:
    await desk.receive(desk.line.event("follow", USER))
    await desk.settled()
    assert "Test Summit" in " ".join(texts(desk.line.messages_to(USER)))
    assert "30" in " ".join(texts(desk.line.messages_to(USER)))  # days for which the conversation is kept
    file = kb / "meeting.yml"
    greeting = "greeting: {th: ยินดีต้อนรับสู่โต๊ะข่าว, en: Welcome to the desk.}"
    file.write_text(file.read_text(encoding="utf-8") + greeting, encoding="utf-8")
    assert desk.client.app[app_keys.REPOSITORY].reload()
    await desk.receive(desk.line.event("follow", OTHER))
    await desk.settled()
    assert "Welcome to the desk." in " ".join(texts(desk.line.messages_to(OTHER)))
