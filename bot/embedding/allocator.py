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


def keep_no_large_blocks() -> None:
    """From now on return large blocks when they are freed. By default the limit for "large" climbs to 32 MB."""
    tune = getattr(ctypes.CDLL(None), "mallopt", None)
    if tune:
        tune(MMAP_THRESHOLD, LARGE)
