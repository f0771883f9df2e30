"""Splits a passage into its sentences, each a substring of it."""

import re

from pythainlp.tokenize import sent_tokenize

from bot.text.language import THAI

# After a full stop and a space, before a capital, a digit or a quotation; not after "Dr."
ABBREVIATED = "".join(rf"(?<!\b{title}\.)" for title in ("Dr", "Mr", "Ms", "Mrs", "No", "St"))
END = re.compile(ABBREVIATED + r"(?:(?<=[.!?])|(?<=[.!?][”\"’)]))\s+(?=[A-Z0-9“\"(])")
MIN_SENTENCE = 30  # characters; a shorter piece is not a sentence


def sentences(passage: str) -> list[str]:
    """The sentences in order; the passage itself where it is one. Thai has no full stop: pythainlp's model crfcut finds
    sentence ends, always at a space."""
    found = sent_tokenize(passage, engine="crfcut") if THAI.search(passage) else END.split(passage)
    pieces = [piece.strip() for piece in found]
    if any(len(piece) < MIN_SENTENCE or piece not in passage for piece in pieces):
        return [passage]
    return pieces
