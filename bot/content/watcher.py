"""Watches the folder and reloads the repository when staff save a file."""

import asyncio
import logging

from watchfiles import awatch

from bot.content.repository import KnowledgeRepository

log = logging.getLogger(__name__)
SETTLED = 150  # milliseconds in which changes are collected
STEP = 50  # milliseconds without a change that end the collecting
AT_LEAST = 3000  # milliseconds until the folder is read anyway: some file systems report no changes


async def watch(repository: KnowledgeRepository) -> None:
    """Runs until cancelled. Errors are logged, and watching continues."""
    while True:
        try:
            async for _ in awatch(
                repository.folder, debounce=SETTLED, step=STEP, rust_timeout=AT_LEAST, yield_on_timeout=True
            ):
                await asyncio.to_thread(repository.reload)
        except (OSError, RuntimeError) as e:  # the folder was replaced, or the system has no watches left
            log.error("%s: cannot be watched: %s", repository.folder, e)
        await asyncio.sleep(AT_LEAST / 1000)
        await asyncio.to_thread(repository.reload)
