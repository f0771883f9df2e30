"""Gives memory back to the system. The C library keeps what was freed: after a large index was built, half of all."""

import ctypes


def give_back() -> None:
    """Takes milliseconds; does nothing where the C library has no such call (glibc has)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
