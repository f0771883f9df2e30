"""From what Rasa said to Replies that may leave: checked against the contract, with absolute addresses."""

from typing import Any

from pydantic import ValidationError

from bot.errors import RasaRefused
from bot.reply import Language, Outcome, Reply

APOLOGY: dict[Language, str] = {
    "th": "ขออภัยค่ะ ขณะนี้ระบบขัดข้องชั่วคราว กรุณาลองส่งข้อความอีกครั้งในอีกสักครู่",
    "en": "Sorry, something on our side is not working just now. Please send your message again in a little while.",
}


def from_rasa(said: list[dict[str, Any]], public_url: str) -> list[Reply]:
    """One Reply for each message. Raises RasaRefused where one does not hold to the contract.

    A Reply travels as one `custom` payload: a text and a payload of one utterance would arrive as two messages.
    """
    try:
        return [with_addresses(Reply.model_validate(message["custom"]), public_url) for message in said]
    except (ValidationError, KeyError) as e:
        raise RasaRefused(f"Rasa's answer is not a Reply: {e}") from e


def with_addresses(reply: Reply, public_url: str) -> Reply:
    """Paths of citations and calendars become addresses that work from anywhere."""

    def absolute(path: str) -> str:
        return public_url + path if path.startswith("/") else path

    citations = [cited.model_copy(update={"url": absolute(cited.url)}) for cited in reply.citations]
    event = reply.event
    if event and event.ics:
        event = event.model_copy(update={"ics": absolute(event.ics)})
    return reply.model_copy(update={"citations": citations, "event": event})


def apology(language: Language) -> Reply:
    return Reply(outcome=Outcome.ERROR, language=language, text=APOLOGY[language])
