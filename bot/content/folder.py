"""The layout of the knowledge base folder. A file deleted while the folder is being listed is skipped."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.content.models import KINDS, LANGUAGES

MEETING, GLOSSARY = "meeting.yml", "glossary.yml"
SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
# Hidden files, and temporary files that editors create beside an open file.
IGNORED_NAME = re.compile(r"\..*|.*~|#.*#|.*\.(swp|swo|swx|tmp)|4913", re.DOTALL)


def without_ignored(names: list[str]) -> list[str]:
    return sorted(name for name in names if not IGNORED_NAME.fullmatch(name))


def relative_name(path: Path, folder: Path) -> str:
    """The path relative to the folder, with / as separator. Bytes that are not UTF-8 become U+FFFD."""
    return os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "replace")


def files_below(folder: Path) -> Iterator[str]:
    """The relative names of all files, without the ignored ones."""
    for parent, folders, names in os.walk(folder):
        folders[:] = without_ignored(folders)
        yield from (relative_name(Path(parent, name), folder) for name in without_ignored(names))


def find_entries(folder: Path) -> Mapping[str, Mapping[str, Path]]:
    """The path of each entry file, by entry id, then by language."""
    found: dict[str, dict[str, Path]] = {}
    for kind in KINDS:
        try:
            names = without_ignored(os.listdir(folder / kind))
        except OSError:  # a missing folder is allowed
            continue
        for path in (folder / kind / name for name in names if name.endswith(".md")):
            id, _, language = relative_name(path, folder).removesuffix(".md").rpartition(".")
            if not id.endswith("/") and language in LANGUAGES:
                found.setdefault(id, {})[language] = path
    return found
