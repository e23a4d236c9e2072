"""What strangers may send to a port: garbage, half requests, floods of headers, XML bombs, connections that never end.

usage: bad_bytes.py [--seconds N] [--slow N] [--certificate FILE.pem] NAME=HOST:PORT...

Each connection must end in a refusal (HTTP 4xx, a TLS alert, a SOAP fault) and the peer's closing it. A refused connect, a success,
and a peer that neither answers nor closes within PATIENCE are failures. The certificate opens the way to the SOAP endpoints.
"""
import argparse
import collections
import random
import socket
import ssl
import sys
import threading
import time

PATIENCE = 60
TRICKLE = 2.0
CONTRACTS = ("Identity", "Cluster", "Node", "Storage", "Walrus")
ANSWER_LIMIT = 1 << 20
TOO_LARGE = "17 MiB"

random_bytes = random.Random(20261122).randbytes


class Failure(Exception):
    """A peer did what it must not do."""


class Trap:
    """A listener that no external entity may ever reach."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/entity"

    def sprung(self):
        self.socket.settimeout(0.2)
        try:
            self.socket.accept()
            return True
        except TimeoutError:
            return False


def laughs(depth=9):
    """The billion laughs: ten to the power of DEPTH copies when it is expanded."""
    entities = ['<!ENTITY l0 "ha">'] + [f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, depth + 1)]
    return f'<?xml version="1.0"?><!DOCTYPE d [{"".join(entities)}]>', f"&l{depth};"


def envelope(content, doctype=""):
    return (
        f'{doctype}<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/>'
        f"<s:Body><x>{content}</x></s:Body></s:Envelope>"
    ).encode()


def messages(trap):
    """Bodies that are no honest SOAP message."""
    doctype, laugh = laughs()
    yield "billion laughs", envelope(laugh, doctype)
    yield "quadratic", envelope("&q;" * 20000, f'<!DOCTYPE d [<!ENTITY q "{"a" * 20000}">]>')
    yield "file entity", envelope("&f;", '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>')
    yield "http entity", envelope("&f;", f'<!DOCTYPE d [<!ENTITY f SYSTEM "{trap.url}">]>')
    yield "external DTD", envelope("", f'<!DOCTYPE d SYSTEM "{trap.url}">')
    yield "parameter entity", envelope("", f'<!DOCTYPE d [<!ENTITY % p SYSTEM "{trap.url}"> %p;]>')
    yield "deep", envelope("<a>" * 100_000)
    yield "many attributes", envelope("<a " + " ".join(f'a{i}="x"' for i in range(5000)) + "/>")
    yield "unsigned", envelope("")
    yield "noise", random_bytes(5000)
    yield "nothing", b""
    yield TOO_LARGE, b"<a>" + b" " * (17 << 20)


def head(line, *headers):
    return "\r\n".join([line, "Host: localhost", *headers, "", ""]).encode()


def garbage():
    """Bytes that are no request at all, or none that may be answered with a success."""
    yield "noise", random_bytes(random.randrange(1, 70_000))
    yield "nothing", b""
    yield "zeros", bytes(10_000)
    yield "newlines", b"\r\n" * 20_000
    yield "unknown HTTP", b"GET / HTTP/9.9\r\n\r\n"
    yield "HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    yield "TLS hello, cut off", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + random_bytes(40)
    yield "TLS, too long a record", b"\x17\x03\x03\xff\xff" + random_bytes(70_000)
    yield "1 MiB query", head(f"GET /?Action={'a' * (1 << 20)} HTTP/1.1")
    yield "1 MiB header", head("GET / HTTP/1.1", "X-Long: " + "a" * (1 << 20))
    yield "50,000 headers", head("GET / HTTP/1.1", *(f"X-{i}: a" for i in range(50_000)))
    yield "half a request", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Ha"
    yield "half a body", head("POST /no-such HTTP/1.1", "Content-Length: 1000") + b"abc"
    yield "negative length", head("POST / HTTP/1.1", "Content-Length: -1")
    yield "huge length", head("POST / HTTP/1.1", f"Content-Length: {'9' * 40}")
    yield "two lengths", head("POST / HTTP/1.1", "Content-Length: 3", "Content-Length: 4") + b"abcd"
    yield "length and chunks", head("POST / HTTP/1.1", "Content-Length: 5", "Transfer-Encoding: chunked") + b"0\r\n\r\n"
    yield "bad chunk", head("POST /no-such HTTP/1.1", "Transfer-Encoding: chunked", "Connection: close") + b"zz\r\nabc\r\n"
    yield "no host", b"GET /no-such HTTP/1.1\r\n\r\n"
    yield "climbing path", head("GET /../../../../etc/passwd HTTP/1.1", "Connection: close")
    yield "climbing path, encoded", head("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1", "Connection: close")
    yield "zero in path", head("GET /a%00b HTTP/1.1", "Connection: close")
    yield "unknown method", head("BREW /pot HTTP/1.1", "Connection: close")


class Target:
    def __init__(self, text, certificate):
        self.name, _, address = text.partition("=")
        host, _, port = address.rpartition(":")
        self.address = (host, int(port))
        self.certificate = certificate
        self.tls = self.speaks_tls()

    def __str__(self):
        return f"{self.name} {self.address[0]}:{self.address[1]} ({'TLS' if self.tls else 'HTTP'})"

    def connect(self):
        # Refused or not accepted in time: the service is gone, which is a failure, so the exception goes up.
        connection = socket.create_connection(self.address, PATIENCE)
        connection.settimeout(PATIENCE)
        return connection

    def secure(self, certificate):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        if certificate:
            context.load_cert_chain(certificate)
        return context.wrap_socket(self.connect())

    def speaks_tls(self):
        try:
            self.secure(None).close()
            return True
        except ssl.SSLError as e:
            return e.reason != "WRONG_VERSION_NUMBER"


def exchange(connection, data):
    """All that comes back until the peer closes; whether it cuts us off or ends in order is the same to us."""
    answer = b""
    with connection:
        try:
            connection.sendall(data)
            if not isinstance(connection, ssl.SSLSocket):
                connection.shutdown(socket.SHUT_WR)
        except TimeoutError as e:
            raise Failure(f"took no more bytes for {PATIENCE} s") from e
        except OSError:
            pass  # Closed before it took everything; what it said before that can still be read.
        try:
            while len(answer) < ANSWER_LIMIT:
                got = connection.recv(65536)
                if not got:
                    return answer
                answer += got
        except TimeoutError as e:
            raise Failure(f"neither answered nor closed within {PATIENCE} s; so far {answer[:60]!r}") from e
        except (ConnectionResetError, ssl.SSLError):
            return answer
    raise Failure(f"more than {ANSWER_LIMIT} bytes came back")


def require_refusal(answer, tls):
    if b"root:" in answer:
        raise Failure("the answer holds /etc/passwd")
    if not answer:
        return "closed"
    if tls and answer[0] == 0x15:
        return "TLS alert"
    # A server may ask for the rest of a body before it refuses.
    if answer.startswith(b"HTTP/1.1 100 "):
        answer = answer.partition(b"\r\n\r\n")[2]
    if answer.startswith(b"HTTP/1.1 ") and (answer[9:10] == b"4" or answer[9:12] in (b"501", b"505")):
        return "HTTP " + answer[9:12].decode()
    raise Failure(f"answered {answer[:100]!r}")


class Campaign:
    """All the targets at once, for some time."""

    def __init__(self, targets, seconds, slow):
        self.targets = targets
        self.end = time.monotonic() + seconds
        self.slow = slow
        self.outcomes = collections.Counter()
        self.failures = []
        self.lock = threading.Lock()

    def note(self, target, what, act):
        try:
            outcome = act()
        except (Failure, OSError) as e:
            with self.lock:
                self.failures.append(f"{target}: {what}: {type(e).__name__}: {e}")
        else:
            with self.lock:
                self.outcomes[outcome] += 1

    def throw(self, target):
        """Garbage, again and again; every kind at least once."""
        again = True
        while again and len(self.failures) < 20:
            for what, data in garbage():
                self.note(target, what, lambda d=data: require_refusal(exchange(target.connect(), d), target.tls))
                if target.tls:
                    self.note(target, what + " in TLS", lambda d=data: self.inside(target, d))
            again = time.monotonic() < self.end

    @staticmethod
    def inside(target, data):
        try:
            connection = target.secure(None)
        except ssl.SSLError:
            return "TLS alert"
        # No shutdown of one direction in TLS: the end of the request must be said.
        return require_refusal(exchange(connection, data + b"\r\n\r\nConnection: close\r\n\r\n" + b"\0" * 70_000), True)

    def bomb(self, target):
        """With a component's certificate the parser itself is reached; one of the paths is an endpoint, which must answer by a fault."""
        trap = Trap()
        for what, body in messages(trap):
            faults = []
            for contract in CONTRACTS:
                request = head(
                    f"POST /services/{contract} HTTP/1.1",
                    "Content-Type: application/soap+xml",
                    f"Content-Length: {len(body)}",
                    "Connection: close",
                ) + body
                self.note(target, f"{what} to {contract}", lambda r=request: self.soap(target, r, faults))
            if not faults and what != TOO_LARGE:
                self.failures.append(f"{target}: {what}: no endpoint answered by a SOAP fault")
        if trap.sprung():
            self.failures.append(f"{target}: an external entity was fetched")

    @staticmethod
    def soap(target, request, faults):
        answer = exchange(target.secure(target.certificate), request)
        if b"Fault>" in answer and b"root:" not in answer and answer[9:10] in (b"4", b"5"):
            faults.append(answer)
            return "SOAP fault"
        return require_refusal(answer, True)

    def hold(self, target):
        """Connections that never get to the point: a byte now and then, until the time is up."""
        starts = [
            b"",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" if target.tls else b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
            b"\x16" if target.tls else head("POST / HTTP/1.1", "Content-Length: 100000"),
        ]
        held = []
        for i in range(self.slow):
            connection = target.connect()
            connection.sendall(starts[i % len(starts)])
            held.append((connection, bool(starts[i % len(starts)])))
        while time.monotonic() < self.end:
            time.sleep(TRICKLE)
            for connection, trickles in held:
                if trickles:
                    try:
                        connection.sendall(b"a")
                    except OSError:
                        pass  # cut off by the peer, as it may
        for connection, _ in held:
            connection.close()
        return f"{len(held)} held"

    def run(self):
        threads = []
        for target in self.targets:
            jobs = [(self.throw, (target,)), (self.note, (target, "slow connections", lambda t=target: self.hold(t)))]
            if target.tls and target.certificate:
                jobs.append((self.bomb, (target,)))
            threads += [threading.Thread(target=job, args=args) for job, args in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--slow", type=int, default=30)
    parser.add_argument("--certificate")
    parser.add_argument("targets", nargs="+")
    options = parser.parse_args()
    targets = [Target(text, options.certificate) for text in options.targets]
    campaign = Campaign(targets, options.seconds, options.slow)
    campaign.run()
    for target in targets:
        print(target)
    print(f"{sum(campaign.outcomes.values())} connections: " + ", ".join(f"{k} {v}" for k, v in campaign.outcomes.most_common()))
    for failure in campaign.failures[:20]:
        print(f"FAILED {failure}")
    sys.exit(1 if campaign.failures else 0)


main()
