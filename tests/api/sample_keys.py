#!/usr/bin/env python3
"""The keys that sample books sell under until a ceremony: each folder rolls its own, in a file that its owner alone can read; a card of one
folder is strange to every other; real books have none, and never become a utility's own when cards were given out before its keys."""
import json
import shutil
import sqlite3
import subprocess
import sys

from house import KWOTA, Checks, Client, Server, walk
from key_office import OFFICERS, Office, delivered_keys, on_reader, open_account

check = Checks()
FILE = "sample-keys.txt"


def folder_of(server):
    return server.folder / "data"


def one_file(office):
    """Where the sample keys come from."""
    file = folder_of(office.server) / FILE
    check.that(file.stat().st_mode & 0o777 == 0o600, "their seed lies in a file that its owner alone can read", oct(file.stat().st_mode))
    first, *_, seed = file.read_text().splitlines()
    check.that(first.startswith("SAMPLE KEYS") and len(bytes.fromhex(seed)) == 32, "which says what it is", first)
    check.that(Client(office.server).get("/session")["sample_keys"] is True, "every page says that sample keys are in use")
    kept = file.read_bytes()
    office.server.stop()
    looked = subprocess.run([KWOTA, "keys", "verify", "--data", str(folder_of(office.server))], capture_output=True, text=True, timeout=120)
    check.that(looked.returncode == 0 and "In order" not in looked.stdout and "Nothing was compared" in looked.stdout and "root_signature" in looked.stdout,
               "of a folder whose books know no keys it is said what stands in its vault, and not that they agree", looked)
    file.chmod(0o644)
    refused = subprocess.run([KWOTA, "serve", *office.server.flags, "--port", "0", "--data", str(folder_of(office.server))], capture_output=True, text=True, timeout=120)
    check.that(refused.returncode != 0 and "0600" in refused.stdout + refused.stderr, "readable by others, it is not used", refused)
    file.chmod(0o600)
    office.server.start()
    check.that(file.read_bytes() == kept, "it is made once", file)


def opened(server):
    office = Office(server, check)
    office.sign_in("wang", first=True, station="E01", till="T1")
    return office


def lay_into(server, card):
    """A card of another folder, as a customer who comes here would bring it."""
    server.kill()
    bench = folder_of(server) / "bench"
    shutil.copy(card, bench / "cards" / "stranger.card")
    state = json.loads((bench / "bench.json").read_text())
    state["cards"].append({"id": "stranger", "copy_of": "", "place": "wallet"})
    (bench / "bench.json").write_text(json.dumps(state))
    server.start()


def two_folders(office):
    """A card of one folder is nobody's in another."""
    here = opened(office.server)
    open_account(here)
    there = Server()
    try:
        seeds = {(folder_of(server) / FILE).read_text().splitlines()[-1] for server in (office.server, there)}
        check.that(len(seeds) == 2, "two folders have two sets of sample keys")
        lay_into(there, folder_of(office.server) / "bench/cards" / f"{here.card}.card")
        seen = on_reader(opened(there), "stranger")
        check.that(seen["state"] == "unknown_card" and seen["reason_code"] == "foreign", "a card of one folder is foreign in the other", seen)
        check.that("account" not in seen and "in_doubt" not in seen, "  and nothing is said of the account whose number it bears", seen)
    finally:
        there.close()


class RealServer(Server):
    """kwota serve without a bench: real books, and no card reader."""

    flags = ["--lines", "none"]

    def card_service(self):
        return self.folder / "no-card-service"


class RealCounters(Office):
    """The people of the key office alone."""

    def everybody(self, first=False):
        self.sign_in(*OFFICERS, "keller", "orlova", "novak", first=first)


def give_out_cards(server, how_many):
    """As a program did that still sold under the published test keys."""
    server.kill()
    with sqlite3.connect(folder_of(server) / "books.db") as books:
        known = {"product": "user_card", "kind": "user", "state": "active", "key_version": 1}
        columns = books.execute("PRAGMA table_info(card)").fetchall()
        for at in range(how_many):
            row = {name: known.get(name, "" if kind == "TEXT" else 0) for _, name, kind, *_ in columns}
            row["serial"] = f"62000000000000{at:02X}"
            books.execute(f"INSERT INTO card ({','.join(row)}) VALUES ({','.join('?' * len(row))})", list(row.values()))
    books.close()
    server.start()


def real_books(_):
    """Real books have no keys before their own"""
    server = RealServer(office=True)
    try:
        check.that(not (folder_of(server) / FILE).exists(), "there are no sample keys in them")
        check.that(Client(server).get("/session")["sample_keys"] is False, "and no page names any")
        health = Client(server).get("/health")
        check.that(health["vault"] == "own_keys_missing", "nothing can be sold, and who watches the server hears why", health)
        give_out_cards(server, 3)
        office = RealCounters(server, check)
        delivered_keys(office)
        refused = office["keller"].post("/keys/activate", {"version": 1, "reason": "first keys"})
        check.that(refused.code == "sold_under_test_keys" and refused["details"] == {"cards": "3"}, "books that gave out cards before their keys are not activated", refused)
        check.that("--data" in refused["detail"] or "new books" in refused["detail"], "  and which books to begin is said", refused)
        check.that(Client(server).get("/health")["vault"] == "own_keys_missing", "they seal with nothing", server)
    finally:
        server.close()


if __name__ == "__main__":
    sys.exit(walk(check, lambda server: Office(server, check), [one_file, two_folders, real_books]))
