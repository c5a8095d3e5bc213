#!/usr/bin/env python3
"""tests/reference/compare.py [CASES] [SEED]: random plans, states and asks, answered in fractions (tariff.py) and by
`kwota quote check`.

The two share nothing but the rules. Prints the seed; KWOTA names another program than build/asan/apps/kwota. A failure keeps the
file of cases and says where, so that it can be run again."""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

import tariff

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
KWOTA = os.environ.get("KWOTA", str(ROOT / "build/asan/apps/kwota"))
MOST = 240   # quanta tried for a payment

# Days on which calendars go wrong: leap days, ends of years, and changes of the clock (also at midnight, also by half an hour).
ZONES = ["Asia/Shanghai", "Europe/London", "Africa/Johannesburg", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo",
         "America/Santiago", "Etc/GMT-8", "Pacific/Chatham"]
CORNERS = ["2028-02-28", "2028-02-29", "2028-03-01", "2027-02-28", "2027-12-31", "2028-01-01", "2028-03-26", "2028-10-29", "2028-03-12", "2028-11-05",
           "2028-04-02", "2028-10-01", "2028-04-28", "2028-10-27", "2028-09-03", "2028-09-24"]
SEASONS = [[["summer", "05-15"], ["winter", "11-01"]], [["winter", "12-01"], ["summer", "02-29"]], [["winter", "10-29"], ["summer", "03-26"]],
           [["summer", "01-01"], ["winter", "12-31"]], [["summer", "03-01"], ["winter", "02-28"]]]


def decimals(dice, low, high, digits):
    return tariff.fixed(Fraction(dice.randint(low, high), 10**digits), digits)


def random_price(dice, periods):
    one = lambda: decimals(dice, 1000, 90000, 4)
    return {p: one() for p in periods} if periods else one()


def random_steps(dice, quantum, periods, additive):
    steps, end = [], Fraction(0)
    for _ in range(dice.randint(1, 3)):
        end += dice.randint(1, 60) * Fraction(quantum)
        steps.append({"to": tariff.shortest(end)})
    steps.append({})
    for i, step in enumerate(steps):
        if additive:
            step["add"] = "0" if i == 0 else decimals(dice, 0, 9000, 4)
        else:
            step["price"] = random_price(dice, periods)
    return steps


def random_energy(dice, quantum, periods):
    kind = dice.choice(["flat", "additive", "own", "own"] + ([] if periods else ["sets"]))
    if kind == "flat":
        return {"price": random_price(dice, periods)}
    if kind == "additive":
        return {"price": random_price(dice, periods), "steps": random_steps(dice, quantum, periods, True)}
    if kind == "own":
        return {"steps": random_steps(dice, quantum, periods, False)}
    border = dice.randint(20, 80) * Fraction(quantum)
    return {"sets": [{"upto": tariff.shortest(border), "steps": [{"price": random_price(dice, [])}]},
                     {"steps": random_steps(dice, quantum, [], False)}]}


def random_charges(dice, energy):
    charges, named = [], ["energy"]
    for kind in dice.sample(["per_sale", "per_month", "per_day", "per_unit"], dice.randint(0, 3)):
        name = {"per_sale": "channel", "per_month": "fixed", "per_day": "supply", "per_unit": "levy"}[kind]
        charge = {"id": name, "kind": kind}
        if kind == "per_unit":
            charge["price"] = decimals(dice, 1, 9000, 4)
            if "steps" in energy and "price" not in energy and dice.random() < 0.4:
                charge["steps"] = [dice.randint(1, len(energy["steps"]))]
        else:
            charge["amount"] = decimals(dice, 1, 40000, 4)
        if kind == "per_month":
            charge.update(dice.choice([{}, {"first": "days"}, {"catch_up": False}, {"times": "load_kw"}]))
        if kind == "per_day":
            charge.update(dice.choice([{}, {"times": "load_kw", "factor": "12/365"}]))
        charges.append(charge)
        named.append(name)
    for name in dice.sample(["vat", "duty"], dice.randint(0, 2)):
        of = dice.sample(named, dice.randint(1, len(named)))
        charges.append({"id": name, "kind": "percent", "percent": decimals(dice, 1, 2500, 2), "of": of})
        if dice.random() < 0.25:
            charges[-1]["inclusive"] = True
        else:
            named.append(name)
    if dice.random() < 0.15:
        charges.append({"id": "street", "kind": "gross", "percent": decimals(dice, 1, 1000, 2)})
    return charges


def random_plan(dice, number, corners):
    minor, quantum = dice.choice([0, 2, 2, 2, 3]), dice.choice(["0.01", "0.1", "0.5", "1"])
    periods = dice.choice([[], [], ["peak", "valley"]])
    version = {"from": "2025-01-01"}
    first_day = lambda: dice.choice(CORNERS) if corners else "2026-05-20"
    seasons = dice.random() < 0.2
    if seasons:
        version["seasons"] = dice.choice(SEASONS if corners else SEASONS[:1])
    if periods:
        version["days"] = {"D": [["00:00", "valley"], ["08:30", "peak"], ["22:00", "valley"]], "H": [["00:00", "valley"]]}
        version["calendar"] = [{"on": [6, 7], "use": "H"}, {"use": "D"}]
        version["holidays"] = {"2026-05-01": "H", "2028-02-29": "H"}
    if dice.random() < 0.75:
        start, hour = dice.choice(["01-01", "12-01", "02-05", "02-28"]), dice.choice([0, 0, 4, 6, 23])
        version["counter"] = {"months": dice.choice([1, 2, 3, 6, 12]), "start": start, "hour": hour}
        version["prorate"] = dice.choice(["none", "months", "days"])
    energy = random_energy(dice, quantum, periods)
    version["energy"] = {"by_season": {"summer": energy, "winter": random_energy(dice, quantum, periods)}} if seasons else energy
    if "steps" in energy and not seasons and dice.random() < 0.4:
        more = tariff.shortest(dice.randint(1, 9) * Fraction(quantum))
        above, each = dice.randint(1, 4), dice.random() < 0.5
        version["household"] = {"above": above, "add": [more] * (len(energy["steps"]) - 1), "each": each}
    if not periods and "counter" in version and dice.random() < 0.2:
        version["free"] = {"units": tariff.shortest(dice.randint(1, 40) * Fraction(quantum)), "counts": dice.random() < 0.5}
    version["charges"] = random_charges(dice, {} if seasons else energy)
    mode, units = dice.choice(["half_up", "half_even", "down", "up"]), dice.choice(["down", "down", "nearest", "up"])
    version["rounding"] = {"at": dice.choice(["line", "line", "total"]), "mode": mode, "units": units}
    if dice.random() < 0.3:
        version["debt_cap"] = str(dice.randint(10, 100))
    later = json.loads(json.dumps(version))
    later["from"] = first_day() + dice.choice(["", "", "T04:00", "T23:30"])
    later["energy"] = version["energy"] if seasons else random_energy(dice, quantum, periods)
    later.pop("household", None)
    later["charges"] = random_charges(dice, {} if seasons else later["energy"])
    if dice.random() < 0.3:
        later["reset"] = True
    for each in (version, later):   # whether a share of the total is rounded before a total that is rounded itself, no rule says
        if each["rounding"]["at"] == "total":
            each["charges"] = [c for c in each["charges"] if c["kind"] != "gross"]
    zone = dice.choice(ZONES)
    return {"id": f"random-{number}", "name": "random", "source": "made up", "commodity": "electricity", "unit": "kWh",
            "currency": "XXX", "minor": minor, "zone": zone, "quantum": quantum, "versions": [version, later]}


def day_near(dice, at, most):
    return (at.date() - timedelta(days=dice.randint(0, most))).isoformat()


def random_state(dice, plan, at):
    quantum = Fraction(plan["quantum"])
    version = tariff.Plan(plan).version_at(at)
    period = version.period(at.astimezone(version.plan.zone).replace(tzinfo=None))
    state = {"heads": dice.randint(1, 7), "load_kw": decimals(dice, 1, 90, 1)}
    if period:
        label = period[0].isoformat() if dice.random() < 0.85 else "2025-01-01"
        state["counter"] = {"period": label, "units": tariff.shortest(dice.randint(0, 120) * quantum)}
        if "free" in version.data and dice.random() < 0.5:
            state["free"] = {"period": label, "units": tariff.shortest(dice.randint(0, 3) * quantum)}
    if dice.random() < 0.6:
        state["opened"] = dice.choice(["2026-05-17", "2026-03-01", "2025-11-30", "2026-05-21", day_near(dice, at, 3), day_near(dice, at, 400)])
    if dice.random() < 0.5:
        fixed = dice.choice(["2026-04", "2026-05", "2026-01", day_near(dice, at, 70)[:7], day_near(dice, at, 500)[:7]])
        supply = dice.choice(["2026-05-01", "2026-05-21", day_near(dice, at, 3), day_near(dice, at, 400)])
        state["charged"] = {"fixed": fixed, "supply": supply}
    if dice.random() < 0.2:
        arrears = {"id": "arrears", "balance": decimals(dice, 1, 900, 0), "rule": "percent", "value": str(dice.randint(1, 60))}
        meter = {"id": "meter", "balance": decimals(dice, 1, 90, 0), "rule": dice.choice(["fixed", "amount"]), "value": decimals(dice, 1, 30, 0)}
        state["debts"] = [arrears, meter]
    return state


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:00Z")


def random_ask(dice, plan, state, at):
    quantum = Fraction(plan["quantum"])
    has_periods = "days" in plan["versions"][0]
    some = lambda high: tariff.shortest(dice.randint(1, high) * quantum)
    by_period = ["usage", "usage", "intervals", "bill", "load"]
    kind = dice.choice(by_period if has_periods else ["pay", "pay", "pay", "units", "bill", "load", "usage"])
    if kind == "bill":
        begin = at.date() - timedelta(days=dice.randint(1, 70))
        end = begin + timedelta(days=dice.choice([1, 20, 28, 29, 30, 31, 60, 366]))
        units = {"peak": some(200), "valley": some(200)} if has_periods else some(400)
        return {"bill": {"from": begin.isoformat(), "to": end.isoformat(), "units": units}}
    if kind == "usage":
        return {"usage": {"peak": some(200), "valley": some(200)} if has_periods else {"": some(300)}}
    if kind == "intervals":
        later = lambda moment, most: moment + timedelta(minutes=dice.randint(1, most))
        begins = [later(at, 300) - timedelta(minutes=200) for _ in range(2)]
        return {"intervals": [[stamp(begin), stamp(later(begin, 900)), some(200)] for begin in begins]}
    if kind == "units":
        return {"units": some(300)}
    if has_periods:
        return {"load": decimals(dice, 1, 90000, plan["minor"])}
    terms, _ = tariff.terms_at(tariff.Plan(plan), at, state)
    total = tariff.document(terms, [(None, dice.randint(1, MOST // 2) * quantum)])[1]
    return {kind: tariff.fixed(Fraction(max(1, total + dice.randint(0, 30)), 10**plan["minor"]), plan["minor"])}


def random_moment(dice, plan, corners):
    """Of some month of 2026, or about a corner of the calendar in the zone of the plan."""
    hour, minute = dice.randint(0, 23), dice.randint(0, 59)
    if not corners:
        return datetime(2026, dice.choice([4, 5, 5, 7, 12]), dice.randint(1, 28), hour, minute, tzinfo=timezone.utc)
    local = datetime.fromisoformat(dice.choice(CORNERS)) + timedelta(hours=dice.choice([-1, 0, 0, 1, 2, 3, 4, 22, 23]), minutes=dice.choice([0, 0, minute]))
    return local.replace(tzinfo=ZoneInfo(plan["zone"]), fold=dice.randint(0, 1)).astimezone(timezone.utc)


def made(dice, count):
    plans, cases = {}, []
    while len(cases) < count:
        corners = dice.random() < 0.5
        plan = random_plan(dice, len(plans), corners)
        plans[plan["id"]] = plan
        for _ in range(6):
            at = random_moment(dice, plan, corners)
            state = random_state(dice, plan, at)
            ask = random_ask(dice, plan, state, at)
            if "units" in ask:
                state.pop("debts", None)   # what a payment would have to be to leave so much for energy is another question
            answer = tariff.answer(plan, at.isoformat(), state, ask)
            if answer is not None:
                name = f"{plan['id']}/{len(cases)}"
                cases.append({"id": name, "plan": plan["id"], "at": at.isoformat(), "state": state, "ask": ask, "expect": answer})
    return {"scheme": "tariffs", "format": 1, "plans": plans, "cases": cases}


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**9)
    tariff.quote_pay.__defaults__ = (MOST,)
    file = pathlib.Path(tempfile.mkdtemp(prefix="kwota-reference-")) / "cases.json"
    file.write_text(json.dumps(made(random.Random(seed), count)))
    run = subprocess.run([KWOTA, "quote", "check", str(file)], capture_output=True, text=True)
    different = [line for line in run.stdout.splitlines() if not line.startswith("passed")]
    print("\n".join(different[:40] + different[-1:] if len(different) > 41 else different))
    print(f"seed {seed}" + ("" if run.returncode == 0 else f"; the cases are in {file}"))
    if run.returncode == 0:
        file.unlink()
        file.parent.rmdir()
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
