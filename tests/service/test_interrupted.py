"""If the edge is killed or the connection lost before the reply, no message is lost or processed twice."""

from pathlib import Path

import pytest

from tests.service.interrupted import run
from tests.service.running import Service


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.timeout(300)
async def test_no_message_is_lost_and_none_is_processed_twice(service: Service, tmp_path: Path) -> None:
    assert await run(service, tmp_path, kills=5, cuts=5) == []
