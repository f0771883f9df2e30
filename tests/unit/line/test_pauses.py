"""Pauses grow up to a maximum, and none is so long that a reply token is lost."""

from itertools import pairwise

import pytest

from bot.line import pauses
from bot.line.client.api import SendResult


def attempts_within(seconds: float, pause: object) -> list[float]:
    """Times of the attempts, in seconds since the message, of a loop whose pause depends on the age."""
    assert callable(pause)
    at, made = 0.0, []
    while at < seconds:
        made.append(at)
        at += pause(at)
    return made


@pytest.mark.parametrize(("pause", "maximum"), [(pauses.parked_pause, 60), (pauses.late_push_pause, 30)])
def test_a_pause_that_depends_on_the_age_grows_to_its_maximum(pause: object, maximum: float) -> None:
    gaps = [later - sooner for sooner, later in pairwise(attempts_within(3600, pause))]
    assert gaps == sorted(gaps)
    assert gaps[-1] == maximum


def test_a_reply_is_tried_again_while_its_token_is_good() -> None:
    assert all(pauses.reply_pause(result) <= 30 for result in SendResult)


@pytest.mark.parametrize("result", [SendResult.QUOTA, SendResult.DENIED, SendResult.BUSY, SendResult.UNSURE])
def test_pushes_become_rarer_and_go_on_once_an_hour(result: SendResult) -> None:
    waits = [pauses.push_pause(result, attempts) for attempts in range(1, 5000)]
    assert waits == sorted(waits)
    assert waits[0] == (120 if result in (SendResult.QUOTA, SendResult.DENIED) else 5)
    assert waits[-1] == 3600
