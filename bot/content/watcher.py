"""Watches the knowledge base folder and reloads the repository after a change."""

import asyncio
import logging

from watchfiles import awatch

from bot.content.repository import KnowledgeRepository

log = logging.getLogger(__name__)
DEBOUNCE_MS = 150  # the longest time for which changes are collected
STEP_MS = 50  # a pause this long ends the collection
RESCAN_MS = 3000  # check without a notification too: some file systems do not send any


async def watch(repository: KnowledgeRepository) -> None:
    """Runs until cancelled. Logs errors and continues watching."""
    while True:
        try:
            async for _ in awatch(
                repository.folder, debounce=DEBOUNCE_MS, step=STEP_MS, rust_timeout=RESCAN_MS, yield_on_timeout=True
            ):
                await asyncio.to_thread(repository.reload)
        except (OSError, RuntimeError) as e:  # the folder was replaced, or the limit of watches is reached
            log.error("%s: cannot be watched: %s", repository.folder, e)
        await asyncio.sleep(RESCAN_MS / 1000)
        await asyncio.to_thread(repository.reload)
