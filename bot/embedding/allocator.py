"""Returns freed memory to the operating system. Otherwise, glibc keeps it: about half of all memory after many texts.

Both functions take milliseconds and do nothing if the C library is not glibc.
"""

import ctypes

MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD of <malloc.h>
LARGE_BLOCK_BYTES = 2**20


def release_free_memory() -> None:
    """Return all freed memory to the operating system now."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


def release_large_blocks_promptly() -> None:
    """From now on, return blocks of LARGE_BLOCK_BYTES or more as soon as they are freed.

    By default, glibc raises this threshold up to 32 MB.
    """
    tune = getattr(ctypes.CDLL(None), "mallopt", None)
    if tune:
        tune(MMAP_THRESHOLD, LARGE_BLOCK_BYTES)
