"""LINE's limits as the simulator enforces them, by the SDK's model and property.

Written from LINE's documents, independently of bot/line/limits.py, so that a mistake there is not repeated here.
"""

import re

MAX_BUBBLE_BYTES, MAX_CAROUSEL_BYTES = 30_000, 50_000  # of UTF-8 JSON without spaces; LINE says 30 and 50 KB
MAX_CAROUSEL_BUBBLES = 12
MAX_URI_UNITS = 1000  # UTF-16 code units
MAX_MENU_AREAS = 20
MAX_MENU_PICTURE_BYTES = 2**20
URI_SCHEMES = ("http", "https", "line", "tel")
MAX_QUICK_REPLY_LABEL, MAX_BUTTON_LABEL = 20, 40  # graphemes
USER_ID, CHAT_ID = re.compile("U[0-9a-f]{32}"), re.compile("[UCR][0-9a-f]{32}")
REPLY_TOKEN_SECONDS = 60
MAX_UNITS = {  # UTF-16 code units; the SDK checks none of these, or counts code points
    ("TextMessage", "text"): 5000,
    ("TextMessageV2", "text"): 5000,
    ("FlexMessage", "altText"): 400,
    ("TemplateMessage", "altText"): 400,
    ("ImagemapMessage", "altText"): 400,
    ("MessageAction", "text"): 300,
    ("PostbackAction", "data"): 300,
    ("PostbackAction", "displayText"): 300,
    ("PostbackAction", "text"): 300,
    ("PostbackAction", "fillInText"): 300,
    ("DatetimePickerAction", "data"): 300,
    ("RichMenuSwitchAction", "data"): 300,
}
NOT_BLANK = {*MAX_UNITS, ("URIAction", "uri"), ("FlexText", "text"), ("FlexSpan", "text")}
REQUIRED = {  # properties that the SDK takes for optional
    "MessageAction": ("text",),
    "PostbackAction": ("data",),
    "DatetimePickerAction": ("data", "mode"),
    "RichMenuSwitchAction": ("data", "richMenuAliasId"),
    "URIAction": ("uri",),
    "QuickReply": ("items",),
    "QuickReplyItem": ("action",),
    "RichMenuRequest": ("size", "selected", "name", "chatBarText", "areas"),
    "RichMenuArea": ("bounds", "action"),
    "RichMenuBounds": ("x", "y", "width", "height"),
    "RichMenuSize": ("width", "height"),
}

COLOR = r"#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?"
PIXELS, PERCENT = r"\d+(\.\d+)?px", r"\d+(\.\d+)?%"
SPACING = f"none|xs|sm|md|lg|xl|xxl|{PIXELS}"
FONT_SIZE = f"xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl|{PIXELS}"
FLEX_VALUES = {  # property of a Flex component -> pattern; the SDK takes any text
    **dict.fromkeys(("color", "backgroundColor", "borderColor", "separatorColor", "startColor", "endColor"), COLOR),
    **dict.fromkeys(("spacing", "margin", "cornerRadius"), SPACING),
    **dict.fromkeys(
        ("paddingAll", "paddingTop", "paddingBottom", "paddingStart", "paddingEnd"), f"{SPACING}|{PERCENT}"
    ),
    **dict.fromkeys(("offsetTop", "offsetBottom", "offsetStart", "offsetEnd"), f"-?{PIXELS}|-?{PERCENT}|{SPACING}"),
    **dict.fromkeys(("maxWidth", "maxHeight", "FlexBox.width", "FlexBox.height"), f"{PIXELS}|{PERCENT}"),
    **dict.fromkeys(("FlexText.size", "FlexSpan.size", "FlexIcon.size"), FONT_SIZE),
    "FlexImage.size": f"{FONT_SIZE}|full|{PERCENT}",
    "borderWidth": f"none|light|normal|medium|semi-bold|bold|{PIXELS}",
    "lineSpacing": PIXELS,
    "adjustMode": "shrink-to-fit",
}
