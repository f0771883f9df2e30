"""What can go wrong, as one tree. The edge turns these into problem+json in one place (bot/edge/problems.py).

DeskError
 ├─ SettingsError      the environment or .env says something that cannot be used
 ├─ PortInUse          a port that the service needs is held by another program
 ├─ KnowledgeError     the knowledge base as a whole cannot be served
 ├─ ModelError         the embedding model is missing or cannot be loaded
 └─ RasaError          Rasa did not give a turn's replies
     ├─ RasaUnreachable   nothing answered, or not in time
     └─ RasaRefused       it answered with an error, or with no reply at all
"""


class DeskError(Exception):
    """Base class; its message is for the operator of the service."""


class SettingsError(DeskError):
    """The environment or .env holds something unusable."""


class PortInUse(DeskError):
    """A port is held by another program."""


class KnowledgeError(DeskError):
    """The knowledge base as a whole cannot be served: no meeting.yml, or nothing in it."""


class ModelError(DeskError):
    """The embedding model is missing or cannot be loaded."""


class RasaError(DeskError):
    """Rasa did not answer a turn."""


class RasaUnreachable(RasaError):
    """No connection, a broken connection, or the deadline passed."""


class RasaRefused(RasaError):
    """An HTTP error, an unreadable body, or an empty list of replies (a failed action: HTTP 200 and `[]`)."""
