"""Speaks for a guest in its network namespace: one command a line, one answer a line.

A probe answers what happened ("open", "refused", "timeout"), or "error ..." when it could not be tried at all, so that a test never
takes a probe that did not run for one without an answer.
"""
import socket
import struct
import sys
import threading
import time

captured = []
arrived = threading.Condition()
held = {}
counts = {}
prober = {}


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def listen_tcp(port):
    """Of both families, as is listen_udp."""
    server = socket.socket(socket.AF_INET6)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("::", int(port)))
    server.listen(128)

    def echo(peer):
        with peer:
            while True:
                data = peer.recv(65536)
                if not data:
                    return
                peer.sendall(data)

    def accept():
        while True:
            peer, _ = server.accept()
            threading.Thread(target=echo, args=(peer,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return "ok"


def listen_udp(port):
    server = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    server.bind(("::", int(port)))
    counts[port] = 0

    def answer():
        while True:
            data, peer = server.recvfrom(2048)
            counts[port] += 1
            server.sendto(data, peer)

    threading.Thread(target=answer, daemon=True).start()
    return "ok"


def received(port):
    return str(counts[port])


def tcp(source, target, port, timeout="1.5"):
    with socket.socket(family(source)) as s:
        s.settimeout(float(timeout))
        s.bind((source, 0))
        try:
            s.connect((target, int(port)))
            s.sendall(b"x")
            return "open" if s.recv(1) == b"x" else "error no echo"
        except socket.timeout:
            return "timeout"
        except ConnectionRefusedError:
            return "refused"


def udp(source, target, port, timeout="1.0", source_port="0"):
    with socket.socket(family(source), socket.SOCK_DGRAM) as s:
        s.settimeout(float(timeout))
        s.bind((source, int(source_port)))
        s.connect((target, int(port)))
        s.send(b"x")
        try:
            s.recv(10)
            return "open"
        except socket.timeout:
            return "timeout"
        except ConnectionRefusedError:
            return "refused"


def dhcp(source, target, client, timeout="1.0"):
    """A DHCP request as far as the client's MAC address; whoever listens on the servers' port may send it back."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(float(timeout))
        s.bind((source, 68))
        s.connect((target, 67))
        s.send(b"\1\1\6\0JARR" + bytes(20) + bytes.fromhex(client.replace(":", "")) + bytes(10))
        try:
            s.recv(100)
            return "open"
        except socket.timeout:
            return "timeout"
        except ConnectionRefusedError:
            return "refused"


def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def icmp(source, target, kind, code):
    """Types 8 (echo) and 13 (timestamp) are what Linux answers."""
    number = int(time.monotonic() * 1000) & 0xFFFF
    body = struct.pack("!HH", number, 1) + b"\0" * 12
    head = struct.pack("!BBH", int(kind), int(code), 0)
    packet = struct.pack("!BBH", int(kind), int(code), checksum(head + body)) + body
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as s:
        s.bind((source, 0))
        s.sendto(packet, (target, 0))
        end = time.monotonic() + 1.0
        while time.monotonic() < end:
            s.settimeout(max(0.01, end - time.monotonic()))
            try:
                data, peer = s.recvfrom(2048)
            except socket.timeout:
                break
            answer = data[(data[0] & 15) * 4 :]
            if peer[0] == target and answer[0] in (0, 14) and struct.unpack("!H", answer[4:6])[0] == number:
                return "open"
    return "timeout"


def icmp6(source, target, kind, code):
    """Type 128 is echo, which Linux answers; the kernel computes the checksum."""
    number = int(time.monotonic() * 1000) & 0xFFFF
    with socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6) as s:
        s.bind((source, 0))
        s.sendto(struct.pack("!BBHHH", int(kind), int(code), 0, number, 1) + bytes(12), (target, 0))
        end = time.monotonic() + 1.0
        while time.monotonic() < end:
            s.settimeout(max(0.01, end - time.monotonic()))
            try:
                data, peer = s.recvfrom(2048)
            except socket.timeout:
                break
            if peer[0] == target and data[0] == 129 and struct.unpack("!H", data[4:6])[0] == number:
                return "open"
    return "timeout"


def hold(name, target, port):
    s = socket.socket(family(target))
    s.settimeout(3)
    s.connect((target, int(port)))
    held[name] = s
    return talk(name)


def talk(name):
    s = held[name]
    try:
        s.sendall(b"hello")
        return "open" if s.recv(5) == b"hello" else "error no echo"
    except socket.timeout:
        return "timeout"


def sniff(device):
    # With a protocol from the start it would hear every device until it is bound.
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    s.bind((device, 3))

    def capture():
        while True:
            data, address = s.recvfrom(65536)
            if address[2] != socket.PACKET_OUTGOING:
                with arrived:
                    captured.append(data.hex())
                    arrived.notify_all()

    threading.Thread(target=capture, daemon=True).start()
    return "ok"


def send(device, frame):
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as s:
        s.bind((device, 0))
        s.send(bytes.fromhex(frame))
    return "ok"


def wait(text):
    with arrived:
        found = arrived.wait_for(lambda: any(text in frame for frame in captured), 5)
    return "seen" if found else "timeout"


def seen(text=""):
    with arrived:
        return str(sum(1 for frame in captured if text in frame))


def frames():
    with arrived:
        return ",".join(captured) or "none"


def probe_begin(source, target, port, timeout):
    """UDP, each time from another source port: a new flow every time."""
    prober.update(go=True, tries=0, answers=0, problem="")

    def run():
        try:
            while prober["go"]:
                answer = udp(source, target, port, timeout)
                prober["answers"] += answer == "open"
                prober["tries"] += 1
        except OSError as e:
            prober["problem"] = str(e)

    prober["thread"] = threading.Thread(target=run, daemon=True)
    prober["thread"].start()
    return "ok"


def probe_tries():
    return str(prober["tries"])


def probe_end():
    prober["go"] = False
    prober["thread"].join()
    if prober["problem"]:
        return "error " + prober["problem"]
    return "%d of %d" % (prober["answers"], prober["tries"])


COMMANDS = {
    f.__name__: f
    for f in (
        listen_tcp, listen_udp, received, tcp, udp, dhcp, icmp, icmp6, hold, talk, sniff, send, wait, seen, frames, probe_begin, probe_tries, probe_end,
    )
}

for line in sys.stdin:
    words = line.split()
    try:
        print(COMMANDS[words[0]](*words[1:]), flush=True)
    except Exception as e:  # the answer is the report
        print("error %s: %s" % (type(e).__name__, e), flush=True)
