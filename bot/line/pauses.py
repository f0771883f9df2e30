"""How long to wait before the next attempt, in seconds: one function for each loop in bot/line that retries."""

from bot.line.client.api import Sent

PUSH_RETRY, PUSH_RETRY_BLOCKED, PUSH_RETRY_MAX = 5, 120, 3600


def push_pause(result: Sent, attempts: int) -> float:
    """Between two pushes of the answer to one enquiry, after so many attempts (at least 1) in this process.

    A used-up quota and a wrong access token last until somebody acts: 2 min, 4 min, 8 min, up to an hour. Any other
    failure may be over soon: 5 s, 10 s, 20 s, up to an hour.
    """
    first = PUSH_RETRY_BLOCKED if result in (Sent.QUOTA, Sent.DENIED) else PUSH_RETRY
    return float(min(PUSH_RETRY_MAX, first * 2 ** min(attempts - 1, 20)))
