"""Chooses a free port where a setting is 0, and names the process that holds a port which is not free."""

import errno
import socket

import psutil

from bot.errors import PortInUse
from bot.settings import Settings


def holder(port: int) -> str:
    """Name and pid of the process that listens on the port, or "another program" if this user may not see it."""
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr[1:2] == (port,) and connection.pid:
                return f"{psutil.Process(connection.pid).name()}, process {connection.pid}"
    except psutil.Error:
        pass
    return "another program"


def claim(name: str, host: str, port: int) -> int:
    """`port`, or any free port for 0. `name`: of the setting. Raises PortInUse, which names the holder of the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as e:
            if e.errno == errno.EADDRINUSE:
                raise PortInUse(f"port {port} is held by {holder(port)}; stop it, or set {name} to another") from e
            raise PortInUse(f"cannot listen on {host}:{port}: {e.strerror}; check BOT_HOST and {name}") from e
        return int(probe.getsockname()[1])


def claim_all(settings: Settings, role: str) -> Settings:
    """The settings with the ports of this role: checked, and 0 replaced by a free port. Raises PortInUse."""
    wanted = {"port": settings.host, "actions_port": "127.0.0.1", "rasa_port": "127.0.0.1"}
    if role != "all":
        only = {"edge": "port", "actions": "actions_port", "rasa": "rasa_port"}[role]
        wanted = {only: wanted[only]}
    found = {field: claim(f"BOT_{field.upper()}", host, getattr(settings, field)) for field, host in wanted.items()}
    return settings.model_copy(update=found)
