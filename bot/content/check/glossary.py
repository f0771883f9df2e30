"""Findings on the glossary: a form that belongs to two entries. Invalid terms are found by the loader."""

from collections.abc import Iterator

from bot.content.check.diagnostic import Diagnostic
from bot.content.check.folder_scan import FolderScan
from bot.content.folder import GLOSSARY
from bot.content.models import LANGUAGES
from bot.content.source import Source


def forms(source: Source) -> Iterator[tuple[str, str, str]]:
    """Each form with its key and its entry, as far as the file is readable."""
    for number, term in enumerate(source.data if isinstance(source.data, list) else ()):
        for language in LANGUAGES if isinstance(term, dict) else ():
            found = term.get(language)
            for n, form in enumerate(found if isinstance(found, list) else ()):
                if isinstance(form, str):
                    yield f"{number}.{language}.{n}", str(term.get("entry") or ""), form


def shared_forms(scan: FolderScan) -> Iterator[Diagnostic]:
    first: dict[str, tuple[str, int]] = {}
    source = scan.glossary or Source(GLOSSARY)
    for key, entry, form in forms(source):
        line = source.line_of(key)
        other, there = first.setdefault(form.casefold(), (entry, line))
        if other != entry:
            message = f"{form!r} stands for {other} too, on line {there}"
            advice = f"keep it under {other} or {entry} alone"
            yield Diagnostic(GLOSSARY, line, key, message, advice, "warning")


RULES = (shared_forms,)
