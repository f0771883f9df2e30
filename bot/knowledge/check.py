"""Every defect of a knowledge base at once, each with its line and what to write instead. It changes nothing.

An error keeps something from being served; a warning does not. The rules of the format stay in the loader: this
module finds the lines, adds the advice, and looks at what only people care about.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import yaml
from frontmatter.default_handlers import YAMLHandler
from pydantic import ValidationError
from rapidfuzz import process

from bot.errors import KnowledgeError
from bot.knowledge import loader
from bot.knowledge.entry import KINDS, LANGUAGES, Facts, Meeting, Text
from bot.knowledge.loader import NEUTRAL_KEYS, TEXT_KEYS, Broken, Defect, KnowledgeBase, Source
from bot.text.dates import BUDDHIST_ERA
from bot.text.language import THAI

SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
ROOT_FILES = ("glossary.yml", "meeting.yml")
LONGEST_PASSAGE = 900  # characters: more does not fit a card
STALE = timedelta(days=365)
EMPTY = "is still empty"
REFERENCE = re.compile(r"refers to (\S+), which")
SOURCE_MODEL = re.compile(r"^source\.(DocumentSource|ElsewhereSource)\b")
# What the loader says, and what to write instead. The first that matches counts.
ADVICE = (
    (r"a second time", "keep one of the two lines and remove the other"),
    (r"body is still empty", "write the published words below the second line of ---"),
    (EMPTY, "write it after the colon, or remove the line where it is not needed"),
    (r"valid datetime", "write it as YYYY-MM-DDTHH:MM:SS+07:00"),
    (r"valid date|a date is|interval is|out of range|month must be|zero time", "write it as YYYY-MM-DD"),
    (r"must be a month", "write the month alone, YYYY-MM, or precision: day"),
    (r"must be a day", "write the day, YYYY-MM-DD, or precision: month"),
    (r"Extra inputs", "correct its spelling as docs/staff.md shows, or remove it"),
    (r"Input should be '", "write one of the words named here"),
    (r"Field required", "add it; docs/staff.md shows how"),
    (r"UTF-8", "save the file as UTF-8 text"),
    (r"as YAML", "check the indentation, and put text that holds a colon or a # between quotation marks"),
    (r"closing line", "end the keys with a line of ---"),
    (r"front matter", "begin the file with a line of ---, the keys, and a second line of ---"),
    (r"`key: value`", "write one key: value on each line"),
    (r"cannot be read", "write meeting.yml as docs/staff.md shows"),
)


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend: where, what is wrong, and what to write instead. `line` counts from 1."""

    file: str
    line: int
    key: str
    message: str
    advice: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}: {self.severity}: {key}{self.message}; {self.advice}"


class Page:
    """One file of the folder, with the line of each of its keys and passages."""

    def __init__(self, name: str, path: Path) -> None:
        self.name, self.path = name, path
        self.id, self.language = name.removesuffix(".md").rpartition(".")[::2]
        self.text = path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n") if path.is_file() else ""
        self.source: Source | None = None
        self.parsed: Text | None = None
        marks = list(YAMLHandler.FM_BOUNDARY.finditer(self.text))[:2] if name.endswith(".md") else []
        self.before = self.text[: marks[0].end()].count("\n") if marks else 0  # lines before the YAML
        self.body_line = self.text[: marks[-1].end()].count("\n") + 1 if marks else 1
        self.closing = self.text[: marks[-1].start()].count("\n") + 1 if marks else 1
        self.root = compose(self.text[marks[0].end() : marks[1].start()] if len(marks) == 2 else self.text)

    def line_of(self, key: str) -> int:
        """The line of a dotted key, or of the deepest part of it that the file holds."""
        if key.startswith("passages"):
            return next((line for line, _ in self.passages()), self.closing)
        node, line = self.root, 1
        for part in (key,) if child(self.root, key) else key.split("."):
            if found := child(node, part):
                node, line = found[1], found[0].start_mark.line + 1 + self.before
        return line

    def passages(self) -> Iterator[tuple[int, str]]:
        """The passages as the loader cuts them, each with its first line."""
        line = self.body_line
        for block in (self.source.body if self.source else "").split("\n\n"):
            for passage in loader.paragraphs(block):
                yield line + block[: len(block) - len(block.lstrip())].count("\n"), passage
            line += block.count("\n") + 2

    def error(self, key: str, message: str, advice: str) -> Finding:
        return Finding(self.name, self.line_of(key), key, message, advice)

    def warning(self, key: str, message: str, advice: str, line: int | None = None) -> Finding:
        return Finding(self.name, line or self.line_of(key), key, message, advice, "warning")


def compose(text: str) -> yaml.Node | None:
    try:
        node: yaml.Node | None = yaml.compose(text, loader.Loader)
    except (yaml.YAMLError, ValueError):
        return None
    return node


def child(node: yaml.Node | None, part: str) -> tuple[yaml.Node, yaml.Node] | None:
    """The node that marks this part's line, and the node of its value."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and part.isdigit() and int(part) < len(node.value):
        return node.value[int(part)], node.value[int(part)]
    return None


def meeting_of(folder: Path) -> Meeting | None:
    """The meeting, or None where meeting.yml cannot be used."""
    try:
        return loader.read_meeting(folder)
    except (KnowledgeError, ValueError):
        return None


def nearest(word: str, known: Iterable[str], limit: int = 1) -> list[str]:
    return [str(found[0]) for found in process.extract(word, sorted(known), limit=limit)]


def plain(text: str) -> str:
    """What two spellings of one question share: no case, no spaces, no punctuation; vowels and tones stay."""
    return "".join(c for c in text.casefold() if not c.isspace() and unicodedata.category(c)[0] not in "PZC")


class Check:
    """One look at a folder: its pages, what the loader makes of them, and what was found."""

    def __init__(self, folder: Path, today: date) -> None:
        self.folder, self.today = folder, today
        self.meeting = meeting_of(folder)
        self.official: str = self.meeting.official_language if self.meeting else "th"
        self.ids = loader.find_files(folder)
        self.pages: dict[str, Page] = {}
        for path in (path for languages in self.ids.values() for path in languages.values()):
            self.page(path.relative_to(folder).as_posix())
        self.base: KnowledgeBase | None = None

    def page(self, name: str) -> Page:
        if name not in self.pages:
            self.pages[name] = Page(name, self.folder / name)
        return self.pages[name]

    def official_of(self, id: str) -> str:
        return self.official if self.official in self.ids.get(id, {}) else next(iter(self.ids.get(id, {})), "")

    def pairs(self) -> Iterator[tuple[Page, list[Page]]]:
        """Each entry's official page, and all of its pages."""
        for id, languages in self.ids.items():
            yield self.page(f"{id}.{self.official_of(id)}.md"), [self.page(f"{id}.{name}.md") for name in languages]

    def known(self, page: Page) -> frozenset[str]:
        return TEXT_KEYS | NEUTRAL_KEYS if page.language == self.official_of(page.id) else TEXT_KEYS

    def findings(self) -> list[Finding]:
        found = {self.finding(defect) for page in list(self.pages.values()) for defect in self.defects_of(page)}
        found |= {self.finding(defect) for defect in self.whole() if defect.key != "id"}  # an id is its file's name
        for rule in (names, case_twins, glossary_entries, wrong_language):
            found |= set(rule(self))
        for rule in (pairs, reviewed, long_passages, repeated_questions, without_questions, shared_forms):
            found |= set(rule(self))
        return sorted(finding for finding in found if not follows(finding, found))

    def defects_of(self, page: Page) -> Iterator[Defect]:
        """Everything wrong in one file, though the loader stops at its first kind of defect."""
        try:
            page.source = source = loader.read_markdown(page.name, page.path)
        except Broken as e:
            yield from e.defects
            return
        yield from loader.unknown_keys(source, self.known(page))
        try:
            page.parsed = loader.read_text(source, page.language)
        except Broken as e:
            yield from e.defects
        if self.known(page) > TEXT_KEYS:
            yield from invalid_facts(source)

    def whole(self) -> Iterator[Defect]:
        """What shows only when the files are read together, and the two files beside the entries."""
        if not self.meeting:
            yield from meeting_defects(self.folder)
            return
        try:
            self.base = loader.load(self.folder)
        except ValueError as e:  # the entries were read one by one before: what remains is the glossary
            yield Defect("glossary.yml", 1, "", f"not readable as YAML: {e}")
            return
        yield from (defect for defect in self.base.defects if not idle_alternative(defect, self.page(defect.file)))

    def finding(self, defect: Defect) -> Finding:
        """The loader's defect with its exact line and its advice."""
        page, key, message = self.page(defect.file), defect.key, " ".join(defect.message.split())
        if missing := REFERENCE.match(message):
            return self.dangling(page, key, message, missing[1])
        if message.endswith("got 'None'"):
            message = EMPTY
        if key == "passages":
            message = "the body is still empty"
        key = SOURCE_MODEL.sub("source", key)
        own_line = "a second time" in message or not key  # only the loader knows where
        line = defect.line + (page.before if defect.line > 1 else 0) if own_line else page.line_of(key)
        return Finding(page.name, line, key, message, self.advice(page, key, message))

    def advice(self, page: Page, key: str, message: str) -> str:
        if "is no key" in message:
            return f"write {nearest(key, self.known(page))[0]}, or remove the line"
        if "official file alone" in message:
            return f"remove it here; it stands in {page.id}.{self.official_of(page.id)}.md"
        if "timezone" in message and page.source:
            return f"write {self.with_offset(str(page.source.data.get(key)))}"
        if "ends before" in message and page.source:
            event = page.source.data["event"]
            return f"write start: {event['end']} and end: {event['start']}, if they were exchanged"
        return next(
            (advice for found, advice in ADVICE if re.search(found, message)), "write it as docs/staff.md shows"
        )

    def with_offset(self, value: str) -> str:
        """The same hour on the meeting's clock, which is Bangkok's where the meeting does not say."""
        try:
            zone = ZoneInfo(self.meeting.time_zone if self.meeting else "Asia/Bangkok")
            return datetime.fromisoformat(value).replace(tzinfo=zone).isoformat()
        except (ValueError, KeyError):
            return f"{value}+07:00"

    def dangling(self, page: Page, key: str, message: str, missing: str) -> Finding:
        data = page.source.data if page.source else {}
        if key == "related":
            number = next((n for n, id in enumerate(data["related"]) if id.strip() == missing), 0)
            key = f"related.{number}"
        else:
            key = "source.document" if (data.get("source") or {}).get("document") == missing else "quote.speaker"
        return page.error(key, message, self.instead_of(missing))

    def instead_of(self, missing: str) -> str:
        if missing in self.ids:
            return f"mend {missing} first: it cannot be used as it is"
        ids = self.base.entries if self.base else {}
        return f"write {nearest(missing, ids)[0]}, or remove it" if ids else "remove it"


def invalid_facts(source: Source) -> Iterator[Defect]:
    """Defects of what does not depend on language; of the two shapes of a source, only those of the one meant."""
    try:
        Facts.model_validate({key: source.data[key] for key in NEUTRAL_KEYS if key in source.data})
    except ValidationError as e:
        yield from (defect for defect in source.invalid(e) if not other_shape(defect, source.data))


def follows(finding: Finding, found: set[Finding]) -> bool:
    """True of a list that is only short because an item of it, reported too, is broken."""
    within = f"{finding.key}."
    short = "at least 1 item" in finding.message
    return short and any(other.file == finding.file and other.key.startswith(within) for other in found)


def other_shape(defect: Defect, data: dict[str, object]) -> bool:
    shape, given = SOURCE_MODEL.match(defect.key), data.get("source")
    meant = "DocumentSource" if isinstance(given, dict) and "document" in given else "ElsewhereSource"
    return shape is not None and shape[1] != meant


def idle_alternative(defect: Defect, page: Page) -> bool:
    return page.source is not None and other_shape(defect, page.source.data)


def meeting_defects(folder: Path) -> Iterator[Defect]:
    path = folder / "meeting.yml"
    source = Source(path.name, {})
    try:
        source = loader.read_yaml(path.name, path.read_text(encoding="utf-8-sig"), 1)
        Meeting.model_validate(source.data)
    except OSError as e:
        yield Defect(path.name, 1, "", f"cannot be read ({e.strerror}); a knowledge base starts with it")
    except UnicodeDecodeError as e:
        yield Defect(path.name, 1, "", f"not readable as UTF-8 text: {e}")
    except Broken as e:
        yield from e.defects
    except ValidationError as e:
        yield from source.invalid(e)


def names(look: Check) -> Iterator[Finding]:
    """Files that the loader would pass over in silence, or could give no id."""
    for path in sorted(path for path in look.folder.rglob("*") if path.is_file()):
        name = path.relative_to(look.folder)
        if any(part.startswith(".") for part in name.parts) or name.as_posix() in ROOT_FILES:
            continue
        folder = name.parent.as_posix()
        if folder == ".":
            advice = f"move it into {', '.join(KINDS)}, or call it {nearest(name.name, ROOT_FILES)[0]}"
            yield Finding(name.as_posix(), 1, "", "stands in no folder that is read", advice)
        elif folder not in KINDS:
            advice = f"move it to {nearest(folder, KINDS)[0]}/{name.name}"
            yield Finding(name.as_posix(), 1, "", f"{folder} is no folder that is read", advice)
        elif not re.fullmatch(rf"{SLUG.pattern}\.(th|en)\.md", name.name):
            message = "the name is not <slug>.th.md or <slug>.en.md with a slug of a-z, 0-9 and -"
            yield Finding(name.as_posix(), 1, "", message, f"call it {better_name(name.name)}")


def better_name(name: str) -> str:
    stem, *_ = name.lower().removesuffix(".md").split(".th")[0].split(".en")
    languages = [language for language in LANGUAGES if f".{language}" in name.lower()] or list(LANGUAGES)
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\.(markdown|txt)$", "", stem)).strip("-") or "name"
    return " or ".join(f"{slug}.{language}.md" for language in languages)


def case_twins(look: Check) -> Iterator[Finding]:
    """Ids that are one file to some disks and two to others."""
    first: dict[str, str] = {}
    for id in sorted(look.ids, key=lambda id: (id != id.lower(), id)):
        twin = first.setdefault(id.lower(), id)
        for language in look.ids[id] if twin != id else ():
            page = look.page(f"{id}.{language}.md")
            yield page.error("", f"differs from {twin} only in capitals", f"call it {twin}.{language}.md, or otherwise")


def wrong_language(look: Check) -> Iterator[Finding]:
    for page in list(look.pages.values()):
        body = " ".join(passage for _, passage in page.passages())
        thai, letters = len(THAI.findall(body)), sum(c.isalpha() or bool(THAI.match(c)) for c in body)
        if page.language == "en" and thai * 2 > letters:
            yield page.error("passages", "most letters of this English text are Thai", "write the English translation")
        elif page.language == "th" and body and not thai:
            yield page.error("passages", "this Thai text holds no Thai letter", "write the Thai text")


def terms(look: Check) -> Iterator[tuple[int, str, list[tuple[str, str]]]]:
    """Each glossary term's number, its entry, and its forms with their keys, as far as it can be read."""
    for number, term in enumerate(getattr(look.page("glossary.yml").root, "value", ())):
        found = {name: child(term, name) for name in ("entry", *LANGUAGES)}
        entry = found["entry"][1].value if found["entry"] else ""
        forms = [
            (f"{number}.{language}.{n}", form.value)
            for language in LANGUAGES
            if (pair := found[language]) and isinstance(pair[1], yaml.SequenceNode)
            for n, form in enumerate(pair[1].value)
        ]
        yield number, str(entry), [(key, form) for key, form in forms if isinstance(form, str)]


def glossary_entries(look: Check) -> Iterator[Finding]:
    for number, entry, _ in terms(look):
        if look.base and entry and entry not in look.base.entries:
            message = f"refers to {entry}, which is no usable entry"
            yield look.page("glossary.yml").error(f"{number}.entry", message, look.instead_of(entry))


def shared_forms(look: Check) -> Iterator[Finding]:
    page, first = look.page("glossary.yml"), dict[str, tuple[str, int]]()
    for _, entry, forms in terms(look):
        for key, form in forms:
            other, line = first.setdefault(form.casefold(), (entry, page.line_of(key)))
            if other != entry:
                message = f"{form!r} stands for {other} too, on line {line}"
                yield page.warning(key, message, f"keep it under {other} or {entry} alone")


def pairs(look: Check) -> Iterator[Finding]:
    for page, pages in look.pairs():
        if len(pages) == 1:
            other = "en" if page.language == "th" else "th"
            yield page.warning(
                "", f"there is no {page.id}.{other}.md", f"write {page.id}.{other}.md as soon as you can"
            )


def reviewed(look: Check) -> Iterator[Finding]:
    for official, pages in look.pairs():
        for page in (page for page in pages if page.parsed):
            yield from reviewed_of(page, official, look.today)


def reviewed_of(page: Page, official: Page, today: date) -> Iterator[Finding]:
    day = page.parsed.reviewed if page.parsed else today
    if day > today:
        era = f"write the year as {day.year - BUDDHIST_ERA}" if day.year - BUDDHIST_ERA > 1900 else ""
        yield page.warning("reviewed", f"{day} is in the future", era or "write the day on which it was last checked")
    elif today - day > STALE:
        advice = f"check the file against its source and write reviewed: {today}"
        yield page.warning("reviewed", f"was last checked {(today - day).days} days ago", advice)
    if official.parsed and day < official.parsed.reviewed:
        message = f"{day} is before the original's, {official.parsed.reviewed}"
        advice = f"compare it with {official.name} and write reviewed: {today}"
        yield page.warning("reviewed", message, advice)


def long_passages(look: Check) -> Iterator[Finding]:
    for page in list(look.pages.values()):
        for number, (line, passage) in enumerate(page.passages(), 1):
            if len(passage) > LONGEST_PASSAGE:
                message = f"passage {number} has {len(passage)} characters, more than {LONGEST_PASSAGE}"
                yield page.warning("passages", message, "divide it with a blank line", line)


def repeated_questions(look: Check) -> Iterator[Finding]:
    first: dict[tuple[str, str], tuple[Page, int]] = {}
    for page in list(look.pages.values()):
        for number, question in enumerate(page.parsed.questions if page.parsed else ()):
            line = page.line_of(f"questions.{number}")
            other, there = first.setdefault((page.language, plain(question)), (page, line))
            if other.id != page.id:
                message = f"{question!r} stands in {other.name}:{there} too"
                yield page.warning(f"questions.{number}", message, "keep it where the words answer it best")


def without_questions(look: Check) -> Iterator[Finding]:
    for official, pages in look.pairs():
        texts = [page.parsed for page in pages if page.parsed]
        if texts and official.parsed and not any(text.questions for text in texts):
            yield official.warning("questions", "nobody is shown how to ask for it", "write five to nine questions")


def check(folder: Path, today: date) -> list[Finding]:
    """Everything to mend in a knowledge base, by file and line. Raises nothing, whatever the folder holds."""
    return Check(folder, today).findings()
