#!/usr/bin/env python3
"""Books that were put back, cut or brought beside another vault do not start; two persons may say that they are right (kwota accept). Each of
its ways from outside: files are moved, the program is asked. One line per check."""
import http.server
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading

from house import KWOTA, PASSWORD, Checks, Client, Server, walk

check = Checks()


class Notary(http.server.BaseHTTPRequestHandler):
    """An address that keeps the newest line."""
    lines = []

    def do_POST(self):
        Notary.lines.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(204)
        self.end_headers()

    def do_GET(self):
        self.send_response(200 if Notary.lines else 404)
        self.end_headers()
        self.wfile.write(Notary.lines[-1].encode() if Notary.lines else b"")

    def log_message(self, *_):
        pass


class House:
    def __init__(self, server):
        self.server, self.data = server, server.folder / "data"
        self.file = server.folder / "other-disk.log"
        self.log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.log.bind(str(server.folder / "syslog"))
        self.log.settimeout(60)
        self.notary = http.server.HTTPServer(("127.0.0.1", 0), Notary)
        self.notary.socket = self.tls().wrap_socket(self.notary.socket, server_side=True)
        threading.Thread(target=self.notary.serve_forever, daemon=True).start()
        self.url = f"https://localhost:{self.notary.server_address[1]}/kwota"
        self.admin = Client(server)
        self.admin.sign_in("admin", server.one_time)
        self.admin.post("/session/password", {"old": server.one_time, "new": PASSWORD})
        for name in ("miller", "audit", "wang"):
            client, first = Client(server), server.demo_password(name)
            client.sign_in(name, first)
            client.post("/session/password", {"old": first, "new": PASSWORD})

    def tls(self):
        """A certificate of our own for localhost, which the program is told to believe."""
        key, certificate = self.server.folder / "key.pem", self.server.folder / "cert.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", certificate, "-days", "9999",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        os.environ["SSL_CERT_FILE"] = str(certificate)
        return context

    @property
    def flags(self):
        return ["--witness", str(self.file), "--witness", f"syslog:{self.server.folder / 'syslog'}", "--witness", self.url]

    def start(self, *more):
        self.server.flags = ["--bench", "--demo", "registers", *more]
        self.server.start()

    def works(self):
        """Signs in: a row in the books, and so a group."""
        client = Client(self.server)
        return client.sign_in("admin", PASSWORD).status == 200

    def refused(self, *more):
        """A start that ends by itself: the code of its refusal."""
        done = subprocess.run([KWOTA, "serve", "--bench", "--demo", "registers", "--port", "0", "--data", str(self.data), "--console", str(self.server.console), *more],
                              capture_output=True, text=True, timeout=300)
        return (done.stderr.split(":")[0].strip() if done.returncode == 1 else f"started: {done.stdout}"), done.stderr

    def accept(self, *flags, who=("miller", "audit"), passwords=(PASSWORD, PASSWORD)):
        typed = "".join(f"{name}\n{password}\n" for name, password in zip(who, passwords))
        return subprocess.run([KWOTA, "accept", "--data", str(self.data), "--reason", "looked at together", *flags], input=typed, capture_output=True, text=True, timeout=300)

    def turned_down(self, code, **by):
        """The questions stand on the same stream as the refusal."""
        done = self.accept(**by)
        return done.returncode == 1 and f"{code}: " in done.stderr

    def verify(self, *flags):
        done = subprocess.run([KWOTA, "verify", "--json", "--data", str(self.data), *flags], capture_output=True, text=True, timeout=300)
        return done, json.loads(done.stdout) if done.stdout else None


def told(house):
    """File, syslog, HTTPS and token are told, and verify says whom it asked"""
    house.server.stop()
    house.start(*house.flags)
    check.that(house.works(), "it starts and works")
    house.server.stop()
    line = house.file.read_text().strip().split("\n")[-1]
    check.that(Notary.lines and Notary.lines[-1].strip() == line, "file and address were told the same at the end", (line, Notary.lines[-1:]))
    heard = house.log.recv(1000).decode()
    check.that(heard.startswith("<85>kwota: books "), "and syslog", heard)
    done, report = house.verify(*house.flags)
    check.that(done.returncode == 0 and [one["group"] for one in report["witnesses"] if one["asked"]] == [int(line.split()[0])] * 2, "verify asked both", done)
    check.that([one["asked"] for one in report["witnesses"]].count(False) == 1, "and says that syslog cannot be asked")
    slip = " ".join([line.split()[0], *(line.split()[1][i:i + 4] for i in (0, 4, 8, 12))])
    asked = subprocess.run([KWOTA, "verify", "--data", str(house.data), "--slip", slip], capture_output=True, text=True, timeout=300)
    check.that(asked.returncode == 0 and "hold what the slip says" in asked.stdout, "these are the books of that slip", asked)


def keep(house, to):
    shutil.rmtree(house.server.folder / to, ignore_errors=True)
    (house.server.folder / to).mkdir()
    for name in ("books.db", "anchors.log"):
        shutil.copy(house.data / name, house.server.folder / to / name)


def put_back(house, to):
    for name in ("books.db-wal", "books.db-shm"):
        (house.data / name).unlink(missing_ok=True)
    for name in ("books.db", "anchors.log"):
        shutil.copy(house.server.folder / to / name, house.data / name)


def older(house):
    """Books and log of yesterday: the token alone says so, and a place outside"""
    keep(house, "yesterday")
    house.start(*house.flags)
    house.works()
    house.server.stop()
    put_back(house, "yesterday")
    check.that(house.verify()[0].returncode == 0, "in themselves they are in order")
    code, said = house.refused()
    check.that(code == "books_older_than_witness" and "token" in said and "kwota accept" in said, "the token knows more: no start, and a way out", said)
    check.that(house.verify(*house.flags)[0].returncode == 1, "verify says so with the places that it is given")
    check.that(house.turned_down("permission_denied", who=("wang", "audit")), "a cashier answers for no books")
    check.that(house.turned_down("same_person", who=("miller", "miller")), "nor one person alone")
    check.that(house.turned_down("wrong_password", passwords=(PASSWORD, "guessed")), "nor somebody else")
    check.that(house.refused()[0] == "books_older_than_witness", "nothing was changed by that")
    done = house.accept(*house.flags)
    check.that(done.returncode == 0 and "miller" in done.stdout and "audit" in done.stdout, "two persons say that they are right", done)
    house.start(*house.flags)
    check.that(house.works(), "then it starts, beside all witnesses")
    auditor = Client(house.server)
    auditor.sign_in("audit", PASSWORD)
    row = auditor.get("/audit?filter.action=accept")["rows"][0]
    check.that(row["operator"] == "miller" and "audit" in row["details"] and "looked at together" in row["details"] and "older" in row["details"], "and the books tell who said so", row)
    house.server.stop()
    check.that(house.verify(*house.flags)[0].returncode == 0, "and they believe these books from now on")


def pieces(house):
    """The log, the public key or the vault is gone"""
    for what, name, code in (("the log of anchors", "anchors.log", "anchor_log_short"), ("the public key", "root_public_key.der", "public_key_missing")):
        (house.data / name).unlink()
        seen = house.refused()
        check.that(seen[0] == code and "kwota accept" in seen[1], f"without {what} no start", seen)
        done = house.accept()
        check.that(done.returncode == 0, f"two persons accept the books without {what}", done)
        house.start()
        check.that(house.works(), "and it starts")
        house.server.stop()
    kept = house.server.folder / "vault-of-before"
    kept.mkdir()
    for path in [house.data / "vault", *house.data.glob("vault*.pin"), *house.data.glob("vault-in-use")]:
        shutil.move(path, kept / path.name)
    seen = house.refused()
    check.that(seen[0] == "vault_replaced" and "kwota accept" in seen[1], "a vault that was made anew signs nothing on top", seen)
    done = house.accept()
    check.that(done.returncode == 0, "two persons accept that it is lost", done)
    house.start()
    check.that(house.works(), "and it starts")
    house.server.stop()
    check.that(house.verify()[0].returncode == 0, "the books verify under both keys")


def unsigned(house):
    """Groups of a process that died while the vault was away are accepted, or taken out"""
    for way in ((), ("--put-back",)):
        house.start()
        away = house.server.folder / "tokens-away"
        shutil.move(house.data / "vault", away)
        house.works()
        house.server.kill()
        shutil.rmtree(house.data / "vault", ignore_errors=True)
        shutil.move(away, house.data / "vault")
        seen = house.refused()
        if not check.that(seen[0] == "groups_unsigned", "groups that no vault signed stop the start", seen):
            continue
        done = house.accept(*way)
        check.that(done.returncode == 0, f"two persons decide: {' '.join(way) or 'accepted'}", done)
        house.start()
        check.that(house.works(), "and it starts")
        house.server.stop()
        check.that(house.verify()[0].returncode == 0, "the books verify")


def away(house):
    """The other disk is taken off while the program runs: the bell says so, once until it is there again"""
    disk, taken = house.server.folder / "disk", house.server.folder / "disk-taken-off"
    disk.mkdir()
    house.start("--witness", str(disk / "books.log"))
    audit, wang = Client(house.server), Client(house.server)

    def a_minute_later():
        """Something is written down, and the house looks."""
        for client, name in ((audit, "audit"), (wang, "wang")):
            client.sign_in(name, PASSWORD)
        wang.post("/bench/clock", {"advance_s": 61})

    told_of = lambda answer: [one for one in answer["rows"] if one["event"] == "witness_away"]
    a_minute_later()
    check.that(not told_of(audit.get("/notices")), "as long as it takes each group nobody is told")
    disk.rename(taken)
    heard = told_of(audit.poll("/notices", told_of, "word that a witness is away", meanwhile=a_minute_later))
    check.that(len(heard) == 1 and heard[0]["critical"] and "disk/books.log" in heard[0]["text"] and heard[0]["page"] == "/office/audit", "whoever has the books verified hears which one", heard)
    check.that(not told_of(wang.get("/notices")), "the cashier does not")
    seen = audit.post(f"/notices/{heard[0]['number']}/seen")
    check.that(seen.status == 200, "he has seen it", seen)
    for _ in range(3):
        a_minute_later()
    check.that(len(told_of(audit.get("/notices"))) == 1, "and is not told again while it stays away")
    taken.rename(disk)
    before = (disk / "books.log").read_text()
    house.server.stop()
    check.that((disk / "books.log").read_text().startswith(before) and len((disk / "books.log").read_text()) > len(before), "there again, it is told how far the books are")
    check.that(house.verify("--witness", str(disk / "books.log"))[0].returncode == 0, "and they hold it")


if __name__ == "__main__":
    sys.exit(walk(check, House, (told, older, pieces, unsigned, away)))
