#!/usr/bin/env python3
"""What the programs refuse at a terminal, by its code and exit status 1: nothing in the folders that they were given has changed by it. One line per check."""
import contextlib
import fcntl
import hashlib
import http.server
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/api"))
from handheld import HANDHELD, OfficeDesk  # noqa: E402
from house import KWOTA, PASSWORD, Checks, Client, KeyOffice, Port  # noqa: E402

NUMBER = "330100000017"
check = Checks()


def content(folder):
    """Every file below a folder, by what is in it; the vault's own and what SQLite keeps beside open books change by being looked at."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and "vault" not in path.parts and not path.name.endswith(("-wal", "-shm")))
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def run(*words, said=""):
    return subprocess.run([str(word) for word in words], input=said, capture_output=True, text=True, timeout=120)


def refused(code, why, *words, kept=None, said=""):
    """Told with its code and a sentence; the folder `kept` holds what it held."""
    before = content(kept) if kept else None
    ran = run(*words, said=said)
    told = next((line for line in ran.stderr.splitlines() if f"{code}: " in line), "")
    check.that(ran.returncode == 1 and len(told.split(f"{code}: ")[-1]) > 10, f"{code}: {why}", (ran.returncode, ran.stdout[-300:], ran.stderr[-300:]))
    if kept:
        now = content(kept)
        check.that(now == before, f"{code}: nothing in its folder is different", [name for name in {*before, *now} if before.get(name) != now.get(name)])


def said_to_nobody(*words):
    """Onto a full disk: half a list is not taken for a whole one."""
    with open("/dev/full", "w") as full:
        ran = subprocess.run([str(word) for word in words], stdout=full, stderr=subprocess.PIPE, text=True, timeout=120)
    check.that(ran.returncode == 1 and "output_not_written: " in ran.stderr, f"output_not_written: {' '.join(map(str, words[1:3]))}", (ran.returncode, ran.stderr[-300:]))


def handheld(folder):
    """the handheld, without a meter"""
    store = folder / "day"
    work = [HANDHELD, "--store", store]
    check.that(run(*work, "--query", "meters").returncode == 0, "an empty store is asked")
    refused("no_port", "work without a port", *work, "--do", "look", kept=store)
    refused("confirm_twice", "a clock that is far off, confirmed once", *work, "--do", "set clock confirm", kept=store)
    refused("no_orders", "a list that the office never gave", *work, "--do", "bring list", kept=store)
    refused("no_orders", "nor who was released", *work, "--do", "bring released", kept=store)
    refused("bad_operator", "an operator of two digits", *work, "--operator", "12", "--do", "look", kept=store)
    refused("unknown_query", "a question that nobody understands", *work, "--query", "minds", kept=store)
    for number in ("x", "-1", "1 2", "123456789", ""):
        refused("bad_watering_number", f"the record {number!r}, which no watering has", *work, "--query", f"record {number}", kept=store)
    refused("store_failed", "a folder below a file", HANDHELD, "--store", store / "lock" / "below", "--query", "meters", kept=store)
    with open(store / "lock") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        refused("store_in_use", "two crews on one folder", *work, "--query", "meters", kept=store)
    ours, theirs = (OfficeDesk(made(folder / name)) for name in ("ours", "theirs"))
    for what, content_of_it in (("no key", b"hello\n"), ("a few bytes", b"AABBCC\n"), ("half a key", (ours.folder / "office.pub").read_bytes()[:60]), ("nothing", b"")):
        (folder / "no.pub").write_bytes(content_of_it)
        refused("bad_office_key", f"{what} in the place of the office's key", *work, "--trust-office", folder / "no.pub", kept=store)
    run(*work, "--trust-office", ours.folder / "office.pub")
    refused("another_office", "one office alone is believed", *work, "--trust-office", theirs.folder / "office.pub", kept=store)
    orders = {"format": 1, "device": "0000-0000-0000-0000", "at": "2026-11-20T04:00:00.000Z", "edition": 7, "cards": [], "wells": [], "released": [], "hung": []}
    refused("orders_of_another", "genuine, and for another handheld", *work, "--orders", ours.sign("orders", orders), kept=store)
    refused("receipt_not_genuine", "a receipt of another office", *work, "--clear", theirs.sign("receipt", {"format": 1}), kept=store)
    (store / "device.key").write_text("x")
    refused("device_key_damaged", "a key that is none", *work, "--public-key", kept=store)


def made(folder):
    folder.mkdir()
    return folder


def meters(folder):
    """virtual meters"""
    pump = [KWOTA, "meter", "run", "--model", "pump", "--number", NUMBER, "--infrared", "--zone", "UTC"]
    refused("bad_listen", "no address", *pump, "--listen", "nowhere")
    refused("bad_listen", "nor one to dial", *pump, "--listen", "dial:nowhere")
    refused("listen_failed", "an address of no machine of ours", *pump, "--listen", "tcp://192.0.2.1:0")
    refused("option_of_other_model", "a factory's key of a pump", *pump, "--listen", "tcp://127.0.0.1:0", "--factory-keys")
    refused("option_of_other_model", "a contact that a pump has not", *pump, "--listen", "tcp://127.0.0.1:0", "--fault", "welded")
    refused("option_of_other_model", "farmers at a payment meter", KWOTA, "meter", "run", "--number", NUMBER, "--listen", "tcp://127.0.0.1:0", "--waterings", "30")
    refused("file_unwritable", "a trace into a folder", KWOTA, "card", "trace", "--out", folder)
    (folder / "file").write_text("x")
    for model in ("pump", "DDSY1352"):
        refused("state_unusable", f"a file in the place of the folder of a {model}", KWOTA, "meter", "run", "--model", model, "--number", NUMBER, "--state", folder / "file", "--listen", "pty")


def vectors(folder):
    """a file of vectors without one"""
    for verb, name in (("card", "vectors"), ("frame", "frames")):
        file = folder / f"{name}.json"
        file.write_text(f'{{"{name}": []}}')
        refused("no_vectors", f"{verb} check of nothing proves nothing", KWOTA, verb, "check", file)
        refused("no_vectors", "nor does it for programs", KWOTA, verb, "check", "--json", file)


def start(*words):
    """A server as far as its welcome: what it said, also when it was refused."""
    with subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        said = []
        while (line := server.stdout.readline()) and not line.startswith("Keys:"):
            said.append(line)
        said.append(server.stdout.readline())
        server.terminate()
        server.stdout.read()
    return server.returncode, "".join(said)


def first_start(folder):
    """a first start that is refused, and the one that follows"""
    data, console, empty = folder / "first", made(folder / "console"), made(folder / "empty")
    (console / "index.html").write_text("<!doctype html><title>Kwota</title>")
    taken = Port()
    taken.socket.listen()
    serve = (KWOTA, "serve", "--data", data)
    for code, words in (("console_missing", ("--console", empty, "--port", "0")), ("address_in_use", ("--console", console, "--port", taken))):
        status, before = start(*serve, *words)
        check.that(status == 1, f"{code} refuses a first start", before)
        refused(code, "and the next one like it", *serve, *words)
        _, after = start(*serve, "--console", console, "--port", "0")
        told = re.findall(r"one-time password \S+", before + after)
        check.that("Kwota serves on" in after and len(told) == 1, f"{code}: the administrator was told his first password all the same, and once", before + after)
        if code == "console_missing":
            shutil.rmtree(data)
    for option, other in (("--county", "33010200"), ("--currency", "EUR"), ("--zone", "Europe/London"), ("--minor-digits", "3"), ("--name", "East")):
        refused("utility_differs", f"a later start with another {option}", *serve, "--console", console, "--port", "0", option, other)
    for target in ("line", "printer"):
        refused(f"bad_{target}_target", f"a place where no {target} is", *serve, "--console", console, "--port", "0", f"--{target}-target", "nonsense")
    taken.socket.close()


def write_into(file):
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE station SET name='Mine'")


def books(folder):
    """books that are not in order, or not the ones that are meant"""
    data = folder / "first"
    refused("nothing_to_measure", "books without a sale", KWOTA, "bench-office", "--data", data, kept=data)
    refused("period_wanted", "a report of no days", KWOTA, "report", "R07", "--data", data, kept=data)
    check.that("--period: 2026-10-05 (a day), 2026-10 (a month)" in run(KWOTA, "report", "R01", "--data", data).stderr, "says how one is written for that report")
    refused("folder_missing", "a copy for a disk that is away", KWOTA, "backup", folder / "no_disk" / "monday.db", "--data", data)
    refused("copy_unwritable", "a copy where nothing can be written", KWOTA, "backup", "/proc/monday.db", "--data", data, kept=data)
    refused("copy_unreadable", "what is no copy is not put back, and says nothing of the books", KWOTA, "restore", pathlib.Path(__file__), "--data", data, kept=data)
    refused("file_unreadable", "a folder in the place of a file is no empty file", KWOTA, "import", "customers", folder, "--dry-run", "--data", data, kept=data)
    refused("no_books", "who looks for keys makes none", KWOTA, "keys", "kcv", "--data", folder / "no_keys")
    check.that(not (folder / "no_keys").exists(), "and no folder")
    said_to_nobody(KWOTA, "export", "stations", "--data", data)
    said_to_nobody(KWOTA, "frame", "items")
    refused("field_missing", "one job, and not which", KWOTA, "jobs", "show", "--data", data, kept=data)
    refused("field_missing", "an archive, and not of which year", KWOTA, "archive", "go-on", "--as", "admin", "--data", data, kept=data)
    refused("field_missing", "an order, and not by whom", KWOTA, "archive", "order", "2021", "--reason", "x", "--data", data, kept=data)
    refused("not_reached", "nobody types a password for a server that is not there", KWOTA, "month-end", "--period", "2026-10", "--as", "miller", "--server", "http://127.0.0.1:9")
    refused("folder_of_counters", "the key office has a folder of its own", KWOTA, "office", "--prepare", "--data", data, kept=data)
    refused("folder_unwritable", "a folder below a file", KWOTA, "office", "--prepare", "--data", data / "books.db" / "below", kept=data)
    letter = folder / "letter.txt"
    letter.write_text("somebody's own")
    letter.chmod(0o644)
    for verb in (("serve", "--port", "0", "--console", folder / "console"), ("office", "--prepare")):
        refused("folder_unwritable", f"{verb[0]}: a file in the place of a folder", KWOTA, *verb, "--data", letter)
    check.that(letter.stat().st_mode & 0o777 == 0o644 and letter.read_text() == "somebody's own", "which keeps its rights and what is in it", oct(letter.stat().st_mode))
    refused("terminal_closed", "nobody answers", KWOTA, "accept", "--data", data)
    refused("answer_too_long", "a name of a thousand letters", KWOTA, "accept", "--data", data, said="x" * 5000 + "\n")

    def spoilt(name, file, how):
        other = folder / name
        shutil.copytree(data, other)
        how(other / file)
        return other

    half = spoilt("half", "restore-now", lambda path: path.mkdir())
    refused("books_half_restored", "an older copy was being put in place", KWOTA, "verify", "--data", half, kept=half)
    torn = spoilt("torn", "books.db", lambda path: path.write_text("no books"))
    refused("books_damaged", "a file of another kind", KWOTA, "verify", "--data", torn, kept=torn)
    serve = (KWOTA, "serve", "--console", folder / "console", "--port", "0", "--data")
    refused("books_damaged", "and nothing is sold from it", *serve, torn, kept=torn)
    vault = spoilt("vault", "vault.json", lambda path: path.write_text("{"))
    refused("bad_vault_configuration", "a configuration that is none", *serve, vault, kept=vault)
    log = spoilt("log", "anchors.log", lambda path: path.open("a").write("by hand\n"))
    refused("anchor_log_damaged", "a log that somebody wrote into", *serve, log, kept=log)
    instead = spoilt("instead", "books.db", lambda path: (path.unlink(), path.mkdir()))
    refused("books_unavailable", "a folder where the books were", KWOTA, "verify", "--data", instead, kept=instead)
    refused("books_unavailable", "and no new books are begun in it", *serve, instead, kept=instead)
    busy = spoilt("busy", "books.db", lambda path: None)
    with contextlib.closing(sqlite3.connect(busy / "books.db", isolation_level=None)) as held:
        held.execute("PRAGMA locking_mode=EXCLUSIVE")
        held.execute("BEGIN IMMEDIATE")
        held.execute("UPDATE station SET name=name")
        refused("books_busy", "another program holds them", KWOTA, "export", "stations", "--data", busy)
        held.execute("ROLLBACK")
    written = spoilt("written", "books.db", write_into)
    refused("books_not_in_order", "a row that somebody wrote by hand is accepted by nobody", KWOTA, "accept", "--data", written, kept=written)
    refused("books_are_real", "no bench stands beside real books", *serve, data, "--demo", "registers", kept=data)
    (made(made(folder / "sample") / "bench") / "bench.json").write_text("{")
    refused("bench_damaged", "a bench that cannot be read", *serve, folder / "sample", "--demo", "registers")
    locked = spoilt("locked", "books.lock", lambda path: None)
    with open(locked / "books.lock") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        refused("books_in_use", "a second program on the same books", *serve, locked, kept=locked)


def what_is_named(folder):
    """what decides the keys for ever, or is believed from then on, is refused before anything is made"""
    office, counters = (KWOTA, "office", "--prepare", "--data", folder / "unborn"), (KWOTA, "serve", "--port", "0", "--data", folder / "unborn")
    for written in ("0x33010200", "3301020", "330102000", "33O10200", "+3301020", "3301 0200", ""):
        for verb in (office, counters, (KWOTA, "card", "show")):
            refused("bad_county", f"{verb[1]}: an area code {written!r}", *verb, "--county", written)
    for code, option, wrong in (("unknown_zone", "--zone", ("Asia/Shangai", "")), ("bad_currency", "--currency", ("cny", "YUAN", "")), ("bad_minor_digits", "--minor-digits", ("-1", "5")),
                                ("name_missing", "--name", ("", " "))):
        for written in wrong:
            for verb in (office, counters):
                refused(code, f"{verb[1]}: {option} {written!r}, for ever", *verb, option, written)
    for verb, option in ((office, "--counters-key"), (counters, "--key-office"), (counters, "--letter-authorities")):
        refused("file_unreadable", f"{verb[1]}: {option} names a file that is not there", *verb, option, folder / "nowhere.der")
    check.that(not (folder / "unborn").exists(), "and no folder was made")
    lone = LoneOffice(folder / "zhejiang", "--county", "33010200")
    try:
        keller, first = Client(lone), lone.demo_password("keller")
        keller.sign_in("keller", first)
        keller.post("/session/password", {"old": first, "new": PASSWORD})
        tree = keller.get("/keys/tree")["factors"]
        check.that((tree["county"], tree["province"]) == ("33010200", "33000000"), "eight digits are the county, digit by digit", tree)
    finally:
        lone.kill()
    refused("utility_differs", "a key office that is named for another county", KWOTA, "office", "--prepare", "--data", folder / "zhejiang", "--county", "33020200")


def examples(folder):
    """each verb says how it is called"""
    def below(*words):
        said = run(KWOTA, *words, "--help").stdout
        verbs = re.findall(r"^  ([a-z][a-z0-9-]*) ", said.partition("\nSubcommands:\n")[2], re.MULTILINE)
        if not verbs or "[SUBCOMMAND]" in said:  # it does something without naming one of them
            leaves[words] = re.search(rf"^Example: kwota {' '.join(words)}( .*)?$", said, re.MULTILINE)
        for verb in verbs:
            below(*words, verb)

    leaves = {}
    below()
    check.that(len(leaves) > 70, "all verbs were found", len(leaves))
    check.that(all(leaves.values()), "each has an example of its own", [" ".join(words) for words, found in leaves.items() if not found])


class Impostor(http.server.BaseHTTPRequestHandler):
    """Answers as counters would, and signs nothing."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):  # noqa: N802
        self.rfile.read(int(self.headers["Content-Length"]))
        said = b'{"key":"00","answer":"{}","signature":"00"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_):
        pass


class LoneOffice(KeyOffice):
    """A key office that nobody has told of counters."""

    document = {"paths": {}}

    def __init__(self, data, *first_start):
        self.data, self.address, self.strays, self.pins = data, Port(), [], {}
        self.port = int(self.address)
        subprocess.run([KWOTA, "office", "--prepare", "--demo", "--data", str(data), *first_start], check=True, capture_output=True)
        self.process = subprocess.Popen([KWOTA, "office", "--data", str(data), "--port", str(self.port), "--console", str(data.parent / "console")], stdout=subprocess.PIPE, text=True)
        while "Fingerprint" not in self.process.stdout.readline():
            pass

    def operation(self, method, path):
        return None, None


def lone_office(folder):
    """a key office before its counters"""
    office = LoneOffice(folder / "lone")
    try:
        keller, first = Client(office), office.demo_password("keller")
        keller.sign_in("keller", first)
        check.that(keller.post("/session/password", {"old": first, "new": PASSWORD}).status == 200, "one of its people signs in")
        vaults = {row["role"]: row["health"] for row in keller.get("/keys/vaults")["vaults"]}
        check.that(vaults == {"office": "ok", "sealing": "counters_unknown"}, "counters_unknown: what they seal with it cannot say", vaults)
        elsewhere = keller.post("/keys/counters", {"address": f"http://127.0.0.1:{Port()}", "fingerprint": "0000-0000-0000-0000", "reason": "x"})
        check.that((elsewhere.status, elsewhere.code) == (503, "counters_away"), "counters_away: nor are any taken that do not answer", elsewhere)
        with http.server.HTTPServer(("127.0.0.1", 0), Impostor) as impostor:
            threading.Thread(target=impostor.serve_forever, daemon=True).start()
            false = keller.post("/keys/counters", {"address": f"http://127.0.0.1:{impostor.server_port}", "fingerprint": "0000-0000-0000-0000", "reason": "x"})
            impostor.shutdown()
        check.that(false.code == "counters_forged", "counters_forged: nor any whose answer nobody signed", false)
        check.that(keller.get("/keys/counters")["counters"] is None, "and it knows none")
    finally:
        office.kill()


def main():
    with tempfile.TemporaryDirectory(prefix="kwota-refusals-") as name:
        folder = pathlib.Path(name)
        for part in (handheld, meters, vectors, first_start, books, lone_office, what_is_named, examples):
            print(f"-- {part.__doc__}", flush=True)
            part(folder)
    print(f"{check.passed} checks passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
