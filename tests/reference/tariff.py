"""What a price plan costs, computed a second time: in fractions, one quantum at a time, with nothing of Kwota's.

Slow and simple on purpose. It follows the rules of docs/add-a-tariff.md and knows no shortcut: the largest number of quanta
that a payment buys is found by trying every one. Plans and answers have the form of tests/vectors/tariffs_public.json."""
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo


class Refused(Exception):
    def __init__(self, code, **more):
        super().__init__(code)
        self.answer = {"error": code, **more}


def shortest(value):
    """A fraction as the shortest decimal; as n/d when it has none."""
    for digits in range(19):
        scaled = value * 10**digits
        if scaled.denominator == 1:
            return str(scaled.numerator) if digits == 0 else fixed(value, digits)
    return f"{value.numerator}/{value.denominator}"


def fixed(value, digits):
    whole = value * 10**digits
    assert whole.denominator == 1, (value, digits)
    sign, text = ("-" if whole < 0 else ""), str(abs(whole.numerator)).rjust(digits + 1, "0")
    return sign + (text if digits == 0 else text[:-digits] + "." + text[-digits:])


def rounded(value, mode):
    """To an integer: half_up (ties away from zero), half_even, down (toward zero), up (away from zero)."""
    size, sign = abs(value), -1 if value < 0 else 1
    whole, rest = size.numerator // size.denominator, size - size.numerator // size.denominator
    more = {"down": False, "up": rest > 0, "half_up": rest >= Fraction(1, 2),
            "half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1)}[mode]
    return sign * (whole + more)


def shared(total, weights):
    """`total` whole quanta in proportion, the missing ones to the largest remainders, ties to the earlier."""
    exact = [Fraction(total) * w / sum(weights) if sum(weights) else Fraction(0) for w in weights]
    parts = [e.numerator // e.denominator for e in exact]
    order = sorted(range(len(parts)), key=lambda i: (-(exact[i] - parts[i]), i))
    for i in order[:total - sum(parts)]:
        parts[i] += 1
    return parts


def add_months(day, months):
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, day.day)


class Version:
    def __init__(self, plan, data):
        self.plan, self.data, self.name = plan, data, data["from"]
        local = datetime.fromisoformat(data["from"])
        self.local, self.instant = local, local.replace(tzinfo=plan.zone).astimezone(timezone.utc)
        rounding = data.get("rounding", {})
        self.at, self.mode = rounding.get("at", "line"), rounding.get("mode", "half_up")
        self.units_rule = rounding.get("units", "down")

    def season(self, day):
        seasons = [(n, int(d[:2]), int(d[3:])) for n, d in self.data.get("seasons", [])]
        if not seasons:
            return ""
        begun = [s for s in seasons if (s[1], s[2]) <= (day.month, day.day)]
        return max(begun or seasons, key=lambda s: (s[1], s[2]))[0]

    def energy(self, season):
        energy = self.data["energy"]
        return energy["by_season"][season] if "by_season" in energy else energy

    def period(self, local):
        """(label, begin, end) of the counter period, or None where one counter runs for ever."""
        counter = self.data.get("counter")
        if counter is None:
            return (self.local.date(), None, None) if self.data.get("reset") else None
        hour, months = counter.get("hour", 0), counter["months"]
        month, day = int(counter["start"][:2]), int(counter["start"][3:])
        begin = date(local.year - 2, month, day)
        while datetime.combine(add_months(begin, months), datetime.min.time()) + timedelta(hours=hour) <= local:
            begin = add_months(begin, months)
        starts = datetime.combine(begin, datetime.min.time()) + timedelta(hours=hour)
        label = self.local.date() if self.data.get("reset") and starts < self.local else begin
        return label, begin, add_months(begin, months)

    def day_table(self, day):
        if day.isoformat() in self.data.get("holidays", {}):
            return self.data["days"][self.data["holidays"][day.isoformat()]]
        for row in self.data["calendar"]:
            if row.get("season", self.season(day)) == self.season(day) and day.isoweekday() in row.get("on", range(1, 8)):
                return self.data["days"][row["use"]]
        raise AssertionError("no table")

    def name_of_minute(self, local):
        minute, found = local.hour * 60 + local.minute, None
        for clock, period in self.day_table(local.date()):
            if int(clock[:2]) * 60 + int(clock[3:]) <= minute:
                found = period
        return found


class Plan:
    def __init__(self, data):
        self.data, self.zone = data, ZoneInfo(data["zone"])
        self.minor, self.quantum = data["minor"], Fraction(data["quantum"])
        self.versions = [Version(self, v) for v in data["versions"]]

    def version_at(self, instant):
        begun = [v for v in self.versions if v.instant <= instant]
        if not begun:
            raise Refused("no_version")
        return begun[-1]

    def money(self, minor):
        return fixed(Fraction(minor, 10**self.minor), self.minor)


class Terms:
    """What holds at a sale: prices, ends of steps, where the counter stands, which charges are due and how often."""

    def __init__(self, plan, version, season, state, width=Fraction(1)):
        self.plan, self.version, self.energy, self.state = plan, version, version.energy(season), state
        self.season, self.counter, self.free, self.due = season, Fraction(0), Fraction(0), {}
        household, heads = version.data.get("household"), int(state.get("heads", 0))
        self.extra = []
        if household and heads > household["above"]:
            self.extra = [Fraction(a) * (heads - household["above"] if household.get("each") else 1) for a in household["add"]]
        self.width = width

    def ends(self, steps):
        ends, before, end = [], Fraction(0), Fraction(0)
        for i, step in enumerate(steps):
            if "to" not in step:
                break
            here = Fraction(step["to"]) + (self.extra[i] if i < len(self.extra) else 0)
            end += rounded((here - before) * self.width / self.plan.quantum, "half_up") * self.plan.quantum
            before = here
            ends.append(end)
        return ends

    def upto(self, one):
        return rounded(Fraction(one["upto"]) * self.width / self.plan.quantum, "half_up") * self.plan.quantum

    def chosen(self, total):
        """Steps of the list that holds when the counter ends at `total`, and its place among the lists."""
        if "sets" not in self.energy:
            return self.energy.get("steps", []), 0
        for i, one in enumerate(self.energy["sets"]):
            if "upto" not in one or total <= self.upto(one):
                return one["steps"], i


def portions(steps, ends, position, units):
    """[(step number, units)] of what lies behind `position`."""
    parts, here = [], position
    for i in range(len(steps)):
        end = ends[i] if i < len(ends) else position + units
        taken = max(Fraction(0), min(end, position + units) - here)
        if taken > 0:
            parts.append((i + 1, taken))
            here += taken
    return parts


def price_of(price, period):
    return Fraction(price[period] if isinstance(price, dict) else price)


def energy_lines(terms, usage):
    """Exact lines of energy, `usage` = [(period or None, units)]; and the units in each step, for charges of some steps."""
    energy, total = terms.energy, sum(u for _, u in usage)
    steps, which = terms.chosen(terms.counter + total)
    ends = terms.ends(steps)
    parts = portions(steps, ends, terms.counter, total)
    lines, by_step = [], {}
    if not parts and steps:
        parts = [(1 + sum(e <= terms.counter for e in ends), Fraction(0))]
    for number, units in parts:
        by_step[number] = units
    if "price" in energy:
        for period, units in usage:
            lines.append(("energy", {"period": period, "units": units, "price": price_of(energy["price"], period)}, None))
        lines = [l for l in lines if l[1]["units"] > 0] or lines[:1]
        for number, units in parts:
            add = Fraction(steps[number - 1]["add"])
            if add and units:
                lines.append(("step", {"step": number, "units": units, "price": add}, None))
    else:
        weights, left = [u for _, u in usage], [u for _, u in usage]
        for i, (number, units) in enumerate(parts):
            quanta = shared(int(units / terms.plan.quantum), weights)
            for p, (period, _) in enumerate(usage):
                here = left[p] if i + 1 == len(parts) else min(left[p], quanta[p] * terms.plan.quantum)
                left[p] -= here
                lines.append(("energy", {"period": period, "step": number, "units": here,
                                         "price": price_of(steps[number - 1]["price"], period)}, number))
        lines = [l for l in lines if l[1]["units"] > 0] or lines[:1]
    exact = [[name, shape, shape["units"] * shape["price"], number] for name, shape, number in lines]
    if "sets" in energy:
        old_steps, old = terms.chosen(terms.counter)
        if old != which:
            def cost(of):
                return sum(u * Fraction(of[n - 1]["price"]) for n, u in portions(of, terms.ends(of), Fraction(0), terms.counter))
            difference = cost(steps) - cost(old_steps)
            if difference:
                exact.append(["reclass", {}, difference, None])
    return exact, by_step, total


def document(terms, usage, tendered=None, charges=True):
    """Every line with its amount in minor units: [id, shape, amount, memo]; and the total of what is not a memo."""
    unit, version, data = 10**terms.plan.minor, terms.version, terms.version.data
    at_total = version.at == "total"
    raw, by_step, total_units = energy_lines(terms, usage) if usage is not None else ([], {}, Fraction(0))
    lines = []   # [id, shape, exact in minor units, memo]
    value = (lambda x: x) if at_total else (lambda x: Fraction(rounded(x, version.mode)))
    groups = {"energy": []}
    for name, shape, exact, number in raw:
        if name == "energy" and shape["units"] == 0:
            continue
        lines.append([name, dict(shape), value(exact * unit), False])
        groups["energy"].append((number, lines[-1][2]))
    for charge in data.get("charges", []):
        kind, name = charge["kind"], charge["id"]
        due = terms.due.get(name, Fraction(1))
        times = Fraction(terms.state[charge["times"]]) if "times" in charge else Fraction(1)
        memo, shape, exact = False, {}, None
        if kind == "per_sale":
            if due == 0:
                continue
            exact = Fraction(charge["amount"]) * due
        elif kind in ("per_month", "per_day"):
            if due == 0:
                continue
            factor = Fraction(charge.get("factor", "1"))
            exact, shape = Fraction(charge["amount"]) * due * times * factor, {"count": due}
        elif kind == "per_unit":
            if usage is None:
                continue
            units = sum(u for n, u in by_step.items() if n in charge["steps"]) if "steps" in charge else total_units
            if units == 0:
                continue
            exact, shape = units * Fraction(charge["price"]), {"units": units, "price": Fraction(charge["price"])}
        elif kind == "percent":
            named = [pair for n in charge["of"] for pair in groups.get(n, [])]
            if "steps" in charge:
                named = [p for p in named if p[0] is None or p[0] in charge["steps"]]
            if not named:
                continue
            base = sum(a for _, a in named)
            percent = Fraction(charge["percent"])
            memo, shape = charge.get("inclusive", False), {"base": base}
            exact = base * (percent / (100 + percent) if memo else percent / 100) / unit
        else:
            continue
        lines.append([name, shape, value(exact * unit), memo])
        groups[name] = [(None, lines[-1][2])]
    if raw and not lines:
        lines.append([raw[0][0], dict(raw[0][1]), Fraction(0), False])
    real = [l for l in lines if not l[3]]
    if at_total:
        total = rounded(sum(l[2] for l in real), version.mode)
        floors = [l[2].numerator // l[2].denominator for l in real]
        order = sorted(range(len(real)), key=lambda i: (-(real[i][2] - floors[i]), i))
        for i in order[:total - sum(floors)]:
            floors[i] += 1
        for l, amount in zip(real, floors):
            l[2] = amount
        for l in lines:
            if l[3]:
                l[2] = rounded(l[2], version.mode)
    else:
        total = int(sum(l[2] for l in real))
    return lines, total


def months_due(charge, today, state):
    mark = state.get("charged", {}).get(charge["id"])
    number = today.year * 12 + today.month
    if mark:
        months = number - (int(mark[:4]) * 12 + int(mark[5:7]))
        return Fraction(max(0, months if charge.get("catch_up", True) else min(1, months)))
    if "opened" not in state:
        return Fraction(1)
    opened = date.fromisoformat(state["opened"])
    months = number - (opened.year * 12 + opened.month) + 1
    if months <= 0:
        return Fraction(0)
    if months > 1 and not charge.get("catch_up", True):
        return Fraction(1)
    if charge.get("first", "full") == "full":
        return Fraction(months)
    length = (add_months(opened.replace(day=1), 1) - opened.replace(day=1)).days
    return months - 1 + Fraction(length - opened.day + 1, length)


def days_due(charge, today, state):
    mark = state.get("charged", {}).get(charge["id"])
    if mark:
        return Fraction(max(0, (today - date.fromisoformat(mark)).days))
    if "opened" in state:
        return Fraction(max(0, (today - date.fromisoformat(state["opened"])).days + 1))
    return Fraction(1)


def opening_part(version, period, state):
    """How much of the period in which the account was opened was left: the opening month counts whole."""
    rule = version.data.get("prorate", "none")
    if rule == "none" or not period or not period[1] or "opened" not in state:
        return Fraction(1)
    (label, begin, end), opened = period, date.fromisoformat(state["opened"])
    if not label <= opened < end:
        return Fraction(1)
    if rule == "days":
        return Fraction((end - opened).days, (end - begin).days)
    gone = (opened.year - begin.year) * 12 + opened.month - begin.month - (opened.day < begin.day)
    return Fraction(version.data["counter"]["months"] - gone, version.data["counter"]["months"])


def terms_at(plan, instant, state, sale=True):
    version = plan.version_at(instant)
    local = instant.astimezone(plan.zone).replace(tzinfo=None)
    period = version.period(local)
    terms = Terms(plan, version, version.season(local.date()), state, opening_part(version, period, state))
    label = period[0].isoformat() if period else None
    kept = state.get("counter")
    if kept and (label is None or kept["period"] == label):
        terms.counter = Fraction(kept["units"])
    free = version.data.get("free")
    if free and sale:
        given = state.get("free", {"period": None})
        terms.free = max(Fraction(0), Fraction(free["units"]) - (Fraction(given["units"]) if given["period"] == label else 0))
        if free["counts"]:
            terms.counter += terms.free
    for charge in version.data.get("charges", []):
        if charge["kind"] == "per_month":
            terms.due[charge["id"]] = months_due(charge, local.date(), state)
        if charge["kind"] == "per_day":
            terms.due[charge["id"]] = days_due(charge, local.date(), state)
    return terms, label


def printed(plan, lines, extra=()):
    out = []
    for name, shape, amount, memo in lines:
        line = {"id": name, **dict(extra)}
        if shape.get("period"):
            line["period"] = shape["period"]
        if shape.get("step"):
            line["step"] = shape["step"]
        if "units" in shape:
            line["units"] = shortest(shape["units"])
        if "price" in shape:
            line["price"] = shortest(shape["price"])
        if "count" in shape:
            line["count"] = shortest(shape["count"])
        if "base" in shape:
            base = shape["base"] / 10**plan.minor
            line["base"] = fixed(base, plan.minor) if (base * 10**plan.minor).denominator == 1 else shortest(base)
        line["amount"] = plan.money(int(amount))
        if memo:
            line["memo"] = True
        out.append(line)
    return out


def head(terms, label):
    answer = {"version": terms.version.name}
    if label:
        answer["period"] = label
    if terms.season:
        answer["season"] = terms.season
    return answer


def debts_of(plan, version, state, tendered):
    cap = rounded(tendered * Fraction(version.data.get("debt_cap", "100")) / 100, "down")
    lines, paid = [], 0
    for debt in state.get("debts", []):
        balance = int(Fraction(debt["balance"]) * 10**plan.minor)
        wish = {"first": lambda: tendered, "percent": lambda: rounded(tendered * Fraction(debt["value"]) / 100, "down"),
                "fixed": lambda: int(Fraction(debt["value"]) * 10**plan.minor),
                "amount": lambda: int(Fraction(debt["value"]) * 10**plan.minor)}[debt["rule"]]()
        amount = min(wish, balance, cap - paid)
        if amount > 0:
            lines.append({"id": debt["id"], "amount": plan.money(amount), "left": plan.money(balance - amount)})
            paid += amount
    return lines, paid


def finish(plan, terms, label, units, debt_lines, lines, total, more):
    answer = head(terms, label)
    answer["units"] = shortest(units)
    free = [{"id": "free", "units": shortest(terms.free), "amount": plan.money(0)}] if terms.free else []
    if terms.free:
        answer["free_units"] = shortest(terms.free)
    nothing = units == 0 and len(lines) == 1 and lines[0][0] == "energy"
    answer["lines"] = debt_lines + free + (printed(plan, lines) if not (nothing and (debt_lines or free)) else [])
    answer["total"] = plan.money(total)
    answer.update(more)
    if label or "steps" in terms.energy or "sets" in terms.energy:
        answer["counter_after"] = shortest(terms.counter + units)
    if "multiplier" in terms.state:
        answer["meter_units"] = shortest((units + terms.free) / Fraction(terms.state["multiplier"]))
    return answer


def quote_units(plan, instant, state, text):
    terms, label = terms_at(plan, instant, state)
    units = Fraction(text)
    if units <= 0:
        raise Refused("bad_amount")
    if (units / plan.quantum).denominator != 1:
        raise Refused("not_multiple", quantum=shortest(plan.quantum))
    lines, total = with_gross(terms, *document(terms, [(None, units)]), None)
    return finish(plan, terms, label, units, [], lines, total, {})


def gross_of(terms):
    return [c for c in terms.version.data.get("charges", []) if c["kind"] == "gross"]


def with_gross(terms, lines, total, available):
    """Puts the gross charge behind the lines. `available`: what is left of a payment after debts; None: money for energy."""
    for charge in gross_of(terms):
        p = Fraction(charge["percent"]) / 100
        if available is None:
            whole = total
            while whole - rounded(whole * p, terms.version.mode) < total:
                whole += 1
            amount = whole - total
        else:
            amount = rounded(available * p, terms.version.mode)
        lines, total = lines + [[charge["id"], {}, amount, False]], total + amount
    return lines, total


def quote_pay(plan, instant, state, text, most=4000):
    terms, label = terms_at(plan, instant, state)
    version = terms.version
    amount = Fraction(text) * 10**plan.minor
    if amount <= 0 or amount.denominator != 1:
        raise Refused("bad_amount")
    tendered, limits = int(amount), version.data.get("limits", {})
    if "min_pay" in limits and Fraction(text) < Fraction(limits["min_pay"]):
        raise Refused("below_minimum")
    if "max_pay" in limits and Fraction(text) > Fraction(limits["max_pay"]):
        raise Refused("above_maximum")
    debt_lines, paid = debts_of(plan, version, state, tendered)
    rest = tendered - paid
    taken = sum(rounded(rest * Fraction(c["percent"]) / 100, version.mode) for c in gross_of(terms))
    totals = [document(terms, [(None, n * plan.quantum)])[1] for n in range(most + 1)]
    if totals[most] <= rest - taken + 100:
        return None     # more than is tried: not a case for this reference
    if rest == 0 or (version.units_rule != "down" and any(a > b for a, b in zip(totals, totals[1:]))):
        return None     # nothing left after debts; more energy for less money: no rule says what is nearest then
    fitting = [n for n in range(most + 1) if totals[n] <= rest - taken]
    n = max(fitting) if fitting else 0
    if version.units_rule == "up":
        n = min(k for k in range(most + 1) if totals[k] >= rest - taken)
    elif version.units_rule == "nearest" and fitting and abs(totals[n + 1] - (rest - taken)) <= abs(rest - taken - totals[n]):
        n += 1
    if not fitting or (n == 0 and terms.free == 0):
        raise Refused("short")
    lines, total = document(terms, [(None, n * plan.quantum)])
    lines, total = with_gross(terms, lines, total, rest)
    if "max_units" in limits and n * plan.quantum > Fraction(limits["max_units"]):
        raise Refused("over_limit")
    residue = {"residue": plan.money(tendered - paid - total)}
    return finish(plan, terms, label, n * plan.quantum, debt_lines, lines, total + paid, residue)


def measured(plan, instant, state, usage):
    terms, label = terms_at(plan, instant, state, sale=False)
    lines, total = with_gross(terms, *document(terms, usage), None)
    answer = {**head(terms, label), "lines": printed(plan, lines), "total": plan.money(total)}
    if label or "steps" in terms.energy or "sets" in terms.energy:
        answer["counter_after"] = shortest(terms.counter + sum(u for _, u in usage))
    return answer


def quote_usage(plan, instant, state, usage):
    return measured(plan, instant, state, [(name, Fraction(units)) for name, units in usage.items()])


def quote_intervals(plan, instant, state, intervals):
    """Minute by minute: where each real minute of an interval falls, then its units by largest remainder."""
    version, sums = plan.version_at(instant), {}
    season = version.season(instant.astimezone(plan.zone).date())
    for begin, end, units in intervals:
        here, stop = (datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc) for text in (begin, end))
        minutes = {}
        while here < stop:
            if plan.version_at(here) is not version or version.season(here.astimezone(plan.zone).date()) != season:
                return None     # one version and season is what the ask is for
            name = version.name_of_minute(here.astimezone(plan.zone).replace(tzinfo=None))
            minutes[name] = minutes.get(name, 0) + 1
            here += timedelta(minutes=1)
        for name, quanta in zip(minutes, shared(int(Fraction(units) / plan.quantum), list(minutes.values()))):
            sums[name] = sums.get(name, Fraction(0)) + quanta * plan.quantum
    names = list(sums)   # in the order in which they were first used
    answer = measured(plan, instant, state, [(n, sums[n]) for n in names])
    answer["usage"] = {n: shortest(sums[n]) for n in names}
    return answer


def quote_load(plan, instant, state, text):
    terms, label = terms_at(plan, instant, state)
    tendered = int(Fraction(text) * 10**plan.minor)
    debt_lines, paid = debts_of(plan, terms.version, state, tendered)
    lines, total = document(terms, None)
    lines, total = with_gross(terms, lines, total, tendered - paid)
    credit = tendered - paid - total
    if credit <= 0:
        raise Refused("short")
    shown = debt_lines + printed(plan, lines)
    return {**head(terms, label), "lines": shown, "total": plan.money(tendered), "credit": plan.money(credit)}


def quote_bill(plan, state, ask):
    begin, end = date.fromisoformat(ask["from"]), date.fromisoformat(ask["to"])
    days, parts = (end - begin).days, []
    for i in range(days):
        day = begin + timedelta(days=i)
        version = plan.version_at(datetime.combine(day, datetime.min.time()).replace(tzinfo=plan.zone).astimezone(timezone.utc))
        season = version.season(day)
        if not parts or parts[-1][0] is not version or parts[-1][1] != season:
            parts.append([version, season, day, 0])
        parts[-1][3] += 1
    units = ask["units"] if isinstance(ask["units"], dict) else {None: ask["units"]}
    uses = {name: shared(int(Fraction(u) / plan.quantum), [p[3] for p in parts]) for name, u in units.items()}
    answer = {"parts": [{"from": p[2].isoformat(), "days": p[3]} for p in parts], "lines": []}
    whole = 0
    for i, (version, season, first, length) in enumerate(parts):
        share = Fraction(length, days)
        period = version.period(datetime.combine(begin, datetime.min.time()) + timedelta(hours=12))
        terms = Terms(plan, version, season, state, share * opening_part(version, period, state))
        for charge in version.data.get("charges", []):
            terms.due[charge["id"]] = {"per_month": share * Fraction(ask.get("months", "1")), "per_day": Fraction(length)}.get(
                charge["kind"], Fraction(i + 1 == len(parts)))
        here = [(name, quanta[i] * plan.quantum) for name, quanta in uses.items()]
        lines, total = with_gross(terms, *document(terms, here), None)
        extra = [("version", version.name)] + ([("season", season)] if season else [])
        answer["lines"] += printed(plan, lines, extra)
        whole += total
    answer["total"] = plan.money(whole)
    return answer


def answer(plan_data, at, state, ask):
    """The answer to one ask, {"error": code} where it is refused, None where this reference would be too slow."""
    plan, instant = Plan(plan_data), datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(timezone.utc)
    (kind, value), = ask.items()
    try:
        plan.version_at(instant)
        if kind == "bill":
            return quote_bill(plan, state, value)
        return {"pay": quote_pay, "units": quote_units, "load": quote_load, "usage": quote_usage,
                "intervals": quote_intervals}[kind](plan, instant, state, value)
    except Refused as refused:
        return refused.answer
