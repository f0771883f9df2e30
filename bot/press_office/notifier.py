"""Notifies the press office of new enquiries by mail or by a POST.

The journal is the queue: an enquiry whose notification failed stays pending and is retried.
"""

import asyncio
import logging
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import aiosmtplib
from sqlalchemy.exc import SQLAlchemyError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_chain, wait_fixed

from bot.clock import Clock
from bot.content.models import Meeting
from bot.journal.enquiries import Enquiries, reference
from bot.journal.tables import Enquiry
from bot.settings import Settings

log = logging.getLogger(__name__)
POLL_SECONDS = 2  # between two reads of the journal
FAILURES = (aiohttp.ClientError, aiosmtplib.SMTPException, SQLAlchemyError, OSError, TimeoutError)
BACK_OFF = (5, 15, 60, 300)  # seconds before each retry in a row; the last value repeats
DELIVERY_SECONDS = 20  # timeout of one mail or POST


def as_data(enquiry: Enquiry, zone: ZoneInfo) -> dict[str, Any]:
    """An enquiry as JSON: what `python -m bot enquiries --json` prints and what is POSTed (docs/api.md)."""

    def moment(value: Any) -> str | None:
        return None if value is None else value.astimezone(zone).isoformat(timespec="minutes")

    return {
        "number": enquiry.number,
        "reference": reference(enquiry.number),
        "question": enquiry.question,
        "language": enquiry.language,
        "name": enquiry.name,
        "outlet": enquiry.outlet,
        "contact": enquiry.contact,
        "deadline": moment(enquiry.deadline),
        "asked": moment(enquiry.asked),
        "told": moment(enquiry.told),
        "answer": enquiry.answer,
        "answered": moment(enquiry.answered),
        "delivered": moment(enquiry.delivered),
        "transcript": enquiry.transcript,
    }


def as_mail(enquiry: Enquiry, zone: ZoneInfo, sender: str, to: str) -> EmailMessage:
    """What the press office reads: the question first, then who needs the answer, when and where."""
    data = as_data(enquiry, zone)
    lines = [enquiry.question, ""]
    lines += [f"{key}: {data[key] or '–'}" for key in ("name", "outlet", "contact", "deadline", "asked")]
    lines += ["", f'python -m bot enquiries answer {enquiry.number} "..."', ""]
    for turn in enquiry.transcript:
        lines.append(f"> {turn['message']}")
        lines += [f"  {reply['text']}" for reply in turn["replies"]]
    mail = EmailMessage()
    # A header must not contain line breaks, but a question may.
    mail["Subject"] = f"{reference(enquiry.number)}: {' '.join(enquiry.question.split())[:80]}"
    mail["From"], mail["To"] = sender, to
    if "@" in enquiry.contact:
        mail["Reply-To"] = enquiry.contact
    mail.set_content("\n".join(lines))
    return mail


def report_failure(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    log.error("the press office could not be told of an enquiry (%s); trying again", type(error).__name__)


class Notifier:
    """Polls the journal for enquiries that the press office has not been notified of."""

    def __init__(
        self,
        settings: Settings,
        enquiries: Enquiries,
        http: aiohttp.ClientSession,
        clock: Clock,
        meeting: Callable[[], Meeting],
    ) -> None:
        """`meeting()` returns the current content of meeting.yml. Mail goes to its press office, unless BOT_SMTP_TO
        is set."""
        self._settings = settings
        self._enquiries = enquiries
        self._http = http
        self._clock = clock
        self._meeting = meeting
        self._posted: set[int] = set()  # numbers whose POST succeeded; a retry sends the mail only

    @property
    def _to(self) -> str | None:
        return self._settings.smtp_to or self._meeting().press_office.email

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._meeting().time_zone)

    @property
    def has_recipient(self) -> bool:
        """Whether a recipient is configured. Without one, `python -m bot enquiries` still lists the enquiries."""
        return bool(self._settings.notify_url or (self._settings.smtp_host and self._to))

    async def run(self) -> None:
        """Until cancelled. A failure is logged without content of the enquiry, and retried after growing pauses."""
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(FAILURES),
            wait=wait_chain(*map(wait_fixed, BACK_OFF)),
            before_sleep=report_failure,
        )
        while True:
            await retrying(self._notify_all)
            await asyncio.sleep(POLL_SECONDS)

    async def _notify_all(self) -> None:
        for enquiry in await self._enquiries.awaiting_notification() if self.has_recipient else ():
            await self.notify(enquiry)
            await self._enquiries.mark_notified(enquiry.number, self._clock())
            self._posted.discard(enquiry.number)

    async def _post(self, url: str, enquiry: Enquiry) -> None:
        """Only a 2xx counts as delivered: a redirect usually leads to a login page."""
        timeout = aiohttp.ClientTimeout(total=DELIVERY_SECONDS)
        body = as_data(enquiry, self._zone)
        async with self._http.post(url, json=body, timeout=timeout, allow_redirects=False) as response:
            if not 200 <= response.status < 300:
                raise aiohttp.ClientResponseError(
                    response.request_info, response.history, status=response.status, message="not taken"
                )

    async def notify(self, enquiry: Enquiry) -> None:
        """Send the POST and the mail for one enquiry, as configured. Raises FAILURES."""
        if self._settings.notify_url and enquiry.number not in self._posted:
            await self._post(self._settings.notify_url, enquiry)
            self._posted.add(enquiry.number)
        to = self._to
        if self._settings.smtp_host and to:
            mail = as_mail(enquiry, self._zone, self._settings.smtp_from or to, to)
            await aiosmtplib.send(
                mail,
                hostname=self._settings.smtp_host,
                port=self._settings.smtp_port,
                username=self._settings.smtp_user,
                password=self._settings.smtp_password.get_secret_value() if self._settings.smtp_password else None,
                timeout=DELIVERY_SECONDS,
            )
