"""How long to wait before the next attempt, in seconds: one function for each loop in bot/line that retries."""

from bot.line.client.api import Sent

REPLY_RETRY, REPLY_RETRY_DENIED = 2, 30  # a reply token lives for a minute only: these pauses do not grow
NO_ANSWER_RETRY = 2
PARKED_RETRY, PARKED_RETRY_MAX = 15, 60
LATE_PUSH_RETRY, LATE_PUSH_RETRY_MAX = 2, 30
PUSH_RETRY, PUSH_RETRY_BLOCKED, PUSH_RETRY_MAX = 5, 120, 3600


def reply_pause(result: Sent) -> float:
    """Between two reply calls with the same reply token."""
    return REPLY_RETRY_DENIED if result is Sent.DENIED else REPLY_RETRY


def no_answer_pause() -> float:
    """Between two attempts to get an answer from the dialogue while the reply token is fresh."""
    return NO_ANSWER_RETRY


def parked_pause(age: float) -> float:
    """Between two attempts to get an answer that the asker was given a button for. `age`: seconds since the message.

    A pause that is proportional to the age grows exponentially, and needs no counter that has to survive a restart.
    """
    return min(PARKED_RETRY_MAX, max(PARKED_RETRY, age / 4))


def late_push_pause(age: float) -> float:
    """Between two pushes of an answer that came too late for its reply token. `age`: seconds since the message.

    The person's next message waits for this answer, and its own reply token is good for a minute: hence the maximum.
    """
    return min(LATE_PUSH_RETRY_MAX, max(LATE_PUSH_RETRY, age / 4))


def push_pause(result: Sent, attempts: int) -> float:
    """Between two pushes of the answer to one enquiry, after so many attempts (at least 1) in this process.

    A used-up quota and a wrong access token last until somebody acts: 2 min, 4 min, 8 min, up to an hour. Any other
    failure may be over soon: 5 s, 10 s, 20 s, up to an hour.
    """
    first = PUSH_RETRY_BLOCKED if result in (Sent.QUOTA, Sent.DENIED) else PUSH_RETRY
    return float(min(PUSH_RETRY_MAX, first * 2 ** min(attempts - 1, 20)))
