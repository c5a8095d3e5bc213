#!/usr/bin/env python3
"""Attackers of the books: whoever can write every file of the folder and compute SHA-256, but has no key. They know the books by what
the program prints (`kwota verify`, `kwota verify --tables`) and by SQL. In each table that there is they append, replace, remove, reorder;
they cut the end off and merge two histories – and mend every hash, chain, root and balance behind them. Each attack must be named by verify
with the auditor's own copy of the public key; what stands at the end of the books also stops the start.
KWOTA names another program than build/release/apps/kwota; words name the tables that are attacked, none: all."""
import hashlib
import json
import pathlib
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "api"))
from house import KWOTA, Checks, Server  # noqa: E402

check = Checks()
LEAF_BITS = 20


def kwota(*words):
    return subprocess.run([KWOTA, *map(str, words)], capture_output=True, text=True, timeout=120)


TABLES = {table["table"]: table for table in json.loads(kwota("verify", "--tables").stdout)}
CHAINED = [name for name, table in TABLES.items() if table["kind"] == "chained"]
REGISTERS = [name for name, table in TABLES.items() if table["kind"] == "register"]


# ---- hashes as anybody can compute them --------------------------------------------------------------------------------

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def counted(text):
    raw = text.encode() if isinstance(text, str) else text
    return struct.pack(">I", len(raw)) + raw


HASHED = {}  # four hundred attackers mend the same thousands of rows, and change a few


def content_hash(table, row, texts, legs=()):
    """`texts`: what is kept once, by number."""
    same = (table, *row.values(), *legs, *(texts.get(row[column]) for column in TABLES[table]["kept_once"]))
    if same not in HASHED:
        HASHED[same] = hashed(table, row, texts, legs)
    return HASHED[same]


def hashed(table, row, texts, legs):
    said = counted(table)
    for column in TABLES[table]["columns"]:
        if column in TABLES[table]["follow"]:
            continue
        if column == "legs":
            said += counted("legs") + b"l" + struct.pack(">I", len(legs))
            said += b"".join(counted(account) + struct.pack(">q", amount) for account, amount in legs)
        elif row[column] is not None:
            value = texts[row[column]] if column in TABLES[table]["kept_once"] else row[column]
            said += counted(column) + (b"i" + struct.pack(">q", value) if isinstance(value, int) else (b"b" if isinstance(value, bytes) else b"t") + counted(value))
    return sha(said)


def merkle(leaves):
    level = [sha(b"\0", leaf) for leaf in leaves]
    while len(level) > 1:
        level = [sha(b"\1", *level[i:i + 2]) if i + 1 < len(level) else level[i] for i in range(0, len(level), 2)]
    return level[0] if level else sha(b"")


class Books:
    """A copy of the folder, open to an attacker."""

    def __init__(self, folder):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kwota-attack-")) / "data"
        shutil.copytree(folder, self.folder)
        self.db = sqlite3.connect(self.folder / "books.db", isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.execute("PRAGMA synchronous=OFF")  # nobody pulls the plug on an attacker

    def all(self, sql, *bound):
        return [dict(row) for row in self.db.execute(sql, bound)]

    def one(self, sql, *bound):
        rows = self.all(sql, *bound)
        return rows[0] if rows else None

    def key(self, table):
        return TABLES[table]["columns"][:TABLES[table]["key_columns"]]

    def name_of(self, table, row):
        return "/".join([table] + [f"{row[c]:012}" if c in TABLES[table]["twelve_digits"] else str(row[c]) for c in self.key(table)])

    def texts(self):
        return {row["number"]: row["text"] for row in self.all("SELECT number, text FROM kept_text")}

    def account(self, name):
        """The number of an account of the ledger, which gets one when it has none."""
        self.db.execute("INSERT INTO ledger_account(name) VALUES(?) ON CONFLICT DO NOTHING", (name,))
        return self.one("SELECT number FROM ledger_account WHERE name=?", name)["number"]

    def text(self, text):
        """The number of a text that is kept once, likewise."""
        if text not in self.texts().values():
            self.insert("kept_text", {"mark": struct.unpack(">q", sha(text.encode())[:8])[0], "text": text})
        return next(number for number, known in self.texts().items() if known == text)

    def computed(self, table):
        """Columns that SQLite makes of others."""
        return {row["name"] for row in self.all("SELECT name FROM pragma_table_xinfo(?) WHERE hidden IN (2, 3)", table)}

    def insert(self, table, row):
        row = {name: value for name, value in row.items() if name not in self.computed(table)}
        self.db.execute(f'INSERT INTO "{table}"({",".join(chr(34) + c + chr(34) for c in row)}) VALUES({",".join("?" * len(row))})', list(row.values()))

    def once(self, table):
        """Columns beside the key in which no value stands twice."""
        columns = set()
        for index in self.all('SELECT name FROM pragma_index_list(?) WHERE "unique" AND origin<>\'pk\'', table):
            of_index = [row["name"] for row in self.all("SELECT name FROM pragma_index_info(?)", index["name"])]
            if not set(of_index) & set(self.key(table)):
                columns.add(of_index[-1])
        return columns - {"chain"}

    def invented(self, table):
        """A row of this table: like one that is there, under another key; or out of nothing."""
        row = self.one(f'SELECT * FROM "{table}" LIMIT 1')
        types = {c["name"]: c for c in self.all("SELECT * FROM pragma_table_xinfo(?)", table)}
        if row is None:
            row = {name: None if not c["notnull"] else {"INTEGER": 7, "TEXT": "x", "BLOB": b"", "ANY": ""}[c["type"]] for name, c in types.items()}
        for column in self.key(table):
            if column in row and column != "chain":
                row[column] = 987654 if types[column]["type"] == "INTEGER" else "987654321012"
        for column in self.once(table):
            row[column] = 987654 if types[column]["type"] == "INTEGER" else "of nobody"
        for column in TABLES[table]["kept_once"]:
            row[column] = self.text("somebody's")
        if "id" not in TABLES[table]["columns"]:  # its place among the groups; a plan has an id of its own
            row.pop("id", None)
        return row

    def new_group(self):
        return (self.one("SELECT max(number) AS n FROM anchor")["n"] or 0) + 1

    def chain_end(self, chain):
        ends = [row for table in CHAINED for row in self.all(f'SELECT position, hash FROM "{table}" WHERE chain=? ORDER BY position DESC LIMIT 1', chain)]
        return max((row["position"] for row in ends), default=0)

    def append(self, group, table, row, legs=()):
        """Into a chain, at its end; hashes are mended afterwards."""
        leaf = sum(self.one(f'SELECT count(*) AS n FROM "{t}" WHERE id>=? AND id<?', group << LEAF_BITS, (group + 1) << LEAF_BITS)["n"] for t in CHAINED)
        row = {**row, "id": (group << LEAF_BITS) + leaf, "position": self.chain_end(row["chain"]) + 1, "hash": b"", "tells": None}
        if table in ("audit", "journal", "key_event"):
            row["number"] = row["position"]
        self.insert(table, row)
        for position, (account, amount) in enumerate(legs, 1):
            self.insert("leg", {"entry": row["id"], "position": position, "account": self.account(account), "amount": amount})

    def told(self, group, table, row):
        """The audit entry that goes with a row of a register; it also tells what follows."""
        like = self.one("SELECT * FROM audit ORDER BY id DESC LIMIT 1")
        self.append(group, "audit", {**like, "object": self.name_of(table, row), "content_hash": content_hash(table, row, self.texts()), "details": "{}"})
        if TABLES[table]["follow"]:
            entry = self.one("SELECT max(id) AS id FROM audit")["id"]
            self.db.execute("UPDATE audit SET tells=? WHERE id=?", (self.telling(table, row), entry))
            where = " AND ".join(f'"{c}"=?' for c in self.key(table))
            self.db.execute(f'UPDATE "{table}" SET told=? WHERE {where}', [entry] + [row[c] for c in self.key(table)])

    def telling(self, table, row):
        """What chained rows tell of a register: store/draft/telling.h."""
        return self.name_of(table, row) + "=" + ",".join("" if row[c] is None else str(row[c]) for c in TABLES[table]["follow"])

    def tell_otherwise(self, table, row, line):
        """All rows that told of it say this instead; None: nothing."""
        name = self.name_of(table, row) + "="
        for chained in CHAINED:
            for one in self.all(f'SELECT id, tells FROM "{chained}" WHERE instr(tells, ?)', name):
                lines = [line if said.startswith(name) else said for said in one["tells"].split("\n")]
                self.db.execute(f'UPDATE "{chained}" SET tells=? WHERE id=?', ("\n".join(said for said in lines if said) or None, one["id"]))

    def close_group(self, group, **more):
        last = self.one("SELECT * FROM anchor ORDER BY number DESC LIMIT 1")
        self.insert("anchor", {**last, "number": group, "count": 0, "root": b"", "signature": b"", "process": 0, "process_signature": b"", **more})

    def mend(self):
        """Every hash, head, root, balance and line of the log, as if the rows had always been so."""
        heads, leaves, texts, legs_of = {}, {}, self.texts(), {}
        for leg in self.all("SELECT l.entry, a.name AS account, l.amount FROM leg AS l JOIN ledger_account AS a ON a.number=l.account ORDER BY l.entry, l.position"):
            legs_of.setdefault(leg["entry"], []).append((leg["account"], leg["amount"]))
        rows = []
        for table in CHAINED:
            rows += [(row["id"], table, row) for row in self.all(f'SELECT * FROM "{table}"')]
        for number, table, row in sorted(rows, key=lambda one: one[0]):
            legs = legs_of.get(row["id"], []) if table == "entry" else ()
            position, previous = heads.get(row["chain"], (0, bytes(32)))
            mended = sha(previous, content_hash(table, row, texts, legs))
            heads[row["chain"]] = (position + 1, mended)
            leaves.setdefault(number >> LEAF_BITS, []).append(mended)
            if (row["position"], row["hash"]) != (position + 1, mended):
                self.db.execute(f'UPDATE "{table}" SET position=?, hash=? WHERE id=?', (position + 1, mended, number))
        self.db.execute("DELETE FROM chain_head")
        for chain, (position, mended) in heads.items():
            self.insert("chain_head", {"chain": chain, "position": position, "hash": mended})
        last, log = bytes(32), ""
        for anchor in self.all("SELECT * FROM anchor ORDER BY number"):
            mine = leaves.get(anchor["number"], [])
            root = merkle(mine)
            mended = sha(b"kwota sample anchor 1" if anchor["nature"] == "sample" else b"kwota anchor 1", struct.pack(">qqq", anchor["number"], anchor["time"], len(mine)), root, last)
            self.db.execute("UPDATE anchor SET count=?, root=?, previous=?, hash=? WHERE number=?", (len(mine), root, last, mended, anchor["number"]))
            last = mended
            log += f"{anchor['number']} 2026-01-01T00:00:00.000Z {len(mine)} {root.hex().upper()} {mended.hex().upper()} {anchor['signature'].hex().upper() or '-'}{' sample' if anchor['nature'] == 'sample' else ''}\n"
        self.db.execute("DELETE FROM balance")
        self.db.execute("INSERT INTO balance SELECT a.name, sum(l.amount) FROM leg AS l JOIN ledger_account AS a ON a.number=l.account GROUP BY a.name")
        (self.folder / "anchors.log").write_text(log)

    def retell(self, table, row):
        """The newest audit entry of a changed row says what the row says now."""
        self.db.execute("UPDATE audit SET content_hash=? WHERE id=(SELECT max(id) FROM audit WHERE object=? AND content_hash<>'')",
                        (content_hash(table, row, self.texts()), self.name_of(table, row)))
        if TABLES[table]["follow"]:
            self.tell_otherwise(table, row, self.telling(table, row))

    def verified(self, key):
        self.db.close()
        return kwota("verify", "--data", self.folder, "--public-key", key)

    def started(self):
        """What a server says that is to open these books; it must not come up."""
        with subprocess.Popen([KWOTA, "serve", "--port", "0", "--data", str(self.folder)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True) as process:
            said = ""
            for line in process.stdout:
                said += line
                if "serves on" in line:
                    process.kill()
                    return "it started"
            return said

    def gone(self):
        self.db.close()
        shutil.rmtree(self.folder.parent, ignore_errors=True)


def attack(origin, key, what, work, start=False):
    """One attack on a fresh copy; `work` says False when there is nothing to attack in these books."""
    books = Books(origin)
    try:
        try:
            if work(books) is False:
                return
        except sqlite3.Error as why:
            check.that(False, f"{what} can be written with SQL", why)
            return
        seen = books.verified(key)
        check.that(seen.returncode == 1 and "/" in seen.stdout, f"{what} is named", seen.stdout + seen.stderr)
        if start:
            said = books.started()
            check.that("books_" in said or "groups_unsigned" in said or "anchor_log" in said, f"{what} stops the start", said)
    finally:
        books.gone()


# ---- the attacks -------------------------------------------------------------------------------------------------------

def appended(table, **signed):
    def work(books):
        group, row = books.new_group(), books.invented(table)
        if TABLES[table]["kind"] == "chained":
            row["chain"] = row["chain"] if books.chain_end(row["chain"]) else "utility"
            legs = (("till/E01/T1", 100_000_000), ("customer/100001", -100_000_000)) if table == "entry" else ()
            books.append(group, table, row, legs)
        else:
            books.insert(table, row)
            books.told(group, table, row)
        given = {name: value(books) if callable(value) else value for name, value in signed.items()}
        books.close_group(group, **given)
        books.mend()
    return work


def text_column(table):
    fixed = set(TABLES[table]["columns"][:TABLES[table]["key_columns"]]) | {"chain", "client_key"}
    return fixed


def replaced(table, blank):
    def work(books):
        row = books.one(f'SELECT * FROM "{table}" ORDER BY {"id" if TABLES[table]["kind"] == "chained" else "1"} DESC LIMIT 1')
        if row is None:
            return False
        column = next((c for c in reversed(TABLES[table]["columns"]) if c not in text_column(table) and isinstance(row.get(c), (int, str))), None)
        if column is None:
            return False
        other_nature = {"sample": "real", "real": "sample"}  # the only words that the column takes
        row[column] = row[column] + 1 if isinstance(row[column], int) else other_nature.get(row[column], row[column] + "1")
        where = " AND ".join(f'"{c}"=?' for c in books.key(table))
        books.db.execute(f'UPDATE "{table}" SET "{column}"=? WHERE {where}', [row[column]] + [row[c] for c in books.key(table)])
        if TABLES[table]["kind"] == "register":
            books.retell(table, row)
        books.mend()
        if blank:
            books.db.execute("UPDATE anchor SET signature=x'' WHERE number>=?", (blank(books),))
    return work


def removed(table):
    def work(books):
        row = books.one(f'SELECT * FROM "{table}" LIMIT 1')
        if row is None:
            return False
        where = " AND ".join(f'"{c}"=?' for c in books.key(table))
        books.db.execute(f'DELETE FROM "{table}" WHERE {where}', [row[c] for c in books.key(table)])
        if TABLES[table]["kind"] == "register":
            books.db.execute("DELETE FROM audit WHERE object=?", (books.name_of(table, row),))
            if TABLES[table]["follow"]:
                books.tell_otherwise(table, row, None)
        if table == "entry":
            books.db.execute("DELETE FROM leg WHERE entry=?", (row["id"],))
        books.mend()
    return work


def reordered(table):
    def work(books):
        rows = books.all(f'SELECT id FROM "{table}" ORDER BY id LIMIT 2')
        if len(rows) < 2:
            return False
        first, second = rows[0]["id"], rows[1]["id"]
        for old, new in ((first, -1), (second, first), (-1, second)):
            books.db.execute(f'UPDATE "{table}" SET id=? WHERE id=?', (new, old))
        books.mend()
    return work


def cut(books):
    """The last group goes, from every file but what stands outside the folder; the log is kept as it was."""
    log = (books.folder / "anchors.log").read_text()
    group = books.new_group() - 1
    for table in CHAINED:
        if table == "entry":
            books.db.execute("DELETE FROM leg WHERE entry>=?", (group << LEAF_BITS,))
        books.db.execute(f'DELETE FROM "{table}" WHERE id>=?', (group << LEAF_BITS,))
    books.db.execute("DELETE FROM anchor WHERE number>=?", (group,))
    books.mend()
    (books.folder / "anchors.log").write_text(log)


def merged(other, mend):
    """The last groups of another history of the same books, signatures and all, behind these."""
    def work(books):
        books.db.execute("ATTACH ? AS other", (str(other / "books.db"),))
        at, theirs = books.new_group(), books.one("SELECT max(number) AS n FROM other.anchor")["n"]
        for number in range(max(1, theirs - 2), theirs + 1):
            group = at + number - max(1, theirs - 2)
            for table in CHAINED:
                if table == "entry":
                    continue
                for row in books.all(f'SELECT * FROM other."{table}" WHERE id>=? AND id<?', number << LEAF_BITS, (number + 1) << LEAF_BITS):
                    row["id"] = (group << LEAF_BITS) + (row["id"] & ((1 << LEAF_BITS) - 1))
                    for column in ("number", "client_key"):
                        if isinstance(row.get(column), str):
                            row[column] += "b"
                    if "number" in row and isinstance(row["number"], int):
                        row["number"] += 1_000_000
                    books.insert(table, row)
            books.insert("anchor", {**books.one("SELECT * FROM other.anchor WHERE number=?", number), "number": group})
        books.db.execute("DETACH other")
        if mend:
            books.mend()
    return work


def own_process(books):
    """A process that nobody started, with a key of the attacker's; its signature is copied from another one."""
    last = books.one("SELECT * FROM process ORDER BY number DESC LIMIT 1")
    books.insert("process", {**last, "number": last["number"] + 1, "public_key": last["public_key"][:-1] + b"\1"})
    return last["number"] + 1


def accepted(books):
    group = books.new_group()
    books.told(group, "operator", books.one("SELECT * FROM operator LIMIT 1"))
    books.close_group(group)
    books.mend()
    anchor = books.one("SELECT * FROM anchor WHERE number=?", group)
    books.insert("acceptance", {"number": 1, "from_anchor": group, "to_anchor": group, "to_hash": anchor["hash"], "first": "chen", "second": "wu",
                                "reason": "", "time": anchor["time"], "signature": bytes(64)})


def some_signature(books):
    return books.one("SELECT signature FROM anchor ORDER BY number DESC LIMIT 1")["signature"]


def hidden(index, condition):
    """The index leaves rows out, and its text says afterwards what the program wrote."""
    def work(books):
        text, table = (books.one("SELECT sql, tbl_name FROM sqlite_schema WHERE name=?", index)[name] for name in ("sql", "tbl_name"))
        if not books.one(f'SELECT count(*) AS n FROM "{table}" NOT INDEXED')["n"]:
            return False
        files = [row["file"] for row in books.all("PRAGMA database_list") if row["name"] == "main"]
        for said, again in ((f"{text} WHERE {condition}", True), (text, False)):
            hand = sqlite3.connect(files[0], isolation_level=None)
            hand.execute("PRAGMA writable_schema=ON")
            hand.execute("UPDATE sqlite_schema SET sql=? WHERE name=?", (said, index))
            hand.execute(f"PRAGMA schema_version={hand.execute('PRAGMA schema_version').fetchone()[0] + 1}")
            hand.close()
            if again:
                hand = sqlite3.connect(files[0], isolation_level=None)
                hand.execute(f"REINDEX {index}")
                hand.close()
    return work


def without_key(books):
    (books.folder / "root_public_key.der").unlink()


def main():
    server = Server()
    data = server.folder / "data"
    server.process.terminate()
    server.process.wait()
    key = server.folder / "auditor.der"
    shutil.copy(data / "root_public_key.der", key)
    other = server.folder / "other"
    shutil.copytree(data, other)
    try:
        clean = kwota("verify", "--data", data, "--public-key", key)
        check.that(clean.returncode == 0 and "signed by the vault" in clean.stdout, "the books are in order before anybody touches them", clean.stdout)
        for table in REGISTERS + CHAINED if not sys.argv[1:] else sys.argv[1:]:
            attack(data, key, f"a group without a signature that adds to {table}", appended(table), start=table in ("operator", "entry", "utility"))
            attack(data, key, f"a group with the signature of another one that adds to {table}", appended(table, signature=some_signature))
            attack(data, key, f"a group of a process of nobody that adds to {table}",
                   appended(table, process=own_process, process_signature=some_signature), start=table == "meter_reading")
            attack(data, key, f"a changed row of {table}", replaced(table, None))
            attack(data, key, f"a changed row of {table} whose groups lost their signatures", replaced(table, lambda books: 1))
            attack(data, key, f"a row taken out of {table}", removed(table))
        for table in CHAINED:
            attack(data, key, f"two rows of {table} in the other order", reordered(table))
        attack(data, key, "the end cut off", cut)
        for index in ("audit_object", "account_meter", "meter_service_point"):
            attack(data, key, f"an index that leaves rows out, {index},", hidden(index, "0"))
        attack(data, key, "the end of another history behind this one", merged(other, False), start=True)
        attack(data, key, "two histories made one with every hash mended", merged(other, True), start=True)
        attack(data, key, "an acceptance that the vault never signed", accepted, start=True)
        books = Books(data)
        without_key(books)
        check.that("public_key_missing" in books.started(), "books without the vault's public key do not start")
        blind = kwota("verify", "--data", books.folder)
        check.that(blind.returncode == 1 and "public_key_missing" in blind.stderr, "nor are they called in order", (blind.stdout, blind.stderr))
        named = kwota("verify", "--data", books.folder, "--public-key", key)
        check.that(named.returncode == 0 and "signed by the vault" in named.stdout, "but by an auditor's own copy of it", named.stderr)
        books.gone()
        books = Books(data)
        shutil.rmtree(books.folder / "vault")
        for file in books.folder.glob("vault-*.pin"):
            file.unlink()
        said = books.started()
        check.that("vault_replaced" in said, "books whose vault was removed do not sell on with a new one", said)
        books.gone()
    finally:
        server.close()
    print(f"{check.passed} passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
