"""From what Rasa said to Replies that may leave: checked against the contract, with absolute addresses."""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from bot.errors import RasaRefused
from bot.journal.tables import Enquiry
from bot.reply import ERASE, Language, Outcome, Reply

APOLOGY: dict[Language, str] = {
    "th": "ขออภัยค่ะ ขณะนี้ระบบขัดข้องชั่วคราว กรุณาลองส่งข้อความอีกครั้งในอีกสักครู่",
    "en": "Sorry, something on our side is not working just now. Please send your message again in a little while.",
}


ANSWER: dict[Language, str] = {
    "th": "ฝ่ายข่าวตอบคำถามของคุณ “{question}” แล้วค่ะ: {answer}",
    "en": "The press office has answered your question “{question}”: {answer}",
}


@dataclass(frozen=True)
class Heard:
    """What Rasa said to one message. `erase`: the session is to be forgotten now."""

    replies: list[Reply]
    erase: bool = False


def from_rasa(said: list[dict[str, Any]], public_url: str) -> Heard:
    """One Reply for each message. Raises RasaRefused where one does not hold to the contract.

    A Reply travels as one `custom` payload: a text and a payload of one utterance would arrive as two messages.
    """
    try:
        payloads = [dict(message["custom"]) for message in said]
        erase = any([payload.pop(ERASE, False) for payload in payloads])
        return Heard([with_addresses(Reply.model_validate(payload), public_url) for payload in payloads], erase)
    except (ValidationError, KeyError, TypeError, ValueError) as e:
        raise RasaRefused(f"Rasa's answer is not a Reply: {e}") from e


def with_addresses(reply: Reply, public_url: str) -> Reply:
    """Paths of citations and calendars become addresses that work from anywhere, also where a text says them."""

    def absolute(path: str) -> str:
        return public_url + path if path.startswith("/") else path

    citations = [cited.model_copy(update={"url": absolute(cited.url)}) for cited in reply.citations]
    paths = [cited.url for cited in reply.citations if cited.url.startswith("/")]
    event, text = reply.event, reply.text
    if event and event.ics:
        address = absolute(event.ics)
        if reply.outcome is Outcome.DONE:
            text = text.replace(event.ics, address)
        event = event.model_copy(update={"ics": address})
    notices = [absolute_in(notice, paths, public_url) for notice in reply.notices]
    return reply.model_copy(update={"text": text, "citations": citations, "event": event, "notices": notices})


def absolute_in(notice: str, paths: list[str], public_url: str) -> str:
    """A notice that ends with one of these paths, with the address in its place."""
    return next((notice[: -len(path)] + public_url + path for path in paths if notice.endswith(path)), notice)


def from_press_office(enquiry: Enquiry) -> Reply:
    """The answer to an enquiry, as it comes back into the conversation: the press office's words, not the desk's."""
    text = ANSWER[enquiry.language].format(question=enquiry.question, answer=enquiry.answer)
    return Reply(outcome=Outcome.DONE, language=enquiry.language, text=text)


def apology(language: Language) -> Reply:
    return Reply(outcome=Outcome.ERROR, language=language, text=APOLOGY[language])
