"""Rasa's log contains no message text."""

import logging

from bot.rasa_ext.redacting_log import RedactingLogger


class DecodedReplies:
    """A logger that records its arguments."""

    def __init__(self):
        self.lines = []

    def error(self, event, **fields):
        self.lines.append((logging.ERROR, event, fields))

    def exception(self, event, **fields):
        self.lines.append((logging.CRITICAL, event, fields))


def test_a_failed_message_is_logged_without_its_text():
    heard = DecodedReplies()
    logger = RedactingLogger(heard)
    logger.exception("rest.message.received.failure", text="ความลับของฉัน", sender="x")
    logger.error("rest.message.received.timeout", text="my secret")
    assert heard.lines == [
        (logging.CRITICAL, "rest.message.received.failure", {"sender": "x"}),
        (logging.ERROR, "rest.message.received.timeout", {}),
    ]
