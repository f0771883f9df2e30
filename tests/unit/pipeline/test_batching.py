"""Batching: each item gets its own result, and an error affects only its own item."""

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.pipeline.batching import MAX_BATCH, Batching


async def test_items_that_arrive_during_a_batch_form_the_next_batch() -> None:
    seen: list[list[int]] = []
    go = threading.Event()

    def double(items: Sequence[int]) -> list[int]:
        seen.append(list(items))
        go.wait(5)
        return [2 * item for item in items]

    with ThreadPoolExecutor(1) as executor:
        batches = Batching(double, executor)
        waiting = [asyncio.create_task(batches.put(0))]
        await asyncio.sleep(0.05)
        waiting += [asyncio.create_task(batches.put(i)) for i in range(1, MAX_BATCH + 2)]
        await asyncio.sleep(0.05)
        go.set()
        assert await asyncio.gather(*waiting) == [2 * i for i in range(MAX_BATCH + 2)]
    assert seen == [[0], list(range(1, MAX_BATCH + 1)), [MAX_BATCH + 1]]


async def test_a_failing_item_does_not_affect_the_others() -> None:
    def divide(items: Sequence[int]) -> list[float]:
        return [1 / item for item in items]

    with ThreadPoolExecutor(1) as executor:
        batches = Batching(divide, executor)
        results = await asyncio.gather(*(batches.put(i) for i in (1, 2, 0, 4)), return_exceptions=True)
    assert [type(result) for result in results] == [float, float, ZeroDivisionError, float]


async def test_a_cancelled_item_is_not_processed() -> None:
    seen: list[int] = []

    def note(items: Sequence[int]) -> list[int]:
        seen.extend(items)
        return list(items)

    with ThreadPoolExecutor(1) as executor:
        batches = Batching(note, executor)
        impatient = asyncio.create_task(batches.put(1))
        await asyncio.sleep(0)
        impatient.cancel()
        with pytest.raises(asyncio.CancelledError):
            await impatient
        assert await batches.put(2) == 2
    assert seen[-1] == 2
