"""Sample replies, and checks of rendered messages against LINE's limits, independent of the rendering code."""

import json
from collections.abc import Iterator
from typing import Any

from linebot.v3.messaging import FlexMessage, Message, ReplyMessageRequest, TextMessage

from bot.line.rendering import flex
from bot.line.rendering.split import graphemes, utf16
from bot.reply import Citation, Outcome, Reply
from tests.line.flex_html import page

Json = dict[str, Any]
URL = "https://press.example.org/kb/documents/release#p3"
CITED = Citation(
    entry="facts/plan",
    title="แผนน้ำ",
    source="ข่าวการประชุมทดสอบ",
    published="2019-03-28",
    official_language="th",
    paragraph=3,
    url=URL,
)
ENGLISH = CITED.model_copy(update={"title": "Water plan", "source": "Test Summit release"})
PASSAGE = "ที่ประชุมเห็นชอบแผนน้ำ แผนนี้เริ่มใช้ปีหน้า"
FAMILY, FLAG = "👨‍👩‍👧‍👦", "🇹🇭"
GROUNDS = {"primary": flex.ACCENT_COLOR, "secondary": "#DCDFE5", "link": "#FFFFFF"}


def answer(**more: Any) -> Reply:
    fields = {
        "outcome": Outcome.ANSWERED,
        "language": "th",
        "text": PASSAGE,
        "citations": [CITED],
        "receipt": "abc_-123",
    }
    return Reply.model_validate(fields | more)


def spoken(text: str, outcome: Outcome = Outcome.SOCIAL, **more: Any) -> Reply:
    return Reply.model_validate({"outcome": outcome, "language": "th", "text": text} | more)


def parts(found: Any) -> Iterator[Json]:
    """All JSON objects of a message, in order."""
    if isinstance(found, dict):
        yield found
        for value in found.values():
            yield from parts(value)
    elif isinstance(found, list):
        for value in found:
            yield from parts(value)


def shown(messages: list[Json]) -> list[str]:
    """All visible texts except the labels of buttons."""
    return [part["text"] for message in messages for part in parts(message) if part.get("type") == "text"]


def actions(messages: list[Json], kind: str) -> list[Json]:
    return [part for message in messages for part in parts(message) if part.get("type") == kind and "label" in part]


def uris(messages: list[Json]) -> list[str]:
    return [action["uri"] for action in actions(messages, "uri")]


def quick(messages: list[Json]) -> list[Json]:
    items = messages[-1].get("quickReply", {"items": []})["items"]
    assert all(item["type"] == "action" for item in items)
    return [item["action"] for item in items]


def luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio by WCAG, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(part: Json, ground: str) -> None:
    """Assert that every text wraps, is at least 14 px and has enough contrast."""
    ground = part.get("backgroundColor", ground)
    if part["type"] == "text":
        assert part["text"].strip()
        assert part["wrap"] and part["size"] in ("sm", "md", "lg")
        assert contrast(part["color"], ground) >= 4.5
    elif part["type"] == "button":
        color = part.get("color", "#111111")
        assert contrast("#FFFFFF" if part["style"] == "primary" else color, GROUNDS[part["style"]]) >= 4.5
    for each in part.get("contents", []):
        readable(each, ground)


def within_limits(messages: list[Json]) -> None:
    """Assert that LINE accepts the messages: by the SDK's models, and by the limits that they do not check."""
    assert 1 <= len(messages) <= 5
    ReplyMessageRequest(replyToken="token", messages=[Message.from_dict(each) for each in messages])
    for message in messages:
        model = TextMessage if message["type"] == "text" else FlexMessage
        assert model.from_dict(message).to_dict() == message == Message.from_dict(message).to_dict()
        assert model.from_json(json.dumps(message)).to_dict() == message
        if message["type"] == "text":
            assert message["text"].strip() and utf16(message["text"]) <= 5000
        else:
            assert message["altText"].strip() and utf16(message["altText"]) <= 400
            container_within_limits(message["contents"])
        for part in parts(message):
            if "action" in part:
                action_within_limits(part["action"], 20 if part["type"] == "action" else 40)
    assert not any("quickReply" in message for message in messages[:-1])
    assert "quickReply" not in messages[-1] or 1 <= len(quick(messages)) <= 13
    assert page(messages)


def container_within_limits(container: Json) -> None:
    cards = container["contents"] if container["type"] == "carousel" else [container]
    assert len(cards) <= 12
    assert len({card["size"] for card in cards}) == 1
    for made, most in [(container, 50_000), *((card, 30_000) for card in cards)]:
        assert len(json.dumps(made, ensure_ascii=False).encode()) <= len(json.dumps(made)) <= most
    for card in cards:
        for block in ("body", "footer"):
            if block in card:
                readable(card[block], "#FFFFFF")


def action_within_limits(action: Json, label: int) -> None:
    assert 1 <= graphemes(action["label"]) <= label
    if action["type"] == "uri":
        assert len(action["uri"]) <= 1000 and action["uri"].isascii()
        assert action["uri"].split(":")[0] in ("http", "https", "tel", "line")
    elif action["type"] == "postback":
        assert utf16(action["data"]) <= 300 and utf16(action["displayText"]) <= 300
    else:
        assert action["type"] == "message" and 1 <= utf16(action["text"]) <= 300


def shows(text: str, messages: list[Json]) -> bool:
    """Whether the messages show this text unchanged, in one text or in joined text messages."""
    together = "".join(message["text"] for message in messages if message["type"] == "text")
    return text in together or any(text in each for each in shown(messages))
