"""Rules for the texts of entries: translation, language, passage length and sample questions."""

import unicodedata
from collections.abc import Iterator

from bot.content.check.diagnostic import Diagnostic
from bot.content.check.entry_file import EntryFile
from bot.content.check.folder_scan import FolderScan
from bot.text.language import THAI

MAX_PASSAGE_LENGTH = 900  # characters: a longer passage does not fit on a card


def missing_translations(scan: FolderScan) -> Iterator[Diagnostic]:
    for file, files in scan.entries:
        if len(files) == 1:
            other = f"{file.id}.{'en' if file.language == 'th' else 'th'}.md"
            yield file.warning("", f"there is no {other}", f"write {other} as soon as you can")


def wrong_language(scan: FolderScan) -> Iterator[Diagnostic]:
    for file in scan.files.values():
        body = " ".join(passage for _, passage in file.source.passages())
        thai, letters = len(THAI.findall(body)), sum(c.isalpha() or bool(THAI.match(c)) for c in body)
        if file.language == "en" and thai * 2 > letters:
            yield file.error("passages", "most letters of this English text are Thai", "write the English translation")
        elif file.language == "th" and body and not thai:
            yield file.error("passages", "this Thai text holds no Thai letter", "write the Thai text")


def long_passages(scan: FolderScan) -> Iterator[Diagnostic]:
    for file in scan.files.values():
        for number, (line, passage) in enumerate(file.source.passages(), 1):
            if len(passage) > MAX_PASSAGE_LENGTH:
                message = f"passage {number} has {len(passage)} characters, more than {MAX_PASSAGE_LENGTH}"
                yield file.warning("passages", message, "divide it with a blank line", line)


def comparison_key(text: str) -> str:
    """The text without case, spaces and punctuation. Thai vowels and tone marks stay."""
    return "".join(c for c in text.casefold() if not c.isspace() and unicodedata.category(c)[0] not in "PZC")


def repeated_questions(scan: FolderScan) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str], tuple[EntryFile, str]] = {}
    for file in scan.files.values():
        for number, question in enumerate(file.text.questions if file.text else ()):
            key = f"questions.{number}"
            other, other_key = first.setdefault((file.language, comparison_key(question)), (file, key))
            if other.id != file.id:
                message = f"{question!r} stands in {other.name}:{other.source.line_of(other_key)} too"
                yield file.warning(key, message, "keep it where the words answer it best")


def without_questions(scan: FolderScan) -> Iterator[Diagnostic]:
    for official, files in scan.entries:
        if official.text and not any(file.text.questions for file in files if file.text):
            yield official.warning("questions", "nobody is shown how to ask for it", "write five to nine questions")


RULES = (missing_translations, wrong_language, long_passages, repeated_questions, without_questions)
