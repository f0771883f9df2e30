"""Cuts long passages into parts: a question is answered by one place in a passage, not by the average of it."""

import re

PART = 300  # characters; docs/benchmarks.md has what other lengths gave
RUN = re.compile(r"\S+\s*")


def cut(text: str, size: int = PART) -> list[str]:
    """Parts of about `size` characters, cut at spaces, in order; a text up to half as long again stays whole.

    Thai writes spaces between phrases, so a cut at one breaks no word; a run without any is cut where it must be.
    """
    if len(text) <= size * 1.5:
        return [text]
    parts = [""]
    for run in RUN.findall(text):
        for piece in (run[i : i + size] for i in range(0, len(run), size)):
            if len(parts[-1]) + len(piece) > size and parts[-1]:
                parts.append("")
            parts[-1] += piece
    return [part.strip() for part in parts if part.strip()] or [text]
