"""Reads the knowledge base's folder: Markdown files with YAML front matter, in; validated entries and defects, out.

A broken file never becomes an entry and never stops the others: it is a Defect that names file, line and key.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.errors import KnowledgeError
from bot.knowledge.entry import KINDS, LANGUAGES, DocumentSource, Entry, Facts, Meeting, Term, Text

NEUTRAL_KEYS = frozenset(Facts.model_fields)
TEXT_KEYS = frozenset({"title", "questions", "reviewed"})


@dataclass(frozen=True)
class Defect:
    """One thing wrong in one file: where, and what was found or is wanted. `line` counts from 1."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return (
            f"{self.file}:{self.line}: {self.key}: {self.message}"
            if self.key
            else f"{self.file}:{self.line}: {self.message}"
        )


@dataclass(frozen=True)
class KnowledgeBase:
    """A whole folder at one moment. `entries` are in the order of their ids."""

    meeting: Meeting
    entries: Mapping[str, Entry]
    glossary: tuple[Term, ...]
    defects: tuple[Defect, ...] = ()


class Broken(Exception):
    """A file that cannot be used, with its defects."""

    def __init__(self, *defects: Defect) -> None:
        super().__init__(*defects)
        self.defects = defects


@dataclass
class Source:
    """One file: its parsed YAML, its body, and on which line each top-level key stands."""

    name: str
    data: dict[str, Any]
    body: str = ""
    lines: dict[str, int] = field(default_factory=dict)

    def defect(self, message: str, key: str = "") -> Defect:
        return Defect(self.name, self.lines.get(key.partition(".")[0], 1), key, message)

    def invalid(self, error: ValidationError) -> list[Defect]:
        found = []
        for problem in error.errors():
            key = ".".join(str(part) for part in problem["loc"])
            got = "" if isinstance(problem["input"], dict | BaseModel) else f"; got {str(problem['input'])!r}"
            found.append(self.defect(problem["msg"].removeprefix("Value error, ") + got, key))
        return found


class Loader(yaml.SafeLoader):
    """YAML that leaves dates as text: they are checked with their key and line, as everything else is."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(name: str, text: str, first_line: int) -> Source:
    """Parse YAML, keeping the lines of its keys; Broken where it is not a mapping or holds a key twice."""
    try:
        node = yaml.compose(text, Loader)
        data = yaml.load(text, Loader)
    except (yaml.YAMLError, ValueError) as e:  # ValueError: a number that is none, such as 0b
        mark = getattr(e, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        raise Broken(Defect(name, line, "", f"not readable as YAML: {getattr(e, 'problem', None) or e}")) from e
    if not isinstance(node, yaml.MappingNode):
        raise Broken(Defect(name, first_line, "", "expected `key: value` lines"))
    lines: dict[str, int] = {}
    for key, _ in node.value:
        line = first_line + key.start_mark.line
        if key.value in lines:
            raise Broken(Defect(name, line, key.value, f"stands here a second time, first on line {lines[key.value]}"))
        lines[key.value] = line
    return Source(name, data, lines=lines)


def read_markdown(name: str, path: Path) -> Source:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError) as e:
        raise Broken(Defect(name, 1, "", f"not readable as UTF-8 text: {e}")) from e
    handler = YAMLHandler()
    if not handler.detect(text):
        raise Broken(Defect(name, 1, "", "must start with front matter between two lines of ---"))
    try:
        front, body = handler.split(text)
    except ValueError as e:
        raise Broken(Defect(name, 1, "", "the front matter has no closing line of ---")) from e
    source = read_yaml(name, front, 1)  # the rest of the opening line of --- is its first
    source.body = body
    return source


def paragraphs(body: str) -> tuple[str, ...]:
    """The passages of a body: what blank lines separate, without the Markdown of headings."""
    blocks = (" ".join(block.split("\n")).strip() for block in body.replace("\r\n", "\n").split("\n\n"))
    return tuple(block for block in blocks if block and not block.startswith("#"))


def read_text(source: Source, language: str) -> Text:
    """The language's part of a file. Raises Broken with every defect of that part."""
    fields = {key: source.data[key] for key in TEXT_KEYS if key in source.data}
    try:
        return Text(language=language, passages=paragraphs(source.body), **fields)
    except ValidationError as e:
        raise Broken(*source.invalid(e)) from e


def unknown_keys(source: Source, known: frozenset[str]) -> Iterator[Defect]:
    for key in source.data:
        if key not in known:
            why = "belongs in the official file alone" if key in NEUTRAL_KEYS else "is no key of this format"
            yield source.defect(f"{why}; it takes {', '.join(sorted(known))}", str(key))


def read_entry(id: str, files: Mapping[str, Source], official: str) -> tuple[Entry, list[Defect]]:
    """One entry from its files by language. A broken translation leaves the entry standing without it.

    Raises Broken where the official file itself is unusable.
    """
    official = official if official in files else next(iter(files))
    source = files[official]
    defects = list(unknown_keys(source, TEXT_KEYS | NEUTRAL_KEYS))
    if defects:
        raise Broken(*defects)
    texts = {official: read_text(source, official)}
    for language in files.keys() - {official}:
        try:
            if found := list(unknown_keys(files[language], TEXT_KEYS)):
                raise Broken(*found)
            texts[language] = read_text(files[language], language)
        except Broken as e:
            defects += e.defects
    neutral = {key: source.data[key] for key in NEUTRAL_KEYS if key in source.data}
    try:
        return Entry(id=id, official=official, texts=texts, **neutral), defects
    except ValidationError as e:
        raise Broken(*source.invalid(e)) from e


def find_files(folder: Path) -> dict[str, dict[str, Path]]:
    """Entry files by id and language."""
    found: dict[str, dict[str, Path]] = {}
    for kind in KINDS:
        for path in sorted((folder / kind).glob("*.md")):
            stem, _, language = path.name.removesuffix(".md").rpartition(".")
            if stem and language in LANGUAGES:
                found.setdefault(f"{kind}/{stem}", {})[language] = path
    return found


def needed(entry: Entry) -> list[str]:
    """The entries without which this one cannot be shown: its source document and its speaker."""
    document = [entry.source.document] if isinstance(entry.source, DocumentSource) else []
    return document + ([entry.quote.speaker] if entry.quote else [])


def check_references(entries: dict[str, Entry]) -> list[Defect]:
    """Drop what refers to nothing: an entry whose source or speaker is missing, a `related` that leads nowhere."""
    defects = []
    for id, entry in list(entries.items()):
        file = f"{id}.{entry.official}.md"
        for missing in (other for other in needed(entry) if other not in entries):
            defects.append(Defect(file, 1, "", f"refers to {missing}, which is no usable entry"))
            entries.pop(id, None)
        for missing in (other for other in entry.related if other not in entries):
            defects.append(Defect(file, 1, "related", f"refers to {missing}, which is no usable entry"))
    for id, entry in entries.items():
        related = tuple(other for other in entry.related if other in entries)
        entries[id] = entry.model_copy(update={"related": related})
    return defects


def read_meeting(folder: Path) -> Meeting:
    """kb/meeting.yml. Raises KnowledgeError: without it nothing can be served."""
    path = folder / "meeting.yml"
    try:
        source = read_yaml(path.name, path.read_text(encoding="utf-8-sig"), 1)
    except OSError as e:
        raise KnowledgeError(f"{path}: cannot be read ({e.strerror}); a knowledge base starts with it") from e
    except Broken as e:
        raise KnowledgeError("\n".join(map(str, e.defects))) from e
    try:
        return Meeting.model_validate(source.data)
    except ValidationError as e:
        raise KnowledgeError("\n".join(map(str, source.invalid(e)))) from e


def read_glossary(folder: Path) -> tuple[Term, ...]:
    """kb/glossary.yml, which may be missing. Raises Broken."""
    path = folder / "glossary.yml"
    if not path.exists():
        return ()
    try:
        return TypeAdapter(tuple[Term, ...]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8-sig")) or ())
    except (yaml.YAMLError, UnicodeDecodeError) as e:
        mark = getattr(e, "problem_mark", None)
        raise Broken(Defect(path.name, mark.line + 1 if mark else 1, "", f"not readable as YAML: {e}")) from e
    except ValidationError as e:
        raise Broken(*Source(path.name, {}).invalid(e)) from e


def load(folder: Path) -> KnowledgeBase:
    """Read the whole folder. Raises KnowledgeError only where there is no usable meeting.yml."""
    meeting = read_meeting(folder)
    defects: list[Defect] = []
    entries: dict[str, Entry] = {}
    for id, paths in find_files(folder).items():
        sources = {}
        for language, path in paths.items():
            try:
                sources[language] = read_markdown(str(path.relative_to(folder)), path)
            except Broken as e:
                defects += e.defects
        # An official file that cannot be read takes its translation with it: a translation alone has no source.
        if not sources or (meeting.official_language in paths and meeting.official_language not in sources):
            continue
        try:
            entries[id], found = read_entry(id, sources, meeting.official_language)
            defects += found
        except Broken as e:
            defects += e.defects
    defects += check_references(entries)
    try:
        glossary = tuple(term for term in read_glossary(folder) if term.entry in entries)
    except Broken as e:
        glossary, defects = (), defects + list(e.defects)
    return KnowledgeBase(meeting, dict(sorted(entries.items())), glossary, tuple(defects))
