"""Splitting a passage into sentences without changing the text."""

import pytest

from bot.text.sentences import sentences


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("The museum opened in January 2022. It shows forty-eight old wooden boats.", 2),
        ("Dr. Pichet Durongkaveroj, Minister of Digital Economy and Society, chaired this meeting.", 1),
        ("The meeting agreed. Yes.", 1),
        ("“We agreed on everything that mattered to us.” The end of the story came much later.", 2),
        ("เวทีนี้จะเป็นจุดเปลี่ยนสำคัญต่อบทบาทผู้นำด้านดิจิทัล", 1),
    ],
)
def test_sentences_are_substrings_of_their_passage(passage: str, found: int) -> None:
    pieces = sentences(passage)
    assert len(pieces) == found
    assert all(piece in passage for piece in pieces)
    assert "".join(pieces).replace(" ", "") == passage.replace(" ", "")
