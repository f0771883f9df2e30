"""`kb check`: a linter for the knowledge base. Reports every problem with its line and a fix; never changes a file.

An error means that something is not served, or contains a contradiction or a wrong language. A warning does not
prevent publication. The loader validates the format; this package adds advice and editorial rules.
"""

from datetime import date
from pathlib import Path

from bot.content.check import dates, glossary, names, texts
from bot.content.check.advice import with_advice
from bot.content.check.diagnostic import Diagnostic
from bot.content.check.folder_scan import FolderScan

RULES = (*names.RULES, *texts.RULES, *dates.RULES, *glossary.RULES)


def check(folder: Path, today: date) -> list[Diagnostic]:
    """All diagnostics of a folder, sorted by file and line. Never raises because of the folder's contents."""
    scan = FolderScan(folder, today)
    found = {with_advice(scan, defect) for defect in scan.defects()}
    for rule in RULES:
        found |= set(rule(scan))
    return sorted(diagnostic for diagnostic in found if not is_consequence(diagnostic, found))


def is_consequence(diagnostic: Diagnostic, found: set[Diagnostic]) -> bool:
    """Whether this reports an empty list whose invalid item has a diagnostic of its own."""
    prefix = f"{diagnostic.key}."
    too_short = "at least 1 item" in diagnostic.message
    return too_short and any(other.file == diagnostic.file and other.key.startswith(prefix) for other in found)
