"""Every defect of a knowledge base at once, each with its line and what to write instead. It changes nothing.

An error keeps something from being served, or says what cannot be meant; a warning does not. The rules of the format
stay in the loader: this package adds the advice, and looks at what only people care about.
"""

from datetime import date
from pathlib import Path

from bot.content.check import dates, glossary, names, texts
from bot.content.check.advice import advised
from bot.content.check.finding import Finding
from bot.content.check.look import Look

RULES = (*names.RULES, *texts.RULES, *dates.RULES, *glossary.RULES)


def check(folder: Path, today: date) -> list[Finding]:
    """Everything to mend in a knowledge base, by file and line. Raises nothing, whatever the folder holds."""
    look = Look(folder, today)
    found = {advised(look, defect) for defect in look.defects()}
    for rule in RULES:
        found |= set(rule(look))
    return sorted(finding for finding in found if not follows(finding, found))


def follows(finding: Finding, found: set[Finding]) -> bool:
    """True of a list that is only short because an item of it, reported too, is broken."""
    within = f"{finding.key}."
    short = "at least 1 item" in finding.message
    return short and any(other.file == finding.file and other.key.startswith(within) for other in found)
