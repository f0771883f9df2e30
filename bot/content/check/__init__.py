"""All findings on a knowledge base at once, each with its line and what to write instead. It changes nothing.

An error keeps something from being served or is certainly a mistake; a warning is neither. The rules of the format are
in the loader: this package adds advice, and checks that only matter to people.
"""

from datetime import date
from pathlib import Path

from bot.content.check import dates, glossary, names, texts
from bot.content.check.advice import advised
from bot.content.check.diagnostic import Diagnostic
from bot.content.check.folder_scan import FolderScan

RULES = (*names.RULES, *texts.RULES, *dates.RULES, *glossary.RULES)


def check(folder: Path, today: date) -> list[Diagnostic]:
    """Everything to mend in a knowledge base, by file and line. Raises nothing, whatever the folder holds."""
    scan = FolderScan(folder, today)
    found = {advised(scan, defect) for defect in scan.defects()}
    for rule in RULES:
        found |= set(rule(scan))
    return sorted(diagnostic for diagnostic in found if not follows(diagnostic, found))


def follows(diagnostic: Diagnostic, found: set[Diagnostic]) -> bool:
    """True of a list that is only short because an item of it, reported too, is broken."""
    within = f"{diagnostic.key}."
    short = "at least 1 item" in diagnostic.message
    return short and any(other.file == diagnostic.file and other.key.startswith(within) for other in found)
