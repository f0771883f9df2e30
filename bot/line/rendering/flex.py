"""Building blocks of LINE's Flex messages, as JSON for the Messaging API: texts, boxes, buttons, actions, a bubble.

Every text wraps, scales with the reader's font size, and has a contrast of at least 4.5 to its background.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from yarl import URL

from bot.line.limits import (
    MAX_BUTTON_LABEL,
    MAX_POSTBACK_UNITS,
    MAX_SPOKEN_UNITS,
    MAX_URI_UNITS,
    URI_SCHEMES,
)
from bot.line.rendering.split import graphemes, shorten, utf16
from bot.reply import Choice

Json = dict[str, Any]
TEXT_COLOR, SMALL_TEXT_COLOR, ACCENT_COLOR, WARNING_COLOR = "#1B1F23", "#4A525A", "#0B5069", "#7A3E00"
SEPARATOR_COLOR, PANEL_COLOR, NOTICE_COLOR = "#D5DBE0", "#EFF4F6", "#FFF3DB"


def json_bytes(container: Json) -> int:
    """An upper bound of its size: escaped ASCII, as the SDK sends it, is never smaller than UTF-8."""
    return len(json.dumps(container))


# Texts and boxes -----------------------------------------------------------------------------------------------------


def text(content: str, **style: Any) -> Json:
    return {"type": "text", "text": content, "wrap": True, "scaling": True, "size": "md", "color": TEXT_COLOR} | style


def emphasized_text(content: str, start: int, end: int, **style: Any) -> Json:
    """A text with the characters from `start` to `end` in bold."""
    parts = ((content[:start], "regular"), (content[start:end], "bold"), (content[end:], "regular"))
    spans = [{"type": "span", "text": part, "weight": weight} for part, weight in parts if part]
    return text(content, contents=spans, **style)


def small_text(content: str, **style: Any) -> Json:
    return text(content, **{"size": "sm", "color": SMALL_TEXT_COLOR} | style)


def box(contents: Sequence[Json], layout: str = "vertical", **style: Any) -> Json:
    """Blank texts are left out, because LINE refuses them."""
    shown = [each for each in contents if each.get("text", "-").strip()]
    return {"type": "box", "layout": layout, "contents": shown} | style


def panel(contents: Sequence[Json], background: str) -> Json:
    """A box with a background colour."""
    style = {"backgroundColor": background, "cornerRadius": "8px", "paddingAll": "12px", "spacing": "sm"}
    return box(contents, **style)


def rows(facts: Iterable[tuple[str, str]]) -> Json:
    """Labels with their values beside them."""
    pairs = ([small_text(label, flex=2), text(value, flex=5)] for label, value in facts)
    return box([box(pair, "horizontal", spacing="md") for pair in pairs], spacing="sm")


def separator() -> Json:
    return {"type": "separator", "color": SEPARATOR_COLOR}


def bubble(body: Sequence[Json], footer: Sequence[Json] = ()) -> Json:
    """All bubbles have one size, because a carousel requires that."""
    made: Json = {"type": "bubble", "size": "giga", "body": box(body, spacing="lg", paddingAll="20px")}
    if footer:
        made["footer"] = box(footer, spacing="sm", paddingAll="16px", paddingTop="0px")
    return made


# Actions and buttons -------------------------------------------------------------------------------------------------


def button_uri(address: str) -> str | None:
    """The address percent-encoded for a button; None if LINE would refuse it."""
    try:
        url = URL(address)
        encoded = str(url)
    except ValueError:
        return None
    target = url.host if url.scheme in ("http", "https") else url.path
    accepted = url.scheme in URI_SCHEMES and target and encoded.isascii() and len(encoded) <= MAX_URI_UNITS
    return encoded if accepted else None


def external_browser_uri(address: str) -> str:
    """The address marked for the phone's own browser: LINE's browser cannot add a file to the calendar."""
    try:
        return str(URL(address).update_query(openExternalBrowser="1"))
    except ValueError:
        return address


def uri_action(label: str, address: str) -> Json | None:
    """Opens an address; None if LINE would refuse it."""
    uri = button_uri(address)
    return {"type": "uri", "label": shorten(label, MAX_BUTTON_LABEL, graphemes), "uri": uri} if uri else None


def postback_action(label: str, data: str) -> Json | None:
    """Sends `data` to the webhook and shows the label in the chat; None if the data is too long."""
    if utf16(data) > MAX_POSTBACK_UNITS:
        return None
    shown = shorten(label, MAX_BUTTON_LABEL, graphemes)
    return {"type": "postback", "label": shown, "data": data, "displayText": shown}


def message_action(choice: Choice, max_label: int = MAX_BUTTON_LABEL) -> Json | None:
    """Sends the choice's message in the person's name; None if it is empty or too long. `max_label`: graphemes."""
    if not choice.message.strip() or utf16(choice.message) > MAX_SPOKEN_UNITS:
        return None
    title = choice.title.strip() or choice.message
    return {"type": "message", "label": shorten(title, max_label, graphemes), "text": choice.message}


def button(action: Json, style: str = "link") -> Json:
    """`style`: `primary`, `secondary` (LINE's own dark text on light grey) or `link`."""
    made = {"type": "button", "style": style, "height": "sm", "action": action, "scaling": True}
    return made | {"adjustMode": "shrink-to-fit"} | ({} if style == "secondary" else {"color": ACCENT_COLOR})
