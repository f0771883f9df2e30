"""Rule for the glossary: no form stands for two entries. The loader reports invalid terms and unknown entries."""

from collections.abc import Iterator

from bot.content.check.diagnostic import Diagnostic
from bot.content.check.folder_scan import FolderScan
from bot.content.folder import GLOSSARY
from bot.content.models import LANGUAGES
from bot.content.source import Source


def forms(source: Source) -> Iterator[tuple[str, str, str]]:
    """(dotted key, entry id, form) of every form; skips malformed terms."""
    for number, term in enumerate(source.data if isinstance(source.data, list) else ()):
        for language in LANGUAGES if isinstance(term, dict) else ():
            listed = term.get(language)
            for n, form in enumerate(listed if isinstance(listed, list) else ()):
                if isinstance(form, str):
                    yield f"{number}.{language}.{n}", str(term.get("entry") or ""), form


def shared_forms(scan: FolderScan) -> Iterator[Diagnostic]:
    first: dict[str, tuple[str, int]] = {}
    source = scan.glossary or Source(GLOSSARY)
    for key, entry, form in forms(source):
        line = source.line_of(key)
        other, other_line = first.setdefault(form.casefold(), (entry, line))
        if other != entry:
            message = f"{form!r} stands for {other} too, on line {other_line}"
            advice = f"keep it under {other} or {entry} alone"
            yield Diagnostic(GLOSSARY, line, key, message, advice, "warning")


RULES = (shared_forms,)
