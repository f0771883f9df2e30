"""Sends a message to Rasa's REST channel and returns Rasa's messages as parsed JSON."""

import uuid
from typing import Any

import aiohttp

from bot.errors import RasaRefused, RasaUnreachable

# Rasa takes a message that starts with a slash for an intent. Visitors must not set intents.
COMMAND = "/"
WORD_JOINER = "\u2060"


class RasaClient:
    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url.rstrip("/")

    async def send(
        self, session: str, message: str, language: str | None, id: uuid.UUID | None = None
    ) -> list[dict[str, Any]]:
        """Rasa's messages, at least one. Rasa stores `id` with the message (read by RasaTracker.replies_to).

        Raises RasaUnreachable if there is no answer, RasaRefused if the answer is an error or empty: a failed action
        gives HTTP 200 and `[]`. Sets no timeout of its own.
        """
        if message.lstrip().startswith(COMMAND):
            message = WORD_JOINER + message
        metadata = {"language": language, "right_keyboard": True} | ({"id": str(id)} if id else {})
        body = {"sender": session, "message": message, "metadata": metadata}
        try:
            async with self._http.post(f"{self._url}/webhooks/rest/webhook", json=body) as response:
                if response.status != 200:
                    raise RasaRefused(f"Rasa answered HTTP {response.status}")
                messages = await response.json()
        except (aiohttp.ClientConnectionError, TimeoutError) as e:
            raise RasaUnreachable(f"Rasa at {self._url} did not answer: {e!r}") from e
        except (aiohttp.ClientError, ValueError) as e:
            raise RasaRefused(f"Rasa's answer could not be read: {e!r}") from e
        if not isinstance(messages, list) or not messages:
            raise RasaRefused("Rasa answered with nothing: an action failed, or no rule applied")
        return messages

    async def ready(self) -> bool:
        """Whether Rasa accepts messages: it answers HTTP only after its model is loaded."""
        try:
            async with self._http.get(f"{self._url}/", timeout=aiohttp.ClientTimeout(total=2)) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False
