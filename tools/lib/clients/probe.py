#!/usr/bin/env python3
"""Tells whether a packet reaches a host: probe.py tcp|udp HOST PORT [SECONDS]

Prints `open` when somebody listens (TCP), `refused` when the host answers that nobody does, and `silent` when no answer comes.
The first two mean that the packet arrived and the answer came back; the last one that something dropped it. The exit code is 0
in all three cases, so that a probe that did not run is never taken for silence.
"""

import socket
import sys


def probe(kind, host, port, seconds):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM) as sock:
        sock.settimeout(seconds)
        try:
            sock.connect((host, port))
            if kind == "tcp":
                return "open"
            sock.send(b"probe")
            sock.recv(1)
            return "open"
        except ConnectionRefusedError:
            return "refused"
        except TimeoutError:
            return "silent"


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in ("tcp", "udp"):
        sys.exit(__doc__)
    print(probe(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]) if len(sys.argv) > 4 else 2.0))
