"""Reports computed a second time, with plain SQL over the rows of the books alone: sales, entries and their legs. It knows no sheet and nothing of
the program. Money in minor units. Every function takes an open sqlite3 connection and the first and last business day."""
import datetime
import json

LEGS = """
  SELECT e.business_day AS day, e.what AS what, e.chain AS chain, a.name AS account, l.amount AS amount,
         s.number AS sale, s.kind AS sale_kind, coalesce(o.number, s.number) AS first, coalesce(o.kind, s.kind) AS first_kind,
         coalesce(o.station, s.station) AS station, coalesce(o.operator, s.operator) AS operator, (SELECT k.text FROM kept_text k WHERE k.number=coalesce(o.usage_class, s.usage_class)) AS usage_class
  FROM entry e JOIN leg l ON l.entry=e.id JOIN ledger_account a ON a.number=l.account
  LEFT JOIN sale s ON s.number=CASE WHEN instr(e.number, '/')=0 THEN e.number ELSE substr(e.number, 1, instr(e.number, '/')-1) END
  LEFT JOIN sale o ON o.number=s.original AND s.original<>''
  WHERE e.account<>0"""
# A sale's document is kept as the shape that many have and as its own numbers: the shape's number, then one for each "#", seven bits a byte, the lowest first. The lowest bit of such a number
# says that a byte follows: how many zeros stand before it, or 255: "#" is no number but itself.
IN_FULL = "in_full(document, (SELECT text FROM shape WHERE shape.number=shape_of(document)))"
TENDERS = ("cash", "card", "transfer", "cheque", "wallet")
TO_THE_BANK = ("cash", "cheque")  # somebody carries them there
PAID = "account LIKE 'till/%' OR account LIKE 'outlet/%/float'"


def one(db, sql, *bound):
    return db.execute(sql, bound).fetchone()[0] or 0


def next_number(numbers):
    value = bits = 0
    for byte in numbers:
        value, bits = value | (byte & 127) << bits, bits + 7
        if byte < 128:
            return value
    raise ValueError("a number without an end")


def in_full(kept, shape):
    if not isinstance(kept, bytes):
        return kept
    numbers, text = iter(kept), ""
    next_number(numbers)
    for sign in shape:
        if sign == "#":
            place = next_number(numbers)
            zeros = next(numbers) if place & 1 else 0
            sign = "#" if zeros == 255 else "0" * zeros + str(place >> 1)
        text += sign
    return text


def reads_documents(db):
    """The same connection, to which IN_FULL says something."""
    db.create_function("shape_of", 1, lambda kept: next_number(iter(kept)) if isinstance(kept, bytes) else None)
    db.create_function("in_full", 2, in_full)
    return db


def legs(db, what, first, last, more="1", factor=1):
    return factor * one(db, f"SELECT sum(amount) FROM ({LEGS}) WHERE ({what}) AND day BETWEEN ? AND ? AND ({more})", first, last)


def share(amount, part, base):
    """Half up, also below zero."""
    return 0 if base == 0 else (2 * amount * part + base) // (2 * base)


def inside(db, first, last, more=lambda sale: True):
    """(first sale, tax, of energy, of fees, of fixed charges) of each of inside_by_entry()."""
    for sale, tax, _, _, _, amount, fees, fixed in inside_moves(db, first, last, more):
        yield sale, tax, amount - fees - fixed, fees, fixed


def inside_by_entry(db, first, last):
    """(first sale, tax, day, whether it was given back, line, amount)."""
    for sale, tax, day, back, line, amount, _, _ in inside_moves(db, first, last):
        if amount:
            yield sale, tax, day, back, line, amount


def inside_moves(db, first, last, more=lambda sale: True):
    """Taxes inside prices as the sales' own documents say them, moved by each entry on its day: (first sale, tax, day, given back, line, amount, of it in
    fees, in fixed charges); below zero: given back. What of a price is no energy the document says (`base_fees`, of that by month or day `base_fixed`); a take-back gives back the part of the tax that its money is of the price."""
    of_entry = ("SELECT e.business_day, sum(CASE WHEN a.name LIKE 'prepaid/%' THEN l.amount ELSE 0 END), sum(CASE WHEN a.name LIKE 'fee/%' THEN l.amount ELSE 0 END), "
                "sum(CASE WHEN a.name LIKE 'fixed/%' THEN l.amount ELSE 0 END) FROM entry e JOIN leg l ON l.entry=e.id JOIN ledger_account a ON a.number=l.account WHERE e.number=? GROUP BY 1")
    columns = f"number, station, operator, (SELECT k.text FROM kept_text k WHERE k.number=usage_class) AS usage_class, kind, plan, business_day, {IN_FULL} AS full"
    for row in reads_documents(db).execute(f"SELECT {columns} FROM sale WHERE full LIKE '%\"memo\"%' AND original=''").fetchall():
        sale = dict(zip(("number", "station", "operator", "usage_class", "kind", "plan", "day", "document"), row))
        if not more(sale):
            continue
        undone = [f"{sale['number']}/reversed"]
        for (other,) in db.execute("SELECT number FROM sale WHERE original=?", (sale["number"],)):
            undone += [other, f"{other}/reversed"]
        for line in (line for line in json.loads(sale["document"])["lines"] if line.get("memo")):
            tax, amount, base, base_fees = f"tax/{line['id']}", line["minor"], line["base"], line.get("base_fees", 0)
            base_fixed = line.get("base_fixed", 0)
            beside, of_fixed = share(amount, base_fees, base), share(amount, base_fixed, base)
            if first <= sale["day"] <= last:
                yield sale, tax, sale["day"], False, line, amount, beside - of_fixed, of_fixed
            for day, energy, fees, fixed in (row for entry in undone for row in db.execute(of_entry, (entry,))):
                if not first <= day <= last:
                    continue
                energy, fees, fixed = (0 if base == base_fees else energy), (0 if base_fees == base_fixed else fees), (0 if base_fixed == 0 else fixed)
                beside_back = max(-beside, min(beside, share(amount, fees + fixed, base)))
                fixed_back = max(-of_fixed, min(of_fixed, share(amount, fixed, base)))
                back = max(-amount, min(amount, share(amount, energy + fees + fixed, base)))
                yield sale, tax, day, True, line, -back, fixed_back - beside_back, -fixed_back


def sums(db, first, last, more="1"):
    """What came in and what it was for; what of a price is tax counts as tax."""
    in_energy, in_fees, in_fixed = (sum(part) for part in zip((0, 0, 0), *(one[2:] for one in inside(db, first, last))))
    return {"received": legs(db, PAID, first, last, more),
            "energy": legs(db, "account LIKE 'prepaid/%' OR account LIKE 'charged/%' OR account LIKE 'used/%' OR account LIKE 'supplement/%'", first, last, more, -1) - in_energy,
            "tax": legs(db, "account LIKE 'tax/%'", first, last, more, -1) + in_energy + in_fees + in_fixed, "fees": legs(db, "account LIKE 'fee/%'", first, last, more, -1) - in_fees,
            "fixed": legs(db, "account LIKE 'fixed/%'", first, last, more, -1) - in_fixed,
            "debt": legs(db, "account LIKE 'debt/%'", first, last, more, -1),
            "balance": legs(db, "account LIKE 'customer/%/balance' OR account LIKE 'claim/%' OR account='refund/pending'", first, last, more, -1),
            "supplemented": legs(db, "account LIKE 'supplement/%'", first, last, more)}


def counts(db, first, last):
    sold = one(db, "SELECT count(*) FROM sale WHERE kind IN ('open','recharge') AND business_day BETWEEN ? AND ?", first, last)
    taken = one(db, "SELECT count(*) FROM sale t JOIN sale o ON o.number=t.original WHERE t.kind='take_back' AND o.kind IN ('open','recharge') AND t.business_day BETWEEN ? AND ?", first, last)
    undone = one(db, "SELECT count(*) FROM entry e JOIN sale s ON e.number=s.number||'/reversed' LEFT JOIN sale o ON o.number=s.original AND s.original<>'' "
                     "WHERE coalesce(o.kind, s.kind) IN ('open','recharge') AND e.business_day BETWEEN ? AND ?", first, last)
    return {"sales": sold, "reversals": taken + undone}


def customers(db, column, first, last):
    """R09 by one column of sales: value -> supplies that bought, each once, under what it bought first."""
    return dict(db.execute(
        f"SELECT {column}, count(*) FROM sale s JOIN (SELECT min(id) AS first FROM sale WHERE kind IN ('open','recharge','payment') AND business_day BETWEEN ? AND ? GROUP BY account) f "
        "ON f.first=s.id GROUP BY 1", (first, last)))


def price(paid, units, digits=2):
    """Ten-thousandths of the currency for a whole unit, half up; nothing for none."""
    return None if units == 0 else (2 * paid * 1000 * 10 ** (4 - digits) + units) // (2 * units)


def units(db, first, last, more="1"):
    """R07, R09: Wh and litres of sales as they were booked, and their mean prices: what of the net energy was booked with them. Money on a meter is no units."""
    out = {}
    for unit in ("energy", "volume"):
        sold = one(db, f"SELECT sum(s.credit) FROM sale s WHERE s.kind IN ('open','recharge') AND s.unit='{unit}' AND s.business_day BETWEEN ? AND ? AND ({more})", first, last)
        paid = -one(db, "SELECT sum(l.amount) FROM sale s JOIN entry e ON e.number=s.number JOIN leg l ON l.entry=e.id JOIN ledger_account a ON a.number=l.account "
                        f"WHERE s.kind IN ('open','recharge') AND s.unit='{unit}' AND e.business_day BETWEEN ? AND ? AND ({more}) "
                        "AND (a.name LIKE 'prepaid/%' OR a.name LIKE 'charged/%' OR a.name LIKE 'used/%' OR a.name LIKE 'supplement/%')", first, last)
        for (document,) in reads_documents(db).execute(f"SELECT {IN_FULL} AS full FROM sale s WHERE full LIKE '%\"memo\"%' AND s.kind IN ('open','recharge') AND s.unit='{unit}' AND s.business_day BETWEEN ? AND ? AND ({more})", (first, last)):
            for line in json.loads(document)["lines"]:
                if line.get("memo"):
                    paid -= line["minor"] - share(line["minor"], line.get("base_fees", 0), line["base"])
        out |= {f"units_{unit}": sold or None, f"units_{unit}_price": price(paid, sold)}
    return out


def sales_report(db, first, last):
    """R07 without groups."""
    return {**counts(db, first, last), **sums(db, first, last)}


def by(db, column, first, last):
    """R09 by one column: value -> received, energy net."""
    rows = {row[0] or "": [row[1] or 0, row[2] or 0] for row in db.execute(
        f"SELECT {column}, sum(CASE WHEN {PAID} THEN amount END), sum(CASE WHEN account LIKE 'prepaid/%' OR account LIKE 'charged/%' OR account LIKE 'used/%' OR account LIKE 'supplement/%' THEN -amount END) "
        f"FROM ({LEGS}) WHERE day BETWEEN ? AND ? GROUP BY 1", (first, last))}
    for sale, _, energy, _, _ in inside(db, first, last):
        rows.setdefault(sale[column] or "", [0, 0])[1] -= energy
    return {name: tuple(figures) for name, figures in rows.items()}


def prepaid_account(db, first, last):
    """R06: opening, what the month did, closing – the closing from the balance of the rows, not from the lines."""
    prepaid = "account LIKE 'prepaid/%'"
    line = lambda *kinds: legs(db, prepaid, first, last, "what IN (%s)" % ",".join(f"'{kind}'" for kind in kinds), -1)
    last_day = "date(month || '-01', '+1 month', '-1 day')"  # on which a month is posted
    used = lambda how, day: one(db, f"SELECT sum(consumption) FROM month_end WHERE {last_day}{how}?", day)  # as the months were closed
    closed = one(db, f"SELECT count(*) FROM month_end WHERE {last_day} BETWEEN ? AND ?", first, last) > 0
    return {"opening": -one(db, f"SELECT sum(amount) FROM ({LEGS}) WHERE {prepaid} AND day<?", first) - used("<", first),
            "consumption": used("<=", last) - used("<", first) if closed else None,
            "first_sales": line("open"), "recharges": line("recharge"), "supplements": line("supplement"), "cleared": line("cleared"),
            "deductions": -line("deduct"), "refunds": -line("surrendered"), "reversals": -line("reversed", "take_back", "settle"),
            **{f"received_{tender}": legs(db, f"account LIKE 'till/%/{tender}'", first, last) for tender in TENDERS},
            "received_outlet": legs(db, "account LIKE 'outlet/%/float'", first, last),
            "closing": -one(db, f"SELECT sum(amount) FROM ({LEGS}) WHERE {prepaid} AND day<=?", last) - used("<=", last)}


def drawers(db, first, last):
    """R12: (station, till or outlet, tender) -> taken, reversed, out, all, of that to the bank and not; where it was posted, by what the leg names."""
    paid = "'open','recharge','replacement','payment','claim_payment'"
    where = lambda chain, account: (*chain.removeprefix("till/").split("/"), "outlet" if account.startswith("outlet/") else account.split("/")[-1])
    parted = lambda tender, amount: (amount, 0) if tender in TO_THE_BANK else (0, amount)
    return {(name := where(row[0], row[1])): (*row[2:], *parted(name[2], row[-1])) for row in db.execute(
        f"SELECT chain, account, sum(CASE WHEN what IN ({paid}) THEN amount ELSE 0 END), sum(CASE WHEN what='reversed' THEN amount ELSE 0 END), "
        f"sum(CASE WHEN what IN ('refund','payment_back') THEN amount ELSE 0 END), sum(amount) FROM ({LEGS}) WHERE ({PAID}) AND day BETWEEN ? AND ? GROUP BY 1, 2", (first, last))}


def taxes(db, first, last):
    """R13: tax -> in all: what the ledger posted, and what stands inside prices as the sales' own documents say."""
    rows = {row[0]: row[1] for row in db.execute(f"SELECT account, -sum(amount) FROM ({LEGS}) WHERE account LIKE 'tax/%' AND day BETWEEN ? AND ? GROUP BY 1", (first, last))}
    for _, tax, *parts in inside(db, first, last):
        rows[tax] = rows.get(tax, 0) + sum(parts)
    return rows


def taxes_by_rate(db, first, last):
    """R13: (tax, rate, month) -> taken: count, net, tax, gross; given back: count, net, tax, gross. Posted or inside the price, by what the sales' own documents say; what no
    sale's document says has no rate and no base."""
    rows = {}

    def add(day, tax, rate, back, net, amount):
        row = rows.setdefault((tax, rate, day[:7]), [0] * 8)
        for place, value in enumerate((1, net, amount, net + amount if net else 0)):
            row[place + (4 if back else 0)] += value

    known = {}
    for first_sale, document in reads_documents(db).execute(f"SELECT number, {IN_FULL} AS full FROM sale WHERE original='' AND full LIKE '%\"base\"%'"):
        known[first_sale] = [line for line in json.loads(document)["lines"] if "base" in line]
    posted = {}
    for entry, day, tax, amount in db.execute("SELECT e.number, e.business_day, a.name, -sum(l.amount) FROM entry e JOIN leg l ON l.entry=e.id JOIN ledger_account a ON a.number=l.account "
                                              "WHERE e.account<>0 AND a.name LIKE 'tax/%' AND e.business_day BETWEEN ? AND ? GROUP BY 1, 3", (first, last)):
        posted[entry, tax] = (day, amount)
    of_sale = {row[0]: row[1] or row[0] for row in db.execute("SELECT number, original FROM sale")}
    for sale, lines in known.items():
        day = one(db, "SELECT business_day FROM entry WHERE number=?", sale)
        for line in lines:
            if not line.get("memo") and day and first <= day <= last:
                add(day, f"tax/{line['id']}", line.get("percent", ""), False, line["base"], line["minor"])
                moved = posted.pop((sale, f"tax/{line['id']}"), None)
                assert moved is None or moved[1] == line["minor"], (sale, line, moved)
    for (entry, tax), (day, amount) in posted.items():
        root = of_sale.get(entry.split("/")[0])
        lines = [line for line in known.get(root, []) if not line.get("memo") and f"tax/{line['id']}" == tax]
        line = lines[0] if lines else {"minor": 0, "base": 0}
        net = share(line["base"], amount, line["minor"]) if line["minor"] else 0
        add(day, tax, line.get("percent", ""), root is not None, net, amount)
    for sale, tax, day, back, line, amount in inside_by_entry(db, first, last):
        net = share(line["base"] - line["minor"], amount, line["minor"])
        add(day, tax, line.get("percent", ""), back, net, amount)
    return {name: tuple(row) for name, row in rows.items() if any(row)}


def debts_account(db, first, last):
    """R06's second block: what customers owe by name, and claims: what was raised, paid and written off."""
    on = lambda column: f"strftime('%Y-%m-%d', {column}/1000 + 28800, 'unixepoch')"
    noted = lambda where, *days: (one(db, f"SELECT sum(amount - interest) FROM debt WHERE origin<>'claim' AND {on('raised')} {where}", *days)
                                  + one(db, f"SELECT sum(amount) FROM debt_interest WHERE {on('charged')} {where}", *days))
    moved = lambda what, begin, end, more="1": -legs(db, what, begin, end, more)
    opening = noted("<?", first) - moved("account LIKE 'debt/%' OR account LIKE 'claim/%'", "0", _before(first))
    return {"debts_opening": opening, "debts_raised": noted("BETWEEN ? AND ?", first, last), "claims_raised": -moved("account LIKE 'claim/%'", first, last, "what='claim'"),
            "debts_recovered": moved("account LIKE 'debt/%'", first, last, "what<>'write_off'"), "claims_recovered": moved("account LIKE 'claim/%'", first, last, "what NOT IN ('claim','write_off')"),
            "debts_written_off": moved("account LIKE 'debt/%' OR account LIKE 'claim/%'", first, last, "what='write_off'"),
            "debts_closing": noted("<=?", last) - moved("account LIKE 'debt/%' OR account LIKE 'claim/%'", "0", last)}


def debts(db, first, last, offset):
    """R14: (kind, account) -> opening, raised, interest, recovered, written off, closing, and that by age: to 30 days, to 90, to a year, over. A debt is raised by its own row, a claim where it was posted."""
    rows = {}
    for number, account, kind, origin, amount, since, raised_on in db.execute(f"SELECT number, account, kind, origin, amount - interest, since_day, {DAY.format('raised')} FROM debt", (offset,)):
        is_claim = origin == "claim"
        moved = [] if is_claim else [(raised_on, "raised", amount)]
        moved += [(day, "interest", sum_) for day, sum_ in db.execute(f"SELECT {DAY.format('charged')}, amount FROM debt_interest WHERE debt=?", (offset, number))]
        for day, what, sum_ in db.execute("SELECT e.business_day, e.what, sum(l.amount) FROM entry e JOIN leg l ON l.entry=e.id JOIN ledger_account a ON a.number=l.account WHERE a.name=? GROUP BY e.id",
                                          (f"claim/{account}" if is_claim else f"debt/{number}",)):
            name = "raised" if is_claim and what in ("claim", "refund", "transfer") else "written_off" if what == "write_off" else "recovered"
            moved.append((day, name, sum_ if name == "raised" else -sum_))
        left = lambda until: sum(sum_ if name in ("raised", "interest") else -sum_ for day, name, sum_ in moved if day <= until)
        inside_ = lambda wanted: sum(sum_ for day, name, sum_ in moved if name == wanted and first <= day <= last)
        one_ = [left(_before(first)), inside_("raised"), inside_("interest"), inside_("recovered"), inside_("written_off"), left(last)]
        days = (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(since)).days
        ages = [0, 0, 0, 0]
        ages[0 if days <= 30 else 1 if days <= 90 else 2 if days <= 365 else 3] = one_[-1]
        if any(one_):
            row = rows.setdefault(("claim" if is_claim else kind, str(account)), [0] * 10)
            row[:] = [a + b for a, b in zip(row, one_ + ages)]
    return {name: tuple(row) for name, row in rows.items()}


def _before(day):
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()


def said_at(taken, carrier, said, offset):
    """A card carries its meter's word for days: what it says is of the moment of the meter's clock, and never later than it was read."""
    if carrier != "card" or not said:
        return taken
    told = datetime.datetime.strptime(said[:19].replace("T", " "), "%Y-%m-%d %H:%M:%S")
    return min(taken, (int((told - datetime.datetime(1970, 1, 1)).total_seconds()) - offset) * 1000)


class MeterUse:
    """What one meter used of what it was sold, by its own counter: between two words in proportion to the time, behind its last word nothing."""
    def __init__(self, db, meter, offset):
        rows = db.execute("SELECT taken, carrier, meter_time, used_e5, unit, balance_e5, count FROM statement WHERE meter=? ORDER BY number", (meter,)).fetchall()
        self.told = [(said_at(*row[:3], offset), row[3]) for row in rows]
        self.unit = rows[0][4] if rows else ""
        credits = {}
        for n, kind, amount, sales in db.execute("SELECT n, kind, amount, sales FROM instruction WHERE meter=? ORDER BY n, revision", (meter,)):
            credits[n] = (kind, amount, sales)
        credits = {n: row[1:] for n, row in credits.items() if row[0] == "credit"}
        paid = lambda sales: -sum(one(db, "SELECT sum(l.amount) FROM entry e JOIN leg l ON l.entry=e.id JOIN ledger_account a ON a.number=l.account WHERE e.number=? AND a.name LIKE 'prepaid/%'", sale) for sale in sales.split(",") if sale)
        along = db.execute("SELECT credit, amount FROM opening_balance WHERE meter=? AND kept_at='meter' AND state='stands'", (meter,)).fetchone()
        self.bought = [(amount * 100_000, paid(sales)) for _, (amount, sales) in sorted(credits.items())] if rows and self.unit != "money" else []
        self.before = 0
        if along and rows:
            had = along[0] * 100_000 + sum(amount * 100_000 for n, (amount, _) in credits.items() if n <= rows[0][6])
            self.before = rows[0][3] - max(0, min(had - rows[0][5], rows[0][3]))
            if self.unit != "money":
                self.bought.insert(0, (along[0] * 100_000, along[1]))

    def counter(self, end):
        until = [one for one in self.told if one[0] <= end]
        since = [one for one in self.told if one[0] > end]
        at, used = max(until, key=lambda each: each[1], default=(0, 0))
        next_at, then = min(since, key=lambda each: each[1], default=(0, 0))
        if not until or not since or next_at - at > 45 * 24 * HOUR_MS or then < used or next_at <= at:
            return used, bool(since)
        return used + (then - used) * (end - at) // (next_at - at), True

    def until(self, end):
        """Whole units, money, and whether it was heard since."""
        counted, heard = self.counter(end)
        left = counted = max(0, counted - self.before)
        if self.unit == "money":
            return counted // 100_000, (2 * counted + 100_000) // 200_000, heard
        money = 0
        for units_e5, paid in self.bought:
            if units_e5 <= 0 or left <= 0:
                continue
            if left < units_e5:
                return counted // 100_000, money + (2 * paid * left + units_e5) // (2 * units_e5), heard
            money, left = money + paid, left - units_e5
        return counted // 100_000, money, heard


def ways_used(db, first, last, offset):
    """R19: carrier of a meter's newest sale by the end of the month -> what the meters that were sold to used, and how many were not heard since; month by month."""
    rows, behind_all = {}, (datetime.date.fromisoformat(last) + datetime.timedelta(days=1)).isoformat()
    midnight = lambda day: (datetime.date.fromisoformat(day) - datetime.date(1970, 1, 1)).days * 86_400_000 - offset * 1000
    for (meter,) in db.execute("SELECT DISTINCT meter FROM sale WHERE kind IN ('open','recharge') AND meter<>0 AND business_day BETWEEN ? AND ?", (first, last)).fetchall():
        use, day = MeterUse(db, meter, offset), first
        sold = db.execute("SELECT business_day, CASE WHEN card IS NULL THEN 'link' ELSE 'card' END FROM sale WHERE kind IN ('open','recharge') AND meter=? AND business_day BETWEEN ? AND ? ORDER BY business_day, id",
                          (meter, first, last)).fetchall()
        while day <= last:
            behind = min(_next_month(day).isoformat(), behind_all)
            before = [row for row in sold if row[0] < behind]
            months = {row[0][:7]: row[1] for row in before or sold}
            carrier = months[max(months)] if before else months[min(months)]
            to = use.until(midnight(behind))
            row = rows.setdefault(carrier, {"way_money_used": None, "way_energy_used": None, "way_volume_used": None, "way_unheard": 0})
            row["way_unheard"] += 0 if to[2] else 1
            if use.told:
                begun = use.until(midnight(day))
                for name, value in (("money", to[1] - begun[1]), *(((use.unit, to[0] - begun[0]),) if use.unit != "money" else ())):
                    row[f"way_{name}_used"] = (row[f"way_{name}_used"] or 0) + value
            day = behind
    return rows


def ways(db, first, last, offset):
    """R19: carrier -> sales, sealed, loaded, in transit, taken back, the money of each, and the units; what was used."""
    used = ways_used(db, first, last, offset)
    nothing = {"way_money_used": None, "way_energy_used": None, "way_volume_used": None, "way_unheard": 0}
    sums = ways_sold(db, first, last)
    return {carrier: sums[carrier] | used.get(carrier, nothing) for carrier in sums}


def ways_sold(db, first, last):
    """Of what was sold."""
    state = "CASE t.state WHEN 'applied' THEN 'loaded' WHEN 'reversed' THEN 'back' WHEN 'taken_back' THEN 'back' ELSE 'transit' END"
    rows = {}
    sealed = "EXISTS (SELECT 1 FROM journal j WHERE j.sale=s.number AND j.what IN ('sealing','carried'))"
    for carrier, how, count, sealed_, money, energy, volume in db.execute(
            f"SELECT CASE WHEN s.card IS NULL THEN 'link' ELSE 'card' END, {state}, count(*), sum({sealed}), sum(s.tendered), sum(CASE WHEN s.unit='energy' THEN s.credit ELSE 0 END), "
            "sum(CASE WHEN s.unit='volume' THEN s.credit ELSE 0 END) FROM sale s JOIN sale_state t ON t.sale=s.number "
            "WHERE s.kind IN ('open','recharge') AND s.business_day BETWEEN ? AND ? GROUP BY 1, 2", (first, last)):
        one = rows.setdefault(carrier, {"way_sold": 0, "way_sealed": 0, "way_money_sold": 0, **{f"way_{what}{name}": 0 for what in ("", "money_") for name in ("loaded", "in_transit", "back")},
                                        **{f"way_{unit}_{name}": 0 for unit in ("energy", "volume") for name in ("sold", "loaded")}})
        name = {"loaded": "loaded", "transit": "in_transit", "back": "back"}[how]
        for figure, value in (("sold", count), ("sealed", sealed_), ("money_sold", money), ("energy_sold", energy), ("volume_sold", volume), (name, count), (f"money_{name}", money)):
            one[f"way_{figure}"] += value
        if how == "loaded":
            one["way_energy_loaded"] += energy
            one["way_volume_loaded"] += volume
    return rows


def receipt_numbers(db, first, last):
    """R18: (station, till) -> first and last number, numbers used, of these reversed, and missing since the till's last number of the days before."""
    rows = {}
    before = {till[:2]: till[2] for till in db.execute("SELECT station, till, max(CAST(substr(number, -8) AS INTEGER)) FROM sale WHERE business_day<? GROUP BY 1, 2", (first,))}
    for station, till, number, state in db.execute("SELECT s.station, s.till, s.number, t.state FROM sale s JOIN sale_state t ON t.sale=s.number WHERE s.business_day BETWEEN ? AND ?", (first, last)):
        rows.setdefault((station, till), []).append((int(number.rsplit("-", 1)[1]), number, state))
    return {till: (min(used)[1], max(used)[1], len(used), sum(state == "reversed" for _, _, state in used), max(used)[0] - before.get(till, 0) - len(used)) for till, used in rows.items()}


def cards(db, first, last, offset):
    """R18: (product, station) -> in use at the begin, issued, replaced, closed, spoiled, in use at the end, of these blocked."""
    rows = {}
    for product, state, issued, followed, account_closed, station in db.execute(
            f"SELECT c.product, c.state, {DAY.format('c.issued')}, (SELECT {DAY.format('n.issued')} FROM card n WHERE n.account=c.account AND n.issue_number=c.issue_number+1), "
            f"{DAY.format('a.closed')}, coalesce(a.station, '') FROM card c LEFT JOIN account a ON a.number=c.account", (offset,) * 3):
        over = {"spoiled": (issued, "spoiled"), "replaced": (followed, "replaced") if followed else (account_closed, "closed"), "closed": (account_closed, "closed")}.get(state, (None, ""))
        if issued > last or (over[0] and over[0] < first):
            continue
        ended = over[0] is not None and over[0] <= last
        row = rows.setdefault((product, station), [0] * 7)
        row[1 if issued >= first else 0] += 1
        row[{"replaced": 2, "closed": 3, "spoiled": 4}[over[1]] if ended else 5] += 1
        row[6] += not ended and state == "blocked"
    return {name: tuple(row) for name, row in rows.items()}


def blank_cards(db, first, last, offset):
    """R18: (product, station) -> in stock at the begin, received, from and to other stations, made, thrown away, difference of counts, in stock at the end: each a sum of what the moves changed."""
    place = {"received": 1, "sent": 2, "arrived": 2, "issued": 3, "spoiled": 4, "counted": 5}
    rows = {}
    for product, station, move, change, day in db.execute(f"SELECT product, station, card_move, stock_change, {DAY.format('time')} FROM card_stock_move", (offset,)):
        if day > last:
            continue
        row = rows.setdefault((product, station), [0] * 7)
        row[place[move] if day >= first else 0] += -change if day >= first and move in ("issued", "spoiled") else change
        row[6] += change
    return {name: tuple(row) for name, row in rows.items()}


def doubts(db, first, last, offset):
    """R15: (matter, outcome) -> open before, opened, settled, open, hours of these, reversed, refused, and what had been paid."""
    rows, hour, ms = {}, 3_600_000, lambda day: (datetime.date.fromisoformat(day) - datetime.date(1970, 1, 1)).days * 86_400_000 - offset * 1000
    settles = ("carried", "not_carried", "confirmed", "came_back_pending", "carry_again")
    day_of = lambda time: (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=time // 1000 + offset)).strftime("%Y-%m-%d")

    def add(matter, outcome, money, **more):
        row = rows.setdefault((matter, outcome), dict.fromkeys(("opening", "opened", "settled", "open", "hours", "reversed", "refused", "money"), 0))
        for name, value in {**more, "money": money}.items():
            row[name] += value

    for sale, money, state, since in db.execute("SELECT s.number, s.tendered, t.state, t.since FROM sale s JOIN sale_state t ON t.sale=s.number WHERE s.number IN (SELECT sale FROM journal WHERE what='in_doubt')").fetchall():
        told = db.execute("SELECT time, what FROM journal WHERE sale=? ORDER BY id", (sale,)).fetchall()
        begun = next(at for at, (_, what) in enumerate(told) if what == "in_doubt")
        end = next(((time, what) for time, what in told[begun + 1:] if what in settles), None if state == "in_doubt" else (since, state))
        begin = told[begun][0]
        if day_of(begin) > last or (end and day_of(end[0]) < first):
            continue
        settled = bool(end) and day_of(end[0]) <= last
        add("in_doubt", end[1] if settled else "in_doubt", money, **{"opening" if day_of(begin) < first else "opened": 1, "settled" if settled else "open": 1},
            hours=0 if settled else (ms(last) + 86_400_000 - begin) // hour)
    for count, money in db.execute("SELECT count(*), sum(s.tendered) FROM sale s JOIN entry e ON e.number=s.number||'/reversed' WHERE e.business_day BETWEEN ? AND ? HAVING count(*)>0", (first, last)):
        add("reversed", "reversed", money, reversed=count)
    for time, money in db.execute("SELECT j.time, s.tendered FROM journal j JOIN sale s ON s.number=j.sale WHERE j.what='not_carried'"):
        if first <= day_of(time) <= last:
            add("refused", "not_carried", money, refused=1)
    return {name: tuple(row.values()) for name, row in rows.items()}


# ---- outlets -------------------------------------------------------------------------------------------------------------

def outlets(db, first, last):
    """R21: outlet -> opening float, topped up, handed back, sales, sold, given back, commission put in, closing; commission owed before, earned, settled, owed. Opening, closing and what is
    owed by the legs, sales by their tenders, earned by the commission's rule sale by sale."""
    balance = lambda account, until: -one(db, "SELECT sum(l.amount) FROM entry e JOIN leg l ON l.entry=e.id JOIN ledger_account a ON a.number=l.account WHERE a.name=? AND e.business_day<=?", account, until)
    rows = {}
    for (code,) in db.execute("SELECT code FROM outlet").fetchall():
        moved = lambda *kinds: one(db, f"SELECT sum(amount) FROM outlet_move WHERE outlet=? AND kind IN ({','.join('?' * len(kinds))}) AND business_day BETWEEN ? AND ?", code, *kinds, first, last)
        count = sold = back = earned = 0
        sales = db.execute("SELECT s.tenders, coalesce(o.business_day, s.business_day), coalesce(o.time, s.time) FROM sale s LEFT JOIN sale o ON o.number=s.original AND s.original<>'' "
                           "WHERE s.tenders LIKE ? AND s.business_day BETWEEN ? AND ?", (f"%outlet=%:{code}%", first, last)).fetchall()
        for tenders, day, time in sales:
            amount = sum(int(part.split("=")[1].split(":")[0]) for part in tenders.split(";") if part.startswith("outlet=") and part.endswith(f":{code}"))
            rule = db.execute("SELECT per_mille FROM outlet_commission WHERE outlet=? AND from_day<=? AND agreed<=? ORDER BY from_day DESC, number DESC LIMIT 1", (code, day, time)).fetchone()
            exact = amount * (rule[0] if rule else 0)
            earned += (abs(exact) + 500) // 1000 * (-1 if exact < 0 else 1)
            count, sold, back = count + (amount > 0), sold + max(0, amount), back + max(0, -amount)
        row = (balance(f"outlet/{code}/float", _before(first)), moved("top_up"), moved("withdrawal"), count, sold, back, moved("netted"), balance(f"outlet/{code}/float", last),
               balance(f"outlet/{code}/commission", _before(first)), earned, moved("netted", "paid"), balance(f"outlet/{code}/commission", last))
        if any(row):
            rows[code] = row
    return rows


# ---- receipts one by one -------------------------------------------------------------------------------------------------

UNITS = "sum(CASE WHEN s.unit='energy' THEN s.credit ELSE 0 END), sum(CASE WHEN s.unit='volume' THEN s.credit ELSE 0 END), sum(CASE WHEN s.unit='money' THEN s.credit ELSE 0 END)"


def sold_by_meter(db, first, last):
    """R11 by meter: number of the meter -> sales, Wh, litres (nothing: none of them), credit in money, paid."""
    return {row[0]: (row[1], row[2] or None, row[3] or None, *row[4:]) for row in db.execute(
        f"SELECT s.meter, count(*), {UNITS}, sum(s.tendered) FROM sale s WHERE s.kind IN ('open','recharge') AND s.business_day BETWEEN ? AND ? GROUP BY 1", (first, last))}


def document_of(db, number, kind, account, meter, n, time, original):
    """R08: what a correction belongs to, and the request that two persons agreed to."""
    one_text = lambda query, *values: (db.execute(query, values).fetchone() or ("",))[0] or ""
    out = []
    if original:
        out = [original, one_text("SELECT i.name FROM invoice_line l JOIN invoice i ON i.series=l.series AND i.number=l.number WHERE l.receipt=? AND i.kind='credit_note' AND i.state<>'voided' "
                                  "AND i.time>=? ORDER BY i.time LIMIT 1", original, time)]
    elif kind == "refund":
        before = db.execute("SELECT number, kind, time FROM sale WHERE account=? AND time<=? AND number<>? ORDER BY time, id", (account, time, number)).fetchall()
        turns = [row for row in before if row[1] in ("closing", "open", "swap", "transfer", "change_scheme")]
        paid = max((row[2] for row in before if row[1] == "refund"), default=-1)
        out = [turns[-1][0]] if turns and turns[-1][1] == "closing" else [row[0] for row in before if row[1] in ("take_back", "deduct") and row[2] > paid]
    elif kind == "closing" and meter:
        out = [one_text("SELECT document FROM meter_swap WHERE account=? AND old_meter=? AND time>=? ORDER BY time LIMIT 1", account, meter, time)
               or one_text("SELECT document FROM scheme_change WHERE account=? AND old_meter=? AND time>=? ORDER BY time LIMIT 1", account, meter, time)
               or one_text("SELECT 'statement/' || printf('%012d', meter) || '/' || number FROM statement WHERE meter=? AND count=? AND last_applied='closing' ORDER BY number LIMIT 1", meter, n)]
    return ", ".join([name for name in out if name] + [f"request/{request}" for (request,) in db.execute("SELECT number FROM approval WHERE used_for=? ORDER BY number", (number,))])


def corrections(db, first, last):
    """R08: receipt -> kind, who asked, who agreed, the document that it belongs to, Wh, litres, money; back to the customer's balance, paid out to him."""
    return {row[0]: (*row[1:4], document_of(db, row[0], row[1], *row[9:]), *row[4:9]) for row in db.execute(
        f"SELECT s.number, s.kind, s.operator, s.approved_by, {UNITS}, CASE WHEN s.kind IN ('take_back','deduct') THEN -s.tendered ELSE 0 END, "
        "CASE WHEN s.kind IN ('refund','payment_back') THEN -s.tendered ELSE 0 END, s.account, s.meter, s.n, s.time, s.original FROM sale s "
        "WHERE s.kind IN ('supplement','deduct','take_back','closing','refund','payment_back') AND s.business_day BETWEEN ? AND ? GROUP BY s.number", (first, last)).fetchall()}


def emptied(db, first, last):
    """R08: what each meter gave up, or below zero was cleared of, as it was posted."""
    return [row[0] for row in db.execute("SELECT sum(l.amount) FROM entry e JOIN leg l ON l.entry=e.id JOIN ledger_account a ON a.number=l.account "
                                         "WHERE e.account<>0 AND e.what IN ('surrendered','cleared') AND a.name LIKE 'prepaid/%' AND e.business_day BETWEEN ? AND ? GROUP BY e.id", (first, last))]


# ---- customers -----------------------------------------------------------------------------------------------------------

DAY = "strftime('%Y-%m-%d', {0}/1000 + ?, 'unixepoch')"  # of a zone without a change of clocks


def new_customers(db, first, last, offset):
    """R04: account -> paid first. Opened by a sale that happened, or without one."""
    rows = {row[0]: row[1] for row in db.execute(
        "SELECT s.account, s.tendered FROM sale s JOIN sale_state t ON t.sale=s.number WHERE s.kind='open' AND t.state<>'reversed' AND s.business_day BETWEEN ? AND ?", (first, last))}
    rows.update({row[0]: 0 for row in db.execute(
        f"SELECT a.number FROM account a WHERE {DAY.format('a.opened')} BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM sale s WHERE s.account=a.number AND s.kind='open')",
        (offset, first, last))})
    return rows


def register(db, first, last, offset):
    """R05 over all: opening, opened, closed, closing, bought in the period."""
    opened, closed = DAY.format("a.opened"), DAY.format("a.closed")
    number = lambda where, *days: one(db, f"SELECT count(*) FROM (SELECT a.number AS number, {opened} AS opened, {closed} AS closed FROM account a WHERE a.opened IS NOT NULL) WHERE {where}", offset, offset, *days)
    at_end = "opened<=? AND (closed IS NULL OR closed>?)"
    return (number("opened<? AND (closed IS NULL OR closed>=?)", first, first), number("opened BETWEEN ? AND ?", first, last), number("closed BETWEEN ? AND ?", first, last),
            number(at_end, last, last),
            number(f"{at_end} AND number IN (SELECT account FROM sale WHERE kind IN ('open','recharge','payment') AND business_day BETWEEN ? AND ?)", last, last, first, last))


# ---- shifts --------------------------------------------------------------------------------------------------------------

def counts_of_shifts(db, first, last, offset):
    """R10: (station, till, shift, tender) -> receipts, float, received and paid out by the ledger's own legs, dropped to the safe, expected, counted, what the ledger keeps of the difference, and what came in less what went out: to the bank, and not. Cash, and each
    tender that left slips. What was reversed in the shift that booked it neither came in nor went out; what it reversed of an earlier shift's did."""
    rows = {}
    posted = lambda name, account: -one(db, "SELECT sum(l.amount) FROM entry e JOIN leg l ON l.entry=e.id JOIN ledger_account a ON a.number=l.account WHERE e.number=? AND a.name=?", name, account)
    slips = lambda text: {part.split("=")[0]: int(part.split("=")[1].split(":")[0]) for part in text.split(";") if part}
    def moved(station, till, tender, opened, until):
        """By receipt, as the ledger moved it at this till while the shift was open."""
        sums = [amount for (amount,) in db.execute(
            "SELECT sum(l.amount) FROM entry e JOIN leg l ON l.entry=e.id JOIN ledger_account a ON a.number=l.account WHERE a.name=? AND e.time BETWEEN ? AND ? AND e.what NOT IN ('shift_open', 'shift_close', 'drop') "
            "GROUP BY replace(e.number, '/reversed', '')", (f"till/{station}/{till}/{tender}", opened, until))]
        return sum(amount for amount in sums if amount > 0), -sum(amount for amount in sums if amount < 0)
    for station, till, number, opened, until, closed, receipts, opening, expected, counted, slips_expected, slips_counted in db.execute(
            f"SELECT station, till, number, opened, closed, {DAY.format('closed')}, receipts, opening_float, expected, counted, slips_expected, slips FROM shift WHERE state='closed'", (offset,)).fetchall():
        name = f"shift/{station}/{till}/{number}/close"
        day = db.execute("SELECT business_day FROM entry WHERE number=?", (name,)).fetchone()
        if not first <= (day[0] if day else closed) <= last:  # an empty drawer posts nothing
            continue
        dropped = one(db, "SELECT coalesce(sum(-l.amount), 0) FROM entry e JOIN leg l ON l.entry=e.id JOIN ledger_account a ON a.number=l.account WHERE e.what='drop' AND e.number LIKE ? AND a.name LIKE 'till/%'",
                      f"drop/{station}/{till}/{number}/%")
        rows[station, till, str(number), "cash"] = (receipts, opening, *moved(station, till, "cash", opened, until), dropped, expected or 0, counted or 0, posted(name, "cash/over_short"))
        there, told = slips(slips_expected), slips(slips_counted)
        names = [name.rsplit("/", 1)[1] for (name,) in db.execute("SELECT name FROM ledger_account WHERE name LIKE ?", (f"till/{station}/{till}/%",))]
        for tender in {name for name in names if name != "cash" and moved(station, till, name, opened, until) != (0, 0)} | there.keys() | told.keys():
            rows[station, till, str(number), tender] = (0, 0, *moved(station, till, tender, opened, until), 0, there.get(tender, 0), told.get(tender, 0), posted(name, f"{tender}/over_short"))
    parted = lambda tender, row: (row[2] - row[3], 0) if tender in TO_THE_BANK else (0, row[2] - row[3])
    return {name: (*row, *parted(name[3], row)) for name, row in rows.items()}


# ---- wells ---------------------------------------------------------------------------------------------------------------

def water_used(db, first, last):
    """R03: meter -> waterings, users, Wh, money proven, Wh by its register."""
    rows = {}
    for (meter,) in db.execute("SELECT DISTINCT meter FROM watering WHERE well<>'' AND register_after<>0"):
        of = "FROM watering WHERE meter=? AND well<>'' AND register_after<>0"
        inside = "substr(start, 1, 10) BETWEEN ? AND ?"
        shown = db.execute(f"SELECT count(*), count(DISTINCT card), sum(used), sum(CASE WHEN state='proven' THEN amount ELSE 0 END) {of} AND {inside} AND state<>'useless'", (meter, first, last)).fetchone()
        end = db.execute(f"SELECT register_after {of} AND {inside} ORDER BY start DESC, number DESC LIMIT 1", (meter, first, last)).fetchone()
        if end is None:
            continue
        before = db.execute(f"SELECT register_after {of} AND substr(start, 1, 10)<? ORDER BY start DESC, number DESC LIMIT 1", (meter, first)).fetchone()
        start = before or db.execute(f"SELECT register_after-used {of} AND {inside} ORDER BY start, number LIMIT 1", (meter, first, last)).fetchone()
        rows[f"{meter:012d}"] = (shown[0], shown[1], shown[2] or 0, shown[3] or 0, end[0] - start[0])
    return rows


# ---- transformer areas ---------------------------------------------------------------------------------------------------

HOUR_MS, TURN_WH, BOUNDARY_HOURS = 3_600_000, 1_000_000_000, 6


def went(before, after, from_ms, to_ms):
    """Between two registers of eight digits: one that began anew, as far as 100 kW carry in that time and a day more; nothing: it ran back."""
    used = after - before if after >= before else after + TURN_WH - before
    return used if after >= before or used <= min(100_000 * (to_ms - from_ms + 24 * HOUR_MS) // HOUR_MS, TURN_WH // 10) else None


class Areas:
    """Registers of the meters of transformer areas at the moments between which an area's losses are."""

    def __init__(self, db, offset):
        self.db, self.offset = db, offset

    def midnight(self, day):
        return ((datetime.date.fromisoformat(day) - datetime.date(1970, 1, 1)).days * 86_400 - self.offset) * 1000

    def plan(self, area, meter):
        """The most particular plan of a meter: of its area, its village, its station, of everybody."""
        village, station = self.db.execute("SELECT coalesce(nullif(p.place, ''), b.parent, ''), coalesce(b.station, '') FROM meter m LEFT JOIN service_point p ON p.code=m.service_point "
                                           "LEFT JOIN place b ON b.code=? WHERE m.number=?", (area, meter)).fetchone()
        for place in (area, village, station, ""):
            if found := self.db.execute("SELECT at, every_hours, items FROM reading_plan WHERE state='active' AND of_place=? ORDER BY code", (place,)).fetchone():
                return found
        return None

    def frozen(self, area, meter, day):
        plan = self.plan(area, meter)
        return self.db.execute("SELECT energy FROM day_freeze WHERE meter=? AND day=?", (meter, day)).fetchone() if plan and "freezes" in plan[2].split(",") else None

    def moment_of_plan(self, area, total, day):
        """Where the total meter did not freeze all days between which it is read: the first moment of its plan."""
        plan = self.plan(area, total)
        minutes = 0 if plan is None or plan[1] > 0 else int(plan[0][:2]) * 60 + int(plan[0][3:])
        return self.midnight(day) + minutes * 60_000

    def shown(self, area, total, day, moment):
        """What was read then; where nobody read it, what it froze. On a reading day nothing but what was released."""
        read = self.register(area, total, day, moment)
        if read is not None or self.db.execute("SELECT 1 FROM reviewed_reading WHERE meter=? AND day=?", (total, day)).fetchone():
            return read
        return (self.frozen(area, total, day) or [None])[0]

    def register(self, area, meter, day, moment):
        """What was released on a reading day; else the first register behind the moment, however it came."""
        if reviewed := self.db.execute("SELECT state, at_day FROM reviewed_reading WHERE meter=? AND day=?", (meter, day)).fetchone():
            return reviewed[1] if reviewed[0] == "released" else None
        until = moment + BOUNDARY_HOURS * HOUR_MS
        found = [(at, 0, energy) for at, energy in self.db.execute("SELECT taken, energy FROM meter_reading WHERE meter=? AND energy IS NOT NULL AND taken>=? AND taken<? ORDER BY taken", (meter, moment, until))]
        for taken, carrier, said, energy in self.db.execute("SELECT taken, carrier, meter_time, energy FROM statement WHERE meter=? ORDER BY id", (meter,)):
            taken = said_at(taken, carrier, said, self.offset)
            if moment <= taken < until:
                found.append((taken, 1, energy // 10 * 10))
        if self.midnight(day) >= moment and (frozen := self.frozen(area, meter, day)):
            found.append((self.midnight(day), 2, frozen[0]))
        return min(found)[2] if found else None

    def used(self, area, meter, first, behind, from_ms, to_ms):
        assert self.db.execute("SELECT ct*pt FROM meter WHERE number=?", (meter,)).fetchone()[0] == 1, "the sample has no area with a meter behind transformers"
        swap = self.db.execute("SELECT old_meter, time, last_register, first_register FROM meter_swap WHERE new_meter=? AND time>? AND time<?", (meter, from_ms, to_ms)).fetchone()
        begin, end = self.register(area, swap[0] if swap else meter, first, from_ms), self.register(area, meter, behind, to_ms)
        if begin is None or end is None or (swap and swap[2] is None):
            return None
        if not swap:
            return went(begin, end, from_ms, to_ms)
        parts = went(begin, swap[2], from_ms, swap[1]), went(swap[3], end, swap[1], to_ms)
        return None if None in parts else sum(parts)

    def agreements(self, area):
        """(from, until, meter, factor) of an area, the oldest first; the last one is without an end."""
        before = self.db.execute("SELECT since, until_day, meter, factor FROM former_total WHERE area=? ORDER BY since", (area,)).fetchall()
        return [*before, *((since, "9999", meter, factor) for since, meter, factor in self.db.execute("SELECT since, meter, factor FROM area_meter WHERE area=?", (area,)))]

    def counting(self, area, total, first, behind):
        """The meter that counted it as these days ended."""
        return ([meter for since, until, meter, _ in self.agreements(area) if max(since, first) < min(until, behind)] or [total])[-1]

    def month(self, area, total, first, behind):
        """Registers of the total meter, supplied, used, lost, meters, without a reading. Each part of the month by the meter and the factor of its days; before the first agreement nobody knows."""
        parts = [(max(since, first), min(until, behind), meter, factor) for since, until, meter, factor in self.agreements(area) if max(since, first) < min(until, behind)]
        ends = [day for part in parts for day in part[:2]]
        whole = bool(parts) and ends[0] == first and ends[-1] == behind and all(left[1] == right[0] for left, right in zip(parts, parts[1:]))
        midnights = all(self.frozen(area, meter, day) for begin, end, meter, _ in (parts if whole else [(first, behind, total, 1)]) for day in (begin, end))
        moment = lambda day: self.midnight(day) if midnights else self.moment_of_plan(area, total, day)
        shown = lambda meter, day: self.shown(area, meter, day, moment(day))
        begin = shown(parts[0][2], first) if parts and ends[0] == first else None
        end = shown(parts[-1][2], behind) if parts and ends[-1] == behind else None
        through = [(self.register(area, meter, since, moment(since)), self.register(area, meter, until, moment(until)), moment(since), moment(until), factor) for since, until, meter, factor in parts]
        counted = [went(*one[:4]) * one[4] if None not in one[:2] and went(*one[:4]) is not None else None for one in through]
        supplied = sum(counted) if whole and None not in counted else None
        from_ms, to_ms = moment(first), moment(behind)
        meters = self.db.execute("SELECT m.number FROM meter m JOIN service_point p ON p.code=m.service_point WHERE p.area=? AND m.state='installed' AND m.commodity=(SELECT commodity FROM meter WHERE number=?) "
                                 "AND m.number NOT IN (SELECT meter FROM area_meter)", (area, total)).fetchall()
        used = [self.used(area, meter, first, behind, from_ms, to_ms) for (meter,) in meters]
        unread = used.count(None)
        if supplied is None or not used or unread * 20 > len(used):
            return begin, end, None, None, None, len(used), unread
        read = sum(one for one in used if one is not None)
        return begin, end, supplied, read, supplied - read, len(used), unread


def _next_month(day):
    return (datetime.date.fromisoformat(day).replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def area_months(db, first, last, offset):
    """R16 of areas that count energy: (area, month) -> total meter, its registers at both ends, supplied, used, lost, meters, without a reading."""
    areas, rows, behind_all = Areas(db, offset), {}, (datetime.date.fromisoformat(last) + datetime.timedelta(days=1)).isoformat()
    while first <= last:
        behind = min(_next_month(first).isoformat(), behind_all)
        for area, total in db.execute("SELECT a.area, a.meter FROM area_meter a JOIN meter m ON m.number=a.meter WHERE m.commodity='electricity'").fetchall():
            rows[area, first[:7]] = (f"{areas.counting(area, total, first, behind):012d}", *areas.month(area, total, first, behind))
        first = behind
    return rows


def area_year(db, last, offset):
    """R16: area -> share of loss in per mille, and months with a figure, of the month in which the days end and the eleven before."""
    first = datetime.date.fromisoformat(last).replace(day=1)
    for _ in range(11):
        first = (first - datetime.timedelta(days=1)).replace(day=1)
    sums = {}
    for (area, _), row in area_months(db, first.isoformat(), last, offset).items():
        one = sums.setdefault(area, [0, 0, 0])
        if row[5] is not None:
            one[:] = [one[0] + row[5], one[1] + row[3], one[2] + 1]
    return {area: (None if supplied == 0 else share(lost, 1000, supplied), judged) for area, (lost, supplied, judged) in sums.items()}


# ---- people ------------------------------------------------------------------------------------------------------------

def actions(db, first, last):
    """R20: who asked, or agreed -> receipts, sales, taken back, given."""
    agreed = {row[0]: (0, 0, 0, 0) for row in db.execute("SELECT DISTINCT approved_by FROM sale WHERE approved_by<>'' AND business_day BETWEEN ? AND ?", (first, last))}
    return agreed | {row[0]: row[1:] for row in db.execute(
        "SELECT operator, count(*), sum(kind IN ('open','recharge')), sum(kind IN ('take_back','deduct')), sum(kind='supplement') FROM sale WHERE business_day BETWEEN ? AND ? GROUP BY 1", (first, last))}
