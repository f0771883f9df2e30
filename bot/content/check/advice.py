"""Converts the loader's defects to diagnostics, with advice to staff on what to write instead."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.content.check.diagnostic import Diagnostic, nearest
from bot.content.check.entry_file import EntryFile
from bot.content.check.folder_scan import FolderScan
from bot.content.models import Meeting
from bot.content.source import Defect

EMPTY = "is still empty"
REFERENCE = re.compile(r"refers to (.+), which")
# (regular expression on the loader's message, advice). The first match wins.
ADVICE = (
    (r"a second time", "keep one of the two lines and remove the other"),
    (r"body is still empty", "write the published words below the second line of ---"),
    (r"is an empty file", "write its terms, or remove the file"),
    (EMPTY, "write it after the colon, or remove the line where it is not needed"),
    (r"valid datetime", "write it as YYYY-MM-DDTHH:MM:SS+07:00"),
    (r"valid date|a date is|interval is|out of range|month must be|zero time", "write it as YYYY-MM-DD"),
    (r"must be a month", "write the month alone, YYYY-MM, or precision: day"),
    (r"must be a day", "write the day, YYYY-MM-DD, or precision: month"),
    (r"Extra inputs", "correct its spelling as docs/staff.md shows, or remove it"),
    (r"Input should be '", "write one of the words named here"),
    (r"Field required", "add it; docs/staff.md shows how"),
    (r"UTF-8", "save the file as UTF-8 text"),
    (r"as YAML", "check the indentation, and put text that holds a colon or a # between quotation marks"),
    (r"closing line", "end the keys with a line of ---"),
    (r"front matter", "begin the file with a line of ---, the keys, and a second line of ---"),
    (r"`key: value`", "write one key: value on each line"),
    (r"base starts with it", "write meeting.yml as docs/staff.md shows"),
    (r"cannot be read", "see that the file is there and that you may open it"),
)


def with_advice(scan: FolderScan, defect: Defect) -> Diagnostic:
    file, key, message = scan.files.get(defect.file), defect.key, " ".join(defect.message.split())
    if missing := REFERENCE.match(message):
        return dangling_reference(scan, file, defect, missing[1])
    if message.endswith("got 'None'"):
        message = EMPTY
    if key == "passages" and "at least 1 item" in message:
        message = f"the body {EMPTY}"
    return Diagnostic(defect.file, defect.line, key, message, advice(scan, file, key, message))


def dangling_reference(scan: FolderScan, file: EntryFile | None, defect: Defect, missing: str) -> Diagnostic:
    """A reference to a missing or unusable entry. The loader does not know its line, so the line is looked up here."""
    advice = advice_for_reference(scan, missing)
    if file is None:
        return Diagnostic(defect.file, defect.line, defect.key, defect.message, advice)
    return file.error(reference_key(file.source.data, defect.key, missing), defect.message, advice)


def reference_key(data: Any, key: str, missing: str) -> str:
    """The dotted key that holds the reference. `data` comes from an official file that is otherwise valid."""
    if key == "related":
        return f"related.{next((n for n, id in enumerate(data['related']) if str(id).strip() == missing), 0)}"
    document = (data.get("source") or {}).get("document")
    return "source.document" if str(document).strip() == missing else "quote.speaker"


def advice_for_reference(scan: FolderScan, missing: str) -> str:
    if missing in scan.ids:
        return f"mend {missing} first: it cannot be used as it is"
    ids = scan.base.entries if scan.base else {}
    return f"write {nearest(missing, ids)[0]}, or remove it" if ids else "remove it"


def advice(scan: FolderScan, file: EntryFile | None, key: str, message: str) -> str:
    specific = specific_advice(file, scan.meeting, key, message) if file and file.source.data else ""
    return specific or next(
        (text for pattern, text in ADVICE if re.search(pattern, message)), "write it as docs/staff.md shows"
    )


def specific_advice(file: EntryFile, meeting: Meeting | None, key: str, message: str) -> str:
    """Advice that quotes the file or the meeting; an empty string if there is none for this message."""
    if "is no key" in message:
        return f"write {nearest(key, file.known)[0]}, or remove the line"
    if "official file alone" in message:
        return f"remove it here; it stands in {file.official}"
    if "timezone" in message:
        return f"write {with_offset(str(file.source.data.get(key)), meeting)}"
    if message.startswith("the event ends before"):
        event = file.source.data["event"]
        return f"write start: {event['end']} and end: {event['start']}, if they were exchanged"
    return ""


def with_offset(value: str, meeting: Meeting | None) -> str:
    """The date and time with the offset of the meeting's time zone; Asia/Bangkok if there is no valid meeting."""
    try:
        zone = ZoneInfo(meeting.time_zone if meeting else "Asia/Bangkok")
        return datetime.fromisoformat(value).replace(tzinfo=zone).isoformat()
    except (ValueError, KeyError):
        return f"{value}+07:00"
