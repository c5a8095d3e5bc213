#!/usr/bin/env python3
"""Long lists in and out: tills sell while a file of thousands of rows comes into the books, and a list of any length goes out through a file
of its own – the server's memory does not grow with it, and whoever takes his time, or goes away, keeps nobody from the books."""
import io
import pathlib
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import zipfile

import house
from house import KWOTA, Client, walk
from run import Day, check, doors, opening

CSV = {"Content-Type": "text/csv"}
MIB = 1024
MANY, FEW, FIRST = 50_000, 2_500, 800_000_000_001
CELL = "长" * 200  # the longest that a cell may be: a row is more than a kilobyte


def two_managers(day):
    """An import needs two persons."""
    hired = day.people["admin"].post("/operators", {"name": "second", "full_name": "Second Manager", "roles": ["manager"]})
    came = day.sign_in("second", hired["one_time_password"])
    check.that(came.status == 200, "a second manager is there", came)


def sell(day):
    """Onto the card that stays on the reader."""
    quote = day.quote("5.00")
    return day.sell(quote["id"], on_pending="sum") if quote.status == 200 else quote


def selling_meanwhile(day):
    """A till sells while thousands of rows come into the books"""
    miller, rows = day.people["miller"], 20_000
    file = "number,name\n" + "".join(f"{700_000_000_001 + i},Customer {i}\n" for i in range(rows))
    asked = miller.call("POST", "/import/customers", raw=file, headers=CSV)
    number = asked["approval"]["number"]
    day.people["second"].post(f"/approvals/{number}/approve")
    done, sold = [], []
    importing = threading.Thread(target=lambda: done.append(miller.call("POST", f"/import/customers?approval={number}", raw=file, headers=CSV)))
    importing.start()
    while importing.is_alive():
        sold.append(sell(day))
    importing.join()
    check.that(done[0].status == 200 and done[0]["new"] == done[0]["written"] == rows, "all rows are in the books", done[0])
    check.that(all(one.status == 200 for one in sold), "and every sale was sold", [one for one in sold if one.status != 200][:1])
    audit = day.people["audit"]
    first, last = (audit.get(f"/audit?filter.action=import&sort={way}time&page_size=1")["rows"][0]["time"] for way in ("", "-"))
    times = [one["sale"]["time"] for one in sold if one.status == 200]
    between = [time for time in times if first < time < last]
    check.that(between, f"{len(between)} of {len(times)} sales were booked between its first group and its last", (first, last, times[:3]))
    again = miller.call("POST", "/import/customers", raw=file, headers=CSV)
    check.that(again.status == 200 and again["same"] == rows and again["written"] == 0, "the same file again changes nothing and asks nobody", again)
    more = file + "".join(f"{710_000_000_001 + i},Later {i}\n" for i in range(3))
    look = miller.call("POST", "/import/customers?dry_run=1", raw=more, headers=CSV)
    check.that((look["new"], look["same"], look["written"]) == (3, rows, 0), "a longer one goes on where the books end", look)
    bad = miller.call("POST", "/import/customers", raw=more + "x,Bad\n", headers=CSV)
    check.that([(e["row"], e["code"]) for e in bad["errors"]] == [(rows + 5, "bad_customer_number")] and bad["written"] == 0,
               "a wrong row is named by its line, wherever it stands, and nothing is written", bad)


def many_customers(day):
    """Books with many customers"""
    day.server.stop()
    file = pathlib.Path(day.server.folder) / "customers.csv"
    with open(file, "w") as out:
        out.write("number,name,address\n")
        for i in range(MANY):
            out.write(f"{FIRST + i},{CELL},{i} {CELL[8:]}\n")
    taken = subprocess.run([KWOTA, "import", "customers", str(file), "--data", str(day.server.folder / "data")], capture_output=True, text=True, timeout=900)
    check.that(f"{MANY} new" in taken.stdout and taken.returncode == 0, "they come from a file, at a terminal", (taken.stdout, taken.stderr))
    file.unlink()
    day.server.start()
    day.again("miller", "wang", "admin", "audit")


def counted_after(day):
    """A page does not wait until all of its rows are counted"""
    miller = day.people["miller"]
    page = miller.get("/customers?count=few&page_size=50")
    check.that((page["total"], page["total_is_exact"], len(page["rows"])) == (1000, False, 50), "fifty rows, and more than a thousand behind them", (page["total"], page["total_is_exact"]))
    alone = miller.get("/customers?count=few&filter.number=800000000001")
    check.that((alone["total"], alone["total_is_exact"]) == (1, True), "where there are few it says how many", alone)
    counted = miller.get("/customers?page_size=1")
    check.that(counted["total_is_exact"] and counted["total"] > MANY, "then they are counted", counted["total"])
    again = miller.get("/customers?count=few&page_size=50")
    check.that((again["total"], again["total_is_exact"]) == (counted["total"], True), "and the next page knows it", (again["total"], again["total_is_exact"]))
    following = miller.get(f"/customers?count=few&page_size=50&cursor={again['next']}")
    check.that(following["total"] == counted["total"], "as do those behind it", following["total"])


def proc(day, name):
    return pathlib.Path(f"/proc/{day.server.process.pid}/{name}")


def peak(day):
    """The most memory that the server ever had, in KiB."""
    return next(int(line.split()[1]) for line in proc(day, "status").read_text().splitlines() if line.startswith("VmHWM"))


def address(form, rows):
    """Those with the first numbers; sorted by what no index knows."""
    return f"/customers?filter.number={FIRST}..{FIRST + rows - 1}&sort=-address&format={form}"


def memory(day):
    """The server's memory does not grow with the list"""
    miller, lengths = day.people["miller"], {}
    def take(rows):
        for form in ("csv", "xlsx"):
            file = miller.get(address(form, rows))
            check.that(file.status == 200, f"{rows} rows as {form}", file.status)
            lengths[form] = len(file.bytes)
            if form == "csv":
                found = file.bytes.count(b"\r\n") - 1
            else:
                found = zipfile.ZipFile(io.BytesIO(file.bytes)).read("xl/worksheets/sheet1.xml").count(b"<row ") - 1
            check.that(found == rows, "each of them is there", found)
        return peak(day)
    few = take(FEW)
    many = take(MANY)
    check.that(lengths["csv"] > 48 * MIB * 1024, "the long file is longer than what memory may grow", lengths)
    check.that(many - few < 40 * MIB, f"from {FEW} rows to {MANY} the peak grew by {(many - few) / MIB:.1f} MiB", (few, many))


def opened(day):
    """What the server holds open: connections to the books, and files without a name."""
    names = []
    for entry in proc(day, "fd").iterdir():
        try:
            names.append(str(entry.readlink()))
        except FileNotFoundError:
            pass  # closed meanwhile
    return sum(name.endswith("/books.db") for name in names), sum("/kwota-" in name and name.endswith("(deleted)") for name in names)


def slow_clients(day):
    """Who takes nothing of his file holds no moment of the books, and leaves nothing behind"""
    readers, files = opened(day)
    check.that(files == 0, "what was sent is gone", files)
    lines = []
    for form in ("csv", "xlsx"):
        line = socket.create_connection(("127.0.0.1", day.server.port), timeout=120)
        line.sendall((f"GET /api/v1{address(form, MANY)} HTTP/1.1\r\nHost: localhost\r\nCookie: {day.people['miller'].cookie}\r\n\r\n").encode())
        head = b""
        while b"\r\n\r\n" not in head and (part := line.recv(1)):
            head += part
        check.that(b" 200 " in head and b"ontent-" in head, f"the {form} file begins", head)
        lines.append(line)
    holding = opened(day)
    # What the house does by itself may have opened one meanwhile, and keeps it; two that wait would hold two.
    check.that(holding[0] < readers + len(lines) and holding[1] >= 1, "it waits in a file, and no connection to the books with it", (readers, holding))
    check.that(Client(day.server).get("/health")["status"] == "ok", "the server goes on")
    for line in lines:
        line.close()
    for _ in range(40_000):
        if not opened(day)[1]:
            break
        Client(day.server).get("/health")
    check.that(opened(day)[1] == 0, "when they are gone, so are their files", opened(day))


def right_withdrawn(day):
    """Who loses a right while his file is made does not get it"""
    admin = day.people["admin"]
    hired = admin.post("/operators", {"name": "leaver", "full_name": "Leaver", "roles": ["auditor"]})
    day.sign_in("leaver", hired["one_time_password"])
    row = next(one for one in admin.get("/operators?page_size=200")["rows"] if one["name"] == "leaver")
    taken = []
    taking = threading.Thread(target=lambda: taken.append(day.people["leaver"].get(address("csv", MANY))))
    taking.start()
    while taking.is_alive() and not opened(day)[1]:
        pass  # until the first of its rows may be written
    moved = admin.put("/operators/leaver", {"full_name": row["full_name"], "roles": ["technician"], "station": row["station"], "language": row["language"], "version": row["version"]})
    taking.join()
    check.that(moved.status == 200 and taken[0].code == "rights_changed", "it is thrown away", (moved, taken[0].status, taken[0].code))
    audit = day.people["audit"].get("/audit?filter.operator=leaver&filter.action=personal_export")
    check.that(audit["rows"] == [], "and nothing of it stands in the trail", audit)
    check.that(opened(day)[1] == 0, "nor anything on the disk")


def disk_full(day):
    """Where there is no room for a file nothing of it is handed out, and the books go on"""
    miller, server = day.people["miller"], day.server.process.pid
    usual = resource.prlimit(server, resource.RLIMIT_FSIZE)
    for form in ("csv", "xlsx"):
        resource.prlimit(server, resource.RLIMIT_FSIZE, (MIB * 1024, usual[1]))
        refused = miller.get(f"/customers?filter.number={FIRST}..{FIRST + MANY - 1}&format={form}")  # by its key: the database itself needs no room
        resource.prlimit(server, resource.RLIMIT_FSIZE, usual)
        check.that(refused.status == 500 and refused.code == "file_not_made", f"{form}: it is said that there is no room", (refused.status, refused.code))
    check.that(opened(day)[1] == 0, "nothing is left of it")
    check.that(miller.get(address("csv", FEW)).status == 200, "with room the next file is made")


def at_a_terminal(day):
    """kwota export beside the server"""
    command = [KWOTA, "export", "customers", "--data", str(day.server.folder / "data"), "--sort", "-address"]
    reading = subprocess.Popen([*command, "--format", "csv"], stdout=subprocess.PIPE)
    first = reading.stdout.readline()
    status = pathlib.Path(f"/proc/{reading.pid}/status").read_text()
    held = [str(entry.readlink()) for entry in pathlib.Path(f"/proc/{reading.pid}/fd").iterdir()]
    rest = reading.stdout.read().count(b"\r\n")
    check.that(first.startswith(b"number,") and rest >= MANY and reading.wait() == 0, "every row is printed", (first, rest))
    check.that(not any(name.endswith("/books.db") for name in held), "who reads slowly looks at no books", held)
    most = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    check.that(most < 80 * MIB, f"in {most / MIB:.0f} MiB", most)


def told_of_limits(folder):
    """The program, where whatever outgrows a limit is told so by the system and not ended: as on a disk that is full."""
    script = pathlib.Path(folder) / "kwota"
    script.write_text(f"#!/bin/sh\ntrap '' XFSZ\nexec '{KWOTA}' \"$@\"\n")
    script.chmod(0o755)
    return str(script)


if __name__ == "__main__":
    limited = tempfile.TemporaryDirectory(prefix="kwota-limited-")
    house.KWOTA = told_of_limits(limited.name)
    sys.exit(walk(check, Day, (doors, two_managers, opening, selling_meanwhile, many_customers, counted_after, memory, slow_clients, right_withdrawn, disk_full, at_a_terminal)))
