"""Lists the files of the folder. A file that disappears while the folder is listed is ignored."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.content.models import KINDS, LANGUAGES

MEETING, GLOSSARY = "meeting.yml", "glossary.yml"
SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
# Hidden files, and temporary files of editors.
NOBODYS = re.compile(r"\..*|.*~|#.*#|.*\.(swp|swo|swx|tmp)|4913", re.DOTALL)


def somebodys(names: list[str]) -> list[str]:
    return sorted(name for name in names if not NOBODYS.fullmatch(name))


def printable(path: Path, folder: Path) -> str:
    """A file name within the folder that is safe to print: file names are bytes and need not be UTF-8."""
    return os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "replace")


def files_below(folder: Path) -> Iterator[str]:
    """The names within the folder of all files except editors' temporary files."""
    for parent, folders, names in os.walk(folder):
        folders[:] = somebodys(folders)
        yield from (printable(Path(parent, name), folder) for name in somebodys(names))


def find_entries(folder: Path) -> Mapping[str, Mapping[str, Path]]:
    """The files of the entries, by id and language."""
    found: dict[str, dict[str, Path]] = {}
    for kind in KINDS:
        try:
            names = somebodys(os.listdir(folder / kind))
        except OSError:  # the folder does not exist
            continue
        for path in (folder / kind / name for name in names if name.endswith(".md")):
            id, _, language = printable(path, folder).removesuffix(".md").rpartition(".")
            if not id.endswith("/") and language in LANGUAGES:
                found.setdefault(id, {})[language] = path
    return found
