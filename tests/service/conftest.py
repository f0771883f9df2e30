"""One whole service for the tests of this tier: starting it takes seconds."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.service.running import Service, running_service


@pytest.fixture(scope="session")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    folder: Path = tmp_path_factory.mktemp("service")
    async with running_service(folder) as service:
        yield service
