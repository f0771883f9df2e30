"""Failures of single processes: no request hangs, no process is left over, and the service recovers by itself."""

import asyncio
import os
import signal
import socket
import sys
import time
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from tests.service.running import ROOT, Service, running_service, start_service

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    async with running_service(tmp_path_factory.mktemp("supervised")) as service:
        yield service


async def gone(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        await asyncio.sleep(0.05)
    return False


async def test_rasa_killed_with_messages_in_flight(service: Service) -> None:
    first = service.rasa_pid()
    asking = [asyncio.create_task(service.ask("ใครเป็นประธานการประชุม", f"flight-{uuid.uuid4().hex}")) for _ in range(20)]
    await asyncio.sleep(0.05)
    os.kill(first, signal.SIGKILL)
    async with asyncio.timeout(5):
        answers = await asyncio.gather(*asking)
    outcomes = {reply["outcome"] for replies in answers for reply in replies}
    assert outcomes <= {"answered", "error"} and all(answers)

    (reply,) = await service.ask("is anybody there now", f"down-{uuid.uuid4().hex}")
    assert (reply["outcome"], reply["language"]) == ("error", "en")
    await service.ready()
    assert service.rasa_pid() != first
    (reply,) = await service.ask("ใครเป็นประธานการประชุม", f"after-{uuid.uuid4().hex}")
    assert reply["outcome"] == "answered"


async def test_a_hanging_rasa_is_an_apology_within_three_seconds(service: Service) -> None:
    os.kill(service.rasa_pid(), signal.SIGSTOP)
    try:
        start = time.monotonic()
        (reply,) = await service.ask("ได้ยินไหม", f"still-{uuid.uuid4().hex}")
        assert time.monotonic() - start < 3
        assert (reply["outcome"], reply["language"]) == ("error", "th")
    finally:
        os.kill(service.rasa_pid(), signal.SIGCONT)
    await service.ready()


async def test_after_kill_9_no_process_remains_and_the_port_is_free(tmp_path: Path) -> None:
    service = await start_service(tmp_path)
    await wait_for_rasa(service)
    rasa = service.rasa_pid()
    service.process.kill()
    await service.process.wait()
    assert await gone(rasa, 5)


async def written(service: Service, name: str) -> None:
    """Wait until a file of the data folder exists."""
    for _ in range(1200):
        if (service.folder / name).exists():
            return
        await asyncio.sleep(0.05)
    raise TimeoutError(f"{name} was never written")


async def wait_for_rasa(service: Service) -> None:
    await written(service, "rasa/rasa.pid")


@pytest.mark.parametrize("while_indexing", [False, True])
async def test_ctrl_c_stops_everything_within_ten_seconds(tmp_path: Path, while_indexing: bool) -> None:
    service = await start_service(tmp_path)
    await wait_for_rasa(service)
    if while_indexing:  # the embedding cache is opened at the start of the first index build
        await written(service, "encodings.sqlite3")
    rasa = service.rasa_pid()
    start = time.monotonic()
    service.process.send_signal(signal.SIGINT)
    async with asyncio.timeout(10):
        assert await service.process.wait() == 0
    assert await gone(rasa, 1)
    assert time.monotonic() - start < 10


async def test_a_port_in_use_is_a_clear_error(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "serve"),
            cwd=ROOT,
            env={**os.environ, "BOT_PORT": str(port), "BOT_RASA_PORT": "0", "BOT_ACTIONS_PORT": "0"},
            stderr=asyncio.subprocess.PIPE,
        )
        _, output = await process.communicate()
    assert process.returncode == 2
    assert f"port {port} is held by" in output.decode() and "BOT_PORT" in output.decode()
