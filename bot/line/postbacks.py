"""Postback data: what a button on LINE sends to the webhook. Written and parsed here alone.

Buttons stay in people's chats, so every form that was ever sent must remain readable.
"""

from dataclasses import dataclass
from urllib.parse import parse_qs

COLLECT, FEEDBACK, SUBSCRIBE, STOP = "collect", "feedback", "subscribe", "stop"  # actions
ESCAPES = {ord(mark): f"%{ord(mark):02X}" for mark in "%&=+;# "}


@dataclass(frozen=True)
class Postback:
    """`value` and `detail` by action:

    COLLECT     the event's number in the inbox
    FEEDBACK    the receipt; "1" for helpful, "0" for not helpful
    SUBSCRIBE   the entry's id, or "" and the question
    STOP        "all"
    """

    action: str
    value: str
    detail: str = ""

    def data(self) -> str:
        """As a query string. Only separators are escaped: LINE takes 300 units, and Thai text must fit."""
        fields = {"do": self.action, "with": self.value} | ({"and": self.detail} if self.detail else {})
        return "&".join(f"{name}={value.translate(ESCAPES)}" for name, value in fields.items())


def parse_postback(data: str | None) -> Postback | None:
    """None for data that the desk did not write."""
    fields = parse_qs(data or "", keep_blank_values=True, max_num_fields=10)
    if "do" not in fields or "with" not in fields:
        return None
    return Postback(fields["do"][0], fields["with"][0], fields.get("and", [""])[0])
