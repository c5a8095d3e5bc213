#!/usr/bin/env python3
"""Books are sample books or real ones from their first row on: who may open a bench, who may move its clock, and where it is said."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

from house import KWOTA, PASSWORD, Checks, Client, Server, walk

check = Checks()


def serve(data, *flags, seconds=120):
    """A start that is expected to end by itself; (status, what it said)."""
    console = pathlib.Path(data).parent / "console"
    console.mkdir(exist_ok=True)
    (console / "index.html").write_text("<!doctype html><title>Kwota</title>")
    done = subprocess.run([KWOTA, "serve", "--port", "0", "--data", str(data), "--console", str(console), *flags], capture_output=True, text=True, timeout=seconds)
    return done.returncode, done.stdout + done.stderr


class Office:
    def __init__(self, server):
        self.server, self.people = server, {}

    def signed_in(self, name, **till):
        client = Client(self.server)
        first = self.server.one_time if name == "admin" else self.server.demo_password(name)
        client.sign_in(name, first, **till)
        client.post("/session/password", {"old": first, "new": PASSWORD})
        self.people[name] = client
        return client


def real_books(office):
    """A machine without a reader, and nobody asks for a bench: real books"""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kwota-real-"))
    try:
        with RealServer() as server:
            client = Client(server)
            session = client.get("/session")
            check.that(not session["sample"] and not session["bench"], "no bench opens by itself", session)
            check.that("dial in" not in (server.folder / "output.txt").read_text(), "--lines none is taken as its help says")
            check.that("x-kwota-books" not in session.headers, "no answer says sample")
            client.sign_in("admin", server.one_time)
            client.post("/session/password", {"old": server.one_time, "new": PASSWORD})
            check.that(client.post("/bench/clock", {"advance_s": 60}).status == 404, "there is no clock to move")
            shutil.copytree(server.folder / "data", folder / "data", ignore=shutil.ignore_patterns("*.sock"))
        for flags in (["--bench"], ["--demo"], ["--bench", "--demo", "registers"]):
            status, said = serve(folder / "data", *flags)
            check.that(status != 0 and "real" in said and "--data" in said, f"{' '.join(flags)} on real books is refused with a way out", (status, said))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class RealServer(Server):
    """kwota serve without a bench, and nobody dials in."""

    flags = ["--lines", "none"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def said_everywhere(office):
    """Sample books say so: answers, slips, files that are taken away, anchors, kwota verify"""
    wang = office.signed_in("wang", station="E01", till="T1")
    session = wang.get("/session")
    check.that(session["sample"] and session.headers.get("x-kwota-books") == "sample", "the session and every answer", session)
    check.that(Client(office.server).get("/health")["books"] == "sample", "who watches the server, too")
    audit = office.signed_in("audit")
    check.that("sample-" in audit.get("/sales?format=csv").headers.get("content-disposition", ""), "a file's name")
    anchors = audit.get("/anchors")
    check.that(all(row["nature"] == "sample" for row in anchors["rows"]) and anchors["rows"], "each anchor", anchors)
    log = (office.server.folder / "data/anchors.log").read_text().splitlines()
    check.that(log and all(line.endswith(" sample") for line in log), "each line of the witness", log[:1])
    verified = json.loads(subprocess.run([KWOTA, "verify", "--json", "--data", str(office.server.folder / "data")], capture_output=True, text=True).stdout)
    check.that(verified["ok"] and verified["books"] == "sample", "kwota verify", verified)


def hands_on_the_bench(office):
    """Who only reads moves no clock and no card; who moves one stands in the audit trail"""
    wang, audit = office.people["wang"], office.people["audit"]
    card = wang.get("/bench")["cards"][0]["id"]
    check.that(audit.post("/bench/clock", {"advance_s": 3600}).code == "permission_denied", "the auditor does not move the clock of the books")
    check.that(audit.post(f"/bench/cards/{card}/move", {"to": "reader:0"}).code == "permission_denied", "and puts no card on a reader")
    before = wang.get("/bench")["clock"]
    check.that(wang.post("/bench/clock", {"advance_s": 3600}).status == 200 and wang.get("/bench")["clock"] > before, "a cashier who trains may")
    rows = audit.poll("/audit?filter.action=bench", lambda a: any("bench/clock" in row["object"] and row["operator"] == "wang" for row in a["rows"]), "the row of the clock")
    moved = next(row for row in rows["rows"] if row["object"] == "bench/clock" and row["operator"] == "wang")
    check.that(json.loads(moved["details"]) == {"advance_s": 3600}, "the trail says who moved it, and how far", moved)


def killed_after_a_jump(office):
    """A clock that was moved on and not seen since is where it was when the program is killed: no row is later than it"""
    server, wang = office.server, office.people["wang"]
    moved = wang.post("/bench/clock", {"advance_s": 30 * 86_400})["clock"]
    server.kill()
    server.start()
    office.people["wang"] = wang = Client(server)
    wang.sign_in("wang", PASSWORD, station="E01", till="T1")
    check.that(wang.get("/bench")["clock"] >= moved, "a month later, as it was told", (moved, wang.get("/bench")["clock"]))


def bench_on_a_full_disk(office):
    """A list of places for which the disk has no room leaves the one before it: the bench is there at the next start"""
    server, wang = office.server, office.people["wang"]
    cards = [card["id"] for card in wang.get("/bench")["cards"]]
    fresh = server.folder / "data/bench/bench.json.new"
    fresh.symlink_to("/dev/full")
    wang.post(f"/bench/cards/{cards[0]}/move", {"to": "wallet"})
    check.that(not fresh.exists(), "what could not be written is not kept")
    server.kill()
    server.start()
    wang = Client(server)
    wang.sign_in("wang", PASSWORD, station="E01", till="T1")
    check.that([card["id"] for card in wang.get("/bench")["cards"]] == cards, "with all of its cards")


def for_ever(office):
    """Started without a bench they stay samples"""
    server = office.server
    server.kill()
    server.flags = []
    server.start()
    client = Client(server)
    session = client.get("/session")
    check.that(session["sample"] and not session["bench"], "no bench, and still sample books", session)


if __name__ == "__main__":
    sys.exit(walk(check, Office, [real_books, said_everywhere, hands_on_the_bench, killed_after_a_jump, bench_on_a_full_disk, for_ever]))
