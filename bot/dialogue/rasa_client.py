"""Sends a message to Rasa's REST channel and returns Rasa's messages, undecoded."""

import uuid
from typing import Any

import aiohttp

from bot.errors import RasaRefused, RasaUnreachable

# Rasa reads a message that starts with a slash as a command that names an intent; a visitor must not command it.
COMMAND = "/"
WORD_JOINER = "\u2060"


class RasaClient:
    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url.rstrip("/")

    async def send(
        self, session: str, message: str, language: str | None, id: uuid.UUID | None = None
    ) -> list[dict[str, Any]]:
        """The messages that Rasa answers with, at least one. `id` is kept with the message (conversations.py).

        Raises RasaUnreachable where nothing answers, RasaRefused where the answer is an error or empty: a failed
        action gives HTTP 200 and `[]`. Deadlines are the caller's.
        """
        if message.lstrip().startswith(COMMAND):
            message = WORD_JOINER + message
        metadata = {"language": language, "right_keyboard": True} | ({"id": str(id)} if id else {})
        body = {"sender": session, "message": message, "metadata": metadata}
        try:
            async with self._http.post(f"{self._url}/webhooks/rest/webhook", json=body) as response:
                if response.status != 200:
                    raise RasaRefused(f"Rasa answered HTTP {response.status}")
                said = await response.json()
        except (aiohttp.ClientConnectionError, TimeoutError) as e:
            raise RasaUnreachable(f"Rasa at {self._url} did not answer: {e!r}") from e
        except (aiohttp.ClientError, ValueError) as e:
            raise RasaRefused(f"Rasa's answer could not be read: {e!r}") from e
        if not isinstance(said, list) or not said:
            raise RasaRefused("Rasa answered with nothing: an action failed, or no rule applied")
        return said

    async def ready(self) -> bool:
        """Rasa listens only once its model is loaded."""
        try:
            async with self._http.get(f"{self._url}/", timeout=aiohttp.ClientTimeout(total=2)) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False
