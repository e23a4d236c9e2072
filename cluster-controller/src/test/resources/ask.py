"""ask.py SERVER[:PORT] NAME TYPE udp|tcp [SOURCE]: prints the answer's code and records, or "no answer"."""
import socket
import struct
import sys

TYPES = {"A": 1, "PTR": 12}
CODES = {0: "NOERROR", 2: "SERVFAIL", 3: "NXDOMAIN", 5: "REFUSED"}
TIMEOUT = 3


def question(name, kind):
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return struct.pack(">6H", 7, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">2H", TYPES[kind], 1)


def name_at(message, at):
    """The name there, and where it ends."""
    labels, end = [], None
    while message[at]:
        if message[at] & 0xC0:
            end = end or at + 2
            at = (message[at] & 0x3F) << 8 | message[at + 1]
        else:
            labels.append(message[at + 1 : at + 1 + message[at]].decode())
            at += 1 + message[at]
    return ".".join(labels), end or at + 1


def answer(message):
    flags, questions, answers = struct.unpack(">3H", message[2:8])
    at = 12
    for _ in range(questions):
        at = name_at(message, at)[1] + 4
    texts = [CODES.get(flags & 15, str(flags & 15))]
    for _ in range(answers):
        at = name_at(message, at)[1]
        kind, _, _, length = struct.unpack(">2HIH", message[at : at + 10])
        at += 10
        texts.append(socket.inet_ntoa(message[at : at + 4]) if kind == TYPES["A"] else name_at(message, at)[0])
        at += length
    return " ".join(texts)


def receive(connection, count):
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise ConnectionError("closed")
        data += part
    return data


def ask(server, text, protocol, source):
    if protocol == "tcp":
        with socket.create_connection(server, TIMEOUT) as connection:
            connection.sendall(struct.pack(">H", len(text)) + text)
            return receive(connection, struct.unpack(">H", receive(connection, 2))[0])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.settimeout(TIMEOUT)
        datagrams.bind((source, 0))
        datagrams.sendto(text, server)
        return datagrams.recv(4096)


host, _, port = sys.argv[1].partition(":")
try:
    print(
        answer(
            ask(
                (host, int(port or 53)),
                question(sys.argv[2], sys.argv[3]),
                sys.argv[4],
                sys.argv[5] if len(sys.argv) > 5 else "",
            )
        )
    )
except OSError:
    print("no answer")
