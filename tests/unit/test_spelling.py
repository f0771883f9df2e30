import pytest

from bot.knowledge.spelling import Spelling

SPELLING = Spelling(["meeting", "meeting", "when", "ascn", "hosts", "ประชุม", "singapura"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("whn is the meetng", "when is the meeting"),
        ("Meeting", "Meeting"),
        ("TikTok", "TikTok"),
        ("Singapore costs", "Singapore costs"),  # near to `hosts`, but words of their own
        ("ASCM", "ASCM"),  # an acronym of its own
        ("ประชุมm", "ประชุมm"),
        ("", ""),
    ],
)
def test_only_what_is_very_near_is_mended(typed: str, meant: str) -> None:
    assert SPELLING.mend(typed) == meant


def test_nothing_to_compare_with_changes_nothing() -> None:
    assert Spelling([]).mend("meetng") == "meetng"
