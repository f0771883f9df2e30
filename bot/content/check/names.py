"""Rules for file names: reports files that the loader would ignore or could not derive a valid id from."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from bot.content.check.diagnostic import Diagnostic, nearest
from bot.content.check.folder_scan import FolderScan
from bot.content.folder import GLOSSARY, MEETING, SLUG, files_below
from bot.content.models import KINDS, LANGUAGES

ROOT_FILES = (GLOSSARY, MEETING)
ENTRY_FILE = re.compile(rf"{SLUG.pattern}\.({'|'.join(LANGUAGES)})\.md")


def names(scan: FolderScan) -> Iterator[Diagnostic]:
    for name in files_below(scan.folder):
        if name not in ROOT_FILES and (wrong := name_problem(PurePosixPath(name))):
            yield Diagnostic(name, 1, "", *wrong)


def name_problem(name: PurePosixPath) -> tuple[str, str] | None:
    """(message, advice) for a name that is not an entry file's; None for a valid name."""
    folder = name.parent.as_posix()
    if folder == ".":
        advice = f"move it into {', '.join(KINDS)}, or call it {nearest(name.name, ROOT_FILES)[0]}"
        return "stands in no folder that is read", advice
    if folder not in KINDS:
        return f"{folder} is no folder that is read", f"move it to {nearest(folder, KINDS)[0]}/{name.name}"
    if not ENTRY_FILE.fullmatch(name.name):
        message = "the name is not <slug>.th.md or <slug>.en.md with a slug of a-z, 0-9 and -"
        return message, f"call it {suggested_name(name.name)}"
    return None


def suggested_name(name: str) -> str:
    stem, *_ = name.lower().removesuffix(".md").split(".th")[0].split(".en")
    languages = [language for language in LANGUAGES if f".{language}" in name.lower()] or list(LANGUAGES)
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\.(markdown|txt)$", "", stem)).strip("-") or "name"
    return " or ".join(f"{slug}.{language}.md" for language in languages)


def case_collisions(scan: FolderScan) -> Iterator[Diagnostic]:
    """Ids that differ only in case: a case-insensitive file system cannot hold both."""
    first: dict[str, str] = {}
    for official, files in sorted(scan.entries, key=lambda entry: (entry[0].id != entry[0].id.lower(), entry[0].id)):
        twin = first.setdefault(official.id.lower(), official.id)
        for file in files if twin != official.id else ():
            advice = f"call it {twin}.{file.language}.md, or otherwise"
            yield file.error("", f"differs from {twin} only in capitals", advice)


RULES = (names, case_collisions)
