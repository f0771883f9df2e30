"""Cuts text for LINE and counts it as LINE does. Pieces are never rewritten: put together they are the text again."""

import re
from collections.abc import Callable, Iterator
from itertools import takewhile

import regex
from pythainlp.tokenize import sent_tokenize, word_tokenize

from bot.text.language import THAI
from bot.text.sentences import END

GRAPHEME = regex.compile(r"\X")
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]+", re.IGNORECASE
)
PARAGRAPH, LINE, SPACE = (re.compile(pattern) for pattern in (r"\n[^\S\n]*\n\s*", r"\n\s*", r"\s+"))
AHEAD = 80  # characters beyond the limit that help to tell where a sentence or a word ends
BACK = 200  # characters before the limit in which the last whole word is looked for
LEAST = 2  # code units of the smallest limit: no piece can be shorter than one character


def utf16(text: str) -> int:
    """Length in UTF-16 code units, in which LINE counts a message's text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> int:
    """Length in what a reader takes for characters, in which LINE counts a button's label: น้ำ is one, so is a flag."""
    return len(GRAPHEME.findall(text))


def shorten(text: str, limit: int, count: Callable[[str], int] = utf16, ellipsis: str = "…") -> str:
    """The text; where it is longer than `limit`, as much of it as fits before the ellipsis, cut between graphemes.

    `count` is `utf16` or `graphemes`, and what `limit` is counted in.
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
    """Pieces of at most `limit` UTF-16 code units, in order; none for an empty text. Joined they are the text.

    A cut is made where the second half of a piece has the end of a paragraph, else of a line, a sentence, a phrase (a
    space), a word; never inside a grapheme, a web or an e-mail address. An address that is longer than `limit` cannot
    stay whole: it begins a piece and is cut like other text; a grapheme longer than `limit`, between its code points.
    ValueError for a limit that not every character keeps.
    """
    if limit < LEAST:
        raise ValueError(f"limit must be at least {LEAST} code units; got {limit}")
    pieces, start = [], 0
    while start < len(text):
        end = reach(text, start, limit)
        cut = end if end == len(text) else best_cut(text, start, end)
        pieces.append(text[start:cut])
        start = cut
    return pieces


def reach(text: str, start: int, limit: int) -> int:
    """How far `limit` code units go from `start`."""
    end = min(len(text), start + limit)
    while (over := utf16(text[start:end]) - limit) > 0:
        end -= (over + 1) // 2
    return end


def best_cut(text: str, start: int, end: int) -> int:
    """Where to cut after `start`, at `end` at the latest."""
    allowed = free(text, start, end)
    floor = min(start + (end - start) // 2, max(allowed))
    for candidates in (
        ends(PARAGRAPH, text, floor, end),
        ends(LINE, text, floor, end),
        sentence_ends(text, floor, end),
        ends(SPACE, text, floor, end),
        word_ends(text, max(floor, end - BACK), end),
    ):
        found = [cut for cut in candidates if cut in allowed and cut >= floor]
        if found:
            return max(found)
    return max(allowed)


def free(text: str, start: int, end: int) -> set[int]:
    """Where a cut harms nothing: between graphemes, outside addresses. Never empty."""
    # One character more than can be kept tells whether there is a border at `end` itself.
    clusters = (cluster.end() for cluster in GRAPHEME.finditer(text, start, end + 1))
    whole = {cut for cut in clusters if cut <= end} or {end}
    addresses = takewhile(lambda found: found.start() < end, ADDRESS.finditer(text, start))
    inside = {cut for found in addresses for cut in range(found.start() + 1, min(found.end(), end + 1))}
    return whole - inside or whole


def ends(pattern: re.Pattern[str], text: str, floor: int, end: int) -> Iterator[int]:
    return (found.end() for found in pattern.finditer(text, floor, end))


def sentence_ends(text: str, floor: int, end: int) -> Iterator[int]:
    """In Thai pythainlp's model (crfcut) finds them; where it has none at a space, it took an abbreviation for one."""
    yield from ends(END, text, floor, end)
    ahead, position = text[floor : end + AHEAD], floor
    for sentence in sent_tokenize(ahead, engine="crfcut") if THAI.search(ahead) else ():
        position += len(sentence)
        if position <= end and sentence[-1].isspace():
            yield position


def word_ends(text: str, begin: int, end: int) -> Iterator[int]:
    position = begin
    for word in word_tokenize(text[begin : end + AHEAD], engine="newmm"):
        position += len(word)
        if position <= end:
            yield position
