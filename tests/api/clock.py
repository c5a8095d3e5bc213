#!/usr/bin/env python3
"""The machine's clock, wrong on purpose: a start long after the books, a jump while the server runs, a day in the far future. The server's own
view of the time is moved by a small library that is loaded before it; the clock that cannot be set is left alone. One line per check."""
import datetime
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from house import PASSWORD, Checks, Client, Server, accept
from people import Telephone

check = Checks()
SHIFTED = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/timex.h>
#include <time.h>
static long long shift(void) {
  long long seconds = 0;
  FILE* file = fopen(getenv("SHIFT_FILE"), "r");
  if (file) { if (fscanf(file, "%lld", &seconds) != 1) seconds = 0; fclose(file); }
  return seconds;
}
int clock_gettime(clockid_t id, struct timespec* at) {
  static int (*real)(clockid_t, struct timespec*);
  if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
  int done = real(id, at);
  if (done == 0 && id == CLOCK_REALTIME) at->tv_sec += shift();
  return done;
}
int adjtimex(struct timex* clock) { clock->status = 0; return TIME_OK; }
"""
DAY = 86_400


class Machine:
    """Real books on a machine whose clock is ours."""

    def __init__(self, *flags):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kwota-clock-"))
        source, library, self.file = self.folder / "shift.c", self.folder / "shift.so", self.folder / "shift"
        source.write_text(SHIFTED)
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
        os.environ["SHIFT_FILE"] = str(self.file)
        self.moved(0)
        os.environ["LD_PRELOAD"] = str(library)
        self.server = type("Real", (Server,), {"flags": [*flags]})()
        del os.environ["LD_PRELOAD"]
        self.library = library

    def moved(self, seconds):
        fresh = self.folder / "shift.new"
        fresh.write_text(str(seconds))
        fresh.rename(self.file)

    def half_minute(self):
        """Of its own time, by which codes of telephones go."""
        return int(time.time() + int(self.file.read_text())) // Telephone.STEP_S

    def again(self):
        self.server.stop()
        os.environ["SHIFT_FILE"] = str(self.file)
        os.environ["LD_PRELOAD"] = str(self.library)
        self.server.start()
        del os.environ["LD_PRELOAD"]

    def enter(self, name, password, first=False):
        client = Client(self.server)
        entered = client.sign_in(name, password)
        if first:
            client.post("/session/password", {"old": password, "new": PASSWORD})
        return client, entered


def hires(admin, name, role="technician"):
    """Something that only the vault may sign."""
    return admin.post("/operators", {"name": name, "full_name": name, "roles": [role]})


def utc(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def first_day(machine):
    """A first start asks nobody, nor does the next one"""
    admin, _ = machine.enter("admin", machine.server.one_time, first=True)
    check.that(admin.get("/clock")["doubt"] == "none", "nobody is asked on a first day")
    for name, role in (("zhao", "supervisor"), ("wang", "cashier")):
        made = hires(admin, name, role)
        check.that(made.status == 200, f"{name} is hired", made)
        machine.enter(name, made["one_time_password"], first=True)
    machine.again()
    admin, entered = machine.enter("admin", PASSWORD)
    check.that(entered["clock"]["doubt"] == "none" and hires(admin, "t1").status == 200, "a start on the same day asks nobody", entered)


def long_after(machine):
    """After eleven days one person, after sixty-one two"""
    for days, doubt in ((11, "one_person"), (11 + 61, "two_persons")):
        machine.moved(days * DAY)
        machine.again()
        admin, entered = machine.enter("admin", PASSWORD)
        clock = entered["clock"]
        check.that(entered.status == 200 and clock["doubt"] == doubt and clock["newest"] < clock["now"], f"after {days} days: {doubt}", clock)
        waits = hires(admin, f"d{days}")
        check.that(waits.code == "clock_unconfirmed" and waits.status == 409, "nothing is done before that, and it is no failure of the server", waits)
        wrong = admin.post("/clock/confirm", {"shown": "2001-01-01T00:00:00Z"})
        check.that(wrong.code in ("clock_shown_stale", "second_person_needed"), "what was not read is not confirmed", wrong)
        if doubt == "two_persons":
            check.that(admin.post("/clock/confirm", {"shown": clock["now"]}).code == "second_person_needed", "one person alone is too few")
            refused = admin.post("/clock/confirm", {"shown": clock["now"], "second": {"name": "wang", "password": PASSWORD}})
            check.that(refused.code == "permission_denied", "nor is a cashier the second one", refused)
        said = admin.post("/clock/confirm", {"shown": clock["now"], **({"second": {"name": "zhao", "password": PASSWORD}} if doubt == "two_persons" else {})})
        check.that(said.status == 200 and said["doubt"] == "none", "date and time are confirmed", said)
        check.that(hires(admin, f"d{days}").status == 200, "then work goes on")
        row = admin.get("/audit?filter.action=clock_confirmed&sort=-time")["rows"][0]
        check.that(row["operator"] == "admin" and ("zhao" in row["details"]) == (doubt == "two_persons"), "and the trail says who", row)


def jump(machine):
    """A clock that jumps while the server runs"""
    admin, _ = machine.enter("admin", PASSWORD)
    before = admin.get("/clock")
    machine.moved((72 + 5000) * DAY)
    clock = admin.get("/clock")
    if clock.status != 200:  # the session was idle for five thousand days
        admin, entered = machine.enter("admin", PASSWORD)
        check.that(entered.status == 200, "signing in does not wait for the clock", entered)
        clock = admin.get("/clock")
    check.that(clock["doubt"] == "two_persons" and abs((utc(clock["expected"]) - utc(before["now"])).total_seconds()) < 600, "it is seen, with what it should be", clock)
    check.that(hires(admin, "j1").code == "clock_jumped", "nothing is done")
    said = admin.post("/clock/confirm", {"shown": clock["now"], "second": {"name": "zhao", "password": PASSWORD}})
    check.that(said.status == 200 and hires(admin, "j1").status == 200, "two persons say that it is right – they are wrong", said)
    machine.wrong = clock["now"]


def put_right(machine):
    """The clock is put right: the books are ahead, two persons record since when it was wrong"""
    machine.moved(72 * DAY)
    machine.again()
    admin, entered = machine.enter("admin", PASSWORD)
    clock = entered["clock"]
    check.that(clock["doubt"] == "two_persons" and clock["newest"] > clock["now"], "the books are ahead of the clock", clock)
    second = {"second": {"name": "zhao", "password": PASSWORD}}
    span = {"from": (utc(machine.wrong) - datetime.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ"), "to": (utc(clock["newest"]) + datetime.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "reason": "battery"}
    check.that(admin.post("/verify")["ok"], "what is written until somebody says what time it is bears the books' own time: nothing runs back")
    check.that(admin.post("/clock/correction", span).code == "second_person_needed", "one person records nothing")
    check.that(admin.post("/clock/correction", {**span, "to": "2001-01-01T00:00:00Z", **second}).code == "bad_clock_span", "nor what makes no sense")
    said = admin.post("/clock/confirm", {"shown": admin.get("/clock")["now"], **second})
    check.that(said.status == 200 and hires(admin, "p1").status == 200, "two persons confirm what it is now", said)
    check.that(admin.post("/verify")["first_problem"]["what"] == "clock", "verify names the times that run back")
    made = admin.post("/clock/correction", {**span, **second})
    check.that(made.status == 200 and made["number"] == 1 and made["second"] == "zhao", "and record since when it was wrong", made)
    report = admin.post("/verify")
    check.that(report.status == 200 and report["ok"], "then the books verify", report)
    check.that(len(admin.get("/clock-corrections")["rows"]) == 1, "and the list says who")
    machine.again()
    admin, entered = machine.enter("admin", PASSWORD)
    check.that(entered["clock"]["doubt"] == "none", "the next start asks nobody", entered)


def both_at_once(machine):
    """A second person with a telephone says with one code that it was wrong and what it is now"""
    admin, _ = machine.enter("admin", PASSWORD)
    zhao, _ = machine.enter("zhao", PASSWORD)
    offer = zhao.post("/session/second-factor/offer", {"password": PASSWORD})
    telephone = Telephone(offer["secret"])
    done = zhao.post("/session/second-factor", {"password": PASSWORD, "number": offer["number"], "code": telephone.code(machine.half_minute())})
    check.that(done.status == 200, "zhao sets up a second factor", done)
    machine.moved((72 + 30) * DAY)
    machine.again()
    admin, entered = machine.enter("admin", PASSWORD)
    said = admin.post("/clock/confirm", {"shown": entered["clock"]["now"]})
    check.that(said.status == 200 and hires(admin, "b1").status == 200, "the clock is a month ahead, and he believes it", said)
    machine.moved(72 * DAY)
    machine.again()
    admin, entered = machine.enter("admin", PASSWORD)
    clock = entered["clock"]
    order = {"from": (utc(clock["now"]) + datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ"), "to": clock["newest"], "reason": "battery", "shown": clock["now"]}
    said = admin.post("/clock/correction", {**order, "second": {"name": "zhao", "password": PASSWORD, "code": telephone.code(machine.half_minute() + 1)}})
    check.that(said.status == 200 and admin.get("/clock")["doubt"] == "none", "one code records it and confirms what it is now", said)


def of_one_person(machine):
    """A station of one person opens again after the winter, though a change of people was to take effect meanwhile"""
    admin, _ = machine.enter("admin", machine.server.one_time, first=True)
    made = admin.post("/operators", {"name": "wang", "full_name": "Wang", "roles": ["cashier"], "station": "S01"})
    wang = Client(machine.server)
    wang.sign_in("wang", made["one_time_password"], station="S01", till="T1")
    wang.post("/session/password", {"old": made["one_time_password"], "new": PASSWORD})
    check.that(wang.post("/shifts", {"opening_float": "0.00"}).status == 200, "the house is set up")
    waits = hires(admin, "zhao", "supervisor")
    check.that(waits.status == 202, "a supervisor is to be there tomorrow", waits)
    machine.moved(100 * DAY)
    machine.again()
    admin, entered = machine.enter("admin", PASSWORD)
    check.that(entered.status == 200 and entered["clock"]["doubt"] == "one_person", "in spring he comes in, and one word is asked for: nobody else is there", entered)
    check.that(admin.get("/operators/zhao").status == 404, "nobody gets a right before the clock is right")
    said = admin.post("/clock/confirm", {"shown": admin.get("/clock")["now"]})
    check.that(said.status == 200 and said["doubt"] == "none", "he says it", said)
    admin, _ = machine.enter("admin", PASSWORD)
    check.that(admin.get("/operators/zhao").status == 200, "and what waited has its day")
    machine.server.stop()
    data = machine.server.folder / "data"
    (data / "anchors.log").unlink()
    os.environ["LD_PRELOAD"] = str(machine.library)
    said = accept(data, ("admin", PASSWORD), reason="the disk lost it")
    del os.environ["LD_PRELOAD"]
    check.that(said.returncode == 0 and "who is alone here" in said.stdout, "what two say elsewhere of books that do not start he says alone", said)
    machine.again()
    admin, entered = machine.enter("admin", PASSWORD)
    check.that(entered.status == 200 and admin.post("/verify")["ok"], "they start, and are in order", entered)


if __name__ == "__main__":
    machine = Machine()
    alone = Machine("--one-person")
    try:
        for part, where in ((first_day, machine), (long_after, machine), (jump, machine), (put_right, machine), (both_at_once, machine), (of_one_person, alone)):
            print(f"-- {part.__doc__}")
            try:
                part(where)
            except Exception as why:  # a part that breaks off is a failure; the others are still tried
                check.that(False, f"{part.__name__} goes to its end", repr(why))
    finally:
        machine.server.close()
        alone.server.close()
    strays = sorted({*machine.server.strays, *alone.server.strays})
    check.that(not strays, "every answer is as openapi.json says", strays)
    print(f"{check.passed} passed, {check.failed} failed")
    sys.exit(1 if check.failed else 0)
