"""What is read of a candidate, and where the words that answer are in it."""

from bot.reading.excerpt import MAX_CHARACTERS, excerpt
from bot.retrieval.documents import Document

SHORT = ("It opens at nine.", "It closes at six.", "Tickets cost 40 baht.")


def document(*passages: str, numbers: tuple[int, ...] | None = None) -> Document:
    numbers = numbers or tuple(range(1, len(passages) + 1))
    return Document("facts/hours", "en", passages, numbers, sample_questions=("Opening hours", "When is it open?"))


def test_short_passages_are_read_together_with_the_title() -> None:
    read = excerpt(document(*SHORT), 2)
    assert (read.title, read.text) == ("Opening hours", "\n".join(SHORT))


def test_a_long_passage_is_read_alone() -> None:
    long = "x" * MAX_CHARACTERS
    assert excerpt(document(SHORT[0], long, SHORT[1]), 2).passages == (long,)


def test_neighbours_are_read_while_they_fit_and_without_a_gap() -> None:
    passages = ("a" * 300, "b" * 300, "c" * 300, "d" * 300)
    assert excerpt(document(*passages), 2).numbers == (2, 3)
    assert excerpt(document(*passages), 4).numbers == (3, 4)


def test_words_are_located_in_the_passage_that_holds_most_of_them() -> None:
    read = excerpt(document(*SHORT, numbers=(1, 4, 5)), 4)
    start = read.text.index("at six")
    assert read.locate(start, start + 6) == (4, 10, 16)
    assert read.locate(start - 12, start + 6) == (4, 0, 16)
    assert read.locate(len(read.text) - 8, len(read.text)) == (5, 13, 21)
