"""Renders LINE messages as HTML, much as a phone shows them, for screenshots and tests. Not used by the service.

Sizes and paddings are those of LINE's own Flex simulator. Supports only the components that our messages use.
"""

import html
from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]
FONT = {"sm": 14, "md": 16, "lg": 19}  # px
GAP = {"none": 0, "xs": 2, "sm": 4, "md": 8, "lg": 12, "xl": 16, "xxl": 20}  # px
BUTTON = {"secondary": ("#DCDFE5", "#111111")}  # background, and text without a colour
PAGE = """<!doctype html><html lang="th"><meta charset="utf-8"><title>LINE</title><style>
body { margin: 0; width: 390px; background: #8CABD8;
  font: 16px/1.45 "Noto Sans Thai", "Noto Sans", "Noto Color Emoji", sans-serif;
  display: flex; flex-direction: column; min-height: 100vh; }
main { padding: 14px 10px 18px 58px; display: flex; flex-direction: column; gap: 10px; position: relative; }
.avatar { position: absolute; left: 10px; top: 14px; width: 40px; height: 40px; border-radius: 50%; background: #0B5069;
  color: #fff; display: grid; place-items: center; font-weight: 700; }
.said, .bubble { background: #fff; border-radius: 18px; overflow: hidden; width: fit-content; max-width: 318px; }
.said { padding: 9px 13px; white-space: pre-wrap; overflow-wrap: anywhere; color: #111; }
.said a { color: #2B6CD4; }
.bubble { width: 318px; }
.carousel { display: flex; gap: 8px; }
.carousel .bubble { flex: none; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; min-width: 0; }
.box { display: flex; min-width: 0; }
.button { border-radius: 8px; min-height: 40px; display: grid; place-items: center; flex: 1; text-align: center; }
nav { display: flex; gap: 8px; padding: 8px 10px 12px; overflow: hidden; margin-top: auto; }
nav span { background: #3F5372; color: #fff; border-radius: 18px; padding: 6px 14px; white-space: nowrap; flex: none; }
</style><main><div class="avatar">ข</div>"""


def px(length: str) -> int:
    return GAP[length] if length in GAP else int(length.removesuffix("px"))


def css(styles: Iterable[tuple[str, object]]) -> str:
    return html.escape("; ".join(f"{name}: {value}" for name, value in styles if value is not None))


def text(part: Json) -> str:
    styles = [
        ("font-size", f"{FONT[part.get('size', 'md')]}px"),
        ("color", part.get("color", "#111111")),
        ("font-weight", 700 if part.get("weight") == "bold" else 400),
        ("flex", f"{part['flex']} 1 0" if "flex" in part else None),
    ]
    return f'<div class="text" style="{css(styles)}">{html.escape(part["text"])}</div>'


def box(part: Json) -> str:
    padding, top = part.get("paddingAll"), part.get("paddingTop")
    styles = [
        ("flex-direction", "column" if part["layout"] == "vertical" else "row"),
        ("gap", f"{px(part['spacing'])}px" if "spacing" in part else None),
        ("padding", f"{px(padding)}px" if padding else None),
        ("padding-top", f"{px(top)}px" if top else None),
        ("background", part.get("backgroundColor")),
        ("border", f"{part['borderWidth']} solid {part['borderColor']}" if "borderWidth" in part else None),
        ("border-radius", part.get("cornerRadius")),
    ]
    return f'<div class="box" style="{css(styles)}">{"".join(map(component, part["contents"]))}</div>'


def button(part: Json) -> str:
    style, color = part.get("style", "link"), part.get("color")
    ground, ink = BUTTON.get(style, (color, "#FFFFFF") if style == "primary" else ("transparent", color))
    styles = [("background", ground), ("color", ink)]
    return f'<div class="button" style="{css(styles)}">{html.escape(part["action"]["label"])}</div>'


def separator(part: Json) -> str:
    return f'<div style="border-top: 1px solid {part.get("color", "#D4D6DA")}"></div>'


def component(part: Json) -> str:
    return {"text": text, "box": box, "button": button, "separator": separator}[part["type"]](part)


def bubble(container: Json) -> str:
    blocks = (container[name] for name in ("header", "body", "footer") if name in container)
    return f'<div class="bubble">{"".join(map(box, blocks))}</div>'


def message(one: Json) -> str:
    if one["type"] == "text":
        return f'<div class="said">{html.escape(one["text"])}</div>'
    contents = one["contents"]
    if contents["type"] == "bubble":
        return bubble(contents)
    return f'<div class="carousel">{"".join(map(bubble, contents["contents"]))}</div>'


def page(messages: list[Json]) -> str:
    """The messages of one turn in a chat, with quick replies below."""
    items = messages[-1].get("quickReply", {}).get("items", [])
    labels = "".join(f"<span>{html.escape(item['action']['label'])}</span>" for item in items)
    return PAGE + "".join(map(message, messages)) + "</main>" + (f"<nav>{labels}</nav>" if labels else "")
