"""Question and passage as the reader's input."""

import pytest

from bot.reading.pairs import END, MAX_QUESTION, MAX_TITLE, MAX_TOKENS, PASSAGE, QUESTION, START, STRIDE, Tokens, pairs


def tokens(count: int, first: int = 100, width: int = 3) -> Tokens:
    """`count` tokens of `width` characters each, with a space between."""
    return Tokens(
        tuple(range(first, first + count)), tuple((i * (width + 1), i * (width + 1) + width) for i in range(count))
    )


def test_question_title_and_passage_stand_in_order() -> None:
    (pair,) = pairs(tokens(2, 10), tokens(1, 20), tokens(3, 30))
    assert pair.ids == (START, 10, 11, END, 20, END, 30, 31, 32, END)
    assert pair.types == (QUESTION,) * 4 + (PASSAGE,) * 6
    assert pair.first == 6


def test_a_pair_without_a_title_has_no_empty_part() -> None:
    (pair,) = pairs(tokens(1, 10), tokens(0), tokens(1, 30))
    assert pair.ids == (START, 10, END, 30, END)


def test_a_long_passage_is_read_in_windows_that_overlap() -> None:
    found = pairs(tokens(8), tokens(4), tokens(600))
    assert all(len(pair.ids) == MAX_TOKENS for pair in found)
    starts = [pair.offsets[0][0] // 4 for pair in found]
    ends = [pair.offsets[-1][0] // 4 for pair in found]
    assert starts[0] == 0 and ends[-1] == 599
    assert all(end - start + 1 >= STRIDE for end, start in zip(ends, starts[1:], strict=False))


def test_question_and_title_are_truncated() -> None:
    (pair,) = pairs(tokens(500), tokens(500), tokens(5))
    assert pair.first == 1 + MAX_QUESTION + 1 + MAX_TITLE + 1
    assert len(pair.offsets) == 5


@pytest.mark.parametrize(("start", "end", "words"), [(0, 3, (0, 3)), (5, 6, (4, 7)), (4, 15, (4, 15))])
def test_characters_become_positions_and_back(start: int, end: int, words: tuple[int, int]) -> None:
    (pair,) = pairs(tokens(2), tokens(0), tokens(6))
    positions = pair.positions(start, end)
    assert positions is not None
    assert pair.characters(*positions) == words


def test_characters_outside_of_a_window_have_no_position() -> None:
    first, *_ = pairs(tokens(8), tokens(0), tokens(600))
    last = first.offsets[-1][1]
    assert first.positions(last + 1, last + 4) is None
    assert first.positions(last - 1, last + 4) is None
