"""Splits and shortens text, and counts it as LINE does. The pieces of a split, joined, are the text again."""

import re
from collections.abc import Callable, Iterator
from itertools import takewhile

import regex
from pythainlp.tokenize import sent_tokenize, word_tokenize

from bot.text.language import THAI
from bot.text.sentences import SENTENCE_BREAK

GRAPHEME = regex.compile(r"\X")
WEB_OR_EMAIL_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]+", re.IGNORECASE
)
PARAGRAPH_END, LINE_END, SPACES = (re.compile(pattern) for pattern in (r"\n[^\S\n]*\n\s*", r"\n\s*", r"\s+"))
LOOKAHEAD = 80  # characters beyond the limit that a tokenizer gets as context
WORD_WINDOW = 200  # characters before the limit in which the last word boundary is searched
MIN_LIMIT = 2  # UTF-16 units of the longest character


def utf16(text: str) -> int:
    """Length in UTF-16 code units, as LINE counts a message's text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> int:
    """Length in grapheme clusters, as LINE counts a button's label: น้ำ is one, and so is a flag."""
    return len(GRAPHEME.findall(text))


def shorten(text: str, limit: int, count: Callable[[str], int] = utf16, ellipsis: str = "…") -> str:
    """The text, cut between graphemes and with an ellipsis if it is longer than `limit`.

    `count`: the unit of `limit`, `utf16` or `graphemes`.
    """
    if count(text) <= limit:
        return text
    room, end = limit - count(ellipsis), 0
    for cluster in GRAPHEME.finditer(text):
        room -= count(cluster[0])
        if room < 0:
            break
        end = cluster.end()
    return text[:end].rstrip() + ellipsis


def split(text: str, limit: int) -> list[str]:
    """Pieces of at most `limit` UTF-16 units, in order; none for an empty text. Joined, they are the text.

    Each cut is in the second half of its piece, at the end of a paragraph, else of a line, a sentence, a phrase (a
    space) or a word. Graphemes, web addresses and e-mail addresses are cut only if they are longer than `limit`; a long
    address begins a new piece. Raises ValueError for a limit below MIN_LIMIT.
    """
    if limit < MIN_LIMIT:
        raise ValueError(f"limit must be at least {MIN_LIMIT} code units; got {limit}")
    pieces, start = [], 0
    while start < len(text):
        end = longest_end(text, start, limit)
        cut = end if end == len(text) else best_cut(text, start, end)
        pieces.append(text[start:cut])
        start = cut
    return pieces


def longest_end(text: str, start: int, limit: int) -> int:
    """The end of the longest piece from `start` that keeps the limit."""
    end = min(len(text), start + limit)
    while (over := utf16(text[start:end]) - limit) > 0:
        end -= (over + 1) // 2
    return end


def best_cut(text: str, start: int, end: int) -> int:
    """The best position for a cut between `start` and `end`."""
    allowed = allowed_cuts(text, start, end)
    floor = min(start + (end - start) // 2, max(allowed))
    for candidates in (
        matches(PARAGRAPH_END, text, floor, end),
        matches(LINE_END, text, floor, end),
        sentence_ends(text, floor, end),
        matches(SPACES, text, floor, end),
        word_ends(text, max(floor, end - WORD_WINDOW), end),
    ):
        found = [cut for cut in candidates if cut in allowed and cut >= floor]
        if found:
            return max(found)
    return max(allowed)


def allowed_cuts(text: str, start: int, end: int) -> set[int]:
    """Positions between graphemes and outside addresses. Never empty."""
    # One character beyond `end` shows whether a grapheme ends at `end`.
    clusters = (cluster.end() for cluster in GRAPHEME.finditer(text, start, end + 1))
    whole = {cut for cut in clusters if cut <= end} or {end}
    addresses = takewhile(lambda found: found.start() < end, WEB_OR_EMAIL_ADDRESS.finditer(text, start))
    inside = {cut for found in addresses for cut in range(found.start() + 1, min(found.end(), end + 1))}
    return whole - inside or whole


def matches(pattern: re.Pattern[str], text: str, floor: int, end: int) -> Iterator[int]:
    """Where the matches of a pattern end."""
    return (found.end() for found in pattern.finditer(text, floor, end))


def sentence_ends(text: str, floor: int, end: int) -> Iterator[int]:
    """Ends of sentences. For Thai by pythainlp's model (crfcut); its ends that are not at a space are abbreviations."""
    yield from matches(SENTENCE_BREAK, text, floor, end)
    ahead, position = text[floor : end + LOOKAHEAD], floor
    for sentence in sent_tokenize(ahead, engine="crfcut") if THAI.search(ahead) else ():
        position += len(sentence)
        if position <= end and sentence[-1].isspace():
            yield position


def word_ends(text: str, begin: int, end: int) -> Iterator[int]:
    """Ends of words, by pythainlp's dictionary tokenizer (newmm)."""
    position = begin
    for word in word_tokenize(text[begin : end + LOOKAHEAD], engine="newmm"):
        position += len(word)
        if position <= end:
            yield position
