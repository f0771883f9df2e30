"""The whole service as its users run it, `python -m bot serve`, on free ports with its own data folder."""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import psutil

from bot.settings import variable

ROOT = Path(__file__).parent.parent.parent
KB = ROOT / "tests" / "kb"  # the invented meeting of the tests, so that kb/ can be replaced
MODEL = ROOT / "models" / "embedder" / "multilingual-e5-small"
READY_SECONDS = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Service:
    """A started service. `seconds` is the time until it was ready."""

    process: Process
    environment: dict[str, str]
    folder: Path
    url: str
    rasa_url: str
    actions_url: str
    model: str = str(MODEL)
    seconds: float = 0.0

    @property
    def pid(self) -> int:
        return self.process.pid

    def rasa_pid(self) -> int:
        return int(json.loads((self.folder / "rasa" / "rasa.pid").read_text())["pid"])

    async def ready(self, seconds: float = READY_SECONDS) -> float:
        """Wait until /readyz returns 200. Returns the seconds; raises TimeoutError with the missing parts."""
        start, state = time.monotonic(), "nothing answered"
        async with aiohttp.ClientSession() as http:
            while time.monotonic() - start < seconds:
                with suppress(aiohttp.ClientError, TimeoutError):
                    async with http.get(f"{self.url}/readyz", timeout=aiohttp.ClientTimeout(total=5)) as response:
                        if response.status == 200:
                            return time.monotonic() - start
                        state = await response.text()
                if self.process.returncode is not None:
                    state = f"the service ended with {self.process.returncode}"
                    break
                await asyncio.sleep(0.1)
        log = self.folder / "rasa" / "rasa.log"
        tail = log.read_text(errors="replace")[-2000:] if log.exists() else "no log of Rasa"
        raise TimeoutError(f"not ready after {seconds:.0f} s: {state}\n{tail}")

    async def run_bot(self, *arguments: str) -> tuple[int | None, str]:
        """Run `python -m bot ...` with the settings of this service. Returns the exit code and the output."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *arguments),
            cwd=ROOT, env=self.environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        output, _ = await process.communicate()
        return process.returncode, output.decode()

    async def ask(self, message: str, session: str, **more: Any) -> list[dict[str, Any]]:
        body = {"session": session, "message": message, **more}
        async with aiohttp.ClientSession() as http, http.post(f"{self.url}/api/v1/messages", json=body) as response:
            assert response.status == 200, await response.text()
            replies: list[dict[str, Any]] = (await response.json())["replies"]
            return replies


async def start_service(folder: Path, role: str = "all", **settings: object) -> Service:
    """Start a service or one part of it, without waiting. `settings`: see bot/settings.py."""
    port, actions_port, rasa_port = free_port(), free_port(), free_port()
    ports = {"port": port, "actions_port": actions_port, "rasa_port": rasa_port}
    chosen = {**ports, "data_dir": folder, "kb_dir": KB, **settings}
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "LINE_"))}
    environment |= {variable(name): str(value) for name, value in chosen.items()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve", "--role", role), cwd=ROOT, env=environment, stdout=sys.stderr
    )
    address = f"http://127.0.0.1:{port}"
    rasa, actions = f"http://127.0.0.1:{rasa_port}", f"http://127.0.0.1:{actions_port}"
    return Service(process, environment, folder, address, rasa, actions)


@asynccontextmanager
async def running_service(folder: Path, **settings: object) -> AsyncIterator[Service]:
    """A ready service; at the end it is stopped and all its processes have ended."""
    service = await start_service(folder, **settings)
    try:
        service.seconds = await service.ready()
        yield service
    finally:
        if service.process.returncode is None:
            service.process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(15):
                    await service.process.wait()
            except TimeoutError:
                for child in psutil.Process(service.pid).children(recursive=True):
                    child.kill()
                service.process.kill()
                await service.process.wait()
