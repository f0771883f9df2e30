"""The exceptions of the project, as one tree. bot/edge/problems.py maps them to problem+json.

DeskError
 ├─ SettingsError      the environment or .env has an unknown name or an invalid value
 ├─ PortInUse          another program listens on a port that the service needs
 ├─ KnowledgeError     the knowledge base as a whole cannot be served
 ├─ ModelError         the embedding model is missing or cannot be loaded
 └─ RasaError          Rasa did not answer a turn
     ├─ RasaUnreachable   no connection, or no answer before the deadline
     └─ RasaRefused       an HTTP error, or an unreadable or empty answer
"""


class DeskError(Exception):
    """Base class; the message is for the operator of the service."""


class SettingsError(DeskError):
    """The environment or .env has an unknown name or an invalid value."""


class PortInUse(DeskError):
    """Another program listens on a port that the service needs."""


class KnowledgeError(DeskError):
    """The knowledge base as a whole cannot be served: meeting.yml is missing or invalid."""


class ModelError(DeskError):
    """The embedding model is missing or cannot be loaded."""


class RasaError(DeskError):
    """Rasa did not answer a turn."""


class RasaUnreachable(RasaError):
    """The connection was refused or broke, or the deadline passed."""


class RasaRefused(RasaError):
    """An HTTP error, an unreadable body, or an empty list of replies (a failed action: HTTP 200 and `[]`)."""
