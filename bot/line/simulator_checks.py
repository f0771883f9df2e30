"""LINE's limits on what is sent to it, as its documents give them; the SDK's own models check the shapes."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from linebot.v3.messaging import Message
from pydantic.v1 import ValidationError

from bot.line.split import graphemes, utf16

MOST = 5  # messages of one call
TEXT, ALT, POSTBACK, URI = 5000, 400, 300, 1000  # UTF-16 units
LABEL, QUICK = 20, 13  # graphemes of a quick reply's label; quick replies
BUBBLE, CAROUSEL, BUBBLES = 30_000, 50_000, 12  # bytes of JSON; bubbles
SCHEMES = ("http://", "https://", "line://", "tel:")


def wrong_with(messages: Any) -> Iterator[tuple[str, str]]:
    """The property and what is wrong with it, for each thing that LINE would refuse."""
    if not isinstance(messages, list) or not 1 <= len(messages) <= MOST:
        yield "messages", f"Size must be between 1 and {MOST}"
        return
    for number, message in enumerate(messages):
        place = f"messages[{number}]"
        try:
            Message.from_dict(message)
        except (ValidationError, ValueError, TypeError, AttributeError, KeyError) as e:
            yield place, f"not a message: {type(e).__name__}"
            continue
        yield from _text_and_size(place, message)
        yield from _quick_replies(place, message.get("quickReply"))
        for action in _actions(message):
            yield from _action(place, action)


def _text_and_size(place: str, message: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if message["type"] == "text" and not 1 <= utf16(message["text"]) <= TEXT:
        yield f"{place}.text", f"Length must be between 1 and {TEXT}"
    if message["type"] == "flex":
        if not 1 <= utf16(message["altText"]) <= ALT:
            yield f"{place}.altText", f"Length must be between 1 and {ALT}"
        contents = message["contents"]
        bubbles = contents["contents"] if contents["type"] == "carousel" else [contents]
        if len(bubbles) > BUBBLES or (contents["type"] == "carousel" and _bytes(contents) > CAROUSEL):
            yield f"{place}.contents", "carousel is too large"
        if any(_bytes(bubble) > BUBBLE for bubble in bubbles):
            yield f"{place}.contents", "bubble is too large"


def _bytes(part: Any) -> int:
    return len(json.dumps(part, ensure_ascii=False).encode())


def _quick_replies(place: str, quick: Any) -> Iterator[tuple[str, str]]:
    items = (quick or {}).get("items") or []
    if len(items) > QUICK:
        yield f"{place}.quickReply.items", f"at most {QUICK}"
    for item in items:
        if graphemes(item["action"].get("label", "")) > LABEL:
            yield f"{place}.quickReply.items", f"label longer than {LABEL}"


def _actions(part: Any) -> Iterator[Mapping[str, Any]]:
    """Every action anywhere in a message."""
    if isinstance(part, dict):
        if isinstance(part.get("action"), dict):
            yield part["action"]
        for value in part.values():
            yield from _actions(value)
    elif isinstance(part, list):
        for value in part:
            yield from _actions(value)


def _action(place: str, action: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, limit in (("data", POSTBACK), ("displayText", POSTBACK), ("text", POSTBACK), ("uri", URI)):
        if utf16(str(action.get(name) or "")) > limit:
            yield f"{place}.action.{name}", f"longer than {limit}"
    if action.get("type") == "uri" and not str(action.get("uri")).startswith(SCHEMES):
        yield f"{place}.action.uri", "invalid uri scheme"
