"""Rules for the dates of entries: `reviewed`, `valid_until` and `corrections`."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.content.check.diagnostic import Diagnostic
from bot.content.check.entry_file import EntryFile
from bot.content.check.folder_scan import FolderScan
from bot.text.dates import BUDDHIST_ERA

MAX_REVIEW_AGE = timedelta(days=365)


def reviewed(scan: FolderScan) -> Iterator[Diagnostic]:
    for official, files in scan.entries:
        for file in files:
            if file.text:
                yield from review_date(file, file.text.reviewed, scan.today)
                if official.text and file.text.reviewed < official.text.reviewed:
                    message = f"{file.text.reviewed} is before the original's, {official.text.reviewed}"
                    advice = f"compare it with {official.name} and write reviewed: {scan.today}"
                    yield file.warning("reviewed", message, advice)


def review_date(file: EntryFile, day: date, today: date) -> Iterator[Diagnostic]:
    if day > today:
        yield future_date(file, "reviewed", day, "write the day on which it was last checked")
    elif today - day > MAX_REVIEW_AGE:
        advice = f"check the file against its source and write reviewed: {today}"
        yield file.warning("reviewed", f"was last checked {(today - day).days} days ago", advice)


def future_date(file: EntryFile, key: str, day: date, advice: str) -> Diagnostic:
    """A warning for a date after today. A year typed in the Buddhist era gets the year of the common era as advice."""
    year = day.year - BUDDHIST_ERA
    return file.warning(key, f"{day} is in the future", f"write the year as {year}" if year > 1900 else advice)


def validity(scan: FolderScan) -> Iterator[Diagnostic]:
    for official, _ in scan.entries:
        facts = official.facts
        if facts and facts.published and facts.valid_until and facts.valid_until < facts.published:
            message = f"{facts.valid_until} is before it was published, {facts.published}"
            yield official.error("valid_until", message, "write the last day on which it holds, or remove the line")


def corrections(scan: FolderScan) -> Iterator[Diagnostic]:
    for official, _ in scan.entries:
        for number, correction in enumerate(official.facts.corrections if official.facts else ()):
            key = f"corrections.{number}"
            if correction.was == correction.now:
                message = "says the same as was: nothing is corrected"
                yield official.error(f"{key}.now", message, "write the corrected words, or remove the correction")
            if correction.date > scan.today:
                yield future_date(official, f"{key}.date", correction.date, "write the day on which it was corrected")


RULES = (reviewed, validity, corrections)
