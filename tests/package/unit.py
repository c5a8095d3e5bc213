#!/usr/bin/env python3
"""The unit file and its drop-in, held against systemd's own judgement: no mistake in it, and a sandbox that leaves little open. Nothing is
installed or started."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
EXPOSURE_MAX = 2.0  # of 10; systemd calls up to 2.0 "OK", a service without any sandbox has 9.6
failed = 0


def check(ok, what, seen=""):
    global failed
    failed += not ok
    print(f"{'ok    ' if ok else 'FAILED'} {what}" + ("" if ok else f"   seen: {seen[:800]}"))


def analyze(*words):
    done = subprocess.run(["systemd-analyze", *words], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


if shutil.which("systemd-analyze") is None:
    sys.exit("systemd-analyze is missing: script/bootstrap test installs it")
def judge(name, verb, drop_in):
    """One unit with its drop-in."""
    unit = (ROOT / f"share/systemd/{name}.service").read_text()
    check(f"ExecStart=/usr/bin/kwota {verb}" in unit, f"{name}: it starts what is installed")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        # The program stands elsewhere on this machine than where it will be installed.
        (folder / f"{name}.service").write_text(unit.replace("/usr/bin/kwota", "/usr/bin/true"))
        (folder / f"{name}.service.d").mkdir()
        shutil.copy(ROOT / "share/systemd" / drop_in, folder / f"{name}.service.d")
        status, said = analyze("verify", "--man=no", str(folder / f"{name}.service"))
        about_us = [line for line in said.splitlines() if "kwota" in line]
        check(status == 0 and not about_us, f"{name}: systemd-analyze verify finds nothing", said)
        status, said = analyze("security", "--offline=yes", f"--threshold={int(EXPOSURE_MAX * 10)}", str(folder / f"{name}.service"))
        level = re.search(rf"Overall exposure level for {name}.service: ([0-9.]+)", said)
        check(status == 0 and level and float(level[1]) <= EXPOSURE_MAX, f"{name}: exposure {level[1] if level else '?'} of 10", said)
    for wanted in ("DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=\n", f"StateDirectory={name}\n", f"User={name}\n", "LimitCORE=0"):
        check(wanted in unit, f"{name}: the unit says {wanted.strip()}")
    return unit


counter = judge("kwota", "serve", "pins.conf")
for place, device, group in (("/dev/ttyUSB0", "char-ttyUSB", "dialout"), ("/dev/usb/lp0", "char-usb", "lp"), ("/dev/lp0", "char-lp", "lp")):
    groups = re.search(r"^SupplementaryGroups=(.*)$", counter, re.M)
    check(f"DeviceAllow={device} rw\n" in counter and groups and group in groups[1].split(), f"{place} may be opened: as a line or a printer")
office = judge("kwota-office", "office", "office-pin.conf")
check("LimitMEMLOCK=infinity" in office, "all memory of the key office may be locked")
check("DeviceAllow" not in office, "the key office opens no device")
running = (ROOT / "docs/running.md").read_text()
named = {path for unit in sorted((ROOT / "share/systemd").iterdir()) for path in re.findall(r"/etc/kwota/[\w./]+", unit.read_text())}
check({"/etc/kwota/office_public_key.der", "/etc/kwota/counters_public_key.der"} <= named, "each program is told whom it believes", sorted(named))
unsaid = sorted(path for path in named if path not in running and not path.startswith("/etc/kwota/pins/"))
check(not unsaid, "docs/running.md says where each file of a unit comes from", unsaid)
for variable in re.findall(r"\$\{(\w+)\}", counter):
    check(f"{variable}=" in running and "EnvironmentFile=/etc/kwota/utility.conf\n" in counter, f"docs/running.md says where {variable} stands")
check("--county ${KWOTA_COUNTY}" in counter, "books are not begun for the county of the samples")
rules = (ROOT / "share/polkit/50-kwota-pcscd.rules").read_text()
check("access_pcsc" in rules and "access_card" in rules and set(re.findall(r'subject.user === "([^"]+)"', rules)) == {"kwota", "kwota-office"},
      "the polkit rule lets these very users reach pcscd and the cards, and nobody else")
sys.exit(1 if failed else 0)
