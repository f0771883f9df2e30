"""Splits long passages into parts that are compared with a question separately: the answer is usually in one part."""

import re

PART_LENGTH = 300  # characters; docs/benchmarks.md compares other lengths
RUN = re.compile(r"\S+\s*")


def cut(text: str, size: int = PART_LENGTH) -> list[str]:
    """Split a text at spaces into parts of at most `size` characters. A text of up to 1.5 * `size` stays whole.

    Thai has spaces between phrases, so a split at a space breaks no word. Longer stretches without a space are split
    after `size` characters.
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
