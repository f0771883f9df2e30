"""Validates a request body as LINE's API does: by the SDK's models, and by limits that the models do not check.

Strict where LINE's documents are vague. It shares no code with `bot.line.rendering`, whose messages it validates.
"""

import json
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import regex
from linebot.v3.messaging import models
from pydantic.v1 import BaseModel, ValidationError

from bot.line.simulator import limits

Json = dict[str, Any]
Path = tuple[str | int, ...]
Fault = tuple[Path, str]  # path in the body, and what is wrong there


class Refusal(Exception):
    """LINE's answer to a call that it does not accept."""

    def __init__(
        self,
        status: int,
        message: str,
        details: list[Json] | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(f"{status} {message} {details or ''}")
        self.status = status
        self.headers = dict(headers or {})
        self.body: Json = {"message": message} | ({"details": details} if details else {}) | more


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> int:
    return len(regex.findall(r"\X", text))


def json_bytes(container: Any) -> int:
    """Size as UTF-8 JSON without spaces."""
    return len(json.dumps(container, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def check(model: Any, body: Any) -> None:
    """`model`: the SDK's class of the request. Raises Refusal, with every property that is wrong."""
    faults = list(dict.fromkeys(faults_of(model, body, ())))
    plain = [fault for fault in faults if not in_flex(body, fault[0])]
    if plain:
        details = [detail(dotted(at), why) for at, why in plain]
        raise Refusal(400, f"The request body has {len(plain)} error(s)", details)
    if faults:
        first = faults[0][0][:2]
        details = [detail("/" + "/".join(map(str, at[3:])), why) for at, why in faults if at[:2] == first]
        raise Refusal(400, f"A message ({dotted(first)}) in the request body is invalid", details)


def detail(where: str, why: str) -> Json:
    return {"message": why, "property": where}


def dotted(path: Path) -> str:
    """`messages[0].text`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def in_flex(body: Any, path: Path) -> bool:
    """Whether the path is inside a Flex container: LINE reports those errors with a path of their own."""
    if path[:1] != ("messages",) or path[2:3] != ("contents",):
        return False
    return bool(body["messages"][path[1]].get("type") == "flex")


def faults_of(model: Any, node: Any, path: Path) -> Iterator[Fault]:
    """The innermost errors first. `model`: the SDK's class of the node."""
    if not isinstance(node, dict):
        yield path, "must be an object"
        return
    concrete = concrete_model(model, node)
    if concrete is None:
        yield (*path, "type"), f"must be a kind of {model.__name__}; got {node.get('type')!r}"
        return
    inner = [fault for at, kind, child in nested(concrete, node) for fault in faults_of(kind, child, (*path, *at))]
    yield from inner
    yield from [] if inner else by_model(concrete, node, path)  # a model cannot be made of invalid parts
    known = {field.alias for field in concrete.__fields__.values()}
    yield from (((*path, key), "unknown property") for key in node if key not in known)
    yield from by_limits(concrete.__name__, node, path)


def concrete_model(model: Any, node: Json) -> Any | None:
    """The SDK's class for the node's `type`; None if that is not a subclass of `model`."""
    if not hasattr(model, "get_discriminator_value"):
        return model
    name = model.get_discriminator_value(node) if isinstance(node.get("type"), str) else None
    found = getattr(models, name) if name else None
    return found if found and issubclass(found, model) else None


def nested(model: Any, node: Json) -> Iterator[tuple[Path, Any, Any]]:
    """(path, model, node) of the children that have a model of their own."""
    for field in model.__fields__.values():
        value = node.get(field.alias)
        if value is None or not (isinstance(field.type_, type) and issubclass(field.type_, BaseModel)):
            continue
        if isinstance(value, list):
            yield from (((field.alias, number), field.type_, each) for number, each in enumerate(value))
        elif field.alias == "substitution" and isinstance(value, dict):
            yield from (((field.alias, key), field.type_, each) for key, each in value.items())
        else:
            yield (field.alias,), field.type_, value


def by_model(model: Any, node: Json, path: Path) -> Iterator[Fault]:
    """What the SDK's model refuses."""
    try:
        model.from_dict(node)
    except ValidationError as e:
        yield from (((*path, *error["loc"]), error["msg"]) for error in e.errors())
    except (TypeError, KeyError, AttributeError, ValueError) as e:
        yield path, f"not a {model.__name__}: {type(e).__name__}"


def by_limits(model: str, node: Json, path: Path) -> Iterator[Fault]:
    """What LINE refuses and the SDK's models accept."""
    for name in limits.REQUIRED.get(model, ()):
        if node.get(name) is None:
            yield (*path, name), "must be specified"
    for name, value in node.items():
        if isinstance(value, str):
            yield from text_faults(model, name, value, (*path, name))
    check_model = MODEL_CHECKS.get(model)
    if check_model:
        yield from check_model(node, path)
    if model.endswith("Action") and "Imagemap" not in model:
        yield from label_faults(node, path)


def text_faults(model: str, name: str, value: str, path: Path) -> Iterator[Fault]:
    limit = limits.MAX_UNITS.get((model, name))
    pattern = (
        (limits.FLEX_VALUES.get(f"{model}.{name}") or limits.FLEX_VALUES.get(name))
        if model.startswith("Flex")
        else None
    )
    if (model, name) in limits.NOT_BLANK and not value.strip():
        yield path, "may not be empty"
    if limit and units(value) > limit:
        yield path, f"length must be between 0 and {limit}"
    if pattern and not re.fullmatch(pattern, value):
        yield path, "invalid property"


def label_faults(action: Json, path: Path) -> Iterator[Fault]:
    """Quick replies and templates need a label. Flex buttons do too: `button_faults`."""
    limit = limits.MAX_QUICK_REPLY_LABEL if {"quickReply", "template", "areas"} & set(path) else limits.MAX_BUTTON_LABEL
    label = action.get("label")
    if label is None:
        if {"quickReply", "template"} & set(path):
            yield (*path, "label"), "must be specified"
    elif isinstance(label, str) and not 0 < graphemes(label.strip()) <= limit:
        yield (*path, "label"), f"length must be between 1 and {limit}"


def uri_faults(action: Json, path: Path) -> Iterator[Fault]:
    uri = action.get("uri")
    if not isinstance(uri, str) or not uri.strip():
        return
    at = (*path, "uri")
    if units(uri) > limits.MAX_URI_UNITS:
        yield at, f"length must be between 0 and {limits.MAX_URI_UNITS}"
    try:
        parts = urlsplit(uri)
        target = parts.hostname if parts.scheme in ("http", "https") else parts.netloc or parts.path
    except ValueError:
        yield at, "invalid uri"
        return
    if parts.scheme not in limits.URI_SCHEMES:
        yield at, "invalid uri scheme"
    elif not (target and uri.isascii() and uri.isprintable() and " " not in uri):
        yield at, "invalid uri"


def flex_faults(message: Json, path: Path) -> Iterator[Fault]:
    contents = message.get("contents")
    if (
        isinstance(contents, dict)
        and contents.get("type") == "carousel"
        and json_bytes(contents) > limits.MAX_CAROUSEL_BYTES
    ):
        yield (*path, "contents"), f"a carousel may have {limits.MAX_CAROUSEL_BYTES} bytes; got {json_bytes(contents)}"


def bubble_faults(bubble: Json, path: Path) -> Iterator[Fault]:
    if json_bytes(bubble) > limits.MAX_BUBBLE_BYTES:
        yield path, f"a bubble may have {limits.MAX_BUBBLE_BYTES} bytes; got {json_bytes(bubble)}"
    if not any(bubble.get(block) for block in ("header", "hero", "body", "footer")):
        yield path, "a bubble needs at least one block"


def carousel_faults(carousel: Json, path: Path) -> Iterator[Fault]:
    bubbles = carousel.get("contents")
    if not isinstance(bubbles, list):
        return
    if not 1 <= len(bubbles) <= limits.MAX_CAROUSEL_BUBBLES:
        yield (*path, "contents"), f"size must be between 1 and {limits.MAX_CAROUSEL_BUBBLES}"
    if len({str(each.get("size", "mega")) for each in bubbles if isinstance(each, dict)}) > 1:
        yield (*path, "contents"), "all bubbles of a carousel must be of one size"


def flex_text_faults(component: Json, path: Path) -> Iterator[Fault]:
    if component.get("text") is None and not component.get("contents"):
        yield (*path, "text"), "must be specified"


def button_faults(button: Json, path: Path) -> Iterator[Fault]:
    if isinstance(button.get("action"), dict) and button["action"].get("label") is None:
        yield (*path, "action", "label"), "must be specified"


def loading_faults(body: Json, path: Path) -> Iterator[Fault]:
    if not limits.USER_ID.fullmatch(str(body.get("chatId"))):
        yield (*path, "chatId"), "must be the id of a user: only a one-to-one chat can show it"
    seconds = body.get("loadingSeconds")
    if isinstance(seconds, int) and seconds % 5:
        yield (*path, "loadingSeconds"), "must be a multiple of 5"


def push_faults(body: Json, path: Path) -> Iterator[Fault]:
    if not limits.CHAT_ID.fullmatch(str(body.get("to"))):
        yield (*path, "to"), "must be the id of a user, a group or a room"


def multicast_faults(body: Json, path: Path) -> Iterator[Fault]:
    to = body.get("to")
    for number, each in enumerate(to if isinstance(to, list) else ()):
        if not limits.USER_ID.fullmatch(str(each)):
            yield (*path, "to", number), "must be the id of a user"


def menu_faults(menu: Json, path: Path) -> Iterator[Fault]:
    """Limits of a rich menu, from LINE's documents."""
    areas, frame = menu.get("areas"), menu.get("size")
    if isinstance(areas, list) and len(areas) > limits.MAX_MENU_AREAS:
        yield (*path, "areas"), f"size must be between 0 and {limits.MAX_MENU_AREAS}"
    try:
        wide, high = int(frame["width"]), int(frame["height"])  # type: ignore[index]  # TypeError where it is None
        if not (800 <= wide <= 2500 and high >= 250 and wide / high >= 1.45):
            yield (*path, "size"), "width 800 to 2500, height 250 at least, width / height 1.45 at least"
        for number, area in enumerate(areas or ()):
            box = area["bounds"]
            if box["x"] + box["width"] > wide or box["y"] + box["height"] > high:
                yield (*path, "areas", number, "bounds"), "must be within the menu"
    except (TypeError, KeyError, ValueError):
        return  # `by_limits` reports missing properties


MODEL_CHECKS: dict[str, Callable[[Json, Path], Iterator[Fault]]] = {
    "URIAction": uri_faults,
    "FlexMessage": flex_faults,
    "FlexBubble": bubble_faults,
    "FlexCarousel": carousel_faults,
    "FlexText": flex_text_faults,
    "FlexButton": button_faults,
    "ShowLoadingAnimationRequest": loading_faults,
    "PushMessageRequest": push_faults,
    "MulticastRequest": multicast_faults,
    "RichMenuRequest": menu_faults,
}


def picture_size(data: bytes, kind: str) -> tuple[int, int] | None:
    """Width and height in pixels. `kind`: image/png or image/jpeg; None if the data is not of that type."""
    if kind == "image/png":
        fits = data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR" and len(data) >= 24
        return struct.unpack(">II", data[16:24]) if fits else None
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # a frame's header
            high, wide = struct.unpack(">HH", data[at + 5 : at + 9])
            return wide, high
        at += 2 + length
    return None
