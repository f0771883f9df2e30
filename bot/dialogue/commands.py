"""Executes the commands that an action sends with its Replies. They need the journal, which only the edge can write."""

import uuid
from dataclasses import replace

from bot.clock import Clock
from bot.dialogue.reply_decoder import DecodedReplies
from bot.journal.enquiries import reference
from bot.journal.journal import Journal
from bot.messages import enquiry, privacy
from bot.reply import Reply

TRANSCRIPT_TURNS = 3  # number of turns that are stored with an enquiry


class CommandRunner:
    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock

    async def keep_enquiry(self, decoded: DecodedReplies, session: str, id: uuid.UUID | None) -> DecodedReplies:
        """Store the enquiry with the turns before it. A text with its number replaces the text of the action.

        Idempotent: the same message id stores one enquiry.
        """
        fields = decoded.enquiry
        if fields is None:
            return decoded
        number = await self._journal.enquiries.open(
            session=session,
            message_id=None if id is None else str(id),
            transcript=await self._journal.turns.transcript_until(session, fields.question, TRANSCRIPT_TURNS),
            asked=self._clock(),
            **fields.model_dump(),
        )
        text = enquiry.SENT_WITH_REFERENCE[fields.language].format(number=reference(number), contact=fields.contact)
        replies = [
            reply.model_copy(update={"text": text}) if reply.text == enquiry.RECEIVED[fields.language] else reply
            for reply in decoded.replies
        ]
        return replace(decoded, replies=replies, enquiry=None)

    @staticmethod
    def erased(reply: Reply, kept: int) -> Reply:
        """The reply to an erasure, with the number of enquiries that are still kept."""
        if not kept or reply.text != privacy.ERASED[reply.language]:
            return reply
        return reply.model_copy(update={"text": reply.text + privacy.STILL_KEPT[reply.language].format(count=kept)})
