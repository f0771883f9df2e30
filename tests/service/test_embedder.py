"""The embedding model in several threads at once: one builds an index while another answers."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from bot.embedding.embedder import Embedder
from bot.settings import load

THREADS, ROUNDS = 6, 30


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder.load(load().embedding_model)


@pytest.fixture
def hurried() -> Iterator[None]:
    """Threads are interrupted as often as can be."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("hurried")
def test_first_texts_are_encoded_by_several_threads_at_once(embedder: Embedder) -> None:
    """The tokenizer sets its padding and truncation at its first call, which must not run beside another one."""
    together = Barrier(THREADS)

    def encode(_: int) -> int:
        together.wait()
        return len(embedder.encode(["ประชุมเมื่อไหร่"], "query"))

    with ThreadPoolExecutor(THREADS) as threads:
        for _ in range(ROUNDS):
            embedder._model.tokenizer._tokenizer.no_padding()  # as after loading
            assert list(threads.map(encode, range(THREADS))) == [1] * THREADS
