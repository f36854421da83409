"""Ports on loopback."""

import socket


def free_port() -> int:
    """Return a port on 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def obstacle(port: int) -> str:
    """Return why no server could listen on this port of 127.0.0.1; empty when one could."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            return "is taken"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            return "is reserved for the system"
        except OSError:
            return "is taken"
    return ""


def is_free(port: int) -> bool:
    """Say whether a server could listen on this port of 127.0.0.1."""
    return not obstacle(port)
