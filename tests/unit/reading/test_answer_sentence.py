"""Sentences of a passage, and the words that answer in it; neither changes the text."""

import pytest

from bot.reading.answer_sentence import sentence_of, whole_characters
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


@pytest.mark.parametrize(
    ("passage", "found", "marked"),
    [
        ("It opens at nine.", "at nine.", "at nine"),
        ("It opens at 9 p.m.", "9 p.m.", "9 p.m."),
        ("เปิดเวลา 09.00 น.", "09.00 น.", "09.00 น."),
        ("It opens, at nine, daily.", ", at nine,", "at nine"),
        ("จัดที่เชียงใหม่", "จัดท", "จัดที่"),  # the vowel and tone marks of the last consonant belong to it
        ("เปิด 09.00 น.", " 09.00", "09.00"),
    ],
)
def test_marked_words_are_whole_characters_without_punctuation_around_them(
    passage: str, found: str, marked: str
) -> None:
    start = passage.index(found)
    first, last = whole_characters(passage, start, start + len(found))
    assert passage[first:last] == marked


def test_the_sentence_is_the_one_that_holds_the_words() -> None:
    passage = "The museum opened in January 2022. It shows forty-eight old wooden boats."
    start = passage.index("forty-eight")
    assert sentence_of(passage, start, start + 11) == "It shows forty-eight old wooden boats."
    assert sentence_of("It opens at nine.", 9, 16) is None
