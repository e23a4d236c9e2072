#!/usr/bin/env python3
"""Watches what is open while things break. Each ends on SIGTERM with one line, after one line for each thing that should not be.

  chaos.py closed SECONDS HOST...   sends TCP to port 80, UDP to port 53 and echo requests to each host every so many seconds, all of
                                    which are closed; every answer is a violation
  chaos.py tap DEVICE               looks at what a guest is handed: connections to port 80, datagrams to port 53 and echo requests
                                    are violations, others are counted
  chaos.py flow COMMAND...          reads the lines of a command that goes on for ever, such as one over a connection; tells the longest
                                    time without one
"""

import errno
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import time

TCP_PORT = 80
UDP_PORT = 53
PATIENCE = 1.5
OUTGOING = 4


class Ended(Exception):
    pass


def end(_signal, _frame):
    raise Ended


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def echo_request(identifier, sequence):
    header = struct.pack("!BBHHH", 8, 0, 0, identifier, sequence)
    return struct.pack("!BBHHH", 8, 0, checksum(header), identifier, sequence)


class Closed:
    """Probes in flight, each a socket of its own, so that an answer is known to be to it."""

    def __init__(self, hosts):
        self.hosts = hosts
        self.flying = {}
        self.sent = 0
        self.answers = 0
        self.echo = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
        self.echo.setblocking(False)
        self.identifier = os.getpid() & 0xFFFF

    def send(self):
        for host in self.hosts:
            tcp = self.fly(socket.SOCK_STREAM, f"TCP {host}:{TCP_PORT}")
            tcp.connect_ex((host, TCP_PORT))
            udp = self.fly(socket.SOCK_DGRAM, f"UDP {host}:{UDP_PORT}")
            try:
                udp.connect((host, UDP_PORT))
                udp.send(b"probe")
                self.echo.sendto(echo_request(self.identifier, self.sent & 0xFFFF), (host, 0))
            except OSError as e:
                self.answered(udp, e.errno)
            self.sent += 3

    def fly(self, kind, what):
        sock = socket.socket(socket.AF_INET, kind)
        sock.setblocking(False)
        self.flying[sock] = (what, time.monotonic())
        return sock

    def look(self):
        """Whatever has an event was answered; what is too old was not."""
        poll = select.poll()
        by_number = {}
        for sock in self.flying:
            by_number[sock.fileno()] = sock
            wanted = select.POLLOUT if sock.type == socket.SOCK_STREAM else select.POLLIN
            poll.register(sock, wanted)
        for number, _ in poll.poll(0):
            sock = by_number[number]
            self.answered(sock, sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
        late = time.monotonic() - PATIENCE
        for sock in [sock for sock, (_, sent) in self.flying.items() if sent < late]:
            del self.flying[sock]
            sock.close()
        self.look_for_echoes()

    def answered(self, sock, error):
        what, _ = self.flying.pop(sock)
        sock.close()
        # Somebody on the way said that it does not go there: that is no answer of the host.
        if error not in (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ETIMEDOUT):
            self.answers += 1
            say(f"{what} answered: {os.strerror(error) if error else 'open'}")

    def look_for_echoes(self):
        while True:
            try:
                packet, (host, _) = self.echo.recvfrom(2048)
            except BlockingIOError:
                return
            start = (packet[0] & 15) * 4
            kind, _, _, identifier, _ = struct.unpack("!BBHHH", packet[start : start + 8])
            if kind == 0 and identifier == self.identifier:
                self.answers += 1
                say(f"echo of {host}")


def closed(interval, hosts):
    probes = Closed(hosts)
    try:
        while True:
            probes.send()
            probes.look()
            time.sleep(interval)
    except Ended:
        print(f"{probes.answers} answers to {probes.sent} probes")


def frame(data):
    """(violation or None) of an Ethernet frame, "" when it says nothing."""
    if len(data) < 34 or data[12:14] != b"\x08\x00":
        return ""
    start = 14 + (data[14] & 15) * 4
    source = socket.inet_ntoa(data[26:30])
    if data[23] == 6 and len(data) > start + 13 and data[start + 13] & 0x12 == 2:
        port = struct.unpack("!H", data[start + 2 : start + 4])[0]
        return f"TCP from {source}" if port == TCP_PORT else None
    if data[23] == 17 and struct.unpack("!H", data[start + 2 : start + 4])[0] == UDP_PORT:
        return f"UDP from {source}"
    if data[23] == 1 and data[start] == 8:
        return f"echo request from {source}"
    return ""


def tap(device):
    seen = violations = 0
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    sock.bind((device, 0))
    try:
        while True:
            data, address = sock.recvfrom(65535)
            # Of what the host hands to the guest; what the guest sends is its own business.
            verdict = frame(data) if address[2] == OUTGOING else ""
            if verdict:
                violations += 1
                say(f"{device} was handed {verdict}")
            elif verdict is None:
                seen += 1
    except Ended:
        print(f"{violations} violations beside {seen} connections")


def flow(command):
    last = time.monotonic()
    longest = 0.0
    lines = 0
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    try:
        for _ in child.stdout:
            now = time.monotonic()
            longest = max(longest, now - last)
            last = now
            lines += 1
            if lines % 5 == 0:
                print(lines, flush=True)
        print("the connection ended", flush=True)
    except Ended:
        child.kill()
        child.wait()
        print(f"longest silence {longest:.1f} s of {lines} lines")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, end)
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command == "closed" and len(sys.argv) > 3:
        closed(float(sys.argv[2]), sys.argv[3:])
    elif command == "tap" and len(sys.argv) == 3:
        tap(sys.argv[2])
    elif command == "flow" and len(sys.argv) > 2:
        flow(sys.argv[2:])
    else:
        sys.exit(__doc__)
