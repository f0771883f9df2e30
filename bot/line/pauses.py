"""How long to wait before the next attempt, in seconds: one function for each loop in bot/line that retries."""

from bot.line.client.api import SendResult

# A reply token is good for a minute only, so these two loops end by themselves and their pauses do not grow.
REPLY_PAUSE, REPLY_PAUSE_IF_DENIED = 2, 30
NO_ANSWER_PAUSE = 2
MIN_PARKED_PAUSE, MAX_PARKED_PAUSE = 15, 60
MIN_LATE_PUSH_PAUSE, MAX_LATE_PUSH_PAUSE = 2, 30
FIRST_PUSH_PAUSE, FIRST_PUSH_PAUSE_IF_BLOCKED, MAX_PUSH_PAUSE = 5, 120, 3600


def reply_pause(result: SendResult) -> float:
    """Between two reply calls with the same reply token."""
    return REPLY_PAUSE_IF_DENIED if result is SendResult.DENIED else REPLY_PAUSE


def no_answer_pause() -> float:
    """Between two attempts to get an answer from the dialogue while the reply token is fresh."""
    return NO_ANSWER_PAUSE


def parked_pause(age: float) -> float:
    """Between two attempts to get the answer to a parked event. `age`: seconds since the message.

    A pause that is proportional to the age grows exponentially, and needs no counter that has to survive a restart.
    """
    return min(MAX_PARKED_PAUSE, max(MIN_PARKED_PAUSE, age / 4))


def late_push_pause(age: float) -> float:
    """Between two pushes of an answer that came too late for its reply token. `age`: seconds since the message.

    The person's next message waits for this answer, and its own reply token is good for a minute: hence the maximum.
    """
    return min(MAX_LATE_PUSH_PAUSE, max(MIN_LATE_PUSH_PAUSE, age / 4))


def push_pause(result: SendResult, attempts: int) -> float:
    """Between two pushes of the answer to one enquiry, after so many attempts (at least 1) in this process.

    A used-up quota and a wrong access token last until somebody acts: 2 min, 4 min, 8 min, up to an hour. Any other
    failure may be over soon: 5 s, 10 s, 20 s, up to an hour.
    """
    first = FIRST_PUSH_PAUSE_IF_BLOCKED if result in (SendResult.QUOTA, SendResult.DENIED) else FIRST_PUSH_PAUSE
    return float(min(MAX_PUSH_PAUSE, first * 2 ** min(attempts - 1, 20)))
