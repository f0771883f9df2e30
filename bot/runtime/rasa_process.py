"""Rasa as a child process: started, monitored, restarted with back-off, and never orphaned.

Two things see to the last: the child dies with this process (bot/rasa_ext/run.py), and a pid file names a child that
some accident left over, which the next start ends.
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
BACK_OFF = (0.5, 1, 2, 5, 10, 30)  # seconds before each further start in a row
STEADY = 60  # seconds of life after which the next start counts as the first again
POLL, PATIENCE = 2, 15  # seconds between looks, and without an answer until a silent Rasa is ended
STOP_SECONDS = 2  # until it is killed, which loses nothing: a turn is committed before it is answered
STORE = "bot.rasa_ext.tracker_store.ConversationStore"


class RasaEnded(DeskError):
    """Rasa ended soon after its start: the next start waits longer."""


def report_pause(state: RetryCallState) -> None:
    log.error("Rasa is started again in %s s", state.next_action.sleep if state.next_action else 0)


class RasaProcess:
    """One Rasa, kept alive. `ready` asks it whether it answers."""

    def __init__(self, settings: Settings, ready: Callable[[], Awaitable[bool]]) -> None:
        self._settings = settings
        self._ready = ready
        self._folder = settings.data_dir.absolute() / "rasa"
        self._process: Process | None = None
        self.starts = 0

    def command(self) -> list[str]:
        """Rasa's own command line, with copies of its files that hold the actual addresses.

        An unset `${NAME}` in Rasa's files stays literal without a word, so the copies hold literals only.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        endpoints, credentials = self._folder / "endpoints.yml", self._folder / "credentials.yml"
        addresses = {
            "action_endpoint": {"url": f"{self._settings.actions_address}/webhook"},
            "tracker_store": {"type": STORE, "url": self._settings.conversations_url},
        }
        endpoints.touch(mode=0o600)  # the store's url may hold a password
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
        """End the Rasa of an earlier start of this data folder, if it still runs; never another process."""
        try:
            kept = json.loads(self.pid_file.read_text())
            process = psutil.Process(kept["pid"])
            if process.create_time() == kept["created"]:
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
            # In its own process group: Ctrl-C reaches the supervisor alone, which stops its child in order.
            self._process = await asyncio.create_subprocess_exec(
                *command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
            )
        self.starts += 1
        created = psutil.Process(self._process.pid).create_time()
        self.pid_file.write_text(json.dumps({"pid": self._process.pid, "created": created}))

    async def watch(self) -> None:
        """Keep Rasa alive until cancelled: restart it when it has died or has gone silent after having answered."""
        restarting = AsyncRetrying(
            retry=retry_if_exception_type(RasaEnded),
            wait=wait_chain(*map(wait_fixed, BACK_OFF)),
            before_sleep=report_pause,
        )
        while True:
            await restarting(self._run_once)
            await asyncio.sleep(BACK_OFF[0])

    async def _run_once(self) -> None:
        """From a start to its end. Raises RasaEnded where it did not live for STEADY seconds."""
        born = time.monotonic()
        await self.start()
        code = await self._until_dead()
        log.error("Rasa ended with code %s; its log is %s", code, self.log)
        if time.monotonic() - born <= STEADY:
            raise RasaEnded(f"Rasa ended with code {code}")

    async def _until_dead(self) -> int:
        assert self._process is not None
        answered: float | None = None
        while True:
            try:
                async with asyncio.timeout(POLL):
                    return await self._process.wait()
            except TimeoutError:
                if await self._ready():
                    answered = time.monotonic()
                elif answered is not None and time.monotonic() - answered > PATIENCE:
                    log.error("Rasa has not answered for %s s; ending it", PATIENCE)
                    self._process.kill()

    async def stop(self) -> None:
        """End the child: politely, then not."""
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            try:
                async with asyncio.timeout(STOP_SECONDS):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        self.pid_file.unlink(missing_ok=True)
