#!/usr/bin/env python3
"""The keys of a meter from outside: a meter fresh from the factory on the bench gets its keys, a second person agrees, the meter is put
back, the key journal has it all, and a restart forgets nothing. One line per check."""
import pathlib
import subprocess
import sys

from house import KWOTA, PASSWORD, Checks, Client, walk
from key_office import Office, delivered_keys

check = Checks()
METER = "5000000001"


def signed_in(server, name):
    client = Client(server)
    answer = client.sign_in(name, server.demo_password(name))
    client.post("/session/password", {"old": server.demo_password(name), "new": PASSWORD})
    check.that(answer.status == 200, f"{name} signs in", answer)
    return client


def on_bench(client):
    return next(row for row in client.get("/bench")["meters"] if row["number"].endswith(METER))


def hang(tech):
    """A meter from the factory."""
    made = tech.post("/meters", {"number": METER, "model": "DDSY1352"})
    check.that(made.status in (200, 201), "the meter is in the register", made)
    hung = tech.post("/bench/meters", {"number": METER, "model": "DDSY1352", "factory": True})
    check.that(hung.status == 200, "it hangs on the bench", hung)
    meter = on_bench(tech)
    check.that(meter["key_state"] == "public" and meter["key_version"] == 0 and meter["key_link"], "it has its factory's keys and a line", meter)


def none_yet(keller, tech):
    """Before the utility's own keys: the sample keys are the counters' folder's, and the office has none to give."""
    early = keller.post(f"/meters/{METER}/keys", {"what": "download", "reason": "new meter"})
    check.that(early.code == "no_own_keys_yet", "the office gives a meter no keys before the utility has its own", early)
    check.that(on_bench(tech)["key_state"] == "public", "and the meter has its factory's", on_bench(tech))


def download(keller, wang, tech):
    """Its first keys."""
    refused = wang.post(f"/meters/{METER}/keys", {"what": "download", "reason": "new"})
    check.that(refused.code == "not_found", "the server that sells changes no meter's keys", refused)
    early = keller.post(f"/meters/{METER}/keys", {"what": "update", "reason": "new meter"})
    check.that(early.code == "meter_has_no_keys", "nothing to update yet", early)
    maker = keller.server.data / "factories/maker"
    maker.mkdir(parents=True)
    missing = keller.post(f"/meters/{METER}/keys", {"what": "download", "reason": "new meter"})
    check.that((missing.status, missing.code) == (422, "factory_file_missing"), "a maker's folder without his certificate is named", missing)
    check.that(on_bench(tech)["key_state"] == "public", "and the meter has its factory's keys", on_bench(tech))
    maker.rmdir()
    done = keller.post(f"/meters/{METER}/keys", {"what": "download", "reason": "new meter"})
    check.that(done.status == 200 and done["outcome"] == "done" and done["after"]["version"] == 1, "a key manager downloads them", done)
    check.that(len(done["given"]) == 8, "eight keys, each by its check value", done)
    check.that(on_bench(tech)["key_state"] == "private", "the meter has them", on_bench(tech))
    again = keller.post(f"/meters/{METER}/keys", {"what": "download", "reason": "twice"})
    check.that(again.code == "meter_has_keys_already", "not twice", again)
    lower = keller.post(f"/meters/{METER}/keys", {"what": "update", "reason": "same"})
    check.that(lower.code == "key_version_not_higher", "not the same version", lower)
    nowhere = keller.post("/meters/999999999999/keys", {"what": "download", "reason": "none"})
    check.that(nowhere.code == "unknown_meter", "no meter without a row", nowhere)


def restarted(server, tech, keller):
    """After a kill."""
    server.office.kill()
    server.kill()
    server.start()
    server.office.start()
    for client, name in ((tech, "tech"), (keller, "keller")):
        client.sign_in(name, PASSWORD)
    check.that(on_bench(tech)["key_state"] == "private", "the module has kept its keys", on_bench(tech))
    done = keller.post(f"/meters/{METER}/keys", {"what": "restore", "reason": "sold to another utility"})
    check.that(done.status == 200 and done["after"]["keys"] == "factory", "it is put back", done)
    check.that(on_bench(tech)["key_version"] == 0, "it has its factory's keys", on_bench(tech))


def over_its_line(server, tech, keller):
    """On a line of its own it gets them there, and from nowhere else."""
    def hangs(fault):
        return tech.post(f"/bench/meters/{METER}/line", {"fault": fault})
    hung = hangs("dead-after:4")
    check.that(hung.status == 200, "it hangs on a line", hung)
    linked = tech.put(f"/links/{METER}", {"address": on_bench(tech)["line"]["address"]})
    check.that(linked.status in (200, 201), "a technician writes the line down", linked)
    broken = keller.post(f"/meters/{METER}/keys", {"what": "download", "reason": "on a line"})
    check.that(broken.status != 200 or broken["outcome"] != "done", "the line breaks among the certificates", broken)
    check.that(on_bench(tech)["key_version"] == 0, "and it has what it had: the bench's own way was not taken", on_bench(tech))
    hangs("")
    done = keller.post(f"/meters/{METER}/keys", {"what": "download", "reason": "on a line"})
    check.that(done.status == 200 and done["outcome"] == "done", "over the line it gets its keys", done)
    check.that(on_bench(tech)["key_version"] == 1, "and has them", on_bench(tech))
    back = keller.post(f"/meters/{METER}/keys", {"what": "restore", "reason": "on a line"})
    check.that(back.status == 200 and on_bench(tech)["key_version"] == 0, "and gives them back there", back)


def traces(server, novak):
    """What stays of it."""
    journal = novak.get("/keys/journal?page_size=200")["rows"]
    lines = [row for row in journal if str(row.get("object", "")).endswith(METER)]
    whats = sorted({row["what"] for row in lines})
    check.that("meter_keys_begun" in whats and "meter_keys_done" in whats and "meter_keys_not_done" in whats, "the key journal has every step", whats)
    files = [path for path in (pathlib.Path(server.folder) / "data" / "bench").rglob("*") if path.is_file()]
    check.that(any(path.suffix == ".esam" for path in files), "the module's memory lies in a file of its own", files)


def openssl(folder, *words):
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


def delivered_by(folder, works, number, serial):
    """A factory and a meter's certificate of it, made by OpenSSL: the line of a delivery file."""
    folder.mkdir(parents=True, exist_ok=True)
    openssl(folder, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "factory.key")
    openssl(folder, "req", "-x509", "-new", "-key", "factory.key", "-subj", f"/CN={works}", "-days", "3650", "-outform", "DER", "-out", "factory.der")
    openssl(folder, "x509", "-inform", "DER", "-in", "factory.der", "-out", "factory.pem")
    openssl(folder, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "meter.key")
    openssl(folder, "req", "-new", "-key", "meter.key", "-subj", f"/CN={number}\\/{serial}/O=prepaid meter", "-out", "meter.csr")
    openssl(folder, "x509", "-req", "-in", "meter.csr", "-CA", "factory.pem", "-CAkey", "factory.key", "-CAcreateserial", "-days", "3650", "-outform", "DER", "-out", "meter.der")
    return f"{number},{(folder / 'meter.der').read_bytes().hex()}"


def delivery_file(server, tech):
    """The maker's delivery file."""
    data = server.office.data
    number, serial = "000099000001", "E500000000000001"
    line = delivered_by(data / "factories" / "works", "Works of a maker", number, serial)
    stranger = delivered_by(pathlib.Path(server.folder) / "elsewhere", "Works of a maker", number, serial)

    def taken(text, *more):
        file = pathlib.Path(server.folder) / "delivery.csv"
        file.write_text(text + "\n")
        return subprocess.run([KWOTA, "import", "meter-certificates", str(file), "--data", str(data), *more], capture_output=True, text=True)
    beside = taken(line, "--preview")
    check.that(beside.returncode == 0 and beside.stdout.startswith("1 new") and "nothing was imported" in beside.stdout, "a preview looks beside the running key office", beside.stdout + beside.stderr)
    other = taken(stranger, "--preview")
    check.that(other.returncode == 1 and "factory_not_asked" in other.stderr, "and says whom it cannot ask there", other.stderr)
    half = taken(line[:-2] + "zz", "--dry-run")
    check.that(half.returncode == 1 and "bad_delivery_file" in half.stderr, "a line that cannot be read is named there, too", half.stderr)
    server.office.kill()
    refused = taken(stranger)
    check.that(refused.returncode == 1 and "meter_of_another_factory" in refused.stderr, "a certificate that only bears our factory's name is refused", refused.stderr)
    swapped = taken(line.replace(number, "000099000002"))
    check.that(swapped.returncode == 1 and "meter_not_genuine" in swapped.stderr, "nor is one meter's taken for another's", swapped.stderr)
    half = taken(line[:-2] + "zz")
    check.that(half.returncode == 1 and "bad_delivery_file" in half.stderr, "a line that cannot be read is named", half.stderr)
    first, again = taken(line), taken(line)
    check.that(first.returncode == 0 and first.stdout.startswith("1 new"), "the factory's own is taken in", first.stdout + first.stderr)
    check.that(again.returncode == 0 and again.stdout.startswith("0 new, 1 known"), "twice does no harm", again.stdout + again.stderr)
    other = taken(delivered_by(data / "factories" / "works2", "Other works", number, "E500000000000002"))
    check.that(other.returncode == 1 and "meter_module_differs" in other.stderr, "another module for the same meter needs a contact with it", other.stderr)


def whole_way(server):
    """a meter of the factory gets its keys, is put back, and a restart forgets nothing"""
    tech, office = signed_in(server, "tech"), Office(server, check)
    hang(tech)
    delivered_keys(office)
    none_yet(office["keller"], tech)
    office.with_two("/keys/activate", {"version": 1, "reason": "first keys"})
    wang, keller, novak = (office[name] for name in ("wang", "keller", "novak"))
    download(keller, wang, tech)
    restarted(server, tech, keller)
    over_its_line(server, tech, keller)
    novak.sign_in("novak", PASSWORD)
    traces(server, novak)
    delivery_file(server, tech)


if __name__ == "__main__":
    sys.exit(walk(check, lambda server: server, [whole_way], office=True))
