"""Findings on the texts of entries: language, length, sample questions, missing translations."""

import unicodedata
from collections.abc import Iterator

from bot.content.check.diagnostic import Diagnostic
from bot.content.check.folder_scan import FolderScan
from bot.content.check.page import Page
from bot.text.language import THAI

LONGEST_PASSAGE = 900  # characters that fit a card


def pairs(scan: FolderScan) -> Iterator[Diagnostic]:
    for page, pages in scan.pairs:
        if len(pages) == 1:
            other = f"{page.id}.{'en' if page.language == 'th' else 'th'}.md"
            yield page.warning("", f"there is no {other}", f"write {other} as soon as you can")


def wrong_language(scan: FolderScan) -> Iterator[Diagnostic]:
    for page in scan.pages.values():
        body = " ".join(passage for _, passage in page.source.passages())
        thai, letters = len(THAI.findall(body)), sum(c.isalpha() or bool(THAI.match(c)) for c in body)
        if page.language == "en" and thai * 2 > letters:
            yield page.error("passages", "most letters of this English text are Thai", "write the English translation")
        elif page.language == "th" and body and not thai:
            yield page.error("passages", "this Thai text holds no Thai letter", "write the Thai text")


def long_passages(scan: FolderScan) -> Iterator[Diagnostic]:
    for page in scan.pages.values():
        for number, (line, passage) in enumerate(page.source.passages(), 1):
            if len(passage) > LONGEST_PASSAGE:
                message = f"passage {number} has {len(passage)} characters, more than {LONGEST_PASSAGE}"
                yield page.warning("passages", message, "divide it with a blank line", line)


def plain(text: str) -> str:
    """A question without case, spaces and punctuation, for comparison; Thai vowels and tone marks stay."""
    return "".join(c for c in text.casefold() if not c.isspace() and unicodedata.category(c)[0] not in "PZC")


def repeated_questions(scan: FolderScan) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str], tuple[Page, str]] = {}
    for page in scan.pages.values():
        for number, question in enumerate(page.text.questions if page.text else ()):
            key = f"questions.{number}"
            other, there = first.setdefault((page.language, plain(question)), (page, key))
            if other.id != page.id:
                message = f"{question!r} stands in {other.name}:{other.source.line_of(there)} too"
                yield page.warning(key, message, "keep it where the words answer it best")


def without_questions(scan: FolderScan) -> Iterator[Diagnostic]:
    for official, pages in scan.pairs:
        if official.text and not any(page.text.questions for page in pages if page.text):
            yield official.warning("questions", "nobody is shown how to ask for it", "write five to nine questions")


RULES = (pairs, wrong_language, long_passages, repeated_questions, without_questions)
