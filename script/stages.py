#!/usr/bin/env python3
"""The stages of script/test. Those that wait for each other's programs, pages and packages come first: beneath them, wherever a processor has
nothing to do, runs what of the later ones only computes, and is told in its own stage. Each says what it did, how long it took, how much of that was compiling and what it cost of processors; the run closes
with one line that counts them."""
import atexit
import collections
import concurrent.futures
import contextlib
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
STAGES = ["tidy", "web", "field", "package", "firmware", "api", "browser", "unit", "vectors", "reference", "fuzz", "house", "threads"]
QUICK = ["tidy", "quick_unit"]
PARTS = ["terminal"]  # of a stage, that may be called alone
TERMINAL = ["terminal/season", "terminal/keys", "third_party/dlt645", "terminal/meter", "terminal/handheld", "terminal/pump_slot", "terminal/purse", "terminal/purse_books", "terminal/refusals", "terminal/bench_aims"]
# Each with programs of its own, in folders and at ports of its own. The longest first, so that nobody waits for one that began last.
API = ["attack/books", "api/personal_files", "api/purse_torn", "api/key_cards", "library/library", "api/demo", "api/purse_openings", "api/year_reports", "api/report_forms", "api/office_memory", "api/counters", "api/long_files", "api/keys", "api/two_programs", "api/campaign", *TERMINAL, "api/meter_keys",
       "api/head_end", "api/run", "api/account_life", "api/swap", "api/dialled_in", "api/people", "api/balances", "api/tenders", "api/printing", "api/irrigation", "api/pump", "api/pump_tools", "api/pump_module", "api/pump_line", "api/waterings", "api/collection", "api/reports", "api/queries", "api/settings", "api/refusals", "api/slip_templates", "api/registers", "api/hostile_texts", "api/jobs", "api/restore", "api/archive", "api/plans", "api/imports", "api/debts", "api/outlets", "api/remote", "api/dormitory", "api/first_watering", "api/purse_killed", "api/purse_take_over", "api/ten_counters", "api/moves", "api/letters", "api/daylight",
       "api/sample_keys", "api/first_start", "api/witness", "api/doors", "api/transport", "api/described", "api/exports", "api/readers", "api/clock", "api/sample_books", "attackers/holders"]
INSTALL = "npm ci --no-audit --no-fund --loglevel=error"
# Which stage is the last to need a build: where nobody builds again (CI), it makes room on the disk for the next one.
LAST_USE = {"fuzz": "asan", "firmware": "cortex-m", "house": "house", "threads": "tsan"}
ROOM_NEEDED_GB = 12
# Stages of which a part only computes (COMPUTES, by the same name), with its folder of build: done beneath the earlier ones, in the order in
# which it is wanted.
BENEATH = {"unit": "asan", "fuzz": "asan", "house": "house", "threads": "tsan"}
MEMORY_NEEDED_GB = 8  # for compilers beside browsers and servers
TEMPORARY_NEEDED_GB = 6  # of memory, for what tests write and throw away
AT_ONCE = (os.cpu_count() or 1) + 1  # tests wait, for cards, disks and each other's programs
API_AT_ONCE = 2 * AT_ONCE - 1  # whoever asks doors waits three quarters of his time
TWICE_MAX = 2  # more are no accident
LAST_LINES = 60  # of each failed stage, told again at the end: who reads a long log reads its end
preparing = 0.0  # seconds of the running stage
processors = 0.0  # used before it began
replayed = {}  # part that failed and was played once more: how that ended. The run's last lines name it, whatever became of its stage
# A run says the same twice; RC_PARAMS=seed=N draws others, and a hundred of each. What a run of every change draws again and again need not be as many.
os.environ.setdefault("RC_PARAMS", "seed=20260101 max_success=25")
os.environ.setdefault("ASAN_OPTIONS", "malloc_context_size=8")  # of who took a piece of memory eight callers tell enough; thirty cost a fifteenth of the time
os.environ["LSAN_OPTIONS"] = f"suppressions={ROOT}/cmake/leaks.supp:print_suppressions=0"


said = collections.deque(maxlen=LAST_LINES)  # of the running stage, where nobody watches


def say(text):
    print(text, flush=True)
    said.extend(text.splitlines())


def sh(command):
    """Where nobody watches what it says is kept too, so that the run can close with why it failed."""
    print(f"$ {command}", flush=True)
    if sys.stdout.isatty():
        return subprocess.run(command, shell=True, cwd=ROOT).returncode == 0
    running = subprocess.Popen(command, shell=True, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    listening = threading.Thread(target=lambda: [say(line.rstrip("\n")) for line in running.stdout], daemon=True)
    listening.start()
    good = running.wait() == 0
    listening.join(timeout=5)  # whoever was left behind, and still holds the other end, has nothing more to say
    return good


def sessions_share():
    """The system gives each session its share of the processors. Where it does not, a server's threads that run when nobody else wants a
    processor would wait for other people's tests."""
    setting = pathlib.Path("/proc/sys/kernel/sched_autogroup_enabled")
    return setting.is_file() and setting.read_text().strip() == "1"


def memory_gb():
    lines = pathlib.Path("/proc/meminfo").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")) / 2**20


def temporary_in_memory():
    """Where there is enough of it, the folders of the tests lie in memory: a disk takes a tenth of the processors for thousands of files that
    are thrown away a minute later."""
    memory = pathlib.Path("/dev/shm")
    if "TMPDIR" in os.environ or not memory.is_dir() or os.statvfs(memory).f_flag & os.ST_NOEXEC or shutil.disk_usage(memory).free / 2**30 < TEMPORARY_NEEDED_GB or memory_gb() < MEMORY_NEEDED_GB + TEMPORARY_NEEDED_GB:
        return
    folder = tempfile.mkdtemp(prefix="kwota-test-", dir=memory)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["TMPDIR"] = folder


class Beneath:
    """Computes for later stages in a session of its own that gets a processor when no test wants it. What that said is kept, and told whole in
    its stage. Where sessions have no shares it would take them from the tests, and nothing is begun."""

    def __init__(self, stages):
        self.lock, self.running, self.began = threading.Condition(), None, False
        self.left = [stage for stage in BENEATH if stage in stages]
        self.ended = {}  # stage: how
        self.seconds = {}  # stage: of processor

    def begin(self):
        """When the console's packages are there: the last thing of which two would be in each other's way."""
        if self.began or not self.left or not sessions_share() or memory_gb() < MEMORY_NEEDED_GB or shutil.disk_usage(ROOT).free / 2**30 < ROOM_NEEDED_GB:
            return
        self.began = True
        threading.Thread(target=self.work, daemon=True).start()
        atexit.register(self.end)

    def log_of(self, stage):
        return ROOT / "build" / f"beneath-{stage}.log"

    def work(self):
        while True:
            with self.lock:
                if not self.left:
                    return
                stage = self.left.pop(0)
                with self.log_of(stage).open("w") as log:
                    running = subprocess.Popen(f"echo 19 >/proc/self/autogroup; exec {sys.executable} script/stages.py computes {stage}", shell=True, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
                self.running = (stage, running)
                print(f"beneath: {stage}", flush=True)
            _, status, used = os.wait4(running.pid, 0)
            with self.lock:
                running.returncode = os.waitstatus_to_exitcode(status)
                self.running = None
                self.ended[stage] = running.returncode == 0
                self.seconds[stage] = used.ru_utime + used.ru_stime
                self.lock.notify_all()

    def wait_for(self, folder):
        """Until nobody else builds there, and nobody will."""
        with self.lock:
            self.left = [stage for stage in self.left if BENEATH[stage] != folder]
            if self.running and BENEATH[self.running[0]] == folder:
                with contextlib.suppress(OSError):  # who may, gives it its share back
                    pathlib.Path(f"/proc/{self.running[1].pid}/autogroup").write_text("0")
                self.lock.wait_for(lambda: not self.running or BENEATH[self.running[0]] != folder)

    def end(self):
        with self.lock:
            self.left = []
            if self.running:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.running[1].pid, signal.SIGTERM)
                self.lock.wait_for(lambda: not self.running, timeout=30)


beneath = Beneath([])


def play(part):
    begin = time.time()
    try:
        done = subprocess.run([sys.executable, f"tests/{part}.py"], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    except OSError as why:
        return part, False, str(why), 0.0
    return part, done.returncode == 0, done.stdout, time.time() - begin


def told(part, good, words, seconds):
    text = f"$ python3 tests/{part}.py\n{words}-- {part}: {'' if good else 'FAILED, '}{seconds:.0f} s"
    if good:
        print(text, flush=True)
    else:
        say(text)
    return good


def at_once(parts):
    """Programs that ask, wait and compare, more at a time than there are cores. Each is a session of its own, so that the scheduler
    gives it its share whatever the others do; what it said is told as a whole when it has ended. What failed is played once more, alone, and
    the run says so by name, at its end too: for two parts, not for three."""
    failed = []
    with concurrent.futures.ThreadPoolExecutor(API_AT_ONCE if sessions_share() else AT_ONCE - 1) as pool:
        for work in concurrent.futures.as_completed([pool.submit(play, part) for part in parts]):
            if not told(*work.result()):
                failed.append(work.result()[0])
    if 0 < len(failed) <= TWICE_MAX:
        print(f"played twice, what failed first is told above: {' '.join(failed)}", flush=True)
        for part in failed:
            replayed[part] = "passed" if told(*play(part)) else "FAILED again"
        failed = [part for part in failed if replayed[part] != "passed"]
    if failed:
        say(f"failed: {' '.join(failed)}")
    return not failed


def prepared(command, folder=""):
    """Compiles, in that folder of build, or installs: told apart from what it is for."""
    global preparing
    begin = time.time()
    beneath.wait_for(folder)
    good = sh(command)
    preparing += time.time() - begin
    return good


def build(preset, target=""):
    return prepared(f"script/build {preset} {target}", preset)


def computed(stage):
    """What of a stage only computes: told, when it was done beneath an earlier one, or done now."""
    beneath.wait_for(BENEATH[stage])
    if stage not in beneath.ended:
        return COMPUTES[stage]()
    say(beneath.log_of(stage).read_text(errors="replace").rstrip("\n"))
    return beneath.ended[stage]


def tidy():
    return sh("script/tidy")


def unit():
    """Tests that look at the clock are played when nobody takes their processor away."""
    return computed("unit") and sh(f"ctest --preset asan -j{AT_ONCE} -L clock")


def unit_computes():
    return build("asan") and sh(f"ctest --preset asan -j{AT_ONCE} -LE clock")


def quick_unit():
    """The field logs are played by the test of sim/field."""
    return build("debug") and sh(f"ctest --preset debug -j{AT_ONCE}")


def field():
    """By what is given away, every round of every log; under the sanitizers sim/field's own test plays every fifty-first."""
    return build("release", "kwota") and sh(f"printf '%s\\n' tests/field/*.log | xargs -P {os.cpu_count() or 1} -n 20 build/release/apps/kwota field run")


def vectors():
    checks = {"cards_public": "card", "irrigation_public": "card", "tariffs_public": "quote", "frames_public": "frame"}
    return build("asan", "kwota") and all([sh(f"build/asan/apps/kwota {verb} check tests/vectors/{file}.json") for file, verb in checks.items()])


def reference():
    return build("asan", "kwota") and sh("python3 tests/reference/compare.py 600 20260101")


def threads():
    return computed("threads") and sh("script/threads -L clock")


def threads_computes():
    """The store's tests take a processor each and look at no clock: what comes before leaves room for them."""
    return prepared("script/threads build", "tsan") and sh("script/threads -LE clock")


def fuzz():
    return computed("fuzz") and sh("script/fuzz 3")


def fuzz_computes():
    return build("asan", "fuzz_targets")


def firmware():
    return sh("script/firmware")


def web():
    return prepared(f"cd web && ../script/with_node {INSTALL} && npm run --silent build") and sh("cd web && npm run --silent test")


def house():
    """What one more thing costs: added to a copy, built once, used."""
    return computed("house")


def house_computes():
    return prepared("script/bootstrap build test", "house") and sh("python3 tests/house/house.py")


def package():
    """What is given away: how the program is built, and how it is run as a service."""
    return prepared("script/setup release") and all([sh("python3 tests/package/hardening.py"), sh("python3 tests/package/unit.py")])


def api():
    """The doors and the command line, from outside; all of them run, so that one report tells what is wrong everywhere."""
    return prepared("script/setup release") and at_once(API)


def terminal():
    """The command line alone."""
    return prepared("script/setup release") and at_once(TERMINAL)


def browser():
    return stories("")


def stories(names):
    return prepared("script/setup release") and prepared(f"cd tests/browser && ../../script/with_node {INSTALL}") and sh(f"cd tests/browser && npm run --silent test -- {names}")


COMPUTES = {"unit": unit_computes, "fuzz": fuzz_computes, "house": house_computes, "threads": threads_computes}


# One thing alone, by its name: as quick as can be, without sanitizers.


def room(name):
    if not (ROOT / "src" / name.strip("/").removeprefix("src/")).is_dir():
        sys.exit(f"There is no room {name}. Rooms are folders of src, e.g. sell/counter.")
    test = f"kwota_{name.strip('/').removeprefix('src/').replace('/', '_')}_test"
    return build("debug", test) and sh(f"build/debug/src/{test} --gtest_brief=1")


def field_file(name):
    log = found(name, "tests/field", ".log")
    return build("debug", "kwota") and sh(f"build/debug/apps/kwota field run {log}")


def story(name):
    return stories("stories/" + pathlib.Path(found(name, "tests/browser/stories", ".spec.ts")).name)


def found(name, folder, ending):
    """By its path, or by its name with or without the ending."""
    for path in (pathlib.Path(name), ROOT / folder / name, ROOT / folder / (name + ending)):
        if path.is_file():
            return path.resolve()
    sys.exit(f"There is no {name}, nor {folder}/{name}{ending}.")


ONE = {"room": room, "field": field_file, "story": story}


def of_processors():
    """Seconds of all that has ended, without what was done beneath."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime - sum(beneath.seconds.values())


def clear():
    global preparing, processors
    preparing, processors = 0.0, of_processors()


def took(begin):
    return f"{preparing:.0f} s to compile, {time.time() - begin - preparing:.0f} s to run, {of_processors() - processors:.0f} s of processors"


def alone(kind, name):
    (ROOT / "build").mkdir(exist_ok=True)
    begin = time.time()
    good = ONE[kind](name)
    print(f"\n{kind} {name}: {'passed' if good else 'FAILED'} in {took(begin)}")
    return 0 if good else 1


def computes(stage):
    """The run that is beneath another's stages."""
    begin = time.time()
    good = COMPUTES[stage]()
    print(f"-- done beneath earlier stages: {took(begin)}", flush=True)
    return 0 if good else 1


def main(names):
    if len(names) == 2 and names[0] in ONE:
        return alone(*names)
    if len(names) == 2 and names[0] == "computes" and names[1] in COMPUTES:
        return computes(names[1])
    if not names:
        names = STAGES
    elif names == ["quick"]:
        names = QUICK
    unknown = [name for name in names if name not in globals() or name not in STAGES + QUICK + PARTS]
    if unknown:
        print(f"There is no stage {unknown[0]}. Stages: {' '.join(STAGES + PARTS)}, or quick.")
        return 2
    if not sh("script/bootstrap build run web test"):
        return 1
    (ROOT / "build").mkdir(exist_ok=True)
    free = shutil.disk_usage(ROOT).free / 2**30
    if free < ROOM_NEEDED_GB:
        print(f"Only {free:.1f} GiB are free on the disk of {ROOT.name}; all builds and their tests want {ROOM_NEEDED_GB}.", flush=True)
    temporary_in_memory()
    global beneath
    beneath = Beneath(names)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    passed, failed, started = [], {}, time.time()
    for name in names:
        print(f"\n== {name}", flush=True)
        begin = time.time()
        clear()
        if name not in BENEATH and name not in ("tidy", "web"):
            beneath.begin()
        said.clear()
        if globals()[name]():
            passed.append(name)
        else:
            failed[name] = list(said)
        if name in LAST_USE and "CI" in os.environ:
            shutil.rmtree(ROOT / "build" / LAST_USE[name], ignore_errors=True)
        print(f"== {name}: {'passed' if name in passed else 'FAILED'} in {took(begin)}", flush=True)
    for name, last in failed.items():
        print(f"\n== {name} failed, and said last:\n" + "\n".join(last))
    if failed:
        print(f"\nfailed: {' '.join(failed)}")
    if replayed:
        print("\nfailed first and played twice: " + ", ".join(f"{part} ({ended})" for part, ended in replayed.items()))
    under = "".join(f", {seconds:.0f} s of them for {stage} beneath other stages" for stage, seconds in beneath.seconds.items())
    print(f"\n{time.time() - started:.0f} s on {os.cpu_count()} cores, {of_processors() + sum(beneath.seconds.values()):.0f} s of processors{under}\n{len(passed)} passed, {len(failed)} failed")
    return 1 if failed else 0


sys.exit(main(sys.argv[1:]))
