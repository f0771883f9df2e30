"""The edge killed, or the connection cut, between a message and its reply: nothing is lost, nothing is said twice."""

from pathlib import Path

import pytest

from tests.service.interrupted import run


@pytest.mark.timeout(300)
async def test_no_message_is_lost_and_none_is_heard_twice(tmp_path: Path) -> None:
    assert await run(tmp_path, kills=5, cuts=5) == []
