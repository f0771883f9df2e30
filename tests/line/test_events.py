"""Parsing of webhook events: what is stored of each kind; signatures, ids and postback data."""

import json
import logging
from typing import Any

import pytest

from bot.line.inbound.events import WebhookBody, parse_events
from bot.line.inbound.identity import message_id, session_of
from bot.line.inbound.signature import is_signed, sign
from bot.line.postbacks import Postback, parse_postback

KEY = "k" * 32
USER = {"type": "user", "userId": "U" + "1" * 32}
GROUP = {"type": "group", "groupId": "C" + "2" * 32, "userId": USER["userId"]}


def event(kind: str, **more: Any) -> dict[str, Any]:
    made = {"type": kind, "webhookEventId": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "timestamp": 1, "mode": "active"}
    return made | {"source": USER, "replyToken": "token"} | more


def message(kind: str, **more: Any) -> dict[str, Any]:
    return event("message", message={"id": "100", "type": kind} | more)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (message("text", text="สวัสดี"), "text"),
        (message("sticker", packageId="1", stickerId="2"), "sticker"),
        (message("image"), "image"),
        (message("location", latitude=1.0), "location"),
        (message("hologram"), "unknown hologram"),
        (event("follow"), "follow"),
        (event("postback", postback={"data": "x"}), "postback"),
        (event("unsend", unsend={"messageId": "100"}), "unsend"),
        (event("videoPlayComplete"), "unknown videoPlayComplete"),
        (event("follow", mode="standby"), "standby"),
    ],
)
def test_event_kinds(raw: dict[str, Any], kind: str) -> None:
    (kept,) = parse_events([raw], KEY)
    assert kept.kind == kind
    assert kept.session == session_of(KEY, None, USER["userId"])
    assert USER["userId"] not in kept.session


def test_in_a_group_only_messages_that_mention_the_desk_are_stored_without_the_mention() -> None:
    mention = {"mentionees": [{"index": 3, "length": 5, "type": "user", "isSelf": True}]}
    text = "👩 @desk ประชุมที่ไหน"  # the emoji takes two of the units that LINE counts in
    (kept,) = parse_events([message("text", text=text, mention=mention) | {"source": GROUP}], KEY)
    assert (kept.kind, kept.text) == ("text", "👩  ประชุมที่ไหน")
    assert kept.session != session_of(KEY, None, USER["userId"])
    (overheard,) = parse_events([message("text", text="a secret between friends") | {"source": GROUP}], KEY)
    assert (overheard.kind, overheard.text, overheard.reply_token) == ("overheard", None, None)


def test_an_invalid_event_does_not_hold_back_the_others(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        raw = [{"type": "message"}, message("text", text="secret words"), {"webhookEventId": 5}]
        kept = list(parse_events(raw, KEY))
    assert [each.text for each in kept] == ["secret words"]
    assert "webhookEventId" in caplog.text and "secret words" not in caplog.text


def test_lone_surrogates_and_nul_are_removed() -> None:
    raw = json.loads('{"text": "a\\ud83d\\u0000b"}')
    (kept,) = parse_events([message("text", text=raw["text"])], KEY)
    assert kept.text is not None and "\0" not in kept.text
    kept.text.encode()


def test_the_message_id_of_an_event_is_deterministic() -> None:
    assert message_id("a") == message_id("a") != message_id("b")


def test_a_body_needs_a_list_of_events_that_may_be_empty() -> None:
    assert WebhookBody.model_validate({"destination": "U", "events": []}).events == []
    with pytest.raises(ValueError, match="events"):
        WebhookBody.model_validate({"events": {}})


def test_a_signature_is_valid_for_one_body_and_one_secret() -> None:
    body = b'{"events": []}'
    good = sign("secret", body)
    assert is_signed("secret", body, good)
    for signature in (
        None,
        "",
        good[:-2],
        good.lower(),
        good + "=",
        "ก",
        sign("other", body),
        sign("secret", body + b" "),
    ):
        assert not is_signed("secret", body, signature)


@pytest.mark.parametrize("value", ["facts/chair", "ประชุม & งบ = เท่าไร + 50%;#", ""])
def test_postback_data_round_trips(value: str) -> None:
    made = Postback("subscribe", value, "x=1&y")
    assert parse_postback(made.data()) == made
    assert parse_postback("something=else") is None and parse_postback(None) is None
