"""Notifications of the press office by mail: headers, text and delivery to an SMTP server."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.journal.journal import Journal
from bot.journal.tables import Enquiry
from bot.press_office.notifier import as_data, as_mail
from tests.unit.press_office.conftest import ASKED, FakeDesk, FakeMail, all_told, notifying, opened, to_mail

BANGKOK = ZoneInfo("Asia/Bangkok")


async def test_a_mail_contains_the_enquiry_and_how_to_answer_it(
    journal: Journal, mail: FakeMail, clock: Callable[[], datetime], noon: datetime
) -> None:
    turn = {"message": "งบเท่าไร", "replies": [{"text": "ยังไม่มีการเผยแพร่"}], "started": noon.isoformat()}
    await opened(journal, noon, question="งบประมาณเท่าไร", name="สมชาย ใจดี", transcript=[turn])
    async with notifying(journal, clock, **to_mail(mail)):
        await all_told(journal)
        await asyncio.sleep(0.1)
    (sent,) = mail.mails
    assert (sent["From"], sent["To"], sent["Reply-To"]) == (
        "office@test.example",
        "office@test.example",
        "ana@news.org",
    )
    assert sent["Subject"] == "PD-0001: งบประมาณเท่าไร"
    text = sent.get_content()
    assert text.startswith("งบประมาณเท่าไร")
    for line in ("name: สมชาย ใจดี", "deadline: –", "enquiries answer 1", "> งบเท่าไร", "  ยังไม่มีการเผยแพร่"):
        assert line in text


async def test_settings_override_recipient_and_sender(
    journal: Journal, mail: FakeMail, clock: Callable[[], datetime], noon: datetime
) -> None:
    await opened(journal, noon)
    chosen = {"smtp_to": "desk@test.example", "smtp_from": "bot@test.example"}
    async with notifying(journal, clock, **to_mail(mail), **chosen):
        await all_told(journal)
    assert (mail.mails[0]["From"], mail.mails[0]["To"]) == ("bot@test.example", "desk@test.example")
    assert mail.recipients == ["RCPT TO:<desk@test.example>"]


@pytest.mark.parametrize("code", [451, 550])
async def test_a_refused_mail_is_retried(
    journal: Journal, mail: FakeMail, clock: Callable[[], datetime], noon: datetime, code: int
) -> None:
    mail.refuse, mail.code = 2, code
    await opened(journal, noon)
    async with notifying(journal, clock, **to_mail(mail)):
        await all_told(journal)
    assert (len(mail.mails), mail.refuse) == (1, 0)


async def test_mail_and_post_are_both_sent_if_both_are_configured(
    journal: Journal, mail: FakeMail, desk: FakeDesk, clock: Callable[[], datetime], noon: datetime
) -> None:
    await opened(journal, noon)
    async with notifying(journal, clock, notify_url=desk.url, **to_mail(mail)):
        await all_told(journal)
    assert (len(mail.mails), len(desk.told)) == (1, 1)


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028"])
@pytest.mark.parametrize("where", ["question", "name", "outlet"])
async def test_user_input_cannot_inject_mail_headers(
    journal: Journal, mail: FakeMail, clock: Callable[[], datetime], noon: datetime, where: str, ending: str
) -> None:
    await opened(journal, noon, **{where: f"x{ending}Bcc: evil@news.org{ending}{ending}y"})
    async with notifying(journal, clock, **to_mail(mail)):
        await all_told(journal)
    (sent,) = mail.mails
    assert set(sent.keys()) == {
        *("Subject", "From", "To", "Reply-To", "Content-Type", "Content-Transfer-Encoding", "MIME-Version")
    }
    assert mail.recipients == ["RCPT TO:<office@test.example>"]
    assert sent.get_content_type() == "text/plain"


async def test_a_line_with_a_single_dot_does_not_end_a_mail(
    journal: Journal, mail: FakeMail, clock: Callable[[], datetime], noon: datetime
) -> None:
    await opened(journal, noon, question="one\n.\nMAIL FROM:<evil@news.org>")
    async with notifying(journal, clock, **to_mail(mail)):
        await all_told(journal)
    assert "enquiries answer 1" in mail.mails[0].get_content()


def enquiry(**more: Any) -> Enquiry:
    return Enquiry(number=7, deadline=None, asked=datetime(2030, 5, 3, 12, tzinfo=BANGKOK), **{**ASKED, **more})


def test_a_line_contact_sets_no_reply_to() -> None:
    assert as_mail(enquiry(contact="LINE somchai99"), BANGKOK, "a@b.example", "a@b.example")["Reply-To"] is None


def test_a_long_question_is_shortened_only_in_the_subject() -> None:
    sent = as_mail(enquiry(question="ก" * 2000), BANGKOK, "a@b.example", "a@b.example")
    assert sent["Subject"] == "PD-0007: " + "ก" * 80
    assert "ก" * 2000 in sent.get_content()


def test_times_are_in_the_given_zone() -> None:
    data = as_data(enquiry(), ZoneInfo("UTC"))
    assert (data["asked"], data["told"]) == ("2030-05-03T05:00+00:00", None)
