import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.retrieval.chunking import cut


def test_a_short_text_stays_whole() -> None:
    assert cut("ที่ประชุมเห็นชอบแผนน้ำ") == ["ที่ประชุมเห็นชอบแผนน้ำ"]


def test_a_long_text_is_cut_at_spaces() -> None:
    parts = cut("water plan " * 60, size=50)
    assert all(len(part) <= 50 and set(part.split()) <= {"water", "plan"} for part in parts)


@given(st.text(alphabet="กขaé \n", max_size=2000), st.integers(min_value=1, max_value=300))
def test_chunks_contain_the_whole_text_and_none_is_too_long(text: str, size: int) -> None:
    parts = cut(text, size)
    assert "".join(re.sub(r"\s", "", part) for part in parts) == re.sub(r"\s", "", text)
    assert all(len(part) <= size * 1.5 for part in parts) or not text.strip()


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_text_is_one_chunk(text: str) -> None:
    assert cut(text) == [text]
