"""Gives memory back to the system. The C library keeps what was freed: after many texts were encoded, half of all.

Both calls take milliseconds, and do nothing where the C library has no such call (glibc has).
"""

import ctypes

MMAP_THRESHOLD = -3  # as <malloc.h> has it
LARGE = 2**20  # bytes


def give_back() -> None:
    """All that is free goes back now."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


def keep_no_large_blocks() -> None:
    """From now on large blocks go back as soon as they are freed. Left alone, what counts as large climbs to 32 MB."""
    tune = getattr(ctypes.CDLL(None), "mallopt", None)
    if tune:
        tune(MMAP_THRESHOLD, LARGE)
