"""What a button on LINE says to us: its data, written and read in one place."""

from dataclasses import dataclass
from urllib.parse import parse_qs

COLLECT, FEEDBACK, SUBSCRIBE, STOP = "collect", "feedback", "subscribe", "stop"
ESCAPED = {ord(mark): f"%{ord(mark):02X}" for mark in "%&=+;# "}


@dataclass(frozen=True)
class Postback:
    """`action` is one of the above; `value` what it is about, `more` what else it says."""

    action: str
    value: str
    more: str = ""

    def data(self) -> str:
        """LINE takes 300 characters: only what would part the fields is escaped, and Thai stays as it is."""
        fields = {"do": self.action, "with": self.value} | ({"and": self.more} if self.more else {})
        return "&".join(f"{name}={value.translate(ESCAPED)}" for name, value in fields.items())


def read(data: str | None) -> Postback | None:
    """None for data that is not ours."""
    found = parse_qs(data or "", keep_blank_values=True, max_num_fields=10)
    if "do" not in found or "with" not in found:
        return None
    return Postback(found["do"][0], found["with"][0], found.get("and", [""])[0])
