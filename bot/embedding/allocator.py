"""Returns freed memory to the system. The C library keeps what was freed: half of all memory after many encodings.

Both calls take milliseconds, and do nothing without glibc.
"""

import ctypes

MMAP_THRESHOLD = -3  # from <malloc.h>
LARGE = 2**20  # bytes


def release_free_memory() -> None:
    """All that is free goes back now."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


def release_large_blocks_promptly() -> None:
    """From now on large blocks go back as soon as they are freed. Left alone, what counts as large climbs to 32 MB."""
    tune = getattr(ctypes.CDLL(None), "mallopt", None)
    if tune:
        tune(MMAP_THRESHOLD, LARGE)
