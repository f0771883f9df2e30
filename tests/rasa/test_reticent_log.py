"""What Rasa's log may not hold."""

from rasa.core.channels import rest

import bot.rasa_ext  # noqa: F401  # what is tested is what importing it does


def test_a_failed_message_is_logged_without_its_text(capsys):
    try:
        raise RuntimeError("the store is gone")
    except RuntimeError:
        rest.structlogger.exception("rest.message.received.failure", text="ความลับของฉัน")
    rest.structlogger.error("rest.message.received.timeout", text="my secret")
    printed = "".join(capsys.readouterr())
    assert "rest.message.received.failure" in printed and "the store is gone" in printed
    assert "rest.message.received.timeout" in printed
    assert "ความลับ" not in printed and "secret" not in printed
