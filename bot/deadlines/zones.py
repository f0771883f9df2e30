"""Finds the time zone in a text: "GMT+7", "Tokyo time"."""

import re
from datetime import timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from dateparser.timezone_parser import pop_tz_offset_from_string

OFFSET = re.compile(
    r"(?:(?:\d[:.]\d\d|\d|\b[ap]\.?m\.?|noon|midnight|hrs?|hours|น\.)\s*\(?\s*)"
    r"(?P<name>(?:utc|gmt)(?:\s?[+-]\s?\d{1,2}(?::?\d\d)?)?|(?![ap]m\b)(?:(?-i:[A-Z]{2,5})|[a-z]{2,5}(?=\s*(?:time\b|[,;)]|$)))"
    r"|(?<=\d)z\b|(?:\+|(?<=T\d\d:\d\d)-)\d\d:?\d\d)(?!\w)",
    re.IGNORECASE,
)
CITY = re.compile(r"\b(?=(?P<city>[a-z]+(?: [a-z]+)?) time\b)", re.IGNORECASE)
AMBIGUOUS = frozenset(("IST", "CST"))  # each is used by more than one country: ignored


@cache
def cities() -> dict[str, str]:
    """Zones of the IANA time zone database by city: "new york" -> America/New_York."""
    zones = sorted(zone for zone in available_timezones() if zone.count("/") == 1 and not zone.startswith("Etc/"))
    return {zone.partition("/")[2].replace("_", " ").lower(): zone for zone in zones}


def zone_in(text: str) -> tuple[str, tzinfo | None]:
    """The text without its time zone ("17:00 UTC", "5 pm SGT", "5 pm Singapore time"), and that zone or None."""
    for found in CITY.finditer(text):
        if zone := cities().get(found["city"].lower()):
            return text[: found.start()] + text[found.end("city") + len(" time") :], ZoneInfo(zone)
    for found in OFFSET.finditer(text):
        name = re.sub(r"\s", "", found["name"]).upper()
        if name in AMBIGUOUS:
            continue
        _, offset = pop_tz_offset_from_string(f"17:00 {name}")
        if offset is not None:
            return text[: found.start("name")] + text[found.end("name") :], timezone(offset.utcoffset(None))
    return text, None
