#!/usr/bin/env python3
"""What comes before anybody has signed in: how much a stranger may send, under which names the server is asked, and what a proxy that ends
TLS says about its clients. Over bare sockets."""
import gzip
import json
import pathlib
import re
import resource
import socket
import sys

from house import PASSWORD, Checks, Client, Server, walk

check = Checks()
MB = 2**20


class Gate:
    def __init__(self, server):
        self.server = server

    def say(self, text, more=b""):
        """The head of the answer to what is sent."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as line:
            line.sendall(text.encode() + more)
            heard = b""
            while b"\r\n\r\n" not in heard and (part := line.recv(4096)):
                heard += part
        return heard.split(b"\r\n\r\n")[0].decode()

    def status(self, *request):
        return int(self.say(*request).split(" ")[1])

    def memory(self):
        for line in pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) * 1024
        return 0


def little_from_strangers(gate):
    """Unfinished bodies of strangers cost nothing"""
    before = gate.memory()
    lines = []
    for _ in range(40):
        line = socket.create_connection(("127.0.0.1", gate.server.port), timeout=30)
        line.sendall(b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 16000000\r\n\r\n")
        lines.append(line)
    answers = [line.recv(4096).split(b" ")[1] for line in lines]
    check.that(answers == [b"413"] * 40, "forty bodies of 16 MB are refused from their headers", answers)
    check.that(gate.memory() - before < 40 * MB, "and nothing of them is kept", gate.memory() - before)
    for line in lines:
        line.close()
    small = gate.status("POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 30\r\nConnection: close\r\n\r\n",
                        b'{"name":"wang","password":"x"}')
    check.that(small in (401, 403, 409), "a name and a password are little enough", small)
    miller = Client(gate.server)
    first = gate.server.demo_password("miller")
    miller.sign_in("miller", first)
    miller.post("/session/password", {"old": first, "new": PASSWORD})
    long = miller.call("POST", "/import/customers?dry_run=1", raw="name\n" + "x" * 200_000, headers={"Content-Type": "text/csv"})
    check.that(long.status != 413, "who is signed in may send a file", long)


def names(gate):
    """A page of somebody else whose name leads here gets nothing"""
    check.that(gate.status("GET /api/v1/session HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n") == 421, "a foreign name")
    check.that(gate.status("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n") == 421, "also for the pages")
    for host in ("localhost", f"127.0.0.1:{gate.server.port}", "kwota.county.example"):
        check.that(gate.status(f"GET /api/v1/health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n") == 200, f"{host} is ours")
    check.that(gate.status("GET /api/v1/health HTTP/1.1\r\nConnection: close\r\n\r\n") == 400, "no name at all")
    broken = gate.say("GET /api/v1/accounts/%zz HTTP/1.1\r\nHost: localhost\r\nAccept-Language: en\r\nConnection: close\r\n\r\n")
    check.that(broken.split(" ")[1] == "400" and "application/problem+json" in broken, "an address that is none is told why", broken)
    check.that(gate.status("POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\nConnection: close\r\n\r\n0\r\n\r\n") == 501,
               "a coding that we do not read is not guessed at")


def described(gate):
    """What the API says of itself, to anybody: packed for whoever takes that, and nothing to who has it"""
    def asked(*headers):
        with socket.create_connection(("127.0.0.1", gate.server.port), timeout=30) as line:
            line.sendall("\r\n".join(["GET /api/v1/openapi.json HTTP/1.1", "Host: localhost", *headers, "Connection: close", "", ""]).encode())
            head, _, body = b"".join(iter(lambda: line.recv(1 << 16), b"")).partition(b"\r\n\r\n")
        return head.decode(), body
    plain, packed = asked()[1], asked("Accept-Encoding: gzip")
    check.that("Content-Encoding: gzip" in packed[0] and gzip.decompress(packed[1]) == plain and len(packed[1]) * 5 < len(plain), "packed it is the same, and a fifth at most", (packed[0], len(packed[1]), len(plain)))
    tag = re.search("ETag: (.*)", packed[0])[1].strip()
    head, body = asked("Accept-Encoding: gzip", f"If-None-Match: {tag}")
    check.that(head.split(" ")[1] == "304" and not body and "content-length" not in head.lower(), "who has it gets nothing anew, and is not told that it is nothing", head)


def waits_to_be_asked(gate):
    """Who keeps the body back until it is wanted is told that it is, or why not"""
    head = "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: {}\r\n\r\n"
    body = b'{"name":"wang","password":"x"}'
    with socket.create_connection(("127.0.0.1", gate.server.port), timeout=30) as line:
        line.sendall(head.format(len(body)).encode())
        asked = line.recv(4096)
        line.sendall(body)
        answer = b"".join(iter(lambda: line.recv(1 << 16), b""))
    check.that(asked.startswith(b"HTTP/1.1 100 Continue\r\n") and answer.split(b" ")[1] in (b"401", b"409"), "he is asked for it, then answered", (asked, answer[:60]))
    check.that(gate.status(head.format(16_000_000)) == 413, "or hears at once that it is too much")


def behind_tls(gate):
    """The proxy that ends TLS says who the client is; his cookie goes by TLS only"""
    body = json.dumps({"name": "wang", "password": gate.server.demo_password("wang")}).encode()
    def cookie(*headers):
        head = gate.say("\r\n".join(["POST /api/v1/session HTTP/1.1", "Host: localhost", "Content-Type: application/json", f"Content-Length: {len(body)}",
                                     "Connection: close", *headers, "", ""]), body)
        return next((line for line in head.split("\r\n") if line.lower().startswith("set-cookie")), head)
    check.that("; Secure" in cookie("X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https"), "by TLS: Secure")
    check.that("; Secure" not in cookie() and "HttpOnly" in cookie(), "on the loopback address: not")


def listening(gate, who, address):
    """Whoever hears, from that machine, what happens."""
    line = socket.create_connection(("127.0.0.1", gate.server.port), timeout=30)
    line.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {address}\r\nCookie: {who.cookie}\r\n\r\n".encode())
    heard = b""
    while b"event: hello" not in heard and (part := line.recv(4096)):
        heard += part
    check.that(b"event: hello" in heard, f"{address} listens", heard[:200])
    return line


def ended(line, until=None):
    """Whether the server hangs up before it says that."""
    heard = b""
    while until is None or until not in heard:
        if not (part := line.recv(4096)):
            return True
        heard += part
    return False


def standalone(gate):
    """In the standalone edition nobody at another machine is served, however he is signed in"""
    admin = Client(gate.server)
    admin.sign_in("admin", gate.server.one_time)
    admin.post("/session/password", {"old": gate.server.one_time, "new": PASSWORD})
    def from_machine(address, path="/session", cookie=""):
        return gate.status(f"GET /api/v1{path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {address}\r\n{cookie}Connection: close\r\n\r\n")
    check.that(from_machine("203.0.113.9") == 200, "the network edition serves other machines")
    there, here = (listening(gate, admin, address) for address in ("203.0.113.9", "127.0.0.1"))
    answer = admin.post("/settings", {"name": "network", "value": "0", "reason": "one counter, one machine"})
    check.that(answer.status == 200, "before the first shift the administrator sets it alone", answer)
    check.that(from_machine("203.0.113.9") == 409 and from_machine("10.1.1.1", "/sales") == 409, "from that moment on they are refused")
    elsewhere = Client(gate.server).call("GET", "/reports", headers={"X-Forwarded-For": "203.0.113.9"})
    check.that(elsewhere.code == "other_machine" and elsewhere["details"]["address"] == "203.0.113.9", "and told why", elsewhere)
    check.that(ended(there), "and the stream of events that another machine holds open has ended")
    check.that(not ended(here, until=b"event: settings"), "while this machine's goes on")
    check.that(from_machine("203.0.113.9", "/health") == 200, "but that the server is well anybody may ask")
    check.that(from_machine("127.0.0.1") == 200 and from_machine("::1") == 200 and admin.get("/session")["signed_in"], "this machine works on")
    check.that(admin.post("/settings", {"name": "network", "value": "1", "reason": "a second counter"}).status == 200 and from_machine("203.0.113.9") == 200, "and the network edition counts at once")


def no_descriptors(gate):
    """Without descriptors the server waits; it does not turn"""
    pid = gate.server.process.pid
    soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    used = len(list(pathlib.Path(f"/proc/{pid}/fd").iterdir()))
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (used + 2, hard))
    lines = [socket.create_connection(("127.0.0.1", gate.server.port), timeout=5) for _ in range(8)]
    begin = gate.server.computed()
    lines[-1].settimeout(2)
    try:
        lines[-1].recv(1)
    except TimeoutError:
        pass
    spent = gate.server.computed() - begin
    check.that(spent < 60, "less than a third of a core in two seconds of waiting", f"{spent} ticks of 10 ms")
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (soft, hard))
    for line in lines:
        line.close()
    check.that(Client(gate.server).get("/health").status in (200, 503), "and serves again when there are some")


class Proxied(Server):
    flags = [*Server.flags, "--trusted-proxy", "127.0.0.1", "--host", "kwota.county.example"]


if __name__ == "__main__":
    import house

    house.Server = Proxied
    sys.exit(walk(check, Gate, (little_from_strangers, names, described, waits_to_be_asked, behind_tls, standalone, no_descriptors)))
