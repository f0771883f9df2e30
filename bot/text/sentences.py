"""Splits a passage into sentences, each a verbatim substring of it."""

import re

from pythainlp.tokenize import sent_tokenize

from bot.text.language import THAI

# White space after . ! or ? and before a capital, a digit, a quotation mark or "(", but not after "Dr." and the like.
NOT_AFTER_TITLE = "".join(rf"(?<!\b{title}\.)" for title in ("Dr", "Mr", "Ms", "Mrs", "No", "St"))
SENTENCE_BREAK = re.compile(NOT_AFTER_TITLE + r"(?:(?<=[.!?])|(?<=[.!?][”\"’)]))\s+(?=[A-Z0-9“\"(])")
MIN_LENGTH = 30  # characters; a passage with a shorter piece is not split


def sentences(passage: str) -> list[str]:
    """The sentences in order, or the whole passage if a piece is shorter than MIN_LENGTH or not verbatim.

    Thai has no mark for the end of a sentence: PyThaiNLP's crfcut model predicts it, and only at spaces.
    """
    found = sent_tokenize(passage, engine="crfcut") if THAI.search(passage) else SENTENCE_BREAK.split(passage)
    pieces = [piece.strip() for piece in found]
    if any(len(piece) < MIN_LENGTH or piece not in passage for piece in pieces):
        return [passage]
    return pieces
