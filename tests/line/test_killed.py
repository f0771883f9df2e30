"""No event is lost or answered twice when the edge is killed."""

from pathlib import Path

import pytest

from tests.line.killed import run
from tests.service.running import Service


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.timeout(240)
async def test_every_event_is_answered_once_and_in_order_while_the_edge_is_killed(
    service: Service, tmp_path: Path
) -> None:
    assert await run(service, tmp_path, events=40, people=10, kills=3, seconds=6) == []
