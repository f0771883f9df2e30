"""Notices that staff saved a file, and has the repository read it again."""

import asyncio
import logging

from watchfiles import awatch

from bot.content.repository import KnowledgeRepository

log = logging.getLogger(__name__)
SETTLED = 150  # milliseconds of changes taken together
STEP = 50  # milliseconds without a change after which they are taken
AT_LEAST = 3000  # milliseconds after which the folder is looked at anyway: some file systems tell of no change


async def watch(repository: KnowledgeRepository) -> None:
    """Runs until cancelled. What goes wrong is logged, and watching goes on."""
    while True:
        try:
            async for _ in awatch(
                repository.folder, debounce=SETTLED, step=STEP, rust_timeout=AT_LEAST, yield_on_timeout=True
            ):
                await asyncio.to_thread(repository.reload)
        except (OSError, RuntimeError) as e:  # the folder itself was replaced, or there are no watches left
            log.error("%s: cannot be watched: %s", repository.folder, e)
        await asyncio.sleep(AT_LEAST / 1000)
        await asyncio.to_thread(repository.reload)
