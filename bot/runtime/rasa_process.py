"""Rasa as a child process: started, monitored, restarted with back-off, and never orphaned.

Rasa dies with this process (bot/rasa_ext/run.py). If one is left over nevertheless, the next start finds it by its pid
file and kills it.
"""

import asyncio
import json
import logging
import os
import time
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil
import yaml
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_chain, wait_fixed

from bot.errors import DeskError
from bot.settings import Settings

log = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parent.parent.parent
BACK_OFF = (0.5, 1, 2, 5, 10, 30)  # seconds before each restart in a row; the last value repeats
STABLE_SECONDS = 60  # after a longer run the back-off starts from its first value
READY_POLL_SECONDS = 2  # between two readiness checks
UNRESPONSIVE_SECONDS = 15  # since the last successful check; then Rasa is killed
STOP_SECONDS = 2  # between SIGTERM and SIGKILL, which loses nothing: a turn is committed before it is answered
TRACKER_STORE = "bot.rasa_ext.tracker_store.ConversationStore"


class RasaEnded(DeskError):
    """Rasa ended soon after its start, so the next start waits longer."""


def log_restart(state: RetryCallState) -> None:
    log.error("Rasa is started again in %s s", state.next_action.sleep if state.next_action else 0)


class RasaProcess:
    """Runs one Rasa process. `ready()` says whether it answers."""

    def __init__(self, settings: Settings, ready: Callable[[], Awaitable[bool]]) -> None:
        self._settings = settings
        self._ready = ready
        self._folder = settings.data_dir.absolute() / "rasa"
        self._process: Process | None = None
        self.starts = 0

    def command(self) -> list[str]:
        """The command line of `rasa run`. Writes the endpoints and credentials files that it names.

        They hold literal values only, because Rasa leaves an unset `${NAME}` unchanged without a warning.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        endpoints, credentials = self._folder / "endpoints.yml", self._folder / "credentials.yml"
        addresses = {
            "action_endpoint": {"url": f"{self._settings.actions_address}/webhook"},
            "tracker_store": {"type": TRACKER_STORE, "url": self._settings.conversations_url},
        }
        endpoints.touch(mode=0o600)  # the database URL may hold a password
        endpoints.write_text(yaml.safe_dump(addresses))
        credentials.write_text(yaml.safe_dump({"rest": None}))
        return [
            *(str(self._settings.rasa_python.absolute()), str(ROOT / "bot/rasa_ext/run.py"), str(os.getpid()), "run"),
            *("--model", str(self._settings.rasa_model.absolute())),
            *("--endpoints", str(endpoints), "--credentials", str(credentials)),
            *("--interface", "127.0.0.1", "--port", str(self._settings.rasa_port)),
        ]

    @property
    def log(self) -> Path:
        return self._folder / "rasa.log"

    @property
    def pid_file(self) -> Path:
        return self._folder / "rasa.pid"

    def end_leftover(self) -> None:
        """Kill the Rasa of an earlier start with this data folder, if it still runs.

        Its creation time is compared too, since the system may have given its pid to another process.
        """
        try:
            recorded = json.loads(self.pid_file.read_text())
            process = psutil.Process(recorded["pid"])
            if process.create_time() == recorded["created"]:
                log.warning("ending a Rasa left over from an earlier start, process %s", process.pid)
                process.kill()
                process.wait(STOP_SECONDS)
        except (OSError, ValueError, KeyError, psutil.NoSuchProcess):
            pass
        self.pid_file.unlink(missing_ok=True)

    async def start(self) -> None:
        if not self._settings.rasa_python.exists() or not self._settings.rasa_model.exists():
            missing = self._settings.rasa_python, self._settings.rasa_model
            raise DeskError(f"{' or '.join(map(str, missing))} is not there; `make setup` makes both")
        command = self.command()
        environment = {
            **os.environ,
            "RASA_TELEMETRY_ENABLED": "false",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "PYTHONPATH": str(ROOT),
        }
        with self.log.open("ab") as output:
            # In a session of its own, so that Ctrl-C reaches this process only, which then stops Rasa.
            self._process = await asyncio.create_subprocess_exec(
                *command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
            )
        self.starts += 1
        created = psutil.Process(self._process.pid).create_time()
        self.pid_file.write_text(json.dumps({"pid": self._process.pid, "created": created}))

    async def watch(self) -> None:
        """Keep Rasa alive until cancelled: restart it when it has ended, or has answered and stopped answering."""
        restarting = AsyncRetrying(
            retry=retry_if_exception_type(RasaEnded),
            wait=wait_chain(*map(wait_fixed, BACK_OFF)),
            before_sleep=log_restart,
        )
        while True:
            await restarting(self._run_once)
            await asyncio.sleep(BACK_OFF[0])

    async def _run_once(self) -> None:
        """Start Rasa and wait for its end. Raises RasaEnded if it ran for at most STABLE_SECONDS."""
        started = time.monotonic()
        await self.start()
        code = await self._wait_for_end()
        log.error("Rasa ended with code %s; its log is %s", code, self.log)
        if time.monotonic() - started <= STABLE_SECONDS:
            raise RasaEnded(f"Rasa ended with code {code}")

    async def _wait_for_end(self) -> int:
        """The exit code. Kills a Rasa that has stopped answering."""
        assert self._process is not None
        answered: float | None = None
        while True:
            try:
                async with asyncio.timeout(READY_POLL_SECONDS):
                    return await self._process.wait()
            except TimeoutError:
                if await self._ready():
                    answered = time.monotonic()
                elif answered is not None and time.monotonic() - answered > UNRESPONSIVE_SECONDS:
                    log.error("Rasa has not answered for %s s; ending it", UNRESPONSIVE_SECONDS)
                    self._process.kill()

    async def stop(self) -> None:
        """End Rasa by SIGTERM, or by SIGKILL after STOP_SECONDS."""
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            try:
                async with asyncio.timeout(STOP_SECONDS):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        self.pid_file.unlink(missing_ok=True)
