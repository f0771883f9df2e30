"""All findings on a knowledge base at once, each with its line and what to write instead. It changes nothing.

An error keeps something from being served or is certainly a mistake; a warning is neither. The rules of the format are
in the loader: this package adds advice, and checks that only matter to people.
"""

from datetime import date
from pathlib import Path

from bot.content.check import dates, glossary, names, texts
from bot.content.check.advice import advised
from bot.content.check.finding import Finding
from bot.content.check.look import Look

RULES = (*names.RULES, *texts.RULES, *dates.RULES, *glossary.RULES)


def check(folder: Path, today: date) -> list[Finding]:
    """All findings on a knowledge base, by file and line. Raises nothing, whatever the folder contains."""
    look = Look(folder, today)
    found = {advised(look, defect) for defect in look.defects()}
    for rule in RULES:
        found |= set(rule(look))
    return sorted(finding for finding in found if not follows(finding, found))


def follows(finding: Finding, found: set[Finding]) -> bool:
    """Whether a list is too short only because one of its items, reported separately, is broken."""
    within = f"{finding.key}."
    short = "at least 1 item" in finding.message
    return short and any(other.file == finding.file and other.key.startswith(within) for other in found)
