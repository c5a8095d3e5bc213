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
TENDERS = ("cash", "card", "transfer", "cheque", "wallet")
PAID = "account LIKE 'till/%' OR account LIKE 'outlet/%/float'"


def one(db, sql, *bound):
    return db.execute(sql, bound).fetchone()[0] or 0


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
    columns = "number, station, operator, (SELECT k.text FROM kept_text k WHERE k.number=usage_class) AS usage_class, kind, plan, business_day, document"
    for row in db.execute(f"SELECT {columns} FROM sale WHERE document LIKE '%\"memo\"%' AND original=''").fetchall():
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
        for (document,) in db.execute(f"SELECT document FROM sale s WHERE s.document LIKE '%\"memo\"%' AND s.kind IN ('open','recharge') AND s.unit='{unit}' AND s.business_day BETWEEN ? AND ? AND ({more})", (first, last)):
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
    used = lambda months, month: one(db, f"SELECT sum(consumption) FROM month_end WHERE month{months}?", month)  # as the months were closed
    closed = one(db, "SELECT count(*) FROM month_end WHERE month BETWEEN ? AND ?", first[:7], last[:7]) > 0
    return {"opening": -one(db, f"SELECT sum(amount) FROM ({LEGS}) WHERE {prepaid} AND day<?", first) - used("<", first[:7]),
            "consumption": used("<=", last[:7]) - used("<", first[:7]) if closed else None,
            "first_sales": line("open"), "recharges": line("recharge"), "supplements": line("supplement"), "cleared": line("cleared"),
            "deductions": -line("deduct"), "refunds": -line("surrendered"), "reversals": -line("reversed", "take_back", "settle"),
            **{f"received_{tender}": legs(db, f"account LIKE 'till/%/{tender}'", first, last) for tender in TENDERS},
            "received_outlet": legs(db, "account LIKE 'outlet/%/float'", first, last),
            "closing": -one(db, f"SELECT sum(amount) FROM ({LEGS}) WHERE {prepaid} AND day<=?", last) - used("<=", last[:7])}


def drawers(db, first, last):
    """R12: (station, till or outlet, tender) -> taken, reversed, out, all; where it was posted, by what the leg names."""
    paid = "'open','recharge','replacement','payment','claim_payment'"
    where = lambda chain, account: (*chain.removeprefix("till/").split("/"), "outlet" if account.startswith("outlet/") else account.split("/")[-1])
    return {where(row[0], row[1]): row[2:] for row in db.execute(
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
    for first_sale, document in db.execute("SELECT number, document FROM sale WHERE original='' AND document LIKE '%\"base\"%'"):
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
    day = "strftime('%Y-%m-%d', raised/1000 + 28800, 'unixepoch')"
    noted = lambda where, *days: one(db, f"SELECT sum(amount) FROM debt WHERE origin<>'claim' AND {day} {where}", *days)
    moved = lambda what, begin, end, more="1": -legs(db, what, begin, end, more)
    opening = noted("<?", first) - moved("account LIKE 'debt/%' OR account LIKE 'claim/%'", "0", _before(first))
    return {"debts_opening": opening, "debts_raised": noted("BETWEEN ? AND ?", first, last), "claims_raised": -moved("account LIKE 'claim/%'", first, last, "what='claim'"),
            "debts_recovered": moved("account LIKE 'debt/%'", first, last, "what<>'write_off'"), "claims_recovered": moved("account LIKE 'claim/%'", first, last, "what NOT IN ('claim','write_off')"),
            "debts_written_off": moved("account LIKE 'debt/%' OR account LIKE 'claim/%'", first, last, "what='write_off'"),
            "debts_closing": noted("<=?", last) - moved("account LIKE 'debt/%' OR account LIKE 'claim/%'", "0", last)}


def _before(day):
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()


def ways(db, first, last):
    """R19: carrier -> sales, loaded, in transit, taken back, and the money of each."""
    state = "CASE t.state WHEN 'applied' THEN 'loaded' WHEN 'reversed' THEN 'back' WHEN 'taken_back' THEN 'back' ELSE 'transit' END"
    rows = {}
    for carrier, how, count, money in db.execute(
            f"SELECT CASE WHEN s.card IS NULL THEN 'link' ELSE 'card' END, {state}, count(*), sum(s.tendered) FROM sale s JOIN sale_state t ON t.sale=s.number "
            "WHERE s.kind IN ('open','recharge') AND s.business_day BETWEEN ? AND ? GROUP BY 1, 2", (first, last)):
        one = rows.setdefault(carrier, {"way_sold": 0, "way_money_sold": 0, **{f"way_{what}{name}": 0 for what in ("", "money_") for name in ("loaded", "in_transit", "back")}})
        name = {"loaded": "loaded", "transit": "in_transit", "back": "back"}[how]
        one["way_sold"] += count
        one["way_money_sold"] += money
        one[f"way_{name}"] += count
        one[f"way_money_{name}"] += money
    return rows


def receipt_numbers(db, first, last):
    """R18: till -> numbers used, of these reversed."""
    return {row[0]: row[1:] for row in db.execute(
        "SELECT s.till, count(*), sum(t.state='reversed') FROM sale s JOIN sale_state t ON t.sale=s.number WHERE s.business_day BETWEEN ? AND ? GROUP BY 1", (first, last))}


def reversed_sales(db, first, last):
    """R15: how many never happened after all, and what had been paid for them."""
    return db.execute("SELECT count(*), coalesce(sum(s.tendered), 0) FROM sale s JOIN entry e ON e.number=s.number||'/reversed' WHERE e.business_day BETWEEN ? AND ?", (first, last)).fetchone()


# ---- receipts one by one -------------------------------------------------------------------------------------------------

UNITS = "sum(CASE WHEN s.unit='energy' THEN s.credit ELSE 0 END), sum(CASE WHEN s.unit='volume' THEN s.credit ELSE 0 END), sum(CASE WHEN s.unit='money' THEN s.credit ELSE 0 END)"


def sold_by_meter(db, first, last):
    """R11 by meter: number of the meter -> sales, Wh, litres (nothing: none of them), credit in money, paid."""
    return {row[0]: (row[1], row[2] or None, row[3] or None, *row[4:]) for row in db.execute(
        f"SELECT s.meter, count(*), {UNITS}, sum(s.tendered) FROM sale s WHERE s.kind IN ('open','recharge') AND s.business_day BETWEEN ? AND ? GROUP BY 1", (first, last))}


def corrections(db, first, last):
    """R08: receipt -> kind, who asked, who agreed, Wh, litres, money; back to the customer's balance, paid out to him."""
    return {row[0]: row[1:] for row in db.execute(
        f"SELECT s.number, s.kind, s.operator, s.approved_by, {UNITS}, CASE WHEN s.kind IN ('take_back','deduct') THEN -s.tendered ELSE 0 END, "
        "CASE WHEN s.kind IN ('refund','payment_back') THEN -s.tendered ELSE 0 END FROM sale s WHERE s.kind IN ('supplement','deduct','take_back','closing','refund','payment_back') "
        "AND s.business_day BETWEEN ? AND ? GROUP BY s.number", (first, last))}


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

def cash_counts(db, first, last):
    """R10, cash: (till, shift) -> receipts, float, dropped to the safe, expected, counted, and what the ledger keeps of the difference."""
    rows = {}
    for station, till, number, receipts, opening, expected, counted in db.execute("SELECT station, till, number, receipts, opening_float, expected, counted FROM shift WHERE state='closed'"):
        name = f"shift/{station}/{till}/{number}/close"
        day = db.execute("SELECT business_day FROM entry WHERE number=?", (name,)).fetchone()
        if day is None or not first <= day[0] <= last:
            continue
        kept = one(db, "SELECT -sum(l.amount) FROM entry e JOIN leg l ON l.entry=e.id JOIN ledger_account a ON a.number=l.account WHERE e.number=? AND a.name='cash/over_short'", name)
        dropped = one(db, "SELECT coalesce(sum(-l.amount), 0) FROM entry e JOIN leg l ON l.entry=e.id JOIN ledger_account a ON a.number=l.account WHERE e.what='drop' AND e.number LIKE ? AND a.name LIKE 'till/%'",
                      f"drop/{station}/{till}/{number}/%")
        rows[till, str(number)] = (receipts, opening, dropped, expected, counted, kept)
    return rows


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


# ---- people ------------------------------------------------------------------------------------------------------------

def actions(db, first, last):
    """R20: who asked, or agreed -> receipts, sales, taken back, given."""
    agreed = {row[0]: (0, 0, 0, 0) for row in db.execute("SELECT DISTINCT approved_by FROM sale WHERE approved_by<>'' AND business_day BETWEEN ? AND ?", (first, last))}
    return agreed | {row[0]: row[1:] for row in db.execute(
        "SELECT operator, count(*), sum(kind IN ('open','recharge')), sum(kind IN ('take_back','deduct')), sum(kind='supplement') FROM sale WHERE business_day BETWEEN ? AND ? GROUP BY 1", (first, last))}
