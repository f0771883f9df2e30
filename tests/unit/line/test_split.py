"""Splitting text: at the best boundary, never within a grapheme or an address."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.line.rendering.split import GRAPHEME, WEB_OR_EMAIL_ADDRESS, graphemes, shorten, split, utf16

FAMILY, FLAG, SPELT = "👨‍👩‍👧‍👦", "🇹🇭", "น้ำ"
PIECES = st.sampled_from(
    [
        *"ก ข ค น้ำ ที่ กำ a b é z\u0301 . ? \n \n\n".split(" "),
        *(
            " ",
            FAMILY,
            FLAG,
            SPELT,
            "👍🏽",
            "การประชุม",
            "meeting",
            "ประเทศไทยเป็นเจ้าภาพ ",
            "One sentence ends here. Another. ",
        ),
        *("https://example.org/a/b?c=d ", "www.example.org/ก", " mail@example.org", "http://x.th/" + "y" * 40 + " "),
    ]
)
MIXED = st.lists(PIECES, max_size=120).map("".join) | st.text(max_size=200)
LIMITS = st.integers(min_value=70, max_value=200)


def borders(text: str) -> set[int]:
    return {cluster.end() for cluster in GRAPHEME.finditer(text)} | {0}


def cuts(pieces: list[str]) -> list[int]:
    """The positions of the cuts."""
    positions, at = [], 0
    for piece in pieces[:-1]:
        at += len(piece)
        positions.append(at)
    return positions


def test_lengths_are_counted_as_line_does() -> None:
    assert [utf16(each) for each in ("ก", "a", "👍", FLAG, "")] == [1, 1, 2, 4, 0]
    assert [graphemes(each) for each in (SPELT, "é", FAMILY, FLAG * 2, "")] == [1, 1, 1, 2, 0]
    assert utf16("\ud83d") == 1


@settings(max_examples=300, deadline=None)
@given(MIXED, LIMITS)
def test_pieces_keep_the_limit_and_join_to_the_text(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert "".join(pieces) == text
    assert all(0 < utf16(piece) <= limit for piece in pieces)


@settings(max_examples=300, deadline=None)
@given(MIXED, LIMITS)
def test_no_cut_is_inside_a_grapheme_or_an_address(text: str, limit: int) -> None:
    found = cuts(split(text, limit))
    allowed = borders(text)
    addresses = [address for address in WEB_OR_EMAIL_ADDRESS.finditer(text) if utf16(address[0]) <= limit]
    for cut in found:
        if all(utf16(cluster) <= limit for cluster in GRAPHEME.findall(text)):
            assert cut in allowed
        assert not any(address.start() < cut < address.end() for address in addresses)


@pytest.mark.parametrize(
    ("text", "limit", "first"),
    [
        ("First paragraph here.\n\nThe second one. It goes on", 40, "First paragraph here.\n\n"),
        ("A line of words\nand another line of words", 25, "A line of words\n"),
        (
            "The meeting was held in Phuket last year. Its ministers agreed upon a plan for all members",
            75,
            "The meeting was held in Phuket last year. ",
        ),
        ("words upon words upon words", 20, "words upon words "),
        ("การประชุมรัฐมนตรีดิจิทัล", 14, "การประชุม"),
        ("abcdefghijklmnopqrst", 7, "abcdefg"),
        ("see https://example.org/a/long/path for it", 36, "see https://example.org/a/long/path "),
        ("see https://example.org/a/long/path for it", 33, "see "),
        (FAMILY * 3, 23, FAMILY * 2),
        (FLAG * 3, 7, FLAG),
        (SPELT * 4, 8, SPELT * 2),
    ],
)
def test_the_first_cut_is_at_the_best_boundary(text: str, limit: int, first: str) -> None:
    assert split(text, limit)[0] == first


def test_no_piece_is_shorter_than_half_the_limit_because_of_a_paragraph() -> None:
    text = "Short.\n\n" + "word " * 40
    assert utf16(split(text, 100)[0]) > 50


def test_addresses_and_graphemes_longer_than_the_limit_are_cut() -> None:
    address = "https://example.org/" + "a" * 100
    assert "".join(split(address, 50)) == address
    assert [len(piece) for piece in split(f"see {address}", 50)] == [4, 50, 50, 20]
    stacked = "a" + "\u0301" * 100
    assert [len(piece) for piece in split(stacked, 50)] == [50, 50, 1]
    with pytest.raises(ValueError, match="got 1"):
        split("a", 1)


@pytest.mark.parametrize(
    "unit",
    [
        "ก",
        "a",
        "\n",
        " ",
        "@",
        "www.",
        "ไทยเป็นเจ้าภาพการประชุม ",
        "https://example.org ",
        FAMILY,
        "A sentence of words. ",
    ],
)
def test_sixty_thousand_characters_are_split_within_seconds(unit: str) -> None:
    text = (unit * 60_000)[:60_000]
    split(text[:6000], 5000)  # models are loaded
    begun = time.perf_counter()
    assert "".join(split(text, 5000)) == text
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("text", "limit", "count", "short"),
    [
        ("สั้น", 20, graphemes, "สั้น"),
        (SPELT * 21, 20, graphemes, SPELT * 19 + "…"),
        (FLAG * 5, 3, graphemes, FLAG * 2 + "…"),
        ("one two three", 5, graphemes, "one…"),
        (FAMILY * 2, 12, utf16, FAMILY + "…"),
        (FAMILY * 2, 11, utf16, "…"),
        ("abc", 3, utf16, "abc"),
    ],
)
def test_shortened_text_ends_between_graphemes(text: str, limit: int, count: Callable[[str], int], short: str) -> None:
    assert shorten(text, limit, count) == short
    assert count(short) <= limit
