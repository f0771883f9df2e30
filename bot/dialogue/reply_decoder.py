"""Decodes Rasa's messages into Replies: validated against the Reply model, with absolute URLs."""

from dataclasses import dataclass
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from bot.errors import RasaRefused
from bot.journal.tables import Enquiry
from bot.messages.conversation import APOLOGY, FROM_PRESS_OFFICE
from bot.reply import ENQUIRY, ERASE, Language, Outcome, Reply


class EnquiryFields(BaseModel):
    """The fields of an enquiry, as the enquiry form submits them."""

    model_config = ConfigDict(extra="forbid")

    language: Language
    question: str
    name: str
    outlet: str
    contact: str
    deadline: AwareDatetime | None


@dataclass(frozen=True)
class DecodedReplies:
    """Rasa's replies to one message, and the commands sent with them: `erase` the session, keep an `enquiry`."""

    replies: list[Reply]
    erase: bool = False
    enquiry: EnquiryFields | None = None


def decode(messages: list[dict[str, Any]], public_url: str) -> DecodedReplies:
    """One Reply for each message. Raises RasaRefused if a message is not a valid Reply.

    A Reply is one `custom` payload, because Rasa sends a text and a payload of one utterance as two messages.
    """
    try:
        payloads = [dict(message["custom"]) for message in messages]
        erase = any([payload.pop(ERASE, False) for payload in payloads])
        enquiries = [payload.pop(ENQUIRY, None) for payload in payloads]
        enquiry = next((EnquiryFields.model_validate(fields) for fields in enquiries if fields), None)
        replies = [with_addresses(Reply.model_validate(payload), public_url) for payload in payloads]
        return DecodedReplies(replies, erase, enquiry)
    except (ValidationError, KeyError, TypeError, ValueError) as e:
        raise RasaRefused(f"Rasa's answer is not a Reply: {e}") from e


def with_addresses(reply: Reply, public_url: str) -> Reply:
    """The reply with absolute URLs for the paths of citations and calendar files, also inside its text and notices."""

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
    """The notice, with an absolute URL if it ends with one of these paths."""
    return next((notice[: -len(path)] + public_url + path for path in paths if notice.endswith(path)), notice)


def from_press_office(enquiry: Enquiry) -> Reply:
    """The press office's answer to an enquiry, as a Reply in the conversation."""
    text = FROM_PRESS_OFFICE[enquiry.language].format(question=enquiry.question, answer=enquiry.answer)
    return Reply(outcome=Outcome.DONE, language=enquiry.language, text=text)


def apology(language: Language) -> Reply:
    return Reply(outcome=Outcome.ERROR, language=language, text=APOLOGY[language])
