#!/usr/bin/env python3
"""The stages of script/test, in the order in which they find the cheapest mistake first. Each says what it did and how long it
took; the run closes with one line that counts them."""
import os
import pathlib
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
STAGES = ["tidy", "unit", "field", "vectors", "reference", "threads", "fuzz", "firmware", "web", "api", "terminal", "browser"]
QUICK = ["tidy", "quick_unit", "quick_field"]
# Which stage is the last to need a build: where nobody builds again (CI), it makes room on the disk for the next one.
LAST_USE = {"reference": "asan", "threads": "tsan", "fuzz": "fuzz", "firmware": "cortex-m"}
ROOM_NEEDED_GB = 12
os.environ["LSAN_OPTIONS"] = f"suppressions={ROOT}/cmake/leaks.supp:print_suppressions=0"


def sh(command, **more):
    print(f"$ {command}", flush=True)
    return subprocess.run(command, shell=True, cwd=ROOT, **more).returncode == 0


def build(preset, target=""):
    return sh(f"cmake --preset {preset} > build/configure-{preset}.log 2>&1 || (cat build/configure-{preset}.log; false)") and sh(
        f"cmake --build --preset {preset} {'--target ' + target if target else ''} | tail -n 3"
    )


def tidy():
    return sh("script/tidy")


def unit():
    return build("asan") and sh("ctest --preset asan -j2")


def quick_unit():
    return build("debug") and sh("ctest --preset debug -j2")


def field():
    return build("asan", "kwota") and sh("build/asan/apps/kwota field run tests/field/*.log")


def quick_field():
    return sh("build/debug/apps/kwota field run tests/field/*.log")


def vectors():
    checks = {"card": "cards_public", "quote": "tariffs_public", "frame": "frames_public"}
    return build("asan", "kwota") and all([sh(f"build/asan/apps/kwota {verb} check tests/vectors/{file}.json") for verb, file in checks.items()])


def reference():
    return build("asan", "kwota") and sh("python3 tests/reference/compare.py 600 20260101")


def threads():
    return sh("script/threads")


def fuzz():
    return sh("script/fuzz 5")


def firmware():
    return sh("script/firmware")


def web():
    return sh("cd web && npm ci --no-audit --no-fund --loglevel=error && npm run --silent test && npm run --silent build")


def api():
    return sh("script/setup release") and all(sh(f"python3 tests/api/{part}.py") for part in ("run", "keys", "key_cards", "meter_keys", "counters", "campaign", "remote", "balances", "collection", "dormitory", "head_end", "dialled_in"))


def terminal():
    return sh("script/setup release") and sh("python3 tests/terminal/keys.py") and sh("python3 tests/third_party/dlt645.py")


def browser():
    return sh("script/setup release") and sh("cd tests/browser && npm ci --no-audit --no-fund --loglevel=error && npm run --silent test")


def main(names):
    if not names:
        names = STAGES
    elif names == ["quick"]:
        names = QUICK
    unknown = [name for name in names if name not in globals() or name not in STAGES + QUICK]
    if unknown:
        print(f"There is no stage {unknown[0]}. Stages: {' '.join(STAGES)}, or quick.")
        return 2
    if not sh("script/bootstrap build run web test"):
        return 1
    (ROOT / "build").mkdir(exist_ok=True)
    free = shutil.disk_usage(ROOT).free / 2**30
    if free < ROOM_NEEDED_GB:
        print(f"Only {free:.1f} GiB are free on the disk of {ROOT.name}; all builds and their tests want {ROOM_NEEDED_GB}.", flush=True)
    passed, failed, started = [], [], time.time()
    for name in names:
        print(f"\n== {name}", flush=True)
        begin = time.time()
        (passed if globals()[name]() else failed).append(name)
        if name in LAST_USE and "CI" in os.environ:
            shutil.rmtree(ROOT / "build" / LAST_USE[name], ignore_errors=True)
        print(f"== {name}: {'passed' if name in passed else 'FAILED'} in {time.time() - begin:.0f} s", flush=True)
    if failed:
        print(f"\nfailed: {' '.join(failed)}")
    print(f"\n{time.time() - started:.0f} s on {os.cpu_count()} cores\n{len(passed)} passed, {len(failed)} failed")
    return 1 if failed else 0


sys.exit(main(sys.argv[1:]))
