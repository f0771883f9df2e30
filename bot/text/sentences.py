"""Cuts a passage into its sentences, each a piece of it word for word."""

import re

from pythainlp.tokenize import sent_tokenize

from bot.text.language import THAI

# After a full stop and a space, where a capital, a digit or a quotation begins; "Dr. Pichet" is no end.
ABBREVIATED = "".join(rf"(?<!\b{title}\.)" for title in ("Dr", "Mr", "Ms", "Mrs", "No", "St"))
END = re.compile(ABBREVIATED + r"(?:(?<=[.!?])|(?<=[.!?][”\"’)]))\s+(?=[A-Z0-9“\"(])")
SHORTEST = 30  # characters: what is shorter belongs to its neighbour


def sentences(passage: str) -> list[str]:
    """The sentences, in order; the passage itself where it is one. Thai has no mark for their end: a model of
    pythainlp's (crfcut) finds it, and only at a space."""
    found = sent_tokenize(passage, engine="crfcut") if THAI.search(passage) else END.split(passage)
    pieces = [piece.strip() for piece in found]
    if any(len(piece) < SHORTEST or piece not in passage for piece in pieces):
        return [passage]
    return pieces
