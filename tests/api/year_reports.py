#!/usr/bin/env python3
"""The year of the sample utility, computed a second time: every money report of every month, and of the year, is to the last unit what plain SQL over sales, entries and
legs says (tests/reference/reports.py); and every row of every report, by every group that it offers, opens the rows that add up to it. One line per check."""
import datetime
import pathlib
import sqlite3
import sys
import urllib.parse

from house import PASSWORD, Client, Server, walk
from run import check

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "reference"))
import reports as reference  # noqa: E402

ZONE_S = 8 * 3600
OPENED_OF_A_GROUP = 4  # rows of each group that are opened: the first ones and the last
UNTOLD = {"edition"}  # of a sheet, not of a receipt: such a row opens nothing
DAYS = {"business_day", "month", "year", "time"}  # names of days


def exact(cell):
    """Money in minor units, kWh and m3 in Wh and litres, counts as they are."""
    return int(cell.replace(".", "")) if isinstance(cell, str) else cell


def figures(report, cells):
    return {column["name"]: exact(cell) for column, cell in zip(report["columns"], cells)}


def differing(seen, wanted):
    return {name: (seen.get(name), wanted.get(name)) for name in seen.keys() | wanted.keys() if seen.get(name) != wanted.get(name)}


class Year:
    def __init__(self, server):
        self.server = server
        self.miller, first = Client(server), server.demo_password("miller")
        self.miller.sign_in("miller", first)
        check.that(self.miller.post("/session/password", {"old": first, "new": PASSWORD}).status == 200, "miller signs in")
        self.rows = sqlite3.connect(f"file:{server.folder}/data/books.db?mode=ro", uri=True)
        self.catalogue = self.miller.get("/reports")
        first_day = self.rows.execute("SELECT min(business_day) FROM sale").fetchone()[0]
        month, last = datetime.date.fromisoformat(first_day).replace(day=1), datetime.date.fromisoformat(self.catalogue["today"])
        self.months = []
        while month <= last:
            self.months.append(month.strftime("%Y-%m"))
            month = (month + datetime.timedelta(days=32)).replace(day=1)
        # The last one of which everything is posted: on the first days of a month that before is still open.
        self.closed = self.rows.execute("SELECT max(month) FROM month_end").fetchone()[0]

    def report(self, number, period, **asked):
        made = self.miller.get(f"/reports/{number}?" + "&".join(f"{name}={value}" for name, value in {"period": period, **asked}.items()))
        return made if check_quietly(made.status == 200, f"{number} of {period}", made) else None


def check_quietly(ok, what, seen):
    """Only what fails has a line of its own."""
    return ok or check.that(False, what, seen)


def presale(year, period, days):
    report = year.report("R07", period)
    seen, wanted = figures(report, report["totals"]), reference.sales_report(year.rows, *days) | one_commodity(reference.units(year.rows, *days))
    return differing({name: seen[name] for name in wanted}, wanted)


def one_commodity(units):
    """Cubic metres of gas and of water are no sum: what the whole says of volumes is said commodity by commodity."""
    return {name: value for name, value in units.items() if "volume" not in name}


def monthly(year, period, days):
    """R09 by commodity: units and mean prices; and R11 of the same days says the same units."""
    report = year.report("R09", period, group="commodity")
    sold = {row["names"][0]: figures(sold_by, row["cells"]) for sold_by in [year.report("R11", period, group="commodity")] for row in sold_by["rows"]}
    wrong = {}
    for row in report["rows"]:
        commodity, seen = row["names"][0], figures(report, row["cells"])
        wanted = reference.units(year.rows, *days, f"s.plan IN (SELECT id FROM plan WHERE json_extract(head, '$.commodity')='{commodity}')")
        wrong |= {(commodity, *name): found for name, found in differing({(name,): seen[name] for name in wanted}, {(name,): value for name, value in wanted.items()}).items()}
        of_meters = sold.get(commodity, {"sold_energy": None, "sold_volume": None})
        wrong |= {(commodity, name): found for name, found in differing({"energy": of_meters["sold_energy"], "volume": of_meters["sold_volume"]}, {"energy": seen["units_energy"], "volume": seen["units_volume"]}).items()}
    for group, column in (("station", "s.station"), ("operator", "s.operator"), ("plan", "s.plan"), ("carrier", "CASE WHEN s.card IS NOT NULL THEN 'card' WHEN s.n=0 THEN '' ELSE 'link' END")):
        by_group = year.report("R09", period, group=group)
        seen = {row["names"][0]: figures(by_group, row["cells"])["customers"] for row in by_group["rows"]}
        wrong |= {(group, name): found for name, found in differing({name: count for name, count in seen.items() if count}, reference.customers(year.rows, column, *days)).items()}
    return wrong


def tax(year, period, days):
    """R13, by tax; and R07 counts as tax what R13 does."""
    report = year.report("R13", period, group="tax")
    seen = {row["names"][0]: figures(report, row["cells"])["tax_whole"] for row in report["rows"]}
    presale = year.report("R07", period)
    by_rate = {tuple(row["names"]): tuple(figures(report, row["cells"]).values())[:8] for report in [year.report("R13", period)] for row in report["rows"]}
    return differing(seen, {name: amount for name, amount in reference.taxes(year.rows, *days).items() if amount or name in seen}) | differing(
        {"R13": sum(seen.values())}, {"R13": figures(presale, presale["totals"])["tax"]}) | differing(by_rate, reference.taxes_by_rate(year.rows, *days))


def prepaid(year, period, days):
    report = year.report("R06", period)
    seen, wanted = {row["names"][0]: exact(row["cells"][0]) for row in report["rows"]}, reference.prepaid_account(year.rows, *days) | reference.debts_account(year.rows, *days)
    by_name = figures(debts, debts["totals"]) if (debts := year.report("R14", period)) else {}
    return differing({name: seen[name] for name in wanted}, wanted) | differing({"R06": seen["debts_closing"], "opening": seen["debts_opening"]}, {"R06": by_name["debts_closing"], "opening": by_name["debts_opening"]})


def drawers(year, period, days):
    report = year.report("R12", period, group="station,till,tender")
    return differing({(station, till, tender.removeprefix("tender/")): tuple(figures(report, row["cells"]).values())[1:] for row in report["rows"] for station, till, tender in [row["names"]]},
                     reference.drawers(year.rows, *days))


def energy_sold(year, period, days):
    report = year.report("R11", period, group="meter")
    return differing({int(row["names"][0] or 0): tuple(figures(report, row["cells"]).values()) for row in report["rows"]}, reference.sold_by_meter(year.rows, *days))


def corrections(year, period, days):
    report = year.report("R08", period)
    names = [dict(zip(report["groups"], row["names"])) for row in report["rows"]]
    cells = [figures(report, row["cells"]) for row in report["rows"]]
    emptied = ("surrendered", "cleared")  # what meters gave up, in rows of their own
    return differing({name["number"]: (name["kind"], name["asked_by"], name["approved_by"], name["of_document"], cell["corrected_energy"], cell["corrected_volume"], cell["corrected_credit"], cell["corrected_back"], cell["corrected_paid_out"])
                      for name, cell in zip(names, cells) if name["kind"] not in emptied}, reference.corrections(year.rows, *days)) | differing(
        {"emptied": sorted(cell["corrected_emptied"] for name, cell in zip(names, cells) if name["kind"] in emptied)}, {"emptied": sorted(reference.emptied(year.rows, *days))})


def new_customers(year, period, days):
    report = year.report("R04", period)
    seen, wanted = figures(report, report["totals"]), reference.new_customers(year.rows, *days, ZONE_S)
    return differing({"count": seen["new_customers"], "money": seen["first_money"]}, {"count": len(wanted), "money": sum(wanted.values())})


def register(year, period, days):
    report = year.report("R05", period)
    names = ("supplies_opening", "supplies_opened", "supplies_closed", "supplies_closing", "supplies_active")
    seen = figures(report, report["totals"])
    return differing({name: seen[name] for name in names}, dict(zip(names, reference.register(year.rows, *days, ZONE_S))))


def actions(year, period, days):
    report = year.report("R20", period)
    names = ("acted", "sold_sales", "acted_take_backs", "acted_supplements")
    return differing({row["names"][0]: tuple(figures(report, row["cells"])[name] for name in names) for row in report["rows"]}, reference.actions(year.rows, *days))


def by_names(report, *groups, columns=None):
    """Figures of each row under its names, in the order of `groups`; rows that say nothing are none."""
    place = [report["groups"].index(group) for group in groups]
    rows = {}
    for row in report["rows"]:
        cells = figures(report, row["cells"])
        rows[tuple(row["names"][at] for at in place)] = tuple(cells[name] for name in columns) if columns else tuple(cells.values())
    return rows


def counted(year, period, days):
    report = year.report("R10", period, group="station,till,shift,tender")
    names = ("shift_receipts", "shift_float", "shift_received", "shift_paid_out", "shift_drops", "shift_expected", "shift_counted", "over_short", "shift_bankable", "shift_not_bankable")
    seen = {(*name[:3], name[3].removeprefix("tender/")): row for name, row in by_names(report, "station", "till", "shift", "tender", columns=names).items()}
    return differing(seen, reference.counts_of_shifts(year.rows, *days, ZONE_S))


def debts(year, period, days):
    return differing(by_names(year.report("R14", period, group="debt_kind,account"), "debt_kind", "account"), reference.debts(year.rows, *days, ZONE_S))


def doubts(year, period, days):
    return differing(by_names(year.report("R15", period, group="matter,outcome"), "matter", "outcome"), reference.doubts(year.rows, *days, ZONE_S))


def documents(year, period, days):
    """Cards by product, blank ones by their stock, receipt numbers by till."""
    of_cards = year.report("R18", period, group="document,product,station")
    names = ("cards_opening", "cards_issued", "cards_replaced", "cards_closed", "cards_spoiled", "cards_closing", "cards_blocked")
    seen = {name[1:]: row for name, row in by_names(of_cards, "document", "product", "station", columns=names).items() if name[0] == "card"}
    of_tills = by_names(year.report("R18", period), "document", "station", "till", "first_number", "last_number", columns=("numbers_used", "numbers_void", "numbers_missing"))
    numbers = {name[1:3]: (*name[3:], *row) for name, row in of_tills.items() if name[0] == "receipt"}
    in_stock = ("stock_opening", "stock_received", "stock_moved", "stock_issued", "stock_spoiled", "stock_difference", "stock_closing")
    blank = {name[1:]: row for name, row in by_names(of_cards, "document", "product", "station", columns=in_stock).items() if name[0] == "blank_card"}
    return differing(seen, reference.cards(year.rows, *days, ZONE_S)) | differing(blank, reference.blank_cards(year.rows, *days, ZONE_S)) | differing(numbers, reference.receipt_numbers(year.rows, *days))


def losses(year, period, days):
    """Month by month with the registers of the area's own meter; beside the last of them its last twelve months."""
    report = year.report("R16", period)
    names = ("area_supplied", "area_used", "area_lost", "area_meters", "area_unread")
    shown = lambda wh: "" if wh is None else f"{wh // 1000}.{wh % 1000:03d}"
    wanted = reference.area_months(year.rows, *days, ZONE_S)
    found = differing(by_names(report, "area", "month", "meter", "register_start", "register_end", columns=names),
                      {(area, month, row[0], shown(row[1]), shown(row[2])): row[3:] for (area, month), row in wanted.items()})
    beside = {area: row for (area, month), row in by_names(report, "area", "month", columns=("area_lost_twelve_ratio", "area_judged_twelve_months")).items() if month == days[1][:7]}
    return found | differing(beside, reference.area_year(year.rows, days[1], ZONE_S))


def losses_over_a_change(year):
    """One of the months compared above began with one factor of its total meter and ended with another: what came in is neither times the one nor times the other."""
    area, until, meter, factor = year.rows.execute("SELECT area, until_day, meter, factor FROM former_total WHERE until_day NOT LIKE '%-01'").fetchone() or ("", "", 0, 0)
    month = {row["names"][0]: row for row in year.report("R16", until[:7], group="area")["rows"]}.get(area) if area else None
    whole = by_names(year.report("R16", until[:7]), "area", "register_start", "register_end", columns=("area_supplied", "area_lost")) if area else {}
    (_, begin, end), (supplied, lost) = next(((names, cells) for names, cells in whole.items() if names[0] == area), ((None, "0", "0"), (None, None)))
    went = exact(end) - exact(begin)
    present = year.rows.execute("SELECT factor FROM area_meter WHERE area=?", (area,)).fetchone()
    check.that(month is not None and supplied is not None and went * factor < supplied < went * present[0] and 0 < lost < supplied // 5, f"{until[:7]} has a loss over a change of factor", (month, whole, present))


def ways(year, period, days):
    report = year.report("R19", period, group="carrier")
    wanted = reference.ways(year.rows, *days, ZONE_S)
    return differing({row["names"][0]: {name: value for name, value in figures(report, row["cells"]).items() if name != "way_gap"} for row in report["rows"]}, wanted)


def outlets(year, period, days):
    return differing({name: row for (name,), row in by_names(year.report("R21", period, group="outlet"), "outlet").items()}, reference.outlets(year.rows, *days))


COMPUTED = {"R04": new_customers, "R05": register, "R06": prepaid, "R07": presale, "R08": corrections, "R09": monthly, "R10": counted, "R11": energy_sold, "R12": drawers, "R13": tax,
            "R14": debts, "R15": doubts, "R16": losses, "R18": documents, "R19": ways, "R20": actions, "R21": outlets}


def computed_again(year):
    """Every money report of every month, and of the year."""
    offered = {row["number"]: row["periods"] for row in year.catalogue["rows"]}
    for number, compare in COMPUTED.items():
        periods = [*year.months, *([year.months[-1][:4]] if "year" in offered[number] else [])]
        wrong = {}
        for period in periods:
            report = year.report(number, period)
            if found := compare(year, period, (report["period"]["from"], report["period"]["to"])):
                wrong[period] = found
        check.that(not wrong, f"{number} of {len(periods)} periods is what plain SQL says", wrong)


def followed(year, opens):
    filters = "".join(f"&filter.{name}={urllib.parse.quote(value, safe='')}" for name, value in opens["filters"].items())
    if "list" in opens:
        return year.miller.get(f"/{opens['list']}?page_size=1{filters}")
    return year.miller.get(f"/reports/{opens['report']}?period={opens['period']}&group={opens['group']}{filters}")


def customers_of_any_days(year):
    """R09 counts each customer once in days that are no month: a day, a week, some over the border of months, a quarter."""
    wrong, asked = {}, 0
    for month in year.months[:-1]:
        middle = datetime.date.fromisoformat(f"{month}-15")
        for days in (0, 6, 29, 91):
            first, last = middle.isoformat(), (middle + datetime.timedelta(days=days)).isoformat()
            for group, column in (("station", "s.station"), ("operator", "s.operator"), ("carrier", "CASE WHEN s.card IS NOT NULL THEN 'card' WHEN s.n=0 THEN '' ELSE 'link' END")):
                report = year.report("R09", f"{first}..{last}" if days else first, group=group)
                seen = {row["names"][0]: figures(report, row["cells"])["customers"] for row in report["rows"]}
                asked += 1
                wrong |= {(first, days, group, name): found
                          for name, found in differing({name: count for name, count in seen.items() if count != 0}, reference.customers(year.rows, column, first, last)).items()}
    check.that(not wrong, f"customers of {asked} spans are what plain SQL says", wrong)


def not_the_same(year, report, row):
    """What a row says otherwise than what it opens."""
    if "opens" not in row:
        return None if UNTOLD & set(report["groups"]) else "opens nothing"
    opened = followed(year, row["opens"])
    if opened.status != 200:
        return f"{row['opens']}: {opened}"[:300]
    if "list" in row["opens"]:
        return None if opened["total"] >= 1 else f"{row['opens']} is empty"
    seen, wanted = figures(opened, opened["totals"]), figures(report, row["cells"])
    # Which day of the period before a day is held against nobody said: its row says nothing, and what it opens has the whole period's.
    told = [name for name in wanted if name in seen and not name.endswith("_share") and not (name.endswith("_before") and wanted[name] is None and DAYS & set(report["groups"]))]
    return differing({name: seen[name] for name in told}, {name: wanted[name] for name in told}) or None


def some_of(rows):
    return rows if len(rows) <= OPENED_OF_A_GROUP else [*rows[:OPENED_OF_A_GROUP - 1], rows[-1]]


def opened(year):
    """Every total opens the rows that make it: of each report, by each group."""
    period = year.closed
    for declared in year.catalogue["rows"]:
        if not declared["groups"]:
            continue  # an account has lines
        number, asked = declared["number"], period if "month" in declared["periods"] else year.catalogue["today"]
        wrong, rows = {}, 0
        for group in [*declared["groups"], "detail", None]:
            report = year.report(number, asked, **({"group": group} if group else {}))
            if report is None:
                continue
            for row in some_of(report["rows"]):
                if found := not_the_same(year, report, row):
                    wrong[group, tuple(row["names"])] = found
                rows += 1
        check.that(not wrong, f"{number}: {rows} rows by {len(declared['groups'])} groups open what makes them", wrong)


def lines_opened(year):
    """So does every line of the prepaid account that counts what a month did."""
    report = year.report("R06", year.closed)
    wrong, opens = {}, 0
    of = {"first_sales": "prepaid", "recharges": "prepaid", "supplements": "prepaid", "cleared": "prepaid", "taken_over": "prepaid", "brought": "prepaid", "proven_by_cards": "prepaid", "deductions": "prepaid", "refunds": "prepaid",
          "used": "prepaid", "reversals": "prepaid", "received": "received", "tax": "tax", "fees": "fees", "fixed": "fixed", "debt": "debt"}
    for row in report["rows"]:
        name = row["names"][0]
        figure = of.get(name) or ("tendered" if name.startswith("received_") else None)
        if figure is None:
            continue
        rows = followed(year, row["opens"])
        if rows.status != 200 or abs(figures(rows, rows["totals"])[figure]) != abs(exact(row["cells"][0])):
            wrong[name] = (row, str(rows)[:200])
        opens += 1
    check.that(not wrong and opens > 15, f"R06: {opens} lines open what makes them", wrong)


def balances_opened(year):
    """What stood at the beginning, and stands at the end, opens the account of all days until then: it begins with nothing and closes with it; of one station, too."""
    month, wrong, opened_ = year.closed, {}, 0
    for more in ({}, {"filter.station": "E01"}):
        for row in (row for row in year.report("R06", month, **more)["rows"] if row["names"][0] in ("opening", "closing")):
            account = followed(year, row["opens"])
            lines = {one["names"][0]: one["cells"][0] for one in account["rows"]}
            if (lines["opening"], lines["closing"]) != ("0.00", row["cells"][0]):
                wrong[row["names"][0], *more.values()] = (row, lines)
            opened_ += 1
    whole = {row["names"][0]: row for row in followed(year, year.report("R06", month)["rows"][0]["opens"])["rows"]}
    check.that(not wrong and opened_ == 4, "R06: opening and closing open the account of all days until then", wrong)
    check.that("opens" not in whole["opening"] and "opens" not in whole["closing"] and "opens" in whole["recharges"], "which opens no account before it, but its lines", whole)


def owed_and_used_opened(year):
    """Its lines of debts open debts one by one, and what was used the months' ends that posted it: of a month, of a year, of days that end inside of a month."""
    of = {"debts_opening": ("debts_opening",), "debts_raised": ("debts_raised", "debts_interest"), "claims_raised": ("debts_raised",), "debts_recovered": ("debts_recovered",),
          "claims_recovered": ("debts_recovered",), "debts_written_off": ("debts_written_off",), "debts_closing": ("debts_closing",),
          "purses_in_force": ("card_money_in_force",), "purses_waiting": ("card_money_waiting",)}
    month, wrong, moved = year.closed, {}, set()
    for period in [*year.months[:-1], month[:4], f"{year.months[-4]}-10..{month}-15"]:
        for row in year.report("R06", period)["rows"]:
            name, amount = row["names"][0], exact(row["cells"][0])
            if name not in of and name != "consumption" or not amount:
                continue
            rows = followed(year, row["opens"]) if "opens" in row else None
            if rows is not None and "list" in row["opens"]:
                seen = sum(exact(one["consumption"]) for one in year.miller.get(f"/month-ends?page_size=200&filter.month={row['opens']['filters']['month']}")["rows"])
            else:
                seen = rows and sum(figures(rows, rows["totals"])[figure] for figure in of[name])
            if seen != amount:
                wrong[period, name] = (row, seen)
            moved.add(name)
    check.that(not wrong and moved >= {"debts_opening", "debts_raised", "claims_raised", "debts_closing", "consumption", "purses_in_force"}, f"R06: {len(moved)} lines of debts and use open what makes them", wrong or moved)
    at_one = {row["names"][0]: row.get("opens") for row in year.report("R06", month, **{"filter.station": "E02"})["rows"]}
    ends = year.miller.get(f"/month-ends?page_size=200&filter.month={month}&filter.station=E02")
    check.that(at_one["consumption"] == {"list": "month-ends", "filters": {"month": month, "station": "E02"}} and ends["total"] >= 1, "of one station its own", at_one)
    check.that(not any(at_one[name] for name in of), "where a debt is of one station and its payment of another one nothing is opened", at_one)


if __name__ == "__main__":
    Server.flags = ["--demo"]
    sys.exit(walk(check, Year, [computed_again, losses_over_a_change, customers_of_any_days, opened, lines_opened, balances_opened, owed_and_used_opened]))
